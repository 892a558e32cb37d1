import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Invoices of a customer from this moment on: what bookkeeping must keep, with the moment of the last. */
export function invoicesSince(runner: Runner, id: Uuid, since: Date): Promise<{ count: number; last: Date | null }> {
  return runner.one(sql<{ count: number; last: Date | null }>`
    select count(*)::int as count, max(at) as last from know.invoice where customer_id = ${id} and at >= ${since}`)
}
/** What else of purchases there is of a customer. */
export function purchasesOf(
  runner: Runner,
  id: Uuid,
): Promise<{ purchases: number; payments: number; invoices: number }> {
  return runner.one(sql<{ purchases: number; payments: number; invoices: number }>`
    select (select count(*)::int from know.purchase where customer_id = ${id}) as purchases,
      (select count(*)::int from know.payment where customer_id = ${id}) as payments,
      (select count(*)::int from know.invoice where customer_id = ${id}) as invoices`)
}
/** Copies the invoices from this moment on for the nameless keeper, without what leads back to orders. */
export function keepInvoices(
  tx: Tx,
  id: Uuid,
  since: Date,
  keeper: { customerId: Uuid; originId: Uuid },
): Promise<number> {
  return tx.run(sql`
    insert into know.invoice (customer_id, id, number, at, due_on, paid_at, total, net, currency, status, source_id, origin_id)
    select ${keeper.customerId}::uuid, id, number, at, due_on, paid_at, total, net, currency, status, source_id, ${keeper.originId}::uuid
    from know.invoice where customer_id = ${id} and at >= ${since}`)
}
export async function erasePurchases(
  tx: Tx,
  id: Uuid,
): Promise<{ purchases: number; payments: number; invoices: number }> {
  await tx.run(sql`delete from know.purchase_line where customer_id = ${id}`)
  const purchases = await tx.run(sql`delete from know.purchase where customer_id = ${id}`)
  const payments = await tx.run(sql`delete from know.payment where customer_id = ${id}`)
  const invoices = await tx.run(sql`delete from know.invoice where customer_id = ${id}`)
  return { purchases, payments, invoices }
}
