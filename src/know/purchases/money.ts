import { type Batch, fresh, type Item, type Work } from '#src/collect/intake/index.ts'
import { log, type NewEntry, unlog } from '#src/know/interactions/index.ts'
import { deleteInvoices, deletePayments, insertInvoices, insertPayments, timesOf } from './queries.ts'

const formerly = (items: Item[]) =>
  items
    .filter((item) => item.version > 1)
    .map((item) => ({ customerId: item.formerCustomerId ?? item.customerId!, id: item.id }))

/** Writes invoices and payments of a batch and puts them on the timeline. */
export async function applyMoney(work: Work, batch: Batch): Promise<void> {
  const invoices = fresh(batch, 'invoice')
  const payments = fresh(batch, 'payment')
  await unlog(work, batch, [...invoices, ...payments])
  await deleteInvoices(work.tx, formerly(invoices))
  await insertInvoices(
    work.tx,
    invoices.map(({ record: r, ...item }) => ({
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
    })),
  )
  const silent = payments.filter((item) => item.record.at === undefined && item.parentId !== null)
  const times = new Map(
    (
      await timesOf(
        work.tx,
        silent.map((item) => ({ customerId: item.customerId!, id: item.parentId! })),
      )
    ).map((row) => [row.id, row.at]),
  )
  const timed = payments.map((item) => ({ ...item, at: item.record.at ?? times.get(item.parentId ?? '') ?? work.now }))
  await deletePayments(work.tx, formerly(payments))
  await insertPayments(
    work.tx,
    timed.map(({ record: r, ...item }) => ({
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
    })),
  )
  const of = (item: Item) => ({
    customerId: item.customerId!,
    id: item.id,
    originId: item.identityId!,
    isNew: item.version === 1,
  })
  const entries: NewEntry[] = invoices.map((item) => ({
    ...of(item),
    at: item.record.at,
    kind: 'invoice',
    amount: item.record.total,
    currency: item.record.currency,
    reference: item.record.number,
    status: item.record.status,
  }))
  for (const item of timed)
    entries.push({
      ...of(item),
      at: item.at,
      kind: 'payment',
      title: item.record.method,
      amount: item.record.amount,
      currency: item.record.currency,
      reference: item.record.invoiceNumber ?? item.record.orderNumber,
    })
  await log(work, batch.source, batch, entries)
}
