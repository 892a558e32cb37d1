import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

const product = table('know.product', {
  id: 'uuid',
  source_id: 'uuid',
  sku: 'text',
  name: 'text',
  category: 'text',
  price: 'numeric',
  currency: 'text',
  attributes: 'jsonb',
  in_stock: 'boolean',
})
const purchase = table('know.purchase', {
  customer_id: 'uuid',
  id: 'uuid',
  number: 'text',
  at: 'timestamptz',
  type: 'text',
  status: 'text',
  channel: 'text',
  currency: 'text',
  stated_total: 'bigint',
  stated_net: 'bigint',
  total: 'bigint',
  items: 'int',
  source_id: 'uuid',
  origin_id: 'uuid',
})
const line = table('know.purchase_line', {
  customer_id: 'uuid',
  purchase_id: 'uuid',
  id: 'uuid',
  line_number: 'text',
  sku: 'text',
  description: 'text',
  category: 'text',
  quantity: 'numeric',
  unit_price: 'numeric',
  amount: 'bigint',
  freight: 'bigint',
  duplicate: 'boolean',
  source_id: 'uuid',
  origin_id: 'uuid',
})
const invoice = table('know.invoice', {
  customer_id: 'uuid',
  id: 'uuid',
  number: 'text',
  reference: 'text',
  order_number: 'text',
  at: 'timestamptz',
  due_on: 'date',
  paid_at: 'timestamptz',
  total: 'bigint',
  net: 'bigint',
  currency: 'text',
  status: 'text',
  source_id: 'uuid',
  origin_id: 'uuid',
})
const payment = table('know.payment', {
  customer_id: 'uuid',
  id: 'uuid',
  order_number: 'text',
  invoice_number: 'text',
  method: 'text',
  sequence: 'text',
  amount: 'bigint',
  currency: 'text',
  at: 'timestamptz',
  source_id: 'uuid',
  origin_id: 'uuid',
})
type RowOf<T extends { columns: object }> = Record<keyof T['columns'], unknown>
export type ProductRow = RowOf<typeof product>
export type PurchaseRow = RowOf<typeof purchase>
export type LineRow = RowOf<typeof line>
export type InvoiceRow = RowOf<typeof invoice>
export type PaymentRow = RowOf<typeof payment>

export const insertPurchases = (tx: Tx, rows: PurchaseRow[]) => insertMany(tx, purchase, rows)
export const insertLines = (tx: Tx, rows: LineRow[]) => insertMany(tx, line, rows)
export const insertInvoices = (tx: Tx, rows: InvoiceRow[]) => insertMany(tx, invoice, rows)
export const insertPayments = (tx: Tx, rows: PaymentRow[]) => insertMany(tx, payment, rows)

export async function putProducts(tx: Tx, rows: ProductRow[]): Promise<void> {
  if (rows.length === 0) return
  // what nobody tells of stock stays as it was told last
  await insertMany(
    tx,
    product,
    rows,
    `on conflict (id) do update set source_id = excluded.source_id, sku = excluded.sku, name = excluded.name, category = excluded.category,
      price = excluded.price, currency = excluded.currency, attributes = excluded.attributes,
      in_stock = coalesce(excluded.in_stock, product.in_stock)`,
  )
}
export interface KnownProduct {
  id: Uuid
  name: string | null
  category: string | null
}
export function products(tx: Tx, ids: Uuid[]): Promise<KnownProduct[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx.rows(sql<KnownProduct>`select id, name, category from know.product where id = any(${ids}::uuid[])`)
}

interface Owned {
  customerId: Uuid
  id: Uuid
}
const owned = (rows: Owned[]) =>
  sql`unnest(${rows.map((r) => r.customerId)}::uuid[], ${rows.map((r) => r.id)}::uuid[]) as d (customer_id, id)`

export async function deletePurchases(tx: Tx, rows: Owned[]): Promise<void> {
  if (rows.length > 0)
    await tx.run(
      sql`delete from know.purchase p using ${owned(rows)} where p.customer_id = d.customer_id and p.id = d.id`,
    )
}
export async function deleteLines(tx: Tx, rows: Owned[]): Promise<void> {
  if (rows.length > 0)
    await tx.run(
      sql`delete from know.purchase_line p using ${owned(rows)} where p.customer_id = d.customer_id and p.id = d.id`,
    )
}
/** Lines of purchases: one each, or all where no id is given. */
export async function deleteLinesOf(
  tx: Tx,
  rows: { customerId: Uuid; purchaseId: Uuid; id: Uuid | null }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from know.purchase_line p
    using unnest(${rows.map((r) => r.customerId)}::uuid[], ${rows.map((r) => r.purchaseId)}::uuid[], ${rows.map((r) => r.id)}::uuid[])
      as d (customer_id, purchase_id, id)
    where p.customer_id = d.customer_id and p.purchase_id = d.purchase_id and (d.id is null or p.id = d.id)`)
}
export async function deleteProducts(tx: Tx, ids: Uuid[]): Promise<void> {
  if (ids.length > 0) await tx.run(sql`delete from know.product where id = any(${ids}::uuid[])`)
}
export async function deleteInvoices(tx: Tx, rows: Owned[]): Promise<void> {
  if (rows.length > 0)
    await tx.run(
      sql`delete from know.invoice p using ${owned(rows)} where p.customer_id = d.customer_id and p.id = d.id`,
    )
}
export async function deletePayments(tx: Tx, rows: Owned[]): Promise<void> {
  if (rows.length > 0)
    await tx.run(
      sql`delete from know.payment p using ${owned(rows)} where p.customer_id = d.customer_id and p.id = d.id`,
    )
}
/** The lines of a purchase follow it to the customer it turned out to be of. */
export async function followPurchase(tx: Tx, moved: { id: Uuid; from: Uuid; to: Uuid; originId: Uuid }): Promise<void> {
  await tx.run(sql`
    with gone as (
      delete from know.purchase_line where customer_id = ${moved.from} and purchase_id = ${moved.id}
      returning purchase_id, id, line_number, sku, description, category, quantity, unit_price, amount, freight, duplicate, source_id
    )
    insert into know.purchase_line (customer_id, purchase_id, id, line_number, sku, description, category, quantity, unit_price, amount,
      freight, duplicate, source_id, origin_id)
    select ${moved.to}::uuid, purchase_id, id, line_number, sku, description, category, quantity, unit_price, amount, freight, duplicate,
      source_id, ${moved.originId}::uuid from gone`)
}

export interface Tally {
  customer_id: Uuid
  id: Uuid
  number: string | null
  at: Date | string
  type: 'purchase' | 'return' | 'cancellation'
  status: string | null
  channel: string | null
  currency: string
  origin_id: Uuid
  stated_total: string | null
  sum: string | null
  items: number
  descriptions: string[]
}
/** Purchases with the sums of their lines and the first descriptions. */
export function tally(tx: Tx, rows: Owned[]): Promise<Tally[]> {
  if (rows.length === 0) return Promise.resolve([])
  return tx.rows(sql<Tally>`
    select p.customer_id, p.id, p.number, p.at, p.type, p.status, p.channel, p.currency, p.origin_id, p.stated_total,
      l.sum, coalesce(l.items, 0)::int as items, coalesce(l.descriptions, '{}') as descriptions
    from ${owned(rows)}
    join know.purchase p on p.customer_id = d.customer_id and p.id = d.id
    cross join lateral (
      select sum(amount + coalesce(freight, 0))::bigint as sum, count(*) as items,
        (array_agg(coalesce(description, category) order by amount desc, id) filter (where coalesce(description, category) is not null))[1:4] as descriptions
      from know.purchase_line where customer_id = p.customer_id and purchase_id = p.id
    ) l`)
}
export async function setTotals(
  tx: Tx,
  rows: { customerId: Uuid; id: Uuid; total: string | null; items: number }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update know.purchase p set total = t.total, items = t.items
    from unnest(${rows.map((r) => r.customerId)}::uuid[], ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.total)}::bigint[],
      ${rows.map((r) => r.items)}::int[]) as t (customer_id, id, total, items)
    where p.customer_id = t.customer_id and p.id = t.id`)
}
/** When purchases and invoices happened: for payments that do not say. */
export function timesOf(tx: Tx, rows: Owned[]): Promise<{ id: Uuid; at: Date }[]> {
  if (rows.length === 0) return Promise.resolve([])
  return tx.rows(sql<{ id: Uuid; at: Date }>`
    select p.id, p.at from ${owned(rows)} join know.purchase p on p.customer_id = d.customer_id and p.id = d.id
    union all
    select p.id, p.at from ${owned(rows)} join know.invoice p on p.customer_id = d.customer_id and p.id = d.id`)
}

// --- reading ----------------------------------------------------------------------------------------------------------------

export interface PurchaseHead {
  id: Uuid
  number: string | null
  at: Date
  type: 'purchase' | 'return' | 'cancellation'
  status: string | null
  channel: string | null
  currency: string
  total: string | null
  source: string
}
export function purchaseOf(runner: Runner, customerId: Uuid, id: Uuid): Promise<PurchaseHead | undefined> {
  return runner.maybe(sql<PurchaseHead>`
    select p.id, p.number, p.at, p.type, p.status, p.channel, p.currency, p.total, s.name as source
    from know.purchase p join collect.source s on s.id = p.source_id where p.customer_id = ${customerId} and p.id = ${id}`)
}
export interface PurchaseLine {
  id: Uuid
  sku: string | null
  description: string | null
  category: string | null
  quantity: string
  unit_price: string | null
  amount: string
  duplicate: boolean
}
export function linesOf(runner: Runner, customerId: Uuid, purchaseId: Uuid): Promise<PurchaseLine[]> {
  return runner.rows(sql<PurchaseLine>`
    select id, sku, description, category, quantity::text, unit_price::text, amount, duplicate from know.purchase_line
    where customer_id = ${customerId} and purchase_id = ${purchaseId} order by length(line_number), line_number, amount desc, id limit 1000`)
}
export interface InvoiceOf {
  id: Uuid
  number: string
  at: Date
  due_on: string | null
  paid_at: Date | null
  total: string
  currency: string
  status: string | null
}
export function invoicesOf(runner: Runner, customerId: Uuid, orderNumber: string): Promise<InvoiceOf[]> {
  return runner.rows(sql<InvoiceOf>`
    select id, number, at, due_on, paid_at, total, currency, status from know.invoice
    where customer_id = ${customerId} and order_number = ${orderNumber} order by at, id limit 100`)
}
export interface PaymentOf {
  id: Uuid
  at: Date
  method: string | null
  amount: string
  currency: string
}
export function paymentsOf(runner: Runner, customerId: Uuid, orderNumber: string): Promise<PaymentOf[]> {
  return runner.rows(sql<PaymentOf>`
    select id, at, method, amount, currency from know.payment
    where customer_id = ${customerId} and order_number = ${orderNumber} order by at, id limit 100`)
}

export interface NumberHit {
  customer_id: Uuid
  shown: string
}
export function ordersBeginning(runner: Runner, text: string, limit: number): Promise<NumberHit[]> {
  return runner.rows(sql<NumberHit>`
    select customer_id, number as shown from know.purchase
    where number >= ${text} and number < ${`${text}\u{10FFFF}`} order by number limit ${limit}`)
}
/** Invoices by number, or by the reference that was paid with. */
export function invoicesBeginning(runner: Runner, text: string, limit: number): Promise<NumberHit[]> {
  return runner.rows(sql<NumberHit>`
    (select customer_id, number as shown from know.invoice
     where number >= ${text} and number < ${`${text}\u{10FFFF}`} order by number limit ${limit})
    union all
    (select customer_id, reference as shown from know.invoice where reference = ${text} limit ${limit})`)
}
