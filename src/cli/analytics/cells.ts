import { readDay, readDecimal } from '#src/clean/quality/index.ts'
import type { DateOrder } from '#src/collect/intake/index.ts'
import { dayNumber } from '#src/know/insights/index.ts'

/** Stands in a column of days where a row has none. */
export const noDay = -0x8000_0000

/** A column of words: `of[row]` is a place in `names`, −1 where the cell is empty. */
export interface Keys {
  readonly of: Int32Array
  readonly names: readonly string[]
}

/** Takes cells one by one and gives them back as a column. */
export interface Gatherer<T> {
  /** Puts the cell (of a product: both) into the next row; false when it is empty, undefined when it cannot be read. */
  add(cell: string, other?: string): boolean | undefined
  /** Takes the row back that was added last. */
  drop(): void
  done(): T
}

/** A typed array that grows. */
class Growing<A extends Int32Array | Float64Array> {
  private items: A
  private readonly make: (length: number) => A
  length = 0
  constructor(make: (length: number) => A) {
    this.make = make
    this.items = make(4096)
  }
  push(value: number): void {
    if (this.length === this.items.length) {
      const wider = this.make(this.length * 2)
      wider.set(this.items)
      this.items = wider
    }
    this.items[this.length++] = value
  }
  taken(): A {
    return this.items.slice(0, this.length) as A
  }
}

/** Words that stand for nothing, whatever else the file holds. */
const nothing = /^(null|nan|n\/a|na|none|-|\\n)$/i

export function keys(): Gatherer<Keys> {
  const of = new Growing((length) => new Int32Array(length))
  const names: string[] = []
  const known = new Map<string, number>()
  return {
    add: (cell) => {
      const text = cell.trim()
      if (text === '' || nothing.test(text)) {
        of.push(-1)
        return false
      }
      let at = known.get(text)
      if (at === undefined) {
        const own = Buffer.from(text).toString() // a cell is a slice of a larger text, which it would keep
        at = names.push(own) - 1
        known.set(own, at)
      }
      of.push(at)
      return true
    },
    drop: () => void of.length--,
    done: () => ({ of: of.taken(), names }),
  }
}

export function texts(): Gatherer<string[]> {
  const values: string[] = []
  return {
    add: (cell) => {
      const text = Buffer.from(cell.trim()).toString()
      values.push(text)
      return text !== ''
    },
    drop: () => void values.pop(),
    done: () => values,
  }
}

const remembered = 100_000
const isoDay = /^\d{4}-\d\d-\d\d$/

/** Whether a text is a day for one who puts days first and for one who puts months first. Dots are always day.month.year. */
function isBothWays(text: string): boolean {
  const found = /^(\d{1,2})[-/ ](\d{1,2})[-/ ]\d/.exec(text)
  return found !== null && Number(found[1]) <= 12 && Number(found[2]) <= 12 && Number(found[1]) !== Number(found[2])
}

/** Seconds or milliseconds since 1970, from 1973 on. Digits that are a day as well, such as 20110105, are shorter. */
const counted = /^\d{9,10}(\.\d+)?$|^\d{12,13}$/

/** A day as the project reads days, and seconds since 1970 wherever nothing else is meant. Undefined when it is none. */
export function dayOfText(text: string, order?: DateOrder): number | undefined {
  const found = readDay(text, order, 'UTC')
  if ('value' in found) return dayNumber(found.value)
  if (order === 'unix' || !counted.test(text)) return undefined
  const again = readDay(text, 'unix', 'UTC')
  return 'value' in again ? dayNumber(again.value) : undefined
}

/** Days since 1970-01-01. The day is the one that is written, whatever zone stands after it. `bothWays`: some could be read otherwise. */
export function days(order: DateOrder | undefined): Gatherer<Int32Array> & { bothWays(): boolean } {
  let bothWays = false
  const of = new Growing((length) => new Int32Array(length))
  const known = new Map<string, number>()
  const read = (text: string): number => {
    bothWays ||= isBothWays(text)
    return dayOfText(text, order) ?? noDay
  }
  const dayOf = (text: string): number => {
    const front = text.length > 10 && /[T ]/.test(text[10]!) ? text.slice(0, 10) : ''
    const written = isoDay.test(front) ? front : text
    let day = known.get(written)
    if (day === undefined) {
      day = read(written)
      if (known.size < remembered) known.set(Buffer.from(written).toString(), day)
    }
    return day
  }
  return {
    add: (cell) => {
      const text = cell.trim()
      const day = text === '' || nothing.test(text) ? undefined : dayOf(text)
      of.push(day ?? noDay)
      return day === undefined ? false : day === noDay ? undefined : true
    },
    drop: () => void of.length--,
    done: () => of.taken(),
    bothWays: () => bothWays,
  }
}

const plainNumber = /^-?\d+(\.\d+)?$/

/** NaN where a row has no number. `decimal` is the column's decimal sign; units and currencies beside the number are left out. */
export function numbers(decimal: ',' | '.' | undefined): Gatherer<Float64Array> {
  const of = new Growing((length) => new Float64Array(length))
  const numberOf = numberReader(decimal)
  return {
    add: (cell) => {
      const text = cell.trim()
      const empty = text === '' || nothing.test(text)
      const value = empty ? Number.NaN : numberOf(text)
      of.push(value)
      return empty ? false : Number.isNaN(value) ? undefined : true
    },
    drop: () => void of.length--,
    done: () => of.taken(),
  }
}

/** Reads a number as the project reads numbers; NaN when it is none. */
export function numberReader(decimal: ',' | '.' | undefined): (text: string) => number {
  return (text) => {
    if (decimal !== ',' && plainNumber.test(text)) return Number(text)
    const found = readDecimal(text, decimal)
    if ('value' in found) return Number(found.value)
    return /^-?\d*\.?\d+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN // more digits than a sum of money has
  }
}

/** Quantity × price of two columns. */
export function products(first: ',' | '.' | undefined, second: ',' | '.' | undefined): Gatherer<Float64Array> {
  const of = new Growing((length) => new Float64Array(length))
  const [readFirst, readSecond] = [numberReader(first), numberReader(second)]
  return {
    add: (cell, other = '') => {
      const [a, b] = [cell.trim(), other.trim()]
      const empty = a === '' || b === ''
      const value = empty ? Number.NaN : readFirst(a) * readSecond(b)
      of.push(value)
      return empty ? false : Number.isNaN(value) ? undefined : true
    },
    drop: () => void of.length--,
    done: () => of.taken(),
  }
}
