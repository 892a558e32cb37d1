import { Refusal } from '#src/platform/refusal.ts'
import { type RecordKind, recordKinds } from '#src/terms/index.ts'
import { type Column, type DateOrder, type Field, fieldsOf, type Mapping } from '#src/collect/intake/index.ts'
import { squashed } from './headers.ts'

const mappingKeys = [
  'externalId',
  'externalIdAndOrder',
  'orderAndLine',
  'orderAndSequence',
  'email',
  'emailAndName',
  'phone',
  'businessId',
  'sku',
  'orderNumber',
  'invoiceNumber',
  'row',
] as const satisfies readonly Mapping['key'][]
const dateOrders: readonly DateOrder[] = ['ymd', 'dmy', 'mdy', 'unix', 'excel']

/** Fields that a key needs. */
const keyFields: Partial<Record<Mapping['key'], Field[]>> = {
  externalIdAndOrder: ['externalId', 'orderNumber'],
  orderAndLine: ['orderNumber', 'lineNumber'],
  orderAndSequence: ['orderNumber', 'sequence'],
  emailAndName: ['email'],
  row: [],
}

/**
 * A person's mapping file (JSON text) checked against the vocabulary. Columns may be named by `at` (from 0) or, when
 * `names` of the file are given, by `header` alone; columns left out are kept as attributes.
 * @throws Refusal 422 `mapping_invalid`, saying which entry is wrong and the nearest right words
 */
export function parseMappingFile(json: string, names?: readonly string[]): Mapping {
  const raw = objectOf(jsonOf(json), 'The mapping')
  rejectUnknown(raw, ['kind', 'columns', 'constants', 'key'], 'the mapping')
  const kind = oneOf(raw.kind, recordKinds, 'kind')
  if (!Array.isArray(raw.columns)) throw wrong('`columns` must be a list, one entry per column of the file.')
  const columns = raw.columns.map((entry, i) => columnOf(entry, i, kind, names))
  const seen = new Set<number>()
  for (const { at } of columns) {
    if (seen.has(at)) throw wrong(`Column ${at} is named twice.`)
    seen.add(at)
  }
  for (const [at, header] of (names ?? []).entries())
    if (!seen.has(at)) columns.push({ at, header, field: 'attribute' })
  columns.sort((a, b) => a.at - b.at)
  const constants = raw.constants === undefined ? undefined : constantsOf(raw.constants, kind)
  const key = oneOf(raw.key, mappingKeys, 'key')
  for (const field of keyFields[key] ?? [key as Field])
    if (!columns.some((column) => column.field === field))
      throw wrong(
        `The key is \`${key}\`, but no column is \`${field}\`.`,
        `Give a column the field \`${field}\`, or use the key \`row\`.`,
      )
  return { kind, columns, key, ...(constants ? { constants } : {}) }
}

const wrong = (because: string, next?: string) =>
  new Refusal(422, 'mapping_invalid', because, next ?? 'Correct the mapping file and run again.')

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw wrong(`The mapping file is not JSON: ${(error as Error).message}`)
  }
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`${what} must be an object { … }.`)
  return value as Record<string, unknown>
}

function rejectUnknown(raw: Record<string, unknown>, allowed: readonly string[], where: string): void {
  for (const name of Object.keys(raw))
    if (!allowed.includes(name))
      throw wrong(`Unknown entry \`${name}\` in ${where}.`, `Did you mean ${nearest(name, allowed)}?`)
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], entry: string): T {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as T
  if (value === undefined) throw wrong(`\`${entry}\` is missing.`, `Give one of ${allowed.join(', ')}.`)
  const near = typeof value === 'string' ? `Did you mean ${nearest(value, allowed)}? ` : ''
  throw wrong(`\`${entry}\` cannot be ${JSON.stringify(value)}.`, `${near}It is one of ${allowed.join(', ')}.`)
}

function columnOf(entry: unknown, i: number, kind: RecordKind, names: readonly string[] | undefined): Column {
  const where = `columns[${i}]`
  const raw = objectOf(entry, where)
  rejectUnknown(raw, ['at', 'header', 'field', 'label', 'dateOrder', 'decimal', 'nulls', 'dropPointZero'], where)
  const at = placeOf(raw, where, names)
  const header = typeof raw.header === 'string' ? raw.header : (names?.[at] ?? `Column ${at + 1}`)
  const field = oneOf(
    raw.field,
    [...fieldsOf[kind], 'attribute', 'ignore'] as (Field | 'attribute' | 'ignore')[],
    `${where}.field`,
  )
  const column: Column = { at, header, field }
  if (raw.label !== undefined) column.label = textOf(raw.label, `${where}.label`)
  if (raw.dateOrder !== undefined) column.dateOrder = oneOf(raw.dateOrder, dateOrders, `${where}.dateOrder`)
  if (raw.decimal !== undefined) column.decimal = oneOf(raw.decimal, [',', '.'] as const, `${where}.decimal`)
  if (raw.dropPointZero !== undefined) column.dropPointZero = raw.dropPointZero === true
  if (raw.nulls !== undefined) {
    if (!Array.isArray(raw.nulls)) throw wrong(`\`${where}.nulls\` must be a list of texts.`)
    column.nulls = raw.nulls.map((text) => textOf(text, `${where}.nulls`))
  }
  return column
}

function placeOf(raw: Record<string, unknown>, where: string, names: readonly string[] | undefined): number {
  if (raw.at !== undefined) {
    if (Number.isInteger(raw.at) && (raw.at as number) >= 0 && (raw.at as number) < (names?.length ?? 100_000))
      return raw.at as number
    throw wrong(`\`${where}.at\` must be the position of a column, from 0${names ? ` to ${names.length - 1}` : ''}.`)
  }
  if (typeof raw.header !== 'string' || !names)
    throw wrong(`\`${where}\` needs \`at\`, the position of its column from 0.`)
  const exact = names.indexOf(raw.header)
  const at = exact >= 0 ? exact : names.findIndex((name) => squashed(name) === squashed(raw.header as string))
  if (at < 0) throw wrong(`The file has no column \`${raw.header}\`.`, `Did you mean ${nearest(raw.header, names)}?`)
  return at
}

function textOf(value: unknown, entry: string): string {
  if (typeof value === 'string') return value
  throw wrong(`\`${entry}\` must be a text.`)
}

function constantsOf(value: unknown, kind: RecordKind): Partial<Record<Field, string>> {
  const raw = objectOf(value, '`constants`')
  rejectUnknown(raw, fieldsOf[kind], '`constants`')
  return Object.fromEntries(Object.entries(raw).map(([field, text]) => [field, textOf(text, `constants.${field}`)]))
}

/** The two or three words that are written most alike. */
function nearest(word: string, words: readonly string[]): string {
  const wanted = squashed(word)
  const scored = words.map((candidate) => ({ candidate, distance: distance(wanted, squashed(candidate)) }))
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => `\`${candidate}\``)
    .join(', ')
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  const contained = a.includes(b) || b.includes(a) ? -3 : 0
  return row[b.length]! + contained
}
