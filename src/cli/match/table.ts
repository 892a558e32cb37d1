import {
  type Column,
  type ColumnKind,
  columnKinds,
  normalise,
  partOrderOf,
  type Table,
  valueMark,
} from '#src/clean/identity/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { guessColumns } from './columns.ts'
import { type ReadFile, sameHeader } from './files.ts'
import { sparing } from './sparing.ts'

/** One column of the table and where its values stand: by file, the columns of the file that hold it. */
export interface Source {
  readonly name: string
  readonly kind: ColumnKind
  /** from[file] = positions in that file. */
  readonly from: readonly (readonly number[])[]
}

export interface Built {
  readonly table: Table
  readonly sources: readonly Source[]
  /** Columns that are not compared, and why. */
  readonly ignored: readonly { name: string; because: string }[]
  /** The file and the row in it of each row of the table. */
  readonly fileOf: Uint16Array
  readonly rowOf: Uint32Array
}

export type Told = ReadonlyMap<string, ColumnKind | 'ignore'>

const spellings: Readonly<Record<string, ColumnKind | 'ignore'>> = {
  first_name: 'given', firstname: 'given', givenname: 'given', given_name: 'given', last_name: 'family', lastname: 'family', surname: 'family',
  familyname: 'family', family_name: 'family', name: 'fullName', full_name: 'fullName', fullname: 'fullName', person: 'fullName',
  company: 'organisation', organization: 'organisation', birthdate: 'birthDate', birth_date: 'birthDate', birthday: 'birthDate',
  dob: 'birthDate', date: 'birthDate', mail: 'email', mobile: 'phone', telephone: 'phone', address: 'street', house_number: 'houseNumber',
  housenumber: 'houseNumber', number: 'houseNumber', zip: 'postcode', postal_code: 'postcode', postalcode: 'postcode', town: 'city',
  place: 'city', business_id: 'businessId', businessid: 'businessId', vat: 'businessId', id: 'code', other: 'text', ignore: 'ignore',
  none: 'ignore', skip: 'ignore',
} // biome-ignore format: a table

/**
 * `first_name=given,dob=birthdate` as told.
 * @throws Refusal 422 `columns_wrong`
 */
export function parseTold(text: string): Told {
  const told = new Map<string, ColumnKind | 'ignore'>()
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const at = part.lastIndexOf('=')
    const [left, right] = [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    const kind = at < 1 ? undefined : kindOf(right)
    if (kind === undefined)
      throw new Refusal(
        422,
        'columns_wrong',
        `"${part.trim()}" does not say what a column holds.`,
        `Write COLUMN=KIND, where KIND is one of: ${[...columnKinds, 'ignore'].join(', ')}.`,
      )
    told.set(headerKey(left), kind)
  }
  return told
}

function kindOf(word: string): ColumnKind | 'ignore' | undefined {
  return columnKinds.find((kind) => kind.toLowerCase() === word.toLowerCase()) ?? spellings[word.toLowerCase()]
}

const headerKey = (header: string) => header.trim().toLowerCase()

/**
 * Puts files into one table: columns with the same header, or the only ones of their kind, are one. The truth column is left out before
 * anything else is looked at.
 */
export function buildTable(files: readonly ReadFile[], told: Told, options: { truth?: string; link?: boolean }): Built {
  const ignored = new Map<string, string>()
  const kinds = files.map((file) => kindsOf(file, told, options.truth, ignored))
  for (const name of told.keys())
    if (!files.some(({ headers }) => headers.some((header) => headerKey(header) === name)))
      throw new Refusal(
        422,
        'column_missing',
        `There is no column "${name}".`,
        `The columns are: ${files.flatMap(({ headers }) => headers).join(', ')}.`,
      )
  const sources = unite(files, kinds)
  if (sources.length === 0)
    throw new Refusal(
      422,
      'nothing_to_compare',
      'No column shows who or what the rows are.',
      'Say it with --columns COLUMN=KIND,….',
    )
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const fileOf = new Uint16Array(rows)
  const rowOf = new Uint32Array(rows)
  let at = 0
  for (const [file, { rows: count }] of files.entries())
    for (let row = 0; row < count; row++) {
      fileOf[at] = file
      rowOf[at++] = row
    }
  const columns: Column[] = sources.map(({ name, kind }) => ({ name, kind }))
  const values = sources.map((source) => valuesOf(source, files))
  const table = { columns, rows, values, ...(options.link && { source: fileOf }) }
  return { table, sources, ignored: [...ignored].map(([name, because]) => ({ name, because })), fileOf, rowOf }
}

function kindsOf(
  file: ReadFile,
  told: Told,
  truth: string | undefined,
  ignored: Map<string, string>,
): (ColumnKind | undefined)[] {
  const shown = file.headers.map((header, at) => ({ header, at })).filter(({ header }) => !sameHeader(header, truth))
  const guesses = guessColumns(
    shown.map(({ header }) => header),
    shown.map(({ at }) => file.values[at]!),
  )
  const kinds: (ColumnKind | undefined)[] = file.headers.map(() => undefined)
  for (const [i, { header, at }] of shown.entries()) {
    const said = told.get(headerKey(header))
    const guess = guesses[i]!
    if (said === 'ignore') ignored.set(header, 'as told')
    else if (said !== undefined) kinds[at] = said
    else if (guess.kind !== undefined) kinds[at] = guess.kind
    else ignored.set(header, guess.ignored ?? 'not known')
  }
  for (const header of file.headers) if (sameHeader(header, truth)) ignored.set(header, 'the truth')
  return kinds
}

/** Kinds of which a row has one thing or several of the same sort: all their columns are one field with several values. */
const several = new Set<ColumnKind>([
  'email',
  'phone',
  'organisation',
  'street',
  'birthDate',
  'postcode',
  'houseNumber',
  'businessId',
])

function unite(files: readonly ReadFile[], kinds: readonly (readonly (ColumnKind | undefined)[])[]): Source[] {
  const found = new Map<string, { name: string; kind: ColumnKind; from: number[][] }>()
  for (const [file, { headers }] of files.entries()) {
    for (const [at, kind] of kinds[file]!.entries()) {
      if (kind === undefined) continue
      const alone = kinds.every((all) => all.filter((other) => other === kind).length <= 1)
      const key = several.has(kind) || alone ? kind : `${kind} ${headerKey(headers[at]!)}`
      const source = found.get(key) ?? { name: headers[at]!, kind, from: files.map(() => []) }
      source.from[file]!.push(at)
      found.set(key, source)
    }
  }
  return [...found.values()]
}

function valuesOf({ kind, from }: Source, files: readonly ReadFile[]): string[] {
  const values: string[] = []
  for (const [file, { values: columns, rows: count }] of files.entries()) {
    const own = from[file]!.map((at) => columns[at]!)
    const normal = own.map((column) => {
      const order = kind === 'birthDate' ? partOrderOf(column) : 'dmy'
      return sparing((text) => normalise(kind, text, order))
    })
    for (let i = 0; i < count; i++) {
      const written = own.map((column, c) => normal[c]!(column[i]!)).filter((value) => value !== '')
      values.push(written.length < 2 ? (written[0] ?? '') : [...new Set(written)].join(valueMark))
    }
  }
  return values
}
