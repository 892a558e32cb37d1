import { createHash } from 'node:crypto'
import type { Column, Mapping } from '#src/collect/intake/index.ts'
import { columnNames, type Format } from '../reading/format.ts'
import { squashed } from './headers.ts'

const same = (name: string) => name.normalize('NFC').trim().toLowerCase()

/** Fingerprint of a file's columns: the same as long as a saved mapping still fits (names, their order, how many). */
export function layoutOf(format: Format): string {
  const shape = JSON.stringify([format.kind, format.width, format.header?.names.map(same) ?? null])
  return createHash('sha256').update(shape).digest('hex').slice(0, 32)
}

/** How the columns of a file differ from those that a saved mapping was made for. */
export interface LayoutChange {
  added: string[]
  gone: string[]
  renamed: { from: string; to: string }[]
  reordered: boolean
}

/** A saved mapping made to fit the columns of a file of the same source. */
export interface Carried {
  mapping: Mapping
  /** Null: the same columns in the same order, only the file's form is another. */
  change: LayoutChange | null
}

const leastInCommon = 0.5

/**
 * The saved mapping of the source whose columns are most like those of the file, carried over to it: what a column meant it means
 * still, new columns mean what `suggested` says, of which only fields are taken that are free. Undefined when no saved one is alike.
 */
export function carryOver(
  saved: readonly Mapping[],
  format: Format,
  suggested: Mapping | undefined,
): Carried | undefined {
  if (format.header === null) return undefined
  const names = columnNames(format)
  let best: { mapping: Mapping; common: number } | undefined
  for (const mapping of saved) {
    if (suggested && mapping.kind !== suggested.kind && likeness(mapping, names) < 0.8) continue
    const common = likeness(mapping, names)
    if (common >= leastInCommon && common > (best?.common ?? 0)) best = { mapping, common }
  }
  return best && carried(best.mapping, names, suggested)
}

/** Share of columns in common, of the larger of both. */
function likeness({ columns }: Mapping, names: string[]): number {
  const known = new Set(names.map(same))
  const common = columns.filter(({ header }) => known.has(same(header))).length
  return common / Math.max(1, columns.length, names.length)
}

function carried(old: Mapping, names: string[], suggested: Mapping | undefined): Carried {
  const places = new Map(names.map((name, at) => [same(name), at]))
  const to = new Map<number, number>()
  const lost: Column[] = []
  for (const column of old.columns) {
    const at = places.get(same(column.header))
    if (at === undefined) lost.push(column)
    else to.set(column.at, at)
  }
  const reached = new Set(to.values())
  const fresh = names.flatMap((_, at) => (reached.has(at) ? [] : [at]))
  const renamed = renamings(lost, fresh, names, suggested)
  for (const { column, at } of renamed) to.set(column.at, at)
  const byPlace = new Map(
    old.columns.flatMap((column) => (to.has(column.at) ? [[to.get(column.at)!, column]] : [])) as [number, Column][],
  )
  const suggestions = new Map(suggested?.columns.map((column) => [column.at, column]))
  const meant = new Set([...byPlace.values()].map(meaningOf))
  const columns = names.map((header, at): Column => {
    const known = byPlace.get(at)
    if (known) return { ...known, at, header }
    const guess = suggestions.get(at)
    return guess && !meant.has(meaningOf(guess)) ? guess : { at, header, field: 'attribute' }
  })
  const joins = old.joins
    ?.map((join) => ({ ...join, columns: join.columns.flatMap((at) => to.get(at) ?? []) }))
    .filter((join) => join.columns.length > 0)
  const mapping: Mapping = { ...old, columns }
  if (joins && joins.length > 0) mapping.joins = joins
  else delete mapping.joins
  return { mapping, change: changeOf(old, lost, fresh, renamed, names, to) }
}

const meaningOf = ({ field, label }: Column) => `${field}|${label ?? ''}`

interface Renaming {
  column: Column
  at: number
}

/** A column that is gone and a new one that is suggested for the same, is written nearly alike, or stands in its place among its old neighbours. */
function renamings(lost: Column[], fresh: number[], names: string[], suggested: Mapping | undefined): Renaming[] {
  const guesses = new Map(suggested?.columns.map((column) => [column.at, column]))
  const left = new Set(fresh)
  const found: Renaming[] = []
  const rules: ((column: Column, at: number) => boolean)[] = [
    (column, at) => squashed(column.header) !== '' && squashed(column.header) === squashed(names[at]!),
    (column, at) => {
      const guess = guesses.get(at)
      return (
        guess !== undefined && !['attribute', 'ignore'].includes(column.field) && meaningOf(guess) === meaningOf(column)
      )
    },
    (column, at) => lost.length === 1 && fresh.length === 1 && column.at === at,
  ]
  for (const fits of rules)
    for (const column of lost) {
      if (found.some((done) => done.column === column)) continue
      const at = [...left].find((place) => fits(column, place))
      if (at === undefined) continue
      left.delete(at)
      found.push({ column, at })
    }
  return found
}

function changeOf(
  old: Mapping,
  lost: Column[],
  fresh: number[],
  renamed: Renaming[],
  names: string[],
  to: Map<number, number>,
): LayoutChange | null {
  const order = old.columns.flatMap(({ at }) => to.get(at) ?? [])
  const change: LayoutChange = {
    added: fresh.filter((at) => !renamed.some((done) => done.at === at)).map((at) => names[at]!),
    gone: lost.filter((column) => !renamed.some((done) => done.column === column)).map(({ header }) => header),
    renamed: renamed.map(({ column, at }) => ({ from: column.header, to: names[at]! })),
    reordered: order.some((at, i) => i > 0 && at < order[i - 1]!),
  }
  const none = change.added.length + change.gone.length + change.renamed.length === 0 && !change.reordered
  return none ? null : change
}
