import type { Currency, Uuid } from '#src/terms/index.ts'

/** Stands for "none" where days are numbers. */
export const noDay = -2_147_483_648

/** What forecasts are made of, in columns: customers with purchases. Days count from 1970-01-01. */
export interface Customers {
  n: number
  /** UUIDs as text, 36 bytes each. */
  ids: Buffer
  purchaseDays: Uint32Array
  first: Int32Array
  last: Int32Array
  /** `noDay`: none. */
  previous: Int32Array
  /** Place in `currencies` of the largest; −1: no sums are known. */
  currency: Int16Array
  /** Net spend in it, minor units; NaN: not known. */
  net: Float64Array
  archived: Uint8Array
  currencies: Currency[]
}

/** What is expected of them. Sums in minor units of their currency, NaN: not known. */
export interface Forecasts {
  alive: Float64Array
  none: Float64Array
  purchases: Float64Array
  spend: Float64Array
  value: Float64Array
  /** `noDay`: not within three years. */
  next: Int32Array
  /** Places in `forecastStates`. */
  state: Uint8Array
  since: Int32Array
}

/** One customer as SQL brings it. */
export interface CustomerRow {
  customer_id: Uuid
  purchase_days: number
  first: number
  last: number
  previous: number | null
  currency: Currency | null
  net: string | null
}

const idBytes = 36

export function emptyCustomers(room: number): Customers {
  return {
    n: 0,
    ids: Buffer.alloc(room * idBytes),
    purchaseDays: new Uint32Array(room),
    first: new Int32Array(room),
    last: new Int32Array(room),
    previous: new Int32Array(room),
    currency: new Int16Array(room),
    net: new Float64Array(room),
    archived: new Uint8Array(room),
    currencies: [],
  }
}

/** Doubles the room of all columns. */
export function widen(customers: Customers): void {
  const wider = emptyCustomers(Math.max(1024, customers.net.length * 2))
  customers.ids.copy(wider.ids)
  wider.purchaseDays.set(customers.purchaseDays)
  wider.first.set(customers.first)
  wider.last.set(customers.last)
  wider.previous.set(customers.previous)
  wider.currency.set(customers.currency)
  wider.net.set(customers.net)
  wider.archived.set(customers.archived)
  Object.assign(customers, { ...wider, n: customers.n, currencies: customers.currencies })
}

export function customersOf(rows: readonly CustomerRow[]): Customers {
  const customers = emptyCustomers(rows.length)
  for (const [i, row] of rows.entries()) {
    customers.ids.write(row.customer_id, i * idBytes, 'latin1')
    customers.purchaseDays[i] = row.purchase_days
    customers.first[i] = row.first
    customers.last[i] = row.last
    customers.previous[i] = row.previous ?? noDay
    customers.currency[i] = row.currency === null ? -1 : currencyAt(customers, row.currency)
    customers.net[i] = row.net === null ? Number.NaN : Number(row.net)
  }
  customers.n = rows.length
  return customers
}

/** The place of a currency; it gets one when it is new. */
export function currencyAt({ currencies }: Customers, currency: Currency): number {
  const at = currencies.indexOf(currency)
  return at >= 0 ? at : currencies.push(currency) - 1
}

export const idAt = (customers: Customers, i: number): Uuid =>
  customers.ids.toString('latin1', i * idBytes, (i + 1) * idBytes)
