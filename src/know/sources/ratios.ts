import { type QualityMeasure, qualityMeasures } from '#src/terms/index.ts'
import type { NoNumber, Ratio } from './contract.ts'
import type { MeasureRow } from './queries/reading.ts'

const measured = (n: number, of: number): Ratio => ({ state: 'measured', n, of, why: null })
const notKnown = (why: NoNumber): Ratio => ({ state: 'notKnown', n: null, of: null, why })
const notApplicable = (why: NoNumber): Ratio => ({ state: 'notApplicable', n: null, of: null, why })
/** The source has never been measured. */
export const notMeasured = notKnown('notMeasured')
/** The source tells no rows that could hold the fact. */
export const noRows = notApplicable('noRows')

/** Numerator and denominator of a property; null where it is not applicable to the fact. */
export function pairOf(row: MeasureRow, measure: QualityMeasure): [number, number] | null {
  const filled = Number(row.filled)
  const pair = (n: string | null, of: string | number | null): [number, number] | null =>
    n === null || of === null ? null : [Number(n), Number(of)]
  switch (measure) {
    case 'completeness':
      return [filled, Number(row.applicable)]
    case 'validity':
      return pair(row.valid, row.written)
    case 'uniqueness':
      return pair(row.single, filled)
    case 'consistency':
      return pair(row.agreeing, row.checked)
    case 'currentness':
      return row.ages === null ? null : [row.ages[0]! + row.ages[1]!, filled]
    case 'accuracy':
      return pair(row.correct, row.proven)
  }
}

/**
 * A property as it is told: a ratio with its numerator and denominator, or why there is none. A property that cannot be measured is not
 * applicable, never zero (ISO/IEC 25024); one that could be, but for which there is nothing to judge by, is not known.
 */
export function ratioOf(row: MeasureRow | undefined, measure: QualityMeasure): Ratio {
  if (row === undefined || Number(row.applicable) === 0) return noRows
  const pair = pairOf(row, measure)
  if (pair !== null && pair[1] > 0) return measured(...pair)
  if (measure === 'accuracy') return Number(row.filled) > 0 ? notKnown('noEvidence') : notApplicable('nothingWritten')
  if (pair === null) return notApplicable('notMeasurable')
  if (measure === 'consistency' && Number(row.filled) > 0) return notKnown('nothingToCompare')
  return notApplicable('nothingWritten')
}

/** Several facts as one: the sum of what is measured; else not known if any is so; else why it is not applicable. */
export function sumOf(ratios: readonly Ratio[]): Ratio {
  const counted = ratios.filter((ratio) => ratio.state === 'measured')
  if (counted.length > 0)
    return measured(
      counted.reduce((all, one) => all + one.n!, 0),
      counted.reduce((all, one) => all + one.of!, 0),
    )
  return ratios.find((ratio) => ratio.state === 'notKnown') ?? ratios[0] ?? noRows
}

export const shareOf = ({ n, of }: Ratio): number | null => (n === null || of === null || of === 0 ? null : n / of)

export const allMeasures = qualityMeasures
