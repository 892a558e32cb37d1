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
export { chiSquareTail, lnGamma, normalQuantile, normalTail, upperGamma } from './special.ts'
