/**
 * Control limits of a share: the p chart with limits that follow the number of rows (Shewhart), widened by Laney's sigma z where shares vary
 * more from delivery to delivery than chance alone makes them (Laney 2002, "Improved control charts for attributes", Quality Engineering 14:4).
 * Pure.
 */

/** One delivery or day: rows told, and those of them at fault. */
export interface Point {
  told: number
  faulty: number
}
export interface Limits {
  /** Mean share, weighted by rows. */
  centre: number
  /** Times that the limits are wider than chance alone makes them; 1 when shares vary no more than that. */
  spread: number
  /** Deliveries or days that they come from. */
  basis: number
}

/** Mean of the range of two from a normal distribution with a standard deviation of 1. */
const d2 = 1.128
const sigmas = 3

const sigmaOf = (centre: number, told: number) => Math.sqrt((centre * (1 - centre)) / told)

/** Limits that these points set. Where there was no fault at all, the mean is taken as if the next row had been one. Not for an empty list. */
export function limitsOf(points: readonly Point[]): Limits {
  const told = points.reduce((sum, point) => sum + point.told, 0)
  const faulty = points.reduce((sum, point) => sum + point.faulty, 0)
  const centre = faulty === 0 ? 1 / (told + 1) : faulty / told
  const scores = points.map((point) => (point.faulty / point.told - centre) / (sigmaOf(centre, point.told) || 1))
  const ranges = scores.slice(1).map((score, i) => Math.abs(score - scores[i]!))
  const moving = ranges.reduce((sum, range) => sum + range, 0) / Math.max(1, ranges.length)
  return { centre, spread: Math.max(1, moving / d2), basis: points.length }
}

export const upperOf = ({ centre, spread }: Limits, told: number): number =>
  Math.min(1, centre + sigmas * spread * sigmaOf(centre, told))
export const lowerOf = ({ centre, spread }: Limits, told: number): number =>
  Math.max(0, centre - sigmas * spread * sigmaOf(centre, told))

/** Deliveries or days that limits come from at most. */
export const longest = 30
/** Fewer set no limits. */
export const least = 8
/** Fewer rows than this tell no share. */
export const leastRows = 20
/** Fewer faults than this are no alarm, however clean the source is. */
const leastFaults = 3
/** So many in a row above the limits are no accident but the new way of the source: they set the limits from then on. */
export const shift = 8

/** `small`: too few rows; `learning`: no limits yet; `above`: out of control; else `within`. */
export type Verdict = 'small' | 'learning' | 'within' | 'above'
export interface Judged extends Point {
  verdict: Verdict
  limits: Limits | null
  upper: number | null
  lower: number | null
}

/** Each point by the limits that the points before it set, those above their limits left out. Oldest first. */
export function judge<P extends Point>(points: readonly P[]): (P & Judged)[] {
  let basis: P[] = []
  let above: P[] = []
  return points.map((point) => {
    const unjudged = { ...point, limits: null, upper: null, lower: null }
    if (point.told < leastRows) return { ...unjudged, verdict: 'small' as const }
    if (basis.length < least) {
      basis.push(point)
      return { ...unjudged, verdict: 'learning' as const }
    }
    const limits = limitsOf(basis)
    const [upper, lower] = [upperOf(limits, point.told), lowerOf(limits, point.told)]
    const isAbove = point.faulty / point.told > upper && point.faulty >= leastFaults
    if (isAbove) {
      above.push(point)
      if (above.length === shift) [basis, above] = [above, []]
    } else {
      above = []
      basis = [...basis, point].slice(-longest)
    }
    return { ...point, verdict: isAbove ? ('above' as const) : ('within' as const), limits, upper, lower }
  })
}
