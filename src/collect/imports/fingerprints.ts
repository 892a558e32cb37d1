/**
 * Counts how often texts occurred, in 12 bytes each instead of keeping them: 64-bit fingerprints in an open-addressing table.
 * Two different texts are taken for one with a chance of about n²/2⁶⁵ (3·10⁻⁸ for a million).
 */
export class Fingerprints {
  #high = new Uint32Array(1 << 12)
  #low = new Uint32Array(1 << 12)
  #count = new Uint32Array(1 << 12)
  #size = 0

  /** How often the text has been added, this time included. */
  add(text: string): number {
    if (this.#size * 2 >= this.#count.length) this.#grow()
    const [high, low] = hash64(text)
    const at = this.#find(high, low)
    if (this.#count[at] === 0) {
      this.#high[at] = high
      this.#low[at] = low
      this.#size++
    }
    return ++this.#count[at]!
  }

  /** How often the text was added. */
  count(text: string): number {
    const [high, low] = hash64(text)
    return this.#count[this.#find(high, low)]!
  }

  #find(high: number, low: number): number {
    const mask = this.#count.length - 1
    let at = low & mask
    while (this.#count[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high)) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const { length } = this.#count
    const [high, low, count] = [this.#high, this.#low, this.#count]
    this.#high = new Uint32Array(length * 2)
    this.#low = new Uint32Array(length * 2)
    this.#count = new Uint32Array(length * 2)
    for (let i = 0; i < length; i++) {
      if (count[i] === 0) continue
      const at = this.#find(high[i]!, low[i]!)
      this.#high[at] = high[i]!
      this.#low[at] = low[i]!
      this.#count[at] = count[i]!
    }
  }
}

/** Two 32-bit lanes over UTF-16 units with multiplicative mixing (the finaliser of MurmurHash3, public domain). */
function hash64(text: string): [number, number] {
  let a = 0xdeadbeef ^ text.length
  let b = 0x41c6ce57 ^ text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = mix(a ^ Math.imul(b, 0x9e3779b1))
  b = mix(b ^ Math.imul(a, 0x85ebca77))
  return [a >>> 0, b >>> 0]
}
function mix(h: number): number {
  let x = h ^ (h >>> 16)
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return x ^ (x >>> 16)
}
