/** A piece of HTML. Only `html` makes one, so that what people wrote never becomes a tag. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | readonly Html[] | null | undefined | false

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text as it may stand in an element or in a quoted attribute. Controls, and marks that turn the reading direction, are left out. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}|\p{Bidi_Control}/gu, '')
    .replace(/[&<>"']/g, (sign) => signs[sign]!)

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map((one) => one.text).join('')
  return escaped(String(value))
}

/** Writes HTML: values are escaped, pieces of HTML are woven in, nothing and `false` are left out. Attributes stand in double quotes. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.reduce((whole, part, i) => whole + (i === 0 ? '' : written(values[i - 1])) + part, ''))
}

/** Put in the place of a response schema: the handler returns a `PageAnswer`. */
export const page = Symbol('page')
/** A page without script, for people who are not signed in. */
export interface PageAnswer {
  readonly page: Html
}
