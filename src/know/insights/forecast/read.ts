import type { Db } from '#src/platform/db/index.ts'
import { decimalsOf } from '#src/terms/index.ts'
import { eachLine } from '../copied.ts'
import { type PurchaseDays, purchaseDays } from '../models/index.ts'
import { currencyAt, type Customers, emptyCustomers, noDay, widen } from './columns.ts'
import { copyArchived, copyDays, copyInputs, copySince, ofOneMoment } from './queries/reading.ts'

/** Of customers to whom something has happened since: row, purchase days, last purchase (`noDay`: none) and net as they were. */
export interface Before {
  row: number[]
  purchaseDays: number[]
  last: number[]
  net: number[]
}
export interface Reading {
  customers: Customers
  before: Before
}

/** Reads what all forecasts are made of, of one moment, by COPY, into columns. `before`: the day whose end `Before` tells of. */
export async function readAll(db: Db, { timeZone, before }: { timeZone: string; before: number }): Promise<Reading> {
  return db.tx(
    async (tx) => {
      await ofOneMoment(tx)
      const customers = emptyCustomers(4096)
      await eachLine(copyInputs(tx), (bytes, start) => takeCustomer(bytes, start, customers))
      const earlier: Before = { row: [], purchaseDays: [], last: [], net: [] }
      const changed = finder(customers)
      await eachLine(await copySince(tx, timeZone, before), (bytes, start) => {
        takeSince(bytes, start, customers, changed(bytes, start), earlier)
      })
      const archived = finder(customers)
      await eachLine(copyArchived(tx), (bytes, start) => {
        const row = archived(bytes, start)
        if (row >= 0) customers.archived[row] = 1
      })
      return { customers, before: earlier }
    },
    { readOnly: true },
  )
}

/** Finds the rows of ids that come in their order; −1 for one who is not there. */
function finder({ ids, n }: Customers): (bytes: Buffer, start: number) => number {
  let at = 0
  return (bytes, start) => {
    for (; at < n; at++) {
      const order = ids.compare(bytes, start, start + idBytes, at * idBytes, (at + 1) * idBytes)
      if (order === 0) return at
      if (order > 0) return -1
    }
    return -1
  }
}

/** Purchase days of one customer in `every`. */
export async function readDays(db: Db, timeZone: string, every: number): Promise<PurchaseDays> {
  return db.tx(
    async (tx) => {
      const places = new Map<string, number>()
      let [customer, day, n] = [new Int32Array(65_536), new Int32Array(65_536), 0]
      await eachLine(await copyDays(tx, timeZone, every), (bytes, start) => {
        if (n === day.length) [customer, day] = [doubled(customer), doubled(day)]
        const id = bytes.toString('latin1', start, start + idBytes)
        let place = places.get(id)
        if (place === undefined) {
          place = places.size
          places.set(id, place)
        }
        customer[n] = place
        day[n] = number(bytes, start + idBytes + 1)
        n++
      })
      return purchaseDays({ customers: places.size, customer: customer.slice(0, n), day: day.slice(0, n) })
    },
    { readOnly: true },
  )
}

const idBytes = 36
const [tab, newline, minus, backslash, zero] = [9, 10, 45, 92, 48]

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(column.length * 2)
  wider.set(column)
  return wider
}

/** The number at a place; NaN for `\N`. */
function number(bytes: Buffer, start: number): number {
  let at = start
  if (bytes[at] === backslash) return Number.NaN
  const negative = bytes[at] === minus
  if (negative) at++
  let value = 0
  for (; ; at++) {
    const digit = bytes[at]! - zero
    if (!(digit >= 0 && digit <= 9)) return negative ? -value : value
    value = value * 10 + digit
  }
}

/** Reads the fields of a line one after the other, each from where it begins; `end` is right after the field read last. */
function fieldsOf(bytes: Buffer, start: number) {
  const fields = {
    end: start,
    next: () => {
      const from = fields.end
      while (bytes[fields.end] !== tab && bytes[fields.end] !== newline) fields.end++
      fields.end++
      return from
    },
  }
  return fields
}

function takeCustomer(bytes: Buffer, start: number, customers: Customers): void {
  const last = customers.n - 1
  const again =
    last >= 0 && customers.ids.compare(bytes, start, start + idBytes, last * idBytes, customers.n * idBytes) === 0
  if (!again && customers.n === customers.net.length) widen(customers)
  const i = again ? last : customers.n++
  const fields = fieldsOf(bytes, start + idBytes + 1)
  const [days, first, recent, previous] = [fields.next(), fields.next(), fields.next(), fields.next()]
  const currency = fields.next()
  const place =
    bytes[currency] === backslash ? -1 : currencyAt(customers, bytes.toString('latin1', currency, fields.end - 1))
  const net = number(bytes, fields.next())
  if (again) {
    if (!larger(customers, place, net, i)) return
  } else {
    bytes.copy(customers.ids, i * idBytes, start, start + idBytes)
    customers.purchaseDays[i] = number(bytes, days)
    customers.first[i] = number(bytes, first)
    customers.last[i] = number(bytes, recent)
    const before = number(bytes, previous)
    customers.previous[i] = Number.isNaN(before) ? noDay : before
  }
  customers.currency[i] = place
  customers.net[i] = net
}

/** Whether a sum is larger than the one of a row. Without rates of exchange whole units stand for size, as elsewhere. */
function larger({ currencies, currency, net }: Customers, place: number, sum: number, row: number): boolean {
  const [one, other] = [currencies[place]!, currencies[currency[row]!]!]
  const [mine, theirs] = [sum / 10 ** decimalsOf(one), net[row]! / 10 ** decimalsOf(other)]
  return mine > theirs || (mine === theirs && one < other)
}

function takeSince(bytes: Buffer, start: number, customers: Customers, row: number, before: Before): void {
  if (row < 0) return
  const fields = fieldsOf(bytes, start + idBytes + 1)
  const [days, last, currency] = [number(bytes, fields.next()), number(bytes, fields.next()), fields.next()]
  const place =
    bytes[currency] === backslash
      ? -1
      : customers.currencies.indexOf(bytes.toString('latin1', currency, fields.end - 1))
  const net = number(bytes, fields.next())
  if (before.row.at(-1) !== row) {
    before.row.push(row)
    before.purchaseDays.push(customers.purchaseDays[row]! - days)
    before.last.push(Number.isNaN(last) ? noDay : last)
    before.net.push(customers.net[row]!)
  }
  if (place >= 0 && place === customers.currency[row]) before.net[before.net.length - 1]! -= net
}
