import type { Language } from '#src/terms/index.ts'
import type { Column, Mapping } from '../fields.ts'

/** Rows to repair, given out as a file and brought back: how the columns and signs that we add are known again. */

/** Headers of the two columns that we add: why the row waits, and which row it is. */
export const ownHeaders = {
  fi: { reason: 'Kauppias: syy', row: 'Kauppias: rivi' },
  en: { reason: 'Kauppias: reason', row: 'Kauppias: row' },
} as const satisfies Record<Language, { reason: string; row: string }>

const own = new Set<string>(Object.values(ownHeaders).flatMap(({ reason, row }) => [reason, row]))
const rowHeaders = new Set<string>(Object.values(ownHeaders).map(({ row }) => row))
export const isOwnHeader = (header: string): boolean => own.has(header.trim())

/** Where a file that we gave out says which row each of its rows is; undefined for any other file. */
export function rowColumnOf(headers: readonly string[]): number | undefined {
  const at = headers.findIndex((header) => rowHeaders.has(header.trim()))
  return at < 0 ? undefined : at
}

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
/** A text that a spreadsheet would run gets an apostrophe before it; one that has apostrophes gets one more, so that taking one away gives it back. */
export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text)
export const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text)

/** The mapping of a file that came back: ours are left out, the others mean what they meant. */
export function withOwnColumns(mapping: Mapping, headers: readonly string[]): Mapping {
  const others = headers.flatMap((header, at) => (isOwnHeader(header) ? [] : [at]))
  const moved = (at: number) => others[at] ?? at
  const columns = mapping.columns.map((column): Column => ({ ...column, at: moved(column.at) }))
  const joins = mapping.joins?.map((join) => ({ ...join, columns: join.columns.map(moved) }))
  const ours = headers.flatMap((header, at): Column[] => (isOwnHeader(header) ? [{ at, header, field: 'ignore' }] : []))
  return { ...mapping, columns: [...columns, ...ours], ...(joins && { joins }) }
}

/** Cells of a row that came back, without ours and without the apostrophes that we put before formulas. */
export function withoutOwnCells(cells: readonly string[], headers: readonly string[]): string[] {
  return cells.flatMap((cell, at) => (isOwnHeader(headers[at] ?? '') ? [] : [unguarded(cell)]))
}
