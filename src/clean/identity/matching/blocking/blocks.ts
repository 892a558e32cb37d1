/** Records in groups: block i is rows[from[i]] up to rows[from[i + 1]], ascending, distinct, at least two. */
export interface Blocks {
  readonly rows: Uint32Array
  readonly from: Uint32Array
  /** Number of blocks; `from` holds one more. */
  readonly length: number
}

/** Growing lists of (64-bit key, row), the raw material of blocks. */
export class Keyed {
  low = new Uint32Array(1 << 16)
  high = new Uint32Array(1 << 16)
  rows = new Uint32Array(1 << 16)
  length = 0
  add(low: number, high: number, row: number): void {
    if (this.length === this.low.length) this.grow()
    const at = this.length++
    this.low[at] = low
    this.high[at] = high
    this.rows[at] = row
  }
  private grow(): void {
    const longer = (old: Uint32Array) => {
      const more = new Uint32Array(old.length * 2)
      more.set(old)
      return more
    }
    this.low = longer(this.low)
    this.high = longer(this.high)
    this.rows = longer(this.rows)
  }
}

/**
 * Slots for a first count of keys: those alone in their slot share with nobody, and are never sorted. Most keys made of two
 * things are such.
 */
const slots = new Uint8Array(1 << 23)

/** Keys that somebody else seems to have too; kept in place. A few alone remain, none that is shared is lost. */
function dropLonely(keyed: Keyed): void {
  const { low, high, rows, length } = keyed
  const shift = Math.max(9, 32 - Math.ceil(Math.log2(length * 8 + 2)))
  slots.fill(0, 0, 2 ** (32 - shift))
  for (let i = 0; i < length; i++) {
    const slot = high[i]! >>> shift
    if (slots[slot]! < 2) slots[slot]!++
  }
  let kept = 0
  for (let i = 0; i < length; i++) {
    if (slots[high[i]! >>> shift]! < 2) continue
    low[kept] = low[i]!
    high[kept] = high[i]!
    rows[kept++] = rows[i]!
  }
  keyed.length = kept
}

let spareLow = new Uint32Array(0)
let spareHigh = new Uint32Array(0)
let spareRows = new Uint32Array(0)
const radix = 2048
const counts = new Uint32Array(radix)

/** Sorts by the low half, least digit first: equal keys keep the order of their rows. */
function sortByLow(keyed: Keyed): void {
  const n = keyed.length
  if (spareLow.length < n) {
    spareLow = new Uint32Array(keyed.low.length)
    spareHigh = new Uint32Array(keyed.low.length)
    spareRows = new Uint32Array(keyed.low.length)
  }
  for (let shift = 0; shift < 33; shift += 11) {
    const { low, high, rows } = keyed
    counts.fill(0)
    for (let i = 0; i < n; i++) counts[(low[i]! >>> shift) & 2047]!++
    for (let i = 0, sum = 0; i < radix; i++) {
      const count = counts[i]!
      counts[i] = sum
      sum += count
    }
    for (let i = 0; i < n; i++) {
      const at = counts[(low[i]! >>> shift) & 2047]!++
      spareLow[at] = low[i]!
      spareHigh[at] = high[i]!
      spareRows[at] = rows[i]!
    }
    keyed.low = spareLow
    keyed.high = spareHigh
    keyed.rows = spareRows
    spareLow = low
    spareHigh = high
    spareRows = rows
  }
}

/** Rows that share a low half but not the high one are put in runs of their own; needed once in some million keys. */
function partByHigh(keyed: Keyed, from: number, to: number): void {
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort(
    (a, b) => keyed.high[a]! - keyed.high[b]! || keyed.rows[a]! - keyed.rows[b]!,
  )
  const high = order.map((i) => keyed.high[i]!)
  const rows = order.map((i) => keyed.rows[i]!)
  keyed.high.set(high, from)
  keyed.rows.set(rows, from)
}

/** Rows that share a key, together. The lists are worn out by it. */
export function blocksOf(keyed: Keyed): Blocks {
  dropLonely(keyed)
  sortByLow(keyed)
  const { low, high, rows, length: n } = keyed
  for (let i = 0; i < n; ) {
    let end = i + 1
    let mixed = false
    for (; end < n && low[end] === low[i]; end++) mixed ||= high[end] !== high[i]
    if (mixed) partByHigh(keyed, i, end)
    i = end
  }
  const from: number[] = []
  const out = new Uint32Array(n)
  let at = 0
  for (let i = 0; i < n; ) {
    const begun = at
    const [keyLow, keyHigh] = [low[i], high[i]]
    for (; i < n && low[i] === keyLow && high[i] === keyHigh; i++)
      if (at === begun || out[at - 1] !== rows[i]) out[at++] = rows[i]!
    if (at - begun > 1) from.push(begun)
    else at = begun
  }
  const bounds = new Uint32Array(from.length + 1)
  bounds.set(from)
  bounds[from.length] = at
  return { rows: out.slice(0, at), from: bounds, length: from.length }
}

/** Rows that hold the same id together, for ids with at least two holders. */
export function blocksOfIds(start: Uint32Array, ids: Uint32Array, holders: Uint32Array): Blocks {
  const place = new Uint32Array(holders.length)
  const from: number[] = []
  let sum = 0
  for (let id = 1; id < holders.length; id++) {
    if (holders[id]! < 2) continue
    place[id] = sum
    from.push(sum)
    sum += holders[id]!
  }
  const rows = new Uint32Array(sum)
  for (let row = 0; row + 1 < start.length; row++)
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const id = ids[at]!
      if (holders[id]! >= 2) rows[place[id]!++] = row
    }
  const bounds = new Uint32Array(from.length + 1)
  bounds.set(from)
  bounds[from.length] = sum
  return { rows, from: bounds, length: from.length }
}
