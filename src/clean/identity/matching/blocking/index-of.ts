import type { Table } from '../contract.ts'
import { cellAtoms, type Place, placesOf } from './atoms.ts'
import { mix } from './hash.ts'

/** What the records have at one place, as dense numbers from 1: row r has ids[start[r]] up to ids[start[r + 1]], distinct. */
export interface Entries {
  readonly place: Place
  readonly start: Uint32Array
  readonly ids: Uint32Array
  /** By id: the number of records that have it. */
  readonly holders: Uint32Array
}

/** At one place a record keeps as many atoms; more are no help. */
const mostOfRow = 12

/** Dense numbers for 64-bit hashes: open addressing, grown at two thirds. */
class Numbers {
  private lows = new Uint32Array(1024)
  private highs = new Uint32Array(1024)
  private ids = new Uint32Array(1024)
  size = 0

  of(low: number, high: number): number {
    const mask = this.ids.length - 1
    let at = mix(low, high) & mask
    for (;;) {
      const id = this.ids[at]!
      if (id === 0) break
      if (this.lows[at] === low && this.highs[at] === high) return id
      at = (at + 1) & mask
    }
    this.lows[at] = low
    this.highs[at] = high
    this.ids[at] = ++this.size
    if (this.size * 3 > this.ids.length * 2) this.grow()
    return this.size
  }

  private grow(): void {
    const { lows, highs, ids } = this
    const size = ids.length * 2
    this.lows = new Uint32Array(size)
    this.highs = new Uint32Array(size)
    this.ids = new Uint32Array(size)
    for (let i = 0; i < ids.length; i++) {
      if (ids[i] === 0) continue
      let at = mix(lows[i]!, highs[i]!) & (size - 1)
      while (this.ids[at] !== 0) at = (at + 1) & (size - 1)
      this.lows[at] = lows[i]!
      this.highs[at] = highs[i]!
      this.ids[at] = ids[i]!
    }
  }
}

class Filling {
  readonly numbers = new Numbers()
  readonly start: Uint32Array
  ids: Uint32Array
  length = 0
  constructor(rows: number) {
    this.start = new Uint32Array(rows + 1)
    this.ids = new Uint32Array(rows + 16)
  }
  add(row: number, low: number, high: number): void {
    const from = this.start[row]!
    if (this.length - from >= mostOfRow) return
    const id = this.numbers.of(low, high)
    for (let i = from; i < this.length; i++) if (this.ids[i] === id) return
    if (this.length === this.ids.length) {
      const more = new Uint32Array(this.ids.length * 2)
      more.set(this.ids)
      this.ids = more
    }
    this.ids[this.length++] = id
  }
}

/** What every record has at every place. Places nobody has anything at are left out. */
export function entriesOf(table: Table): Entries[] {
  const places = placesOf(table.columns)
  const fillings = places.places.map(() => new Filling(table.rows))
  const columns = table.columns
  let row = 0
  const sink = (place: number, low: number, high: number) => fillings[place]!.add(row, low, high)
  for (; row < table.rows; row++) {
    for (const filling of fillings) filling.start[row] = filling.length
    for (let column = 0; column < columns.length; column++)
      cellAtoms(places, columns, column, table.values[column]![row] ?? '', sink)
  }
  return fillings.flatMap(({ start, ids, length, numbers }, i) => {
    if (length === 0) return []
    start[table.rows] = length
    const holders = new Uint32Array(numbers.size + 1)
    for (let at = 0; at < length; at++) holders[ids[at]!]!++
    return [{ place: places.places[i]!, start, ids: ids.length > length * 1.2 ? ids.slice(0, length) : ids, holders }]
  })
}
