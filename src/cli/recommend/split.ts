/** Numbers in [0, 1) that look drawn by chance and are the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** For each row 1 where it is to learn from: of each customer's rows the share, rounded, drawn by chance. */
export function splitByCustomer(user: Int32Array, users: number, share: number, seed: number): Uint8Array {
  const draw = drawing(seed)
  const rows: number[][] = Array.from({ length: users }, () => [])
  for (const [row, one] of user.entries()) rows[one]!.push(row)
  const learns = new Uint8Array(user.length)
  for (const mine of rows) {
    for (let at = mine.length - 1; at > 0; at--) {
      const other = Math.floor(draw() * (at + 1))
      ;[mine[at], mine[other]] = [mine[other]!, mine[at]!]
    }
    for (const row of mine.slice(0, Math.round(mine.length * share))) learns[row] = 1
  }
  return learns
}
