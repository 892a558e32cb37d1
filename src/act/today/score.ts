import type { Env, Subject } from './source.ts'
import { yearlyOf } from './worth.ts'

/** How much of the score nobody's size can take away, where the source does not say. */
const usualBase = 0.4
/** What each further reason adds, of 100. */
const another = 3

/** 0..1: yearly spend beside that of the best customer, on a scale of magnitudes. */
export function sizeOf(subject: Subject, { top }: Pick<Env, 'top'>): number {
  const yearly = yearlyOf(subject) ?? 0
  return top <= 0 ? 0 : Math.min(1, Math.log1p(yearly / 100) / Math.log1p(top / 100))
}

/** Score of a reason, 0..100: how soon it wants somebody, and how much the customer buys; `base` of it counts for anybody. */
export function scoreOf(urgency: number, size: number, base: number = usualBase): number {
  return 100 * urgency * (base + (1 - base) * size)
}

/** Score of a line: its strongest reason, and a little for each other one. */
export function together(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : Math.min(100, Math.max(...scores) + another * (scores.length - 1))
}

/** Found useful so often without anybody having said a word: one "not useful" alone must not end a kind. */
const assumed = 3

/** What a team has learned of a kind: the share found useful, as if three had been before. */
export function weightOf({ useful, notUseful }: { useful: number; notUseful: number }): number {
  return (assumed + useful) / (assumed + useful + notUseful)
}
