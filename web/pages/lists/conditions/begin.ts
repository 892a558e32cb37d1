import type { Operator } from '#src/know/segments/contract.ts'
import type { Field } from './said.ts'
import type { FieldLine, HappenedLine } from './tree.ts'

/** How a condition on a field begins: with the comparison that people mean most often. */
export function begunOn({ id, type, operators }: Field): FieldLine {
  const wanted: Operator = type === 'number' || type === 'money' ? 'atLeast' : 'is'
  const op = type !== 'date' && operators.includes(wanted) ? wanted : operators[0]!
  if (id.startsWith('openMatters.')) return { field: id, op: 'atLeast', value: 1 }
  return type === 'yesno' ? { field: id, op, value: true } : { field: id, op }
}

/** How a condition on what has happened begins: at least once in a quarter of a year. */
export const begunOnEvent = (happened: string): HappenedLine => ({
  happened,
  op: 'atLeast',
  value: 1,
  window: { last: 90 },
})
