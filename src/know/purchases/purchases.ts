import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Purchase } from './contract.ts'
import { invoicesOf, linesOf, paymentsOf, purchaseOf } from './queries.ts'

/** One purchase with its lines and the invoices and payments of the same order number. */
export async function purchase(context: Context, customerId: Uuid, id: Uuid): Promise<Purchase> {
  authorize(context.actor, 'purchase.read')
  const { db } = context
  const head = await purchaseOf(db, customerId, id)
  if (!head) throw new Refusal(404, 'not_found', 'This customer has no such purchase.', 'Open it from the timeline.')
  const [lines, invoices, payments] = await Promise.all([
    linesOf(db, customerId, id),
    head.number === null ? [] : invoicesOf(db, customerId, head.number),
    head.number === null ? [] : paymentsOf(db, customerId, head.number),
  ])
  const open = may(context.actor, 'value.read')
  const money = (minor: string | null, currency: string) => ({ minor: open ? (minor ?? '0') : '0', currency })
  return {
    id: head.id,
    number: head.number,
    at: head.at.toISOString(),
    type: head.type,
    status: head.status,
    channel: head.channel,
    total: head.total === null || !open ? null : money(head.total, head.currency),
    source: head.source,
    lines: lines.map(({ unit_price, amount, ...l }) => ({
      ...l,
      unitPrice: open ? unit_price : null,
      amount: money(amount, head.currency),
    })),
    invoices: invoices.map((i) => ({
      id: i.id,
      number: i.number,
      at: i.at.toISOString(),
      dueOn: i.due_on,
      paidAt: i.paid_at?.toISOString() ?? null,
      total: money(i.total, i.currency),
      status: i.status,
    })),
    payments: payments.map((p) => ({
      id: p.id,
      at: p.at.toISOString(),
      method: p.method,
      amount: money(p.amount, p.currency),
    })),
  }
}
