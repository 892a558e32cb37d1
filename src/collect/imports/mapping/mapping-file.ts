import { Refusal } from '#src/platform/refusal.ts'
import { type RecordKind, recordKinds } from '#src/terms/index.ts'
import {
  type Column,
  type Field,
  fieldsOf,
  type Join,
  type Mapping,
  type Split,
  type Target,
} from '#src/collect/intake/index.ts'
import { lacks, problemsOf, sentenceOf } from './check.ts'
import { squashed } from './headers.ts'
import { dateOrders, mappingKeys } from './keys.ts'

/**
 * A person's mapping file (JSON text) checked against the vocabulary. Columns may be named by `at` (from 0) or, when
 * `names` of the file are given, by `header` alone; columns left out are kept as attributes.
 * @throws Refusal 422 `mapping_invalid`, saying which entry is wrong and the nearest right words
 */
export function parseMappingFile(json: string, names?: readonly string[]): Mapping {
  const raw = objectOf(jsonOf(json), 'The mapping')
  rejectUnknown(raw, ['kind', 'columns', 'joins', 'constants', 'key'], 'the mapping')
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
  const joins = listOf(raw.joins, '`joins`').map((entry, i) => joinOf(entry, i, kind, names))
  const mapping: Mapping = {
    kind,
    columns,
    key,
    ...(joins.length > 0 ? { joins } : {}),
    ...(constants ? { constants } : {}),
  }
  const [lack] = lacks(mapping)
  if (lack !== undefined)
    throw wrong(
      `The key is \`${key}\`, but no column is \`${lack}\`.`,
      `Give a column the field \`${lack}\`, or use the key \`row\`.`,
    )
  const problems = problemsOf(mapping, names?.length)
  if (problems.length > 0) throw wrong(problems.map(sentenceOf).join(' '))
  return mapping
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

const targetEntries = ['field', 'label', 'dateOrder', 'decimal', 'values'] as const

function columnOf(entry: unknown, i: number, kind: RecordKind, names: readonly string[] | undefined): Column {
  const where = `columns[${i}]`
  const raw = objectOf(entry, where)
  rejectUnknown(raw, ['at', 'header', ...targetEntries, 'nulls', 'dropPointZero', 'split'], where)
  const at = placeOf(raw, where, names)
  const header = typeof raw.header === 'string' ? raw.header : (names?.[at] ?? `Column ${at + 1}`)
  const split = raw.split === undefined ? undefined : splitOf(raw.split, `${where}.split`, kind)
  const column: Column = { at, header, ...targetOf(split ? { field: 'ignore', ...raw } : raw, where, kind) }
  if (split) column.split = split
  if (raw.dropPointZero !== undefined) column.dropPointZero = raw.dropPointZero === true
  if (raw.nulls !== undefined)
    column.nulls = listOf(raw.nulls, `\`${where}.nulls\``).map((text) => textOf(text, `${where}.nulls`))
  return column
}

function targetOf(raw: Record<string, unknown>, where: string, kind: RecordKind): Target {
  const target: Target = {
    field: oneOf(
      raw.field,
      [...fieldsOf[kind], 'attribute', 'ignore'] as (Field | 'attribute' | 'ignore')[],
      `${where}.field`,
    ),
  }
  if (raw.label !== undefined) target.label = textOf(raw.label, `${where}.label`)
  if (raw.dateOrder !== undefined) target.dateOrder = oneOf(raw.dateOrder, dateOrders, `${where}.dateOrder`)
  if (raw.decimal !== undefined) target.decimal = oneOf(raw.decimal, [',', '.'] as const, `${where}.decimal`)
  if (raw.values !== undefined) target.values = valuesOf(raw.values, `${where}.values`)
  return target
}

/** `{"pairs": {"K": "yes", "E": "no"}, "otherwise": "fault"}`; pairs may also be a list of `{"from", "to"}`. */
function valuesOf(value: unknown, where: string): NonNullable<Target['values']> {
  const raw = objectOf(value, where)
  rejectUnknown(raw, ['pairs', 'otherwise'], where)
  const pairs = Array.isArray(raw.pairs)
    ? raw.pairs.map((pair) => objectOf(pair, `${where}.pairs`)).map(({ from, to }) => [from, to] as const)
    : Object.entries(objectOf(raw.pairs, `${where}.pairs`))
  return {
    pairs: pairs.map(([from, to]) => ({ from: textOf(from, `${where}.pairs`), to: textOf(to, `${where}.pairs`) })),
    otherwise:
      raw.otherwise === undefined
        ? 'keep'
        : oneOf(raw.otherwise, ['keep', 'ignore', 'fault'] as const, `${where}.otherwise`),
  }
}

function splitOf(value: unknown, where: string, kind: RecordKind): Split {
  const raw = objectOf(value, where)
  rejectUnknown(raw, ['separator', 'places', 'rest', 'into'], where)
  const split: Split = {
    into: listOf(raw.into, `\`${where}.into\``).map((entry, i) => {
      const target = objectOf(entry, `${where}.into[${i}]`)
      rejectUnknown(target, targetEntries, `${where}.into[${i}]`)
      return targetOf(target, `${where}.into[${i}]`, kind)
    }),
  }
  if (raw.separator !== undefined) split.separator = textOf(raw.separator, `${where}.separator`)
  if (raw.places !== undefined) split.places = listOf(raw.places, `\`${where}.places\``).map(Number)
  if (raw.rest !== undefined) split.rest = oneOf(raw.rest, ['first', 'last'] as const, `${where}.rest`)
  return split
}

/** Columns of a join are named by position or, where the file's names are known, by header. */
function joinOf(entry: unknown, i: number, kind: RecordKind, names: readonly string[] | undefined): Join {
  const where = `joins[${i}]`
  const raw = objectOf(entry, where)
  rejectUnknown(raw, ['columns', 'separator', ...targetEntries], where)
  const columns = listOf(raw.columns, `\`${where}.columns\``).map((column) =>
    placeOf(typeof column === 'string' ? { header: column } : { at: column }, where, names),
  )
  return {
    ...targetOf(raw, where, kind),
    columns,
    separator: raw.separator === undefined ? ' ' : textOf(raw.separator, `${where}.separator`),
  }
}

function listOf(value: unknown, entry: string): unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw wrong(`${entry} must be a list.`)
  return value
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
