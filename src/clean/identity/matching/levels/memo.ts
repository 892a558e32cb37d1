const size = 1 << 15
const mostKept = 200_000

/** Remembers small answers about pairs of numbered things, the latest of each place; the same pairs come again and again. */
export class PairMemo {
  private readonly a = new Uint32Array(size)
  private readonly b = new Uint32Array(size)
  private readonly answers = new Uint8Array(size)

  /** @param ask answers 0 to 254, the same for (x, y) as for (y, x) */
  of(x: number, y: number, ask: () => number): number {
    const at = (Math.imul(x ^ y, 0x9e3779b1) ^ (x + y)) & (size - 1)
    const [low, high] = x < y ? [x, y] : [y, x]
    if (this.answers[at] === 0 || this.a[at] !== low || this.b[at] !== high) {
      this.a[at] = low
      this.b[at] = high
      this.answers[at] = ask() + 1
    }
    return this.answers[at]! - 1
  }
}

/** Makes one thing of each text, numbered from 1, and gives the same one again. Forgets when they become many, numbers are never used twice. */
export class Kept<T> {
  private readonly known = new Map<string, T>()
  private readonly make: (text: string, number: number) => T
  private numbers = 0
  constructor(make: (text: string, number: number) => T) {
    this.make = make
  }
  of(text: string): T {
    let one = this.known.get(text)
    if (one === undefined) {
      if (this.known.size >= mostKept) this.known.clear()
      one = this.make(text, ++this.numbers)
      this.known.set(text, one)
    }
    return one
  }
}
