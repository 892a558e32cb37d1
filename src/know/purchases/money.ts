import {
  type Batch,
  fresh,
  type InvoiceRecord,
  type Item,
  type PaymentRecord,
  type Work,
} from '#src/collect/intake/index.ts'
import { log, type NewEntry, unlog } from '#src/know/interactions/index.ts'
import type { Instant } from '#src/terms/index.ts'
import {
  deleteInvoices,
  deletePayments,
  type InvoiceRow,
  insertInvoices,
  insertPayments,
  type PaymentRow,
  timesOf,
} from './queries.ts'

const formerly = (items: Item[]) =>
  items
    .filter((item) => item.version > 1)
    .map((item) => ({ customerId: item.formerCustomerId ?? item.customerId!, id: item.id }))

type InvoiceItem = Item & { record: InvoiceRecord }
type PaymentItem = Item & { record: PaymentRecord; at: Instant | Date }

/** Writes invoices and payments of a batch and puts them on the timeline. */
export async function applyMoney(work: Work, batch: Batch): Promise<void> {
  const invoices = fresh(batch, 'invoice')
  const payments = fresh(batch, 'payment')
  await unlog(work, batch, [...invoices, ...payments])
  await deleteInvoices(work.tx, formerly(invoices))
  await insertInvoices(
    work.tx,
    invoices.map((item) => invoiceRow(batch, item)),
  )
  const timed = await withTimes(work, payments)
  await deletePayments(work.tx, formerly(payments))
  await insertPayments(
    work.tx,
    timed.map((item) => paymentRow(batch, item)),
  )
  await log(work, batch.source, batch, [...invoices.map(invoiceEntry), ...timed.map(paymentEntry)])
}

/** A payment that does not say when happened when what it pays did. */
async function withTimes(work: Work, payments: (Item & { record: PaymentRecord })[]): Promise<PaymentItem[]> {
  const silent = payments.filter((item) => item.record.at === undefined && item.parentId !== null)
  const rows = await timesOf(
    work.tx,
    silent.map((item) => ({ customerId: item.customerId!, id: item.parentId! })),
  )
  const times = new Map(rows.map((row) => [row.id, row.at]))
  return payments.map((item) => ({
    ...item,
    at: item.record.at ?? times.get(item.parentId ?? '') ?? item.receivedAt ?? work.now,
  }))
}

const invoiceRow = (batch: Batch, { record: r, ...item }: InvoiceItem): InvoiceRow => ({
  customer_id: item.customerId,
  id: item.id,
  number: r.number,
  reference: r.reference ?? null,
  order_number: r.orderNumber ?? null,
  at: r.at,
  due_on: r.dueOn ?? null,
  paid_at: r.paidAt ?? null,
  total: r.total,
  net: r.net ?? null,
  currency: r.currency,
  status: r.status ?? null,
  source_id: batch.source.id,
  origin_id: item.identityId,
})

const paymentRow = (batch: Batch, { record: r, ...item }: PaymentItem): PaymentRow => ({
  customer_id: item.customerId,
  id: item.id,
  order_number: r.orderNumber ?? null,
  invoice_number: r.invoiceNumber ?? null,
  method: r.method ?? null,
  sequence: r.sequence ?? null,
  amount: r.amount,
  currency: r.currency,
  at: item.at,
  source_id: batch.source.id,
  origin_id: item.identityId,
})

const ownerOf = (item: Item) => ({
  customerId: item.customerId!,
  id: item.id,
  originId: item.identityId!,
  isNew: item.version === 1,
})

const invoiceEntry = (item: InvoiceItem): NewEntry => ({
  ...ownerOf(item),
  at: item.record.at,
  kind: 'invoice',
  amount: item.record.total,
  currency: item.record.currency,
  reference: item.record.number,
  status: item.record.status,
})

const paymentEntry = (item: PaymentItem): NewEntry => ({
  ...ownerOf(item),
  at: item.at,
  kind: 'payment',
  title: item.record.method,
  amount: item.record.amount,
  currency: item.record.currency,
  reference: item.record.invoiceNumber ?? item.record.orderNumber,
})
