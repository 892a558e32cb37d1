/** Answers fractions in [0, 1). */
export type Uniform = () => number

/** A stream that looks random and is the same for the same seed: sfc32 (Doty-Humphrey, PractRand), 32 bits a number. */
export function seeded(seed: number): Uniform {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let count = 1
  const next = () => {
    const t = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

/** One draw of the standard normal (Box and Muller). */
export function normalDraw(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** One draw of Gamma(shape, rate 1), shape > 0 (Marsaglia and Tsang 2000). */
export function gammaDraw(uniform: Uniform, shape: number): number {
  if (shape < 1) return gammaDraw(uniform, shape + 1) * (1 - uniform()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = normalDraw(uniform)
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(1 - uniform()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** One draw of Poisson(mean), mean ≥ 0: products of uniforms, large means in halves. */
export function poissonDraw(uniform: Uniform, mean: number): number {
  if (mean > 30) return poissonDraw(uniform, mean / 2) + poissonDraw(uniform, mean / 2)
  const least = Math.exp(-mean)
  let count = 0
  for (let product = uniform(); product > least; product *= uniform()) count++
  return count
}
