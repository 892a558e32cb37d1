import type { Operator } from '#src/know/segments/contract.ts'
import type { Asked, FieldLine, HappenedLine } from './tree.ts'

/** Comparisons whose opposite is a comparison too, for empty values as well. */
const ofFields: Partial<Record<Operator, Operator>> = { is: 'isNot', isNot: 'is', empty: 'notEmpty', notEmpty: 'empty' }
/** Of counts, which are never empty. */
const ofCounts: Partial<Record<Operator, Operator>> = {
  atLeast: 'less',
  less: 'atLeast',
  atMost: 'more',
  more: 'atMost',
}

/** What holds exactly when this does not, as a comparison of its own; undefined where there is none, and it must be negated. */
export function opposite(asked: Asked): Asked | undefined {
  if ('field' in asked) return ofField(asked)
  if ('happened' in asked) return ofCount(asked)
  return undefined
}

function ofField(line: FieldLine): FieldLine | undefined {
  const op = ofFields[line.op]
  return op && { ...line, op }
}

function ofCount(line: HappenedLine): HappenedLine | undefined {
  if (!isCount(line)) return undefined
  if (isNever(line)) return { ...line, op: 'atLeast', value: 1 }
  if (isEver(line)) return { ...line, op: 'is', value: 0 }
  const op = ofCounts[line.op]
  return op && { ...line, op }
}

/** How many times or on how many days: nothing is none. */
export const isCount = ({ measure = 'count' }: HappenedLine) => measure === 'count' || measure === 'days'
/** Not once. */
export const isNever = (line: HappenedLine) =>
  isCount(line) &&
  ((line.op === 'is' && Number(line.value) === 0 && line.value !== '') ||
    (line.op === 'less' && Number(line.value) === 1))
/** Once or more. */
export const isEver = (line: HappenedLine) =>
  isCount(line) &&
  ((line.op === 'atLeast' && Number(line.value) === 1) ||
    (line.op === 'more' && line.value !== '' && line.value !== undefined && Number(line.value) === 0))
