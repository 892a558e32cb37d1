import { authorize, may } from '#src/company/index.ts'
import {
  type FoundHit,
  hits,
  identityAtGlance,
  leadsTo,
  searchIdentifiers,
  searchNames,
  shownHits,
} from '#src/know/customers/index.ts'
import type { SearchAnswer, SearchHit } from '#src/know/customers/contract.ts'
import { valueAtGlance } from '#src/know/insights/index.ts'
import { newestEntries } from '#src/know/interactions/index.ts'
import { invoicesBeginning, ordersBeginning } from '#src/know/purchases/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerPage } from './contract.ts'
import { glance } from './queries.ts'

/** Everything that the first glance at a customer needs, in one statement. An id merged away answers with the one that stayed. */
export async function page(context: Context, id: Uuid): Promise<CustomerPage> {
  authorize(context.actor, 'customer.read')
  const { db, actor, now, config } = context
  const who = identityAtGlance(context, id)
  const value = may(actor, 'value.read')
    ? valueAtGlance(id, { now, timeZone: config.timeZone, currency: config.currency })
    : null
  const timeline = newestEntries(context, id)
  const row = await glance(db, who, value, timeline)
  const known = who.present(row.who)
  if (known === null) return page(context, await leadsTo(db, id))
  return { identity: known, value: value?.present(row.value) ?? null, timeline: timeline.present(row.timeline) }
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
