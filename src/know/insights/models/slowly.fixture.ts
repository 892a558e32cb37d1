import type { Parameters } from './types.ts'

/**
 * The models as they are told, customer by customer: a rate λ from Gamma(r, α), a chance to leave p from Beta(a, b), and the integral over both by the
 * trapezoidal rule in ln λ and the logit of p. Knows nothing of Γ, B or ₂F₁; normalised by the same sums. Times in weeks.
 */
export function slowly(
  model: 'bgnbd' | 'mbgnbd',
  { r, alpha, a, b }: Parameters,
  { x, last, age, t }: { x: number; last: number; age: number; t: number },
): { likelihood: number; alive: number; none: number; expected: number } {
  const m = model === 'mbgnbd' ? 1 : 0
  const sums = { all: 0, stayed: 0, gone: 0, quiet: 0, expected: 0 }
  const centre = Math.log((r + x) / (alpha + age))
  for (let s = centre - 60; s < centre + 12; s += 0.1) {
    const rate = Math.exp(s)
    const density = Math.exp(r * Math.log(alpha) + r * s - alpha * rate)
    if (density === 0) continue
    for (let v = -60; v < 60; v += 0.3) {
      const p = 1 / (1 + Math.exp(-v))
      const q = 1 / (1 + Math.exp(v))
      const weight = density * Math.exp(a! * Math.log(p) + b! * Math.log(q))
      const bought = rate ** x
      const stayed = weight * q ** (x + m) * bought * Math.exp(-rate * age)
      sums.all += weight
      sums.stayed += stayed
      if (x + m > 0) sums.gone += weight * p * q ** (x + m - 1) * bought * Math.exp(-rate * last)
      sums.quiet += stayed * Math.exp(-rate * t)
      sums.expected += (stayed * -Math.expm1(-rate * p * t)) / p
    }
  }
  const both = sums.stayed + sums.gone
  return {
    likelihood: both / sums.all,
    alive: sums.stayed / both,
    none: (sums.quiet + sums.gone) / both,
    expected: sums.expected / both,
  }
}
