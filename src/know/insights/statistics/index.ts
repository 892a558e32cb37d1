/** Statistics that need neither database nor customer: draws, tails, differences between arms of a campaign. */
export {
  alwaysValidHalfWidth,
  type Arm,
  type Difference,
  difference,
  type Interval,
  ratioMismatch,
  tally,
} from './difference.ts'
export { gammaDraw, normalDraw, poissonDraw, seeded, type Uniform } from './draws.ts'
export { digamma, logGamma } from './gamma.ts'
export { chiSquareTail, normalQuantile, normalTail, upperGamma } from './special.ts'
