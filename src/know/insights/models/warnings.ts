import type { Compressed } from './likelihood.ts'
import type { Warning } from './types.ts'

/** Days of history below which no season can be told. */
const twoYears = 731

/** What a reader of a fit should know, as far as histories show it. */
export function warningsOf(rows: Compressed, repeaters: number): Warning[] {
  let [all, longest] = [0, 0]
  for (let i = 0; i < rows.n; i++) {
    all += rows.weight[i]!
    if (rows.age[i]! > longest) longest = rows.age[i]!
  }
  const warnings: Warning[] = []
  const truncated = truncation(rows, all, longest)
  if (truncated !== undefined) warnings.push(truncated)
  if (longest < twoYears) warnings.push({ code: 'noSeasonality', figures: { years: longest / 365.25 } })
  if (repeaters > 0 && repeaters < 100) warnings.push({ code: 'fewRepeaters', figures: { repeaters } })
  return warnings
}

/**
 * Data that begin in the middle of a shop's life: far more customers "appear" in the first tenth of the time than afterwards, because those of old
 * are met there again. A file of one cohort, into which nobody comes later, is not meant, nor a shop that won fewer as time went on: there the first tenth is
 * like those after it (measured: 2.5 to 9 times as many where a file begins midway, at most 1.3 elsewhere). The usual share is that of the later half.
 */
function truncation({ n, age, weight }: Compressed, all: number, longest: number): Warning | undefined {
  if (all < 100 || longest < 60) return undefined
  let [early, next, late] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    if (age[i]! >= longest * 0.9) early += weight[i]!
    else if (age[i]! >= longest * 0.6) next += weight[i]! / 3
    if (age[i]! < longest * 0.5) late += weight[i]!
  }
  const [share, usual] = [early / all, (late / all) * 0.2]
  return late > all * 0.02 && share > usual * 2 && early > next * 1.6
    ? { code: 'leftTruncated', figures: { share, usual } }
    : undefined
}
