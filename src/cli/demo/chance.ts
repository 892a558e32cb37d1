/** Numbers that look random and are the same every time: a stream of its own for each seed and index, so any row can be made alone. */
export class Chance {
  #state: number

  constructor(seed: number, index: number) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0
    this.next()
  }

  /** A fraction in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from 0 up to, but without, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}

/** Draws by weight: each entry as often as its weight is of the sum. */
export class Urn<T> {
  readonly #values: T[] = []
  readonly #upTo: Float64Array

  constructor(entries: readonly (readonly [value: T, weight: number])[]) {
    this.#upTo = new Float64Array(entries.length)
    let sum = 0
    entries.forEach(([value, weight], i) => {
      sum += weight
      this.#values.push(value)
      this.#upTo[i] = sum
    })
  }

  draw(chance: Chance): T {
    const at = chance.next() * this.#upTo[this.#upTo.length - 1]!
    let low = 0
    let high = this.#upTo.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#upTo[middle]! > at) high = middle
      else low = middle + 1
    }
    return this.#values[low]!
  }
}
