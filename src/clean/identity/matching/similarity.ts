/*
 * Measures of likeness between two pieces of text. They are called tens of millions of times in a run, so they allocate
 * nothing: text is read into standing buffers of UTF-16 code units, which is why none of these is re-entrant.
 */

let codesA = new Uint16Array(256)
let codesB = new Uint16Array(256)
let takenB = new Uint8Array(256)
let rowBefore = new Uint16Array(257)
let rowNow = new Uint16Array(257)
let rowNext = new Uint16Array(257)

function makeRoom(length: number): void {
  if (length <= codesA.length) return
  const size = 2 ** Math.ceil(Math.log2(length))
  codesA = new Uint16Array(size)
  codesB = new Uint16Array(size)
  takenB = new Uint8Array(size)
  rowBefore = new Uint16Array(size + 1)
  rowNow = new Uint16Array(size + 1)
  rowNext = new Uint16Array(size + 1)
}

/** How many code units the two share from their beginnings, at most `most`. */
export function commonPrefix(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  const end = Math.min(a.length, b.length, most)
  let i = 0
  while (i < end && a.charCodeAt(i) === b.charCodeAt(i)) i++
  return i
}

/**
 * Jaro's likeness, 0 to 1: the mean of the shares of matching letters on both sides and of those in the same order.
 * Letters match within half the longer length. Jaro (1989), "Advances in record linkage methodology", JASA 84: 414–420.
 * Two empty texts are alike (1), an empty one is like nothing (0).
 */
export function jaro(a: string, b: string): number {
  const n = a.length
  const m = b.length
  if (a === b) return 1
  if (n === 0 || m === 0) return 0
  if (n <= 32 && m <= 32) return jaroShort(a, b, n, m)
  return jaroLong(a, b, n, m)
}

/** Up to 32 letters the matched ones are bits of two integers. */
function jaroShort(a: string, b: string, n: number, m: number): number {
  const reach = Math.max((Math.max(n, m) >> 1) - 1, 0)
  const A = codesA
  const B = codesB
  for (let j = 0; j < m; j++) B[j] = b.charCodeAt(j)
  let taken = 0
  let matches = 0
  for (let i = 0; i < n; i++) {
    const code = a.charCodeAt(i)
    const to = i + reach < m ? i + reach + 1 : m
    for (let j = i > reach ? i - reach : 0; j < to; j++)
      if (B[j] === code && (taken & (1 << j)) === 0) {
        taken |= 1 << j
        A[matches++] = code
        break
      }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let j = 0, k = 0; k < matches; j++) if ((taken & (1 << j)) !== 0 && A[k++] !== B[j]) moved++
  return (matches / n + matches / m + (matches - (moved >> 1)) / matches) / 3
}

function jaroLong(a: string, b: string, n: number, m: number): number {
  makeRoom(Math.max(n, m))
  const reach = Math.max((Math.max(n, m) >> 1) - 1, 0)
  const A = codesA
  const B = codesB
  takenB.fill(0, 0, m)
  for (let j = 0; j < m; j++) B[j] = b.charCodeAt(j)
  let matches = 0
  for (let i = 0; i < n; i++) {
    const code = a.charCodeAt(i)
    const to = Math.min(i + reach + 1, m)
    for (let j = Math.max(i - reach, 0); j < to; j++)
      if (B[j] === code && takenB[j] === 0) {
        takenB[j] = 1
        A[matches++] = code
        break
      }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let j = 0, k = 0; k < matches; j++) if (takenB[j] === 1 && A[k++] !== B[j]) moved++
  return (matches / n + matches / m + (matches - (moved >> 1)) / matches) / 3
}

/**
 * Jaro–Winkler, 0 to 1: Jaro's likeness above 0.7 is raised by a tenth of what is missing for each of the first letters
 * that agree, four at most. Winkler (1990), "String comparator metrics and enhanced decision rules in the
 * Fellegi-Sunter model of record linkage": 354–359.
 */
export function jaroWinkler(a: string, b: string): number {
  const likeness = jaro(a, b)
  if (likeness <= 0.7 || likeness === 1) return likeness
  return likeness + commonPrefix(a, b, 4) * 0.1 * (1 - likeness)
}

/**
 * Whether Jaro–Winkler reaches `least`, at a fraction of the cost where it does not. The same both ways round: which letters Jaro matches
 * can depend on the side it begins from, so it begins from the one that sorts first.
 */
export function jaroWinklerReaches(a: string, b: string, least: number): boolean {
  if (a === b) return least <= 1
  if (jaroWinklerBound(a, b) < least - 1e-9) return false
  return (a < b ? jaroWinkler(a, b) : jaroWinkler(b, a)) >= least
}

/** Not below Jaro–Winkler: every letter that the other has not at all is one that cannot match. */
function jaroWinklerBound(a: string, b: string): number {
  const n = a.length
  const m = b.length
  if (n === 0 || m === 0) return 0
  const inA = lettersIn(a, 0, n)
  const inB = lettersIn(b, 0, m)
  const matches = Math.min(n - bits(inA & ~inB), m - bits(inB & ~inA))
  if (matches <= 0) return 0
  const most = (matches / n + matches / m + 1) / 3
  return most <= 0.7 ? most : most + commonPrefix(a, b, 4) * 0.1 * (1 - most)
}

/** The letters that occur, as bits of 32 classes. */
function lettersIn(text: string, from: number, to: number): number {
  let set = 0
  for (let i = from; i < to; i++) set |= 1 << text.charCodeAt(i)
  return set
}

function bits(set: number): number {
  set -= (set >>> 1) & 0x55555555
  set = (set & 0x33333333) + ((set >>> 2) & 0x33333333)
  return Math.imul((set + (set >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * Optimal string alignment: the number of letters put in, left out, changed, or swapped with their neighbour, no letter
 * touched twice (Damerau 1964; Levenshtein where nothing is swapped). Above `most` the answer is `most + 1` and the work
 * stops early.
 */
export function editDistance(a: string, b: string, most = 65_534): number {
  if (a === b) return 0
  let n = a.length
  let m = b.length
  if (Math.abs(n - m) > most) return most + 1
  const head = commonPrefix(a, b)
  while (n > head && m > head && a.charCodeAt(n - 1) === b.charCodeAt(m - 1)) {
    n--
    m--
  }
  n -= head
  m -= head
  if (n === 0 || m === 0) return Math.min(n + m, most + 1)
  if (n === 1 && m === 1) return Math.min(1, most + 1)
  if (most <= 4 && beyond(a, b, head, n, m, most)) return most + 1
  return Math.min(alignment(a, b, head, n, m, most), most + 1)
}

/** Whether the parts left between equal ends are surely more than `most` steps apart; exact for one step. */
function beyond(a: string, b: string, head: number, n: number, m: number, most: number): boolean {
  if (most === 0) return true
  if (most === 1) {
    if (n !== 2 || m !== 2) return true
    return a.charCodeAt(head) !== b.charCodeAt(head + 1) || a.charCodeAt(head + 1) !== b.charCodeAt(head)
  }
  // A changed letter takes one class of letters away and brings one; nothing else brings or takes more.
  return bits(lettersIn(a, head, head + n) ^ lettersIn(b, head, head + m)) > 2 * most
}

/** Three standing rows of the table; cells further than `most` from the diagonal cannot matter. */
function alignment(a: string, b: string, head: number, n: number, m: number, most: number): number {
  makeRoom(Math.max(n, m))
  const A = codesA
  const B = codesB
  for (let i = 0; i < n; i++) A[i] = a.charCodeAt(head + i)
  for (let j = 0; j < m; j++) B[j] = b.charCodeAt(head + j)
  const far = Math.min(most, Math.max(n, m)) + 1
  let before = rowBefore
  let now = rowNow
  let next = rowNext
  for (let j = 0; j <= m; j++) now[j] = Math.min(j, far)
  for (let i = 1; i <= n; i++) {
    const from = Math.max(1, i - far)
    const to = Math.min(m, i + far)
    next[from - 1] = from === 1 ? Math.min(i, far) : far
    let least = next[from - 1]!
    for (let j = from; j <= to; j++) {
      const same = A[i - 1] === B[j - 1]
      let cell = now[j - 1]! + (same ? 0 : 1)
      const left = next[j - 1]! + 1
      if (left < cell) cell = left
      const above = (j === i + far ? far : now[j]!) + 1
      if (above < cell) cell = above
      if (!same && i > 1 && j > 1 && A[i - 1] === B[j - 2] && A[i - 2] === B[j - 1] && before[j - 2]! + 1 < cell)
        cell = before[j - 2]! + 1
      next[j] = cell
      if (cell < least) least = cell
    }
    // A swap reaches two rows back, so one row beyond the limit does not yet end it.
    if (least > most && rowLeast(now, Math.max(0, i - 1 - far), Math.min(m, i - 1 + far)) > most) return most + 1
    const spare = before
    before = now
    now = next
    next = spare
  }
  return now[m]!
}

function rowLeast(row: Uint16Array, from: number, to: number): number {
  let least = 65_535
  for (let j = from; j <= to; j++) if (row[j]! < least) least = row[j]!
  return least
}
