import {
  alwaysValidHalfWidth,
  type Arm,
  difference,
  type Difference,
  type Interval,
  ratioMismatch,
  tally,
} from '#src/know/insights/index.ts'
import { Refusal } from '#src/platform/refusal.ts'

/** How one arm differs from the control in one metric. */
export interface Compared extends Difference {
  readonly metric: string
  readonly arm: string
  readonly n: number
  readonly mean: number
  readonly variance: number
  readonly controlN: number
  readonly controlMean: number
  /** Valid however often one looks. */
  readonly alwaysValid?: Interval & { readonly halfWidth: number; readonly planned: number }
}

export interface Lift {
  readonly arms: readonly { readonly arm: string; readonly n: number; readonly control: boolean }[]
  /** Of the split into arms. */
  readonly ratio: { readonly chiSquare: number; readonly p: number }
  readonly compared: readonly Compared[]
  /** Arms with fewer than two values of a metric, which cannot be compared in it. */
  readonly thin: readonly { readonly metric: string; readonly arm: string; readonly n: number }[]
}

export interface Question {
  readonly control: string
  readonly alpha: number
  /** Shares of the arms as planned, by name; equal when absent. */
  readonly shares?: Readonly<Record<string, number>>
  /** Per arm, where looks are made daily. */
  readonly planned?: number | 'all'
}

/** Marks and words of yes and no, for metrics that are told so. */
const truths: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['true', 'yes', 'y', 't', 'kyllä', 'tosi', 'ja', 'sant', 'on'].map((word) => [word, 1])),
  ...Object.fromEntries(['false', 'no', 'n', 'f', 'ei', 'epätosi', 'nej', 'falskt', 'off'].map((word) => [word, 0])),
}
export const truthOf = (text: string): number | undefined => truths[text.trim().toLowerCase()]

/**
 * Compares every arm with the control.
 * @throws Refusal 422 `arm_missing`, `arm_thin`
 */
export function compare(
  { arm, names }: { arm: Int32Array; names: readonly string[] },
  metrics: Readonly<Record<string, ArrayLike<number>>>,
  { control, alpha, shares, planned }: Question,
): Lift {
  const known = controlOf(control, names)
  const sizes = names.map(() => 0)
  for (const at of arm) if (at >= 0) sizes[at]!++
  const thin: { metric: string; arm: string; n: number }[] = []
  const compared = Object.entries(metrics).flatMap(([metric, values]) => {
    const tallies = names.map(tally)
    for (let row = 0; row < arm.length; row++) {
      const value = values[row]!
      if (arm[row]! >= 0 && !Number.isNaN(value)) tallies[arm[row]!]!.add(value)
    }
    const arms = tallies.map((one) => one.arm())
    const base = arms[known]!
    if (base.n < 2) throw tooThin(names[known]!, base.n, metric)
    return names.flatMap((name, at): Compared[] => {
      if (at === known) return []
      const own = arms[at]!
      if (own.n < 2) {
        thin.push({ metric, arm: name, n: own.n })
        return []
      }
      return [
        {
          metric,
          arm: name,
          ...own,
          controlN: base.n,
          controlMean: base.mean,
          ...difference(own, base, alpha),
          ...(planned !== undefined && { alwaysValid: valid(own, base, planned, alpha) }),
        },
      ]
    })
  })
  if (compared.length === 0 && thin[0] !== undefined) throw tooThin(thin[0].arm, thin[0].n, thin[0].metric)
  return {
    thin,
    arms: names.map((name, at) => ({ arm: name, n: sizes[at]!, control: at === known })),
    ratio: ratioMismatch(
      sizes,
      names.map((name) => shares?.[name] ?? 1),
    ),
    compared,
  }
}

const tooThin = (arm: string, n: number, metric: string) =>
  new Refusal(422, 'arm_thin', `"${arm}" has ${n} values of "${metric}".`, 'Two at least are needed.')

function valid(arm: Arm, control: Arm, planned: number | 'all', alpha: number) {
  const goal = planned === 'all' ? Math.min(arm.n, control.n) : planned
  const halfWidth = alwaysValidHalfWidth(arm, control, goal, alpha)
  const d = arm.mean - control.mean
  return { low: d - halfWidth, high: d + halfWidth, halfWidth, planned: goal }
}

function controlOf(control: string, names: readonly string[]): number {
  const same = names.indexOf(control)
  const alike = same >= 0 ? same : names.findIndex((name) => name.toLowerCase() === control.trim().toLowerCase())
  if (alike < 0)
    throw new Refusal(
      422,
      'arm_missing',
      `There is no arm "${control}".`,
      `The arms are: ${names.slice(0, 20).join(', ')}.`,
    )
  if (names.length < 2)
    throw new Refusal(422, 'arm_missing', 'There is only one arm.', 'A control and another are needed.')
  return alike
}
