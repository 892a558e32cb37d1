import type { Histories } from './types.ts'

/** Chance from a seed. */
export function chanceFrom(seed: number) {
  let state = seed >>> 0
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 4_294_967_296
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
  const wait = (rate: number) => -Math.log(uniform()) / rate
  return { uniform, gamma, wait }
}

/** Customers who buy and leave as the model has it; `a` null: nobody leaves. Purchases are merged by day. */
export function customersMade(
  n: number,
  { r, alpha, a, b }: { r: number; alpha: number; a: number | null; b: number },
  { days = 400, modified = false, seed = 1 }: { days?: number; modified?: boolean; seed?: number } = {},
): Histories {
  const { uniform, gamma, wait } = chanceFrom(seed)
  const x = new Uint32Array(n)
  const last = new Int32Array(n)
  const age = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    age[i] = 1 + Math.floor(uniform() * days)
    const rate = gamma(r) / alpha / 7
    const first = a === null ? 0 : gamma(a)
    const leaves = first / (first + gamma(b))
    if (modified && uniform() < leaves) continue
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
