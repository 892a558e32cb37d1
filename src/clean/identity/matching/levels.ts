import type { Column, ColumnKind, Comparison, Facts, Table } from './contract.ts'
import {
  categoryComparison,
  codeComparison,
  dateComparison,
  emailComparison,
  phoneComparison,
} from './levels/contacts.ts'
import { nameComparisons } from './levels/names.ts'
import { numberComparison, postcodeComparison, streetComparison, townComparison } from './levels/places.ts'
import { textComparison, wordsOf } from './levels/texts.ts'

const mostWords = 50_000

/** Counts the words of names of organisations and texts; words that occur once are left out, they are as rare as can be. */
export function factsOf(table: Table): Facts {
  const words: Record<number, Record<string, number>> = {}
  for (const [at, { kind }] of table.columns.entries()) {
    if (kind !== 'organisation' && kind !== 'text') continue
    const counts = new Map<string, number>()
    for (const value of table.values[at] ?? [])
      for (const word of wordsOf(value)) counts.set(word, (counts.get(word) ?? 0) + 1)
    const kept = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    words[at] = Object.fromEntries(kept.slice(0, mostWords).map(([word, count]) => [word, count / table.rows]))
  }
  return { rows: table.rows, words }
}

/** The comparisons for a table with these columns, always the same for the same columns and facts. */
export function comparisonsFor(columns: readonly Column[], facts: Facts): Comparison[] {
  const of = (...kinds: ColumnKind[]) => columns.flatMap(({ kind }, at) => (kinds.includes(kind) ? [at] : []))
  const made: Comparison[] = []
  const names = { given: of('given'), family: of('family'), whole: of('fullName') }
  if (names.given.length + names.family.length + names.whole.length > 0) made.push(...nameComparisons(names))
  for (const at of of('organisation')) made.push(textComparison(columns[at]!.name, [at], facts, 'organisation'))
  const [year, month, day] = [of('year')[0], of('month')[0], of('day')[0]]
  if (year !== undefined && month !== undefined && day !== undefined)
    made.push(dateComparison([year, month, day], true))
  for (const at of of('birthDate')) made.push(dateComparison([at], false))
  for (const at of of('email').slice(0, 1)) made.push(emailComparison(at, of('given', 'family', 'fullName')))
  if (of('phone').length > 0) made.push(phoneComparison(of('phone').slice(0, 1)))
  if (of('street').length > 0) made.push(streetComparison(of('street').slice(0, 1), []))
  if (of('houseNumber').length > 0) made.push(numberComparison(of('houseNumber').slice(0, 1)))
  if (of('postcode').length > 0) made.push(postcodeComparison(of('postcode').slice(0, 1)))
  for (const at of of('city')) made.push(townComparison(columns[at]!.name, [at]))
  for (const at of of('businessId')) made.push(codeComparison(columns[at]!.name, [at], 'businessId'))
  for (const at of of('code')) made.push(codeComparison(columns[at]!.name, [at]))
  if (year === undefined || month === undefined || day === undefined)
    for (const at of of('year', 'month', 'day')) made.push(categoryComparison(columns[at]!.name, [at]))
  for (const at of of('category')) made.push(categoryComparison(columns[at]!.name, [at]))
  for (const at of of('text')) made.push(textComparison(columns[at]!.name, [at], facts))
  return made
}
