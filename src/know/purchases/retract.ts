import { type Batch, recordId, type Work } from '#src/collect/intake/index.ts'
import { log } from '#src/know/interactions/index.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import { entryOf } from './apply.ts'
import {
  deleteInvoices,
  deleteLinesOf,
  deletePayments,
  deleteProducts,
  deletePurchases,
  setTotals,
  tally,
} from './queries.ts'

/** Takes away products, purchases, lines, invoices and payments that lose their effect, and sums anew the purchases that lose a line. */
export async function retract(work: Work, batch: Batch): Promise<void> {
  const of = (kind: RecordKind) =>
    batch.gone
      .filter((one) => one.kind === kind && one.customerId !== null)
      .map(({ id, parentId, customerId }) => ({ id, parentId, customerId: customerId! }))
  const [heads, parts] = [of('purchase'), of('purchaseLine')]
  await deleteLinesOf(work.tx, [
    ...heads.map(({ id, customerId }) => ({ customerId, purchaseId: id, id: null })),
    ...parts.map(({ id, parentId, customerId }) => ({ customerId, purchaseId: parentId!, id })),
  ])
  await deletePurchases(work.tx, heads)
  await deleteInvoices(work.tx, of('invoice'))
  await deletePayments(work.tx, of('payment'))
  await deleteProducts(
    work.tx,
    batch.gone.flatMap(({ sku, stays }) =>
      sku === undefined || stays ? [] : [recordId(batch.source.id, 'product', sku)],
    ),
  )
  const shorter = new Map<Uuid, Uuid>()
  for (const one of parts) shorter.set(one.parentId!, one.customerId)
  const sums = await tally(
    work.tx,
    [...shorter].map(([id, customerId]) => ({ id, customerId })),
  )
  await setTotals(
    work.tx,
    sums.map((t) => ({ customerId: t.customer_id, id: t.id, total: t.stated_total ?? t.sum, items: t.items })),
  )
  const entries = sums.map((t) => entryOf(t, false))
  await log(work, batch.source, batch, entries)
}
