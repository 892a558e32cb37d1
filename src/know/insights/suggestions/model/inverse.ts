/** Rows of a tile that are worked on at once. */
const tile = 4
/** How much of two rows is gone through before the next pair: keeps both in the processor's nearest memory. */
const stretch = 256
/** Rows whose inner dependence is worked out one by one. */
const block = 64

/**
 * Inverse of a symmetric positive definite matrix: Cholesky, inverse of the factor, product of its rows. Everything is done by dot products of
 * rows in tiles, which is what makes it quick: about n³ operations at the speed of the processor, not of its memory.
 * @param a row by row, n × n; only the lower triangle is looked at, and all of it is overwritten
 * @returns the inverse, row by row, whole
 * @throws RangeError when the matrix is not positive definite
 */
export function inverse(a: Float64Array, n: number): Float64Array {
  factor(a, n)
  const rows = inverseOfFactor(a, n)
  return gramOfRows(rows, a, n)
}

/** c[i][j] += sign · Σ a[i][k]·b[j][k] for k in [from, to), over i in [i0, i1), j in [j0, j1). All matrices are n wide. */
function addProducts(
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
  n: number,
  [i0, i1]: readonly [number, number],
  [j0, j1]: readonly [number, number],
  [from, to]: readonly [number, number],
  sign: number,
): void {
  for (let k0 = from; k0 < to; k0 += stretch) {
    const k1 = Math.min(to, k0 + stretch)
    for (let j = j0; j < j1; j += tile) {
      const whole = j + tile <= j1
      for (let i = i0; i < i1; i += 2) {
        if (whole && i + 2 <= i1) addTile(c, a, b, n, i, j, k0, k1, sign)
        else
          for (let y = i; y < Math.min(i + 2, i1); y++)
            for (let x = j; x < Math.min(j + tile, j1); x++) c[y * n + x]! += sign * dot(a, y * n, b, x * n, k0, k1)
      }
    }
  }
}

function dot(a: Float64Array, row: number, b: Float64Array, other: number, from: number, to: number): number {
  let sum = 0
  for (let k = from; k < to; k++) sum += a[row + k]! * b[other + k]!
  return sum
}

/** Two rows against four: as many running sums as a processor keeps in registers. */
function addTile(
  c: Float64Array,
  a: Float64Array,
  b: Float64Array,
  n: number,
  i: number,
  j: number,
  from: number,
  to: number,
  sign: number,
): void {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0 // biome-ignore format: eight sums
  let p = i * n + from
  let q = p + n
  let u = j * n + from
  let v = u + n
  let w = v + n
  let x = w + n
  const end = i * n + to
  for (; p < end; p++, q++, u++, v++, w++, x++) {
    const y = a[p]!
    const z = a[q]!
    const b0 = b[u]!
    const b1 = b[v]!
    const b2 = b[w]!
    const b3 = b[x]!
    s0 += y * b0
    s1 += y * b1
    s2 += y * b2
    s3 += y * b3
    t0 += z * b0
    t1 += z * b1
    t2 += z * b2
    t3 += z * b3
  }
  const at = i * n + j
  c[at]! += sign * s0
  c[at + 1]! += sign * s1
  c[at + 2]! += sign * s2
  c[at + 3]! += sign * s3
  c[at + n]! += sign * t0
  c[at + n + 1]! += sign * t1
  c[at + n + 2]! += sign * t2
  c[at + n + 3]! += sign * t3
}

/** The lower triangle becomes the Cholesky factor. */
function factor(a: Float64Array, n: number): void {
  for (let j0 = 0; j0 < n; j0 += block) {
    const j1 = Math.min(n, j0 + block)
    addProducts(a, a, a, n, [j0, n], [j0, j1], [0, j0], -1)
    for (let j = j0; j < j1; j++) {
      const pivot = a[j * n + j]! - dot(a, j * n, a, j * n, j0, j)
      if (!(pivot > 0)) throw new RangeError('The matrix is not positive definite.')
      const root = Math.sqrt(pivot)
      a[j * n + j] = root
      for (let i = j + 1; i < n; i++) a[i * n + j] = (a[i * n + j]! - dot(a, i * n, a, j * n, j0, j)) / root
    }
  }
}

/** Rows are the columns of the inverse of the factor `l`: rows[j][i] = (L⁻¹)[i][j], nothing before i = j. */
function inverseOfFactor(l: Float64Array, n: number): Float64Array {
  const rows = new Float64Array(n * n)
  for (let i0 = 0; i0 < n; i0 += block) {
    const i1 = Math.min(n, i0 + block)
    for (let j0 = 0; j0 < i1; j0 += block) {
      const j1 = Math.min(i1, j0 + block)
      if (j0 < i0) addProducts(rows, rows, l, n, [j0, j1], [i0, i1], [j0, i0], -1)
      for (let j = j0; j < j1; j++)
        for (let i = Math.max(i0, j); i < i1; i++) {
          const sum = (i === j ? 1 : rows[j * n + i]!) - dot(rows, j * n, l, i * n, Math.max(i0, j), i)
          rows[j * n + i] = sum / l[i * n + i]!
        }
    }
  }
  return rows
}

/** into[i][j] = Σ rows[i][k]·rows[j][k], both triangles. */
function gramOfRows(rows: Float64Array, into: Float64Array, n: number): Float64Array {
  into.fill(0)
  for (let i0 = 0; i0 < n; i0 += block) {
    const i1 = Math.min(n, i0 + block)
    for (let j0 = 0; j0 <= i0; j0 += block)
      addProducts(into, rows, rows, n, [i0, i1], [j0, Math.min(n, j0 + block)], [i0, n], 1)
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) into[j * n + i] = into[i * n + j]!
  return into
}
