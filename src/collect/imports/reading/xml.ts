/** Told of each piece of XML as it comes: tags by their names without prefix, attributes as written, texts with their entities. */
export interface XmlHandler {
  open(name: string, attributes: string, closed: boolean): void
  close(name: string): void
  text(text: string): void
}

const longestTag = 1024 * 1024

/**
 * Cuts XML of spreadsheets into tags and texts, whatever chunks it comes in. It knows no entities but the five of XML and figures,
 * reads no document types, and never fails: what is not XML becomes text.
 */
export class XmlCutter {
  readonly #to: XmlHandler
  #rest = ''

  constructor(to: XmlHandler) {
    this.#to = to
  }

  push(chunk: string, last = false): void {
    const text = this.#rest + chunk
    let i = 0
    while (i < text.length) {
      const open = text.indexOf('<', i)
      if (open < 0) {
        // a text may go on in the next chunk
        if (!last) break
        this.#to.text(text.slice(i))
        i = text.length
        break
      }
      if (open > i) this.#to.text(text.slice(i, open))
      i = open
      const end = endOf(text, open)
      if (end < 0) {
        if (last || text.length - open >= longestTag) i = text.length
        break
      }
      this.#tell(text, open, end)
      i = end
    }
    this.#rest = text.slice(i)
  }

  #tell(text: string, at: number, end: number): void {
    const next = text.charCodeAt(at + 1)
    if (next === 47) this.#to.close(local(text.slice(at + 2, end - 1).trimEnd()))
    else if (next !== 33 && next !== 63) this.#opened(text, at, end)
    else if (text.startsWith('<![CDATA[', at)) this.#to.text(text.slice(at + 9, end - 3).replaceAll('&', '&amp;'))
  }

  #opened(text: string, at: number, end: number): void {
    const closed = text.charCodeAt(end - 2) === 47
    const inner = text.slice(at + 1, closed ? end - 2 : end - 1)
    let blank = 0
    while (blank < inner.length && inner.charCodeAt(blank) > 32) blank++
    this.#to.open(local(inner.slice(0, blank)), inner.slice(blank), closed)
  }
}

/** The place after a tag, comment or CDATA that starts at `at`; -1 when it does not end in the text. */
function endOf(text: string, at: number): number {
  const marked = (end: string) => {
    const found = text.indexOf(end, at)
    return found < 0 ? -1 : found + end.length
  }
  const next = text.charCodeAt(at + 1)
  if (next === 33) {
    if (text.startsWith('<!--', at)) return marked('-->')
    if (text.startsWith('<![CDATA[', at)) return marked(']]>')
  }
  if (next === 63) return marked('?>')
  let close = text.indexOf('>', at)
  // a ">" within an attribute's quotes does not end the tag
  while (close >= 0 && close - at < longestTag && quotedAt(text, at, close)) close = text.indexOf('>', close + 1)
  return close < 0 ? -1 : close + 1
}

function quotedAt(text: string, from: number, to: number): boolean {
  let quoted = false
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 34) quoted = !quoted
  return quoted
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The value of an attribute, by its name without prefix. */
export function attribute(attributes: string, name: string, quote = '"'): string | undefined {
  let from = 0
  for (;;) {
    const at = attributes.indexOf(`${name}=${quote}`, from)
    if (at < 0) return quote === '"' && attributes.includes("='") ? attribute(attributes, name, "'") : undefined
    const before = attributes[at - 1]
    if (before === undefined || before === ':' || /\s/.test(before)) {
      const start = at + name.length + 2
      const end = attributes.indexOf(quote, start)
      return end < 0 ? undefined : plain(attributes.slice(start, end))
    }
    from = at + 1
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with its entities resolved; unknown ones stay as written. */
export function plain(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (written, figure?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? written
      const code = figure === undefined ? Number.parseInt(hex!, 16) : Number(figure)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written
    },
  )
}
