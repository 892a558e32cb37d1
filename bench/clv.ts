import {
  compress,
  discountedPurchases,
  type Fit,
  fit,
  fitSpend,
  type Histories,
  predictAll,
} from '#src/know/insights/models/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'

// --customers made-up customers over three years, who buy and leave as BG/NBD has it with the parameters of CDNOW. Times are of the
// processor, all threads together, so that whatever else runs on the machine does not count. The floor is a bare pass of two logarithms over
// the same rows: what one evaluation of the likelihood cannot do without.

const parameters = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 }
const days = 3 * 365

/** Chance from a seed (mulberry32), as Gamma and exponential variates. */
function chance(seed: number) {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4_294_967_296
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const z = normal()
      const v = (1 + z / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(uniform()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v
    }
  }
  return { uniform, gamma, wait: (rate: number) => -Math.log(uniform()) / rate }
}

function customersMade(n: number): Histories {
  const { uniform, gamma, wait } = chance(1)
  const { r, alpha, a, b } = parameters
  const x = new Uint32Array(n)
  const last = new Int32Array(n)
  const age = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    age[i] = 1 + Math.floor(uniform() * days)
    const rate = gamma(r) / alpha / 7
    const first = gamma(a)
    const leaves = first / (first + gamma(b))
    for (let at = wait(rate); at < age[i]!; at += wait(rate)) {
      const day = Math.floor(at)
      if (day > last[i]!) {
        last[i] = day
        x[i]!++
      }
      if (uniform() < leaves) break
    }
  }
  return { n, x, last, age }
}

/** What a piece of work answers, and the seconds of processor it took. */
function timed<T>(work: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, seconds: (user + system) / 1e6 }
}

function barePass({ n, last, age }: Histories): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.log(4 + age[i]! / 7) + Math.log(4 + last[i]! / 7)
  return sum
}

function valueAll(found: Fit, { n, x, last, age }: Histories): number {
  const purchases = discountedPurchases(found)
  let sum = 0
  for (let i = 0; i < n; i++) sum += purchases(x[i]!, last[i]!, age[i]!)
  return sum
}

const { customers } = readOptions()
const histories = customersMade(customers)
const small = customersMade(20_000)
predictAll(fit(small), small, 364) // the functions are compiled before the clock runs
barePass(small)
valueAll(fit(small), small)

const floor = timed(() => barePass(histories))
const fitted = timed(() => fit(histories, { model: 'bgnbd' }))
const auto = timed(() => fit(histories))
const predicted = timed(() => predictAll(fitted.result, histories, 364))
const valued = timed(() => valueAll(fitted.result, histories))
const means = Float64Array.from(histories.x, (_, i) => 20 + ((i * 7919) % 400) / 10)
const spend = timed(() => fitSpend({ n: histories.n, x: histories.x, mean: means }))

const { r, alpha, a, b } = fitted.result.parameters
console.log(
  `${customers} customers, ${fitted.result.unique} different histories, ${compress(small).n} of the first 20,000`,
)
console.log(
  `found r ${r.toFixed(4)}, alpha ${alpha.toFixed(4)}, a ${a?.toFixed(4)}, b ${b?.toFixed(4)}; log-likelihood ${fitted.result.logLikelihood.toFixed(3)}`,
)
console.log(
  `two logarithms a row ${floor.seconds.toFixed(3)} s; BG/NBD ${fitted.seconds.toFixed(2)} s, BG, MBG and NBD ${auto.seconds.toFixed(2)} s; ` +
    `predicting ${predicted.seconds.toFixed(2)} s, 12 discounted months ${valued.seconds.toFixed(2)} s, Gamma-Gamma ${spend.seconds.toFixed(2)} s`,
)
judge({ name: 'compressing and fitting BG/NBD', figure: fitted.seconds, most: 2.5, unit: ' s' })
judge({ name: 'predicting a year of every customer', figure: predicted.seconds, most: 2, unit: ' s' })
judge({ name: 'fit against a bare pass of logarithms', figure: fitted.seconds / floor.seconds, most: 80, unit: ' ×' })
