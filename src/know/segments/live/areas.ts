import { type Area, areas } from '#src/collect/intake/index.ts'
import type { End } from '../tree.ts'

/** Areas of change as bits: what a mark says has changed, and what a condition reads. */
export const bitOf = (area: Area): number => 1 << areas.indexOf(area)
export const bitsOf = (what: readonly Area[]): number => what.reduce((bits, area) => bits | bitOf(area), 0)
export const everything = bitsOf(areas)

/** What each field is read from; a field that is not told here may be read from anything. */
const fields: readonly (readonly [fields: RegExp, reads: readonly Area[]])[] = [
  [
    /^(id|name|kind|given|family|title|email|emailDomain|phone|street|postcode|city|country|language|businessId|birthDate|leadSource|protected|archived|customerSince|created|updated|hasEmail|hasPhone|hasAddress|birthday|anniversary|age)$/,
    ['customer'],
  ],
  [/^(source|verified)$/, ['claims']],
  // who is under non-disclosure hides them
  [/^(consent\.|attribute\.|customerNumber$)/, ['claims', 'customer']],
  [/^stage$/, ['timeline', 'customer', 'figures']],
  [/^rfm\./, ['timeline', 'figures']],
  [/^(purchases|purchaseDays|returns|firstPurchase|lastPurchase|contacts|complaints|lastContact)$/, ['timeline']],
  [/^(spend|openMatters)\./, ['timeline']],
  [/^forecast\./, ['forecast']],
  [/^deviation(Since)?$/, ['deviation']],
]

/** What the end of a condition reads, as bits. Of a named segment its own condition tells. */
export function readsOf(end: End): number {
  if ('happened' in end) return bitOf('timeline')
  if ('segment' in end) return 0
  const known = fields.find(([ids]) => ids.test(end.field))
  return known === undefined ? everything : bitsOf(known[1])
}
