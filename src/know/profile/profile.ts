import { authorize, may } from '#src/company/index.ts'
import { type FoundHit, hits, identity, searchIdentifiers, searchNames, shownHits } from '#src/know/customers/index.ts'
import type { SearchAnswer, SearchHit } from '#src/know/customers/contract.ts'
import { customerValue } from '#src/know/insights/index.ts'
import { entriesOf } from '#src/know/interactions/index.ts'
import { invoicesBeginning, ordersBeginning } from '#src/know/purchases/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerPage } from './contract.ts'

/** Everything that the first glance at a customer needs. An id merged away answers with the one that stayed. */
export async function page(context: Context, id: Uuid): Promise<CustomerPage> {
  authorize(context.actor, 'customer.read')
  const { db, actor, now, config } = context
  const about = (customerId: Uuid) =>
    Promise.all([
      may(actor, 'value.read')
        ? customerValue(db, customerId, { now, timeZone: config.timeZone, currency: config.currency })
        : null,
      entriesOf(context, customerId, { limit: 50 }),
    ])
  const [who, [value, entries]] = await Promise.all([identity(context, id), about(id)])
  if (who.id === id) return { identity: who, value, timeline: entries }
  const [stayedValue, stayedEntries] = await about(who.id)
  return { identity: who, value: stayedValue, timeline: stayedEntries }
}

const most = 20

/**
 * Finds customers by any scrap: part of a name, digits of a telephone number in any way of writing, e-mail, customer number,
 * order or invoice number, business id. Best first, at most 20.
 */
export async function search(context: Context, text: string): Promise<SearchAnswer> {
  authorize(context.actor, 'customer.search')
  const typed = text.normalize('NFC').toWellFormed().replaceAll('\u0000', '').trim().slice(0, 200)
  if (typed === '') return { hits: [] }
  const { db, actor } = context
  const digits = /\d/.test(typed)
  const found: FoundHit[] = []
  const contact = may(actor, 'customer.contact')
  const first = digits || typed.includes('@')
  if (contact && first) found.push(...(await searchIdentifiers(db, typed, most)))
  if (digits && found.length < most) found.push(...(await searchNumbers(context, typed)))
  if (!typed.includes('@') && found.length < most) found.push(...(await searchNames(db, typed, most - found.length)))
  if (contact && !first && found.length < most) found.push(...(await searchIdentifiers(db, typed, most - found.length)))
  const seen = new Set<Uuid>()
  return {
    hits: shownHits(
      actor,
      found.filter((hit) => !seen.has(hit.id) && seen.add(hit.id)),
    ).slice(0, most),
  }
}

async function searchNumbers({ db }: Context, typed: string): Promise<FoundHit[]> {
  const [orders, invoices] = await Promise.all([
    ordersBeginning(db, typed, most),
    invoicesBeginning(db, typed.replace(/\s/g, ''), most),
  ])
  const shown = new Map<Uuid, Pick<SearchHit, 'matched' | 'shown'>>([
    ...invoices.map((hit) => [hit.customer_id, { matched: 'invoice' as const, shown: hit.shown }] as const),
    ...orders.map((hit) => [hit.customer_id, { matched: 'order' as const, shown: hit.shown }] as const),
  ])
  return (await hits(db, [...shown.keys()])).map((row) => ({ ...row, ...shown.get(row.id)! }))
}
