import type { FieldInfo, ListName } from '#src/know/lists/contract.ts'
import type { Condition, Leaf } from '#src/know/segments/contract.ts'
import type { Format, Words } from '../../../words/index.tsx'
import { choiceWord } from '../Cell.tsx'

interface Speaker {
  words: Words
  format: Format
  list: ListName
  fields: readonly FieldInfo[]
}

/** The conditions as one sentence in the reader's language. */
export function sentence(tree: Condition, speaker: Speaker, inside = false): string {
  const { conditions } = speaker.words.lists
  if ('field' in tree) return leafSentence(tree, speaker)
  if ('not' in tree) return conditions.not(sentence(tree.not, speaker, true))
  const parts = 'all' in tree ? tree.all : tree.any
  const said = parts
    .map((one) => sentence(one, speaker, parts.length > 1))
    .join('all' in tree ? conditions.and : conditions.or)
  return inside && parts.length > 1 ? `(${said})` : said
}

function leafSentence({ field: id, op, value }: Leaf, speaker: Speaker): string {
  const { words, list, fields } = speaker
  const field = fields.find((one) => one.id === id)
  const name = words.lists.field(list, id)
  const said = (one: unknown) => valueText(one, field, speaker)
  if (op === 'anyOf')
    return words.lists.conditions.sentence(name, op, [value].flat().map(said).join(words.lists.conditions.or), '')
  const [first, second] = Array.isArray(value) ? value : [value]
  const days = op === 'within' || op === 'older'
  return words.lists.conditions.sentence(
    name,
    op,
    first === undefined ? '' : days ? String(first) : said(first),
    second === undefined ? '' : said(second),
  )
}

function valueText(value: unknown, field: FieldInfo | undefined, { words, format, list }: Speaker): string {
  if (typeof value === 'boolean') return value ? words.lists.yes : words.lists.no
  if (field?.type === 'choice') return choiceWord(words, list, field, String(value))
  if (field?.type === 'date') return format.day(String(value))
  if (field?.type === 'money')
    return /^-?\d{1,18}$/.test(String(value))
      ? format.money({ minor: String(value), currency: field.currency ?? 'EUR' })
      : String(value)
  if (field?.type === 'number') return format.quantity(String(value))
  return words.lists.conditions.quoted(String(value))
}
