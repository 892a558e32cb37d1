import { customerFields, type FieldTable } from '#src/know/segments/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Verb } from '#src/terms/index.ts'
import type { ListName, Sort } from '../contract.ts'
import { interactionFields, productFields, purchaseFields } from './fields.ts'

/** What a cursor holds of the sort key, and is cast to. */
export type KeyType = 'uuid' | 'text' | 'timestamptz' | 'date' | 'numeric'

/** One order of a list, as an index gives it. Rows without the key come last in both directions, by id. */
export interface Order {
  readonly key: Statement
  readonly type: KeyType
  /** Where the rows with a key are read from, in the index's order. */
  readonly from: Statement
  /** The id beside the key in the index, and whether it runs with the key or against it. */
  readonly id: Statement
  readonly tie: 'with' | 'against'
  /** What rows with a key have, as the partial index says it. */
  readonly having?: Statement
  /** The key over the list's own `from`, where `key` needs the order's. */
  readonly whole?: Statement
  /** What rows without a key have (over the list's own `from`); absent: there are none. */
  readonly lacking?: Statement
}
export interface ListSpec {
  readonly name: ListName
  readonly verb: Verb
  readonly fields: FieldTable
  readonly from: Statement
  readonly id: Statement
  /** Whom a row is about. */
  readonly customer: Statement
  /** Finds the rows of a page again by `page.id` and `page.customer`. */
  readonly again: Statement
  /** What is left out unless the conditions ask about this field. */
  readonly usual?: { readonly field?: string; readonly where: Statement }
  readonly columns: readonly string[]
  readonly sort: Sort
  readonly orderOf: (field: string) => Order | undefined
}

const customer = sql`know.customer c`
const id = sql`c.id`
const noSpend = (currency: string) =>
  sql`not exists (select from know.spend o where o.customer_id = c.id and o.currency = ${currency}::text)`

function customerOrder(field: string): Order | undefined {
  const plain = { from: customer, id, tie: 'with' } as const
  const city = sql`lower(case when c.protected then null else c.city end)`
  const currency = /^spend\.([A-Z]{3})$/.exec(field)?.[1]
  if (currency !== undefined)
    return {
      key: sql`o.net`,
      type: 'numeric',
      from: sql`know.spend o join know.customer c on c.id = o.customer_id`,
      id: sql`o.customer_id`,
      tie: 'against',
      having: sql`o.currency = ${currency}::text`,
      whole: sql`(select o.net from know.spend o where o.customer_id = c.id and o.currency = ${currency}::text)`,
      lacking: noSpend(currency),
    }
  switch (field) {
    case 'name':
      return { ...plain, key: sql`c.sort_key`, type: 'text' }
    case 'created':
      return { ...plain, key: id, type: 'uuid' }
    case 'updated':
      return { ...plain, key: sql`c.updated_at`, type: 'timestamptz' }
    case 'city':
      return { ...plain, key: city, type: 'text', having: sql`${city} is not null`, lacking: sql`${city} is null` }
    case 'lastPurchase':
      return {
        key: sql`o.last_purchase`,
        type: 'date',
        from: sql`know.rollup o join know.customer c on c.id = o.customer_id`,
        id: sql`o.customer_id`,
        tie: 'with',
        having: sql`o.last_purchase is not null`,
        whole: sql`(select o.last_purchase from know.rollup o where o.customer_id = c.id)`,
        lacking: sql`not exists (select from know.rollup o where o.customer_id = c.id and o.last_purchase is not null)`,
      }
    default:
      return undefined
  }
}

const customers: ListSpec = {
  name: 'customers',
  verb: 'customer.read',
  fields: customerFields,
  from: customer,
  id,
  customer: id,
  again: sql`join know.customer c on c.id = page.id`,
  usual: { field: 'archived', where: sql`c.archived_at is null` },
  columns: ['name', 'email', 'phone', 'city', 'stage', 'lastPurchase', 'created'],
  sort: { field: 'created', direction: 'desc' },
  orderOf: customerOrder,
}

const productFrom = sql`know.product p`
const products: ListSpec = {
  name: 'products',
  verb: 'purchase.read',
  fields: productFields,
  from: productFrom,
  id: sql`p.id`,
  customer: sql`null::uuid`,
  again: sql`join know.product p on p.id = page.id`,
  columns: ['sku', 'name', 'category', 'price', 'currency', 'source'],
  sort: { field: 'name', direction: 'asc' },
  // a table of reference: small enough to be sorted at every page
  orderOf: (field) => {
    const place = productFields.fixed.find(
      (one) => one.id === field && ['sku', 'name', 'category', 'price'].includes(one.id),
    )
    if (place === undefined) return undefined
    const plain = { from: productFrom, id: sql`p.id`, tie: 'with' } as const
    if (field === 'sku') return { ...plain, key: sql`p.sku`, type: 'text' }
    if (field === 'price')
      return {
        ...plain,
        key: sql`p.price`,
        type: 'numeric',
        having: sql`p.price is not null`,
        lacking: sql`p.price is null`,
      }
    const key = field === 'name' ? sql`lower(p.name)` : sql`lower(p.category)`
    return { ...plain, key, type: 'text', having: sql`${key} is not null`, lacking: sql`${key} is null` }
  },
}

const purchaseFrom = sql`know.purchase p join know.customer c on c.id = p.customer_id`
const purchases: ListSpec = {
  name: 'purchases',
  verb: 'purchase.read',
  fields: purchaseFields,
  from: purchaseFrom,
  id: sql`p.id`,
  customer: sql`p.customer_id`,
  again: sql`join know.purchase p on p.customer_id = page.customer and p.id = page.id join know.customer c on c.id = p.customer_id`,
  columns: ['at', 'number', 'customer.name', 'type', 'total', 'items', 'channel', 'source'],
  sort: { field: 'at', direction: 'desc' },
  orderOf: (field) =>
    field === 'at'
      ? { from: purchaseFrom, key: sql`p.at`, type: 'timestamptz', id: sql`p.id`, tie: 'with' }
      : undefined,
}

const interactionFrom = sql`know.timeline t join know.customer c on c.id = t.customer_id`
const interactions: ListSpec = {
  name: 'interactions',
  verb: 'timeline.read',
  fields: interactionFields,
  from: interactionFrom,
  id: sql`t.id`,
  customer: sql`t.customer_id`,
  again: sql`join know.timeline t on t.customer_id = page.customer and t.at = page.k and t.id = page.id
    join know.customer c on c.id = t.customer_id`,
  usual: {
    where: sql`t.kind in ('call', 'mail', 'visit', 'note', 'wish', 'inquiry', 'complaint', 'feedback', 'lead', 'deal', 'other')`,
  },
  columns: ['at', 'kind', 'customer.name', 'title', 'channel', 'handler', 'source'],
  sort: { field: 'at', direction: 'desc' },
  orderOf: (field) =>
    field === 'at'
      ? { from: interactionFrom, key: sql`t.at`, type: 'timestamptz', id: sql`t.id`, tie: 'with' }
      : undefined,
}

export const specs: Readonly<Record<ListName, ListSpec>> = { customers, products, purchases, interactions }
