/** ln Γ(v) for v > 0: Stirling's series from 10 on, recurrence below. */
export function logGamma(v: number): number {
  let [at, product, logs] = [v, 1, 0]
  while (at < 10) {
    product *= at++
    if (product > 1e250 || product < 1e-250) {
      logs += Math.log(product)
      product = 1
    }
  }
  const s = 1 / (at * at)
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360_360))))) / at
  return (at - 0.5) * Math.log(at) - at + 0.918_938_533_204_672_8 + series - logs - Math.log(product)
}

/** ψ(v), the derivative of ln Γ, for v > 0. */
export function digamma(v: number): number {
  let [at, below] = [v, 0]
  while (at < 10) below -= 1 / at++
  const s = 1 / (at * at)
  const series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32_760)))))
  return below + Math.log(at) - 0.5 / at - series
}
