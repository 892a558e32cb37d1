const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
  1.505_632_735_149_311_6e-7,
]

/** ln Γ(x) for x > 0 (Lanczos, g = 7), to 1e-13 relative. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const t = x + 6.5
  const sum = lanczos.reduce((all, c, i) => (i === 0 ? c : all + c / (x - 1 + i)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Q(a, x) = Γ(a, x) / Γ(a), the upper tail of Gamma(a): series below a + 1, continued fraction (Lentz) above. a > 0, x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return Math.max(0, 1 - front * sum)
  }
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    const step = d * c
    h *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return front * h
}

/** P(χ² with `df` degrees > x). */
export function chiSquareTail(x: number, df: number): number {
  return upperGamma(df / 2, x / 2)
}

/** P(Z > z) of the standard normal. */
export function normalTail(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2
  return z >= 0 ? tail : 1 - tail
}

/** z with P(Z ≤ z) = p, 0 < p < 1: halving, then Newton on the exact tail. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  let [low, high] = [-40, 0]
  for (let i = 0; i < 70; i++) {
    const middle = (low + high) / 2
    if (normalTail(-middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
