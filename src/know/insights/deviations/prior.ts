import { minimise } from '../models/minimise.ts'

/** Purchases per week of the fleet's customers: Gamma(shape, rate). */
export interface Prior {
  readonly shape: number
  /** In weeks of an average index. */
  readonly rate: number
}

/** How many customers have bought `x` times in an exposure of `exposure` average weeks. */
export interface Bunch {
  readonly x: number
  readonly exposure: number
  readonly customers: number
}

/**
 * The most likely Gamma prior of purchase rates, from customers with x ≥ 1 and given that (a file of purchases does not name those who never
 * came, and those long gone say nothing of rates): negative binomial, cut at zero, over ln shape and ln rate. When nothing can be told
 * (hardly any customers), one purchase of an average customer.
 */
export function fitPrior(bunches: readonly Bunch[]): Prior {
  const seen = bunches.filter(({ x, exposure }) => x >= 1 && exposure > 0)
  const customers = seen.reduce((sum, b) => sum + b.customers, 0)
  if (customers < 20) return plain(seen)
  const most = seen.reduce((top, b) => Math.max(top, b.x), 0)
  const logs = new Float64Array(most + 1)
  const slopes = new Float64Array(most + 1)
  const { at } = minimise(
    ([lnShape, lnRate], gradient) => {
      const [r, a] = [Math.exp(lnShape!), Math.exp(lnRate!)]
      for (let j = 0; j < most; j++) {
        logs[j + 1] = logs[j]! + Math.log(r + j)
        slopes[j + 1] = slopes[j]! + 1 / (r + j)
      }
      let value = 0
      let dr = 0
      let da = 0
      for (const { x, exposure, customers: n } of seen) {
        const u = -Math.log1p(exposure / a)
        const none = Math.exp(r * u)
        const odds = none / -Math.expm1(r * u)
        const slope = r * (1 / a - 1 / (a + exposure))
        value += n * (logs[x]! + r * u - x * Math.log(a + exposure) - Math.log(-Math.expm1(r * u)))
        dr += n * (slopes[x]! + u * (1 + odds))
        da += n * (slope * (1 + odds) - x / (a + exposure))
      }
      gradient[0] = (-dr * r) / customers
      gradient[1] = (-da * a) / customers
      return -value / customers
    },
    [0, Math.log(plain(seen).rate)],
  )
  const shape = Math.min(1e4, Math.max(0.02, Math.exp(at[0]!)))
  return { shape, rate: (Math.exp(at[1]!) * shape) / Math.exp(at[0]!) }
}

function plain(bunches: readonly Bunch[]): Prior {
  const sum = bunches.reduce((all, b) => all + b.x * b.customers, 0)
  const weeks = bunches.reduce((all, b) => all + b.exposure * b.customers, 0)
  return { shape: 1, rate: sum > 0 ? weeks / sum : 26 }
}
