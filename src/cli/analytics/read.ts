import {
  columnNames,
  detectFormat,
  encodings,
  type Format,
  openFile,
  profileFile,
  type Told,
} from '#src/collect/imports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Invocation, Option } from '../command.ts'
import { days, type Gatherer, type Keys, keys, numbers, products, texts } from './cells.ts'
import { type Source, withSource } from './source.ts'

/** What a column is read as. Columns of the result are typed arrays as long as there are rows, but for texts. */
interface Kinds {
  /** Words that come again, such as customers and products: `{ of: Int32Array, names }`, −1 where empty. */
  key: Keys
  /** Days since 1970-01-01, `noDay` where empty. */
  day: Int32Array
  /** NaN where empty. `QUANTITY*PRICE` multiplies two columns. */
  number: Float64Array
  text: string[]
}

/** One column to read. A row without it is left out, unless it is `optional`. */
export interface Wanted {
  /** Header (without regard to case), or place counted from 1. */
  readonly column: string
  readonly as: keyof Kinds
  readonly optional?: boolean
}

/** Rows that were left out. `example` is the line of the first of them. */
export interface LeftOut {
  readonly why: 'unreadable' | 'empty' | 'invalid'
  readonly column?: string
  rows: number
  readonly line: number
}

export interface ReadColumns<C extends Readonly<Record<string, Wanted>>> {
  /** Name of the file, without folders. */
  readonly file: string
  readonly headers: readonly string[]
  /** Rows that were kept. */
  readonly rows: number
  readonly columns: { readonly [K in keyof C]: Kinds[C[K]['as']] }
  readonly leftOut: readonly LeftOut[]
  /** What a person should know of how cells were understood. */
  readonly notes: readonly string[]
}

/** Options that every tool on a file takes, beside its own. */
export const readOptions: Readonly<Record<string, Option>> = {
  header: { about: 'The row of the header, or "none"; found by itself', value: 'ROW' },
  delimiter: { about: 'What stands between cells ("tab" for a tab); found by itself', value: 'MARK' },
  encoding: { about: 'E.g. utf-8, windows-1252, utf-16le; found by itself', value: 'NAME' },
  'date-order': { about: 'How dates are written: ymd, dmy, mdy, unix or excel; found by itself', value: 'ORDER' },
  decimal: { about: 'Decimal sign of numbers, "," or "."; found by itself', value: 'SIGN' },
}

/**
 * Reads the columns asked for out of a table of any shape that the import reads (delimited, fixed width, gzip, JSON, workbook; any
 * encoding), row by row, into columns.
 * @param given options of the command line; those of `readOptions` are looked at
 * @throws Refusal 404 `file_missing`, 422 `column_missing`, `option_wrong`, `no_rows`, and what the reader refuses
 */
export function readColumns<const C extends Readonly<Record<string, Wanted>>>(
  invocation: Pick<Invocation, 'cwd' | 'options' | 'signal'>,
  word: string,
  wanted: C,
): Promise<ReadColumns<C>> {
  return withSource(invocation.cwd, word, (source) => readFrom(source, invocation, wanted))
}

async function readFrom<const C extends Readonly<Record<string, Wanted>>>(
  { path, name: file }: Source,
  { options: given, signal }: Pick<Invocation, 'options' | 'signal'>,
  wanted: C,
): Promise<ReadColumns<C>> {
  const told = toldBy(given)
  const { format, places } = await settle(path, told, Object.values(wanted))
  const { gatherers, doubtful } = await gatherersFor(path, format, told, Object.entries(wanted), places)
  const leftOut = new Map<string, LeftOut>()
  const leave = (why: LeftOut['why'], line: number, column?: string) => {
    const one = leftOut.get(`${why} ${column}`)
    if (one === undefined)
      leftOut.set(`${why} ${column}`, { why, ...(column !== undefined && { column }), rows: 1, line })
    else one.rows++
  }
  let rows = 0
  const all = Object.values(wanted).map((one, i) => ({ ...one, places: places[i]!, into: gatherers[i]! }))
  for await (const batch of openFile(path, format)) {
    signal.throwIfAborted()
    for (const { cells, line, unreadable } of batch) {
      if (unreadable) leave('unreadable', line)
      else if (takeRow(cells, all, (why, column) => leave(why, line, column))) rows++
    }
  }
  if (rows === 0)
    throw new Refusal(
      422,
      'no_rows',
      'No row could be used.',
      leftLines([...leftOut.values()]).join(' ') || 'There is nothing below the header.',
    )
  const columns = Object.fromEntries(Object.keys(wanted).map((name, i) => [name, gatherers[i]!.done()]))
  return {
    file,
    headers: columnNames(format),
    rows,
    columns: columns as ReadColumns<C>['columns'],
    leftOut: [...leftOut.values()],
    notes: doubtful.flatMap((note) => note() ?? []),
  }
}

interface Reading extends Wanted {
  readonly places: readonly number[]
  readonly into: Gatherer<unknown>
}

/** Puts a row into all columns, or into none. */
function takeRow(
  cells: readonly string[],
  all: readonly Reading[],
  leave: (why: 'empty' | 'invalid', column: string) => void,
): boolean {
  for (const [i, { places, into, optional, column }] of all.entries()) {
    const good = into.add(cells[places[0]!] ?? '', places.length > 1 ? (cells[places[1]!] ?? '') : undefined)
    if (good === true || optional === true) continue
    leave(good === false ? 'empty' : 'invalid', column)
    for (let k = 0; k <= i; k++) all[k]!.into.drop()
    return false
  }
  return true
}

/** What was left out and why, a line each. */
export function leftLines(leftOut: readonly LeftOut[]): string[] {
  return leftOut.map(({ why, column, rows, line }) => {
    const what =
      why === 'unreadable'
        ? 'that could not be read'
        : why === 'empty'
          ? `with nothing in "${column}"`
          : `with something unreadable in "${column}"`
    return `Rows ${what}: ${rows}, left out; the first is row ${line}.`
  })
}

function toldBy(given: Invocation['options']): Told {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined)
  const [header, delimiter, encoding, order, decimal] = Object.keys(readOptions).map(text)
  const wrong = (name: string) =>
    new Refusal(422, 'option_wrong', `--${name} does not say something known.`, readOptions[name]!.about)
  if (header !== undefined && header !== 'none' && !/^[1-9]\d{0,2}$/.test(header)) throw wrong('header')
  if (encoding !== undefined && !isEncoding(encoding)) throw wrong('encoding')
  if (order !== undefined && !['ymd', 'dmy', 'mdy', 'unix', 'excel'].includes(order)) throw wrong('date-order')
  if (decimal !== undefined && decimal !== ',' && decimal !== '.') throw wrong('decimal')
  return {
    ...(header !== undefined && { header: header === 'none' ? null : Number(header) }),
    ...(delimiter !== undefined && { delimiter: delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(order !== undefined && { dateOrder: order as NonNullable<Told['dateOrder']> }),
    ...(decimal !== undefined && { decimal }),
  }
}

const isEncoding = (name: string): name is NonNullable<Told['encoding']> =>
  (encodings as readonly string[]).includes(name)

/** The format, and where each wanted column stands in it. A header that was not taken for one is found by the names asked for. */
async function settle(
  path: string,
  told: Told,
  wanted: readonly Wanted[],
): Promise<{ format: Format; places: number[][] }> {
  const format = await detectFormat(path, told)
  const placesIn = (names: readonly string[]) => wanted.map((one) => placesOf(one, names))
  const places = placesIn(columnNames(format))
  if (places.every((one) => one !== undefined)) return { format, places: places as number[][] }
  if (told.header === undefined) {
    const bare = await detectFormat(path, { ...told, header: null })
    for await (const batch of openFile(path, bare)) {
      const at = batch.slice(0, 30).findIndex(({ cells }) => placesIn(cells).every((one) => one !== undefined))
      if (at < 0) break
      const again = await detectFormat(path, { ...told, header: at + 1 })
      return { format: again, places: placesIn(columnNames(again)) as number[][] }
    }
  }
  const missing = wanted[places.indexOf(undefined)]!.column
  throw new Refusal(
    422,
    'column_missing',
    `There is no column "${missing}".`,
    `The columns are: ${columnNames(format).join(', ')}. A column may also be named by its place, counted from 1.`,
  )
}

function placesOf({ column, as }: Wanted, names: readonly string[]): number[] | undefined {
  const whole = placeOf(column, names)
  if (whole !== undefined) return [whole]
  if (as !== 'number') return undefined
  const parts = column.split('*').map((part) => placeOf(part.trim(), names))
  return parts.length === 2 && parts.every((part) => part !== undefined) ? (parts as number[]) : undefined
}

function placeOf(column: string, names: readonly string[]): number | undefined {
  const alike: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.trim().toLowerCase(),
    (text) => text.toLowerCase().replace(/[^\p{L}\d]/gu, ''),
  ]
  for (const plain of alike) {
    const at = names.findIndex((name) => plain(name) === plain(column) && plain(column) !== '')
    if (at >= 0) return at
  }
  const number = /^[1-9]\d{0,3}$/.test(column) ? Number(column) : Number.NaN
  return number <= names.length ? number - 1 : undefined
}

async function gatherersFor(
  path: string,
  format: Format,
  told: Told,
  wanted: readonly (readonly [string, Wanted])[],
  places: readonly (readonly number[])[],
): Promise<{ gatherers: Gatherer<unknown>[]; doubtful: (() => string | undefined)[] }> {
  const { columns } = await profileFile(path, format, told)
  const doubtful: (() => string | undefined)[] = []
  const gatherers = wanted.map(([, { as, column }], i) => {
    const [first, second] = places[i]!.map((at) => columns[at])
    const decimal = first?.decimal ?? told.decimal
    if (as === 'key') return keys()
    if (as === 'text') return texts()
    if (as === 'number' && places[i]!.length > 1) return products(decimal, second?.decimal ?? told.decimal)
    if (as === 'number') return numbers(decimal)
    const order = told.dateOrder ?? first?.dateOrder
    const into = days(order)
    if (first?.ambiguous)
      doubtful.push(() =>
        into.bothWays()
          ? `Days and months of "${column}" could be read both ways; they are taken as ${order}. See --date-order.`
          : undefined,
      )
    return into
  })
  return { gatherers, doubtful }
}
