import type { Db } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { eachLine } from '../copied.ts'
import { copyBought, setWindow } from './queries/reading.ts'

/** A product as a source calls it. */
export interface NamedProduct {
  readonly sourceId: Uuid
  readonly code: string
  name: string | null
  category: string | null
}

/** Everything bought, in columns. */
export interface Bought {
  readonly rows: number
  readonly user: Int32Array
  readonly item: Int32Array
  readonly day: Int32Array
  readonly users: number
  readonly products: readonly NamedProduct[]
  /** By customer the place of the city in `cities`; −1 where none is known. */
  readonly city: Int32Array
  readonly cities: readonly string[]
}

const tab = 9
const idBytes = 36

/** Reads what was bought from a day on (days since 1970): one pass, by COPY. Lines of one product and day of a customer may come again. */
export async function readBought(db: Db, from: number, timeZone: string): Promise<Bought> {
  const reading = new Reading()
  await db.tx(
    async (tx) => {
      await setWindow(tx, timeZone, from)
      await eachLine(copyBought(tx), (bytes, start, end) => reading.take(bytes, start, end))
    },
    { readOnly: true },
  )
  return reading.done()
}

class Reading {
  private user = new Int32Array(65_536)
  private item = new Int32Array(65_536)
  private day = new Int32Array(65_536)
  private n = 0
  private readonly users = new Map<string, number>()
  private readonly city: number[] = []
  private readonly cities = new Map<string, number>()
  private readonly items = new Map<string, number>()
  private readonly products: NamedProduct[] = []

  take(bytes: Buffer, start: number, end: number): void {
    if (this.n === this.user.length) this.widen()
    const field = (from: number) => {
      const found = bytes.indexOf(tab, from)
      return found < 0 || found > end ? end : found
    }
    const customer = bytes.toString('latin1', start, start + idBytes)
    const source = start + idBytes + 1
    const day = source + idBytes + 1
    const city = field(day) + 1
    const code = field(city) + 1
    const name = field(code) + 1
    const category = field(name) + 1
    this.user[this.n] = this.userAt(customer, () => textAt(bytes, city, code - 1))
    this.day[this.n] = Number(bytes.toString('latin1', day, city - 1))
    const key = bytes.toString('utf8', source, source + idBytes) + bytes.toString('utf8', code, name - 1)
    let at = this.items.get(key)
    if (at === undefined) {
      const sourceId = key.slice(0, idBytes)
      at = this.products.push({ sourceId, code: textAt(bytes, code, name - 1)!, name: null, category: null }) - 1
      this.items.set(key, at)
    }
    const product = this.products[at]!
    product.name ??= textAt(bytes, name, category - 1)
    product.category ??= textAt(bytes, category, end)
    this.item[this.n++] = at
  }

  private userAt(customer: string, cityOf: () => string | null): number {
    let at = this.users.get(customer)
    if (at !== undefined) return at
    at = this.users.size
    this.users.set(customer, at)
    const city = cityOf()
    if (city !== null && !this.cities.has(city)) this.cities.set(city, this.cities.size)
    this.city.push(city === null ? -1 : this.cities.get(city)!)
    return at
  }

  private widen(): void {
    const wider = (column: Int32Array) => {
      const more = new Int32Array(column.length * 2)
      more.set(column)
      return more
    }
    this.user = wider(this.user)
    this.item = wider(this.item)
    this.day = wider(this.day)
  }

  done(): Bought {
    const n = this.n
    return {
      rows: n,
      user: this.user.subarray(0, n),
      item: this.item.subarray(0, n),
      day: this.day.subarray(0, n),
      users: this.users.size,
      products: this.products,
      city: Int32Array.from(this.city),
      cities: [...this.cities.keys()],
    }
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A field of COPY's text; null for `\N`. */
function textAt(bytes: Buffer, from: number, to: number): string | null {
  const text = bytes.toString('utf8', from, to)
  if (text === '\\N') return null
  return text.includes('\\') ? text.replace(/\\(.)/gs, (_, mark: string) => escapes[mark] ?? mark) : text
}
