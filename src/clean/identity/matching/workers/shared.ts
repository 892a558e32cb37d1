import type { Table } from '../contract.ts'

/** The distinct combinations of the values of some columns, numbered, in memory that threads share. */
export interface SharedValues {
  /** By row: the number of its combination. */
  readonly codes: Uint32Array
  /** All combinations one after another, the values of each joined by `partMark`. */
  readonly text: Uint8Array
  /** Combination c stands in text at from[c] up to from[c + 1]. */
  readonly from: Float64Array
  /** Two bytes a letter where some letter needs them, else one. */
  readonly wide: boolean
}

/** Parts the values of one combination. */
export const partMark = '\u001e'

export const sharedUint32 = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4))
export const sharedUint8 = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))

/** Numbers the distinct combinations in these columns; `first` has a row that holds each. Order: as first met. */
export function numberValues(columns: readonly (readonly string[])[], rows: number, codes: Uint32Array): Uint32Array {
  let slots = new Uint32Array(1 << 12) // code + 1
  let hashes = new Uint32Array(1 << 11) // by code
  let first = new Uint32Array(1 << 11)
  let size = 0
  for (let row = 0; row < rows; row++) {
    const hash = hashOf(columns, row)
    let at = hash & (slots.length - 1)
    let code = -1
    for (; slots[at] !== 0; at = (at + 1) & (slots.length - 1)) {
      const other = slots[at]! - 1
      if (hashes[other] === hash && alike(columns, first[other]!, row)) {
        code = other
        break
      }
    }
    if (code < 0) {
      if (size === first.length) {
        hashes = doubled(hashes)
        first = doubled(first)
      }
      code = size++
      hashes[code] = hash
      first[code] = row
      slots[at] = size
      if (size * 2 > slots.length) slots = spread(hashes, size, slots.length * 2)
    }
    codes[row] = code
  }
  return first.slice(0, size)
}

function hashOf(columns: readonly (readonly string[])[], row: number): number {
  let hash = 0x811c9dc5
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c]![row]!
    for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ 0x1e, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

function alike(columns: readonly (readonly string[])[], a: number, b: number): boolean {
  for (let c = 0; c < columns.length; c++) if (columns[c]![a] !== columns[c]![b]) return false
  return true
}

function doubled(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(list.length * 2)
  more.set(list)
  return more
}

function spread(hashes: Uint32Array, size: number, length: number): Uint32Array<ArrayBuffer> {
  const slots = new Uint32Array(length)
  for (let code = 0; code < size; code++) {
    let at = hashes[code]! & (length - 1)
    while (slots[at] !== 0) at = (at + 1) & (length - 1)
    slots[at] = code + 1
  }
  return slots
}

/** The combinations of these columns of a table, ready to be shared. */
export function shareValues(table: Table, columns: readonly number[]): SharedValues {
  const values = columns.map((at) => table.values[at]!)
  const codes = sharedUint32(table.rows)
  const first = numberValues(values, table.rows, codes)
  let letters = 0
  let wide = false
  for (const row of first)
    for (let c = 0; c < values.length; c++) {
      const value = values[c]![row]!
      letters += value.length + (c > 0 ? 1 : 0)
      if (!wide) wide = /[^\0-\xff]/.test(value)
    }
  const text = sharedUint8(letters * (wide ? 2 : 1))
  const from = new Float64Array(new SharedArrayBuffer((first.length + 1) * 8))
  const bytes = Buffer.from(text.buffer)
  let at = 0
  for (let code = 0; code < first.length; code++) {
    from[code] = at
    const row = first[code]!
    for (let c = 0; c < values.length; c++) {
      const value = (c > 0 ? partMark : '') + values[c]![row]!
      at += bytes.write(value, at, wide ? 'utf16le' : 'latin1')
    }
  }
  from[first.length] = at
  return { codes, text, from, wide }
}

/** Reads combinations back, in whichever thread. */
export function readerOf({ text, from, wide }: SharedValues): (code: number) => string[] {
  const bytes = Buffer.from(text.buffer)
  return (code) => bytes.toString(wide ? 'utf16le' : 'latin1', from[code]!, from[code + 1]!).split(partMark)
}
