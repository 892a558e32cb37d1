import { type Batch, fresh, type Item, type SourceInfo, type Work } from '#src/collect/intake/index.ts'
import type { Currency, EntryKind, Instant, Minor, Uuid } from '#src/terms/index.ts'
import { deleteEntries, type EntryRow, insertEntries } from './queries.ts'

/** One line for a customer's timeline, from whatever slice knows of it. */
export interface NewEntry {
  customerId: Uuid
  /** Id of the thing itself: the same again takes the place of the old line. */
  id: Uuid
  at: Instant | Date
  kind: EntryKind
  channel?: string | null
  direction?: string | null
  title?: string | null
  body?: string | null
  amount?: Minor | null
  currency?: Currency | null
  reference?: string | null
  status?: string | null
  score?: string | null
  handler?: string | null
  /** The customer record it came through. */
  originId: Uuid
  /** Known not to be on the timeline yet. */
  isNew: boolean
}

/** Puts entries on timelines; one that was there already is written anew, also when its time or customer changed. */
export async function log(work: Work, source: SourceInfo, batch: Batch, found: NewEntry[]): Promise<void> {
  await deleteEntries(
    work.tx,
    found.filter((e) => !e.isNew).map((e) => ({ customerId: e.customerId, id: e.id })),
  )
  await insertEntries(
    work.tx,
    found.map(
      (e): EntryRow => ({
        customer_id: e.customerId,
        at: e.at,
        id: e.id,
        kind: e.kind,
        channel: e.channel ?? null,
        direction: e.direction ?? null,
        title: e.title ?? null,
        body: e.body ?? null,
        amount: e.amount ?? null,
        currency: e.amount === undefined || e.amount === null ? null : (e.currency ?? work.company.currency),
        reference: e.reference ?? null,
        status: e.status ?? null,
        score: e.score ?? null,
        handler: e.handler ?? null,
        actor_id: work.actorId,
        source_id: source.id,
        origin_id: e.originId,
      }),
    ),
  )
  for (const e of found) batch.touched.add(e.customerId)
}

/** Takes the lines of things that went to another customer off the former one's timeline. */
export async function unlog(work: Work, batch: Batch, items: Item[]): Promise<void> {
  const left = items.filter((item) => item.formerCustomerId !== null)
  await deleteEntries(
    work.tx,
    left.map((item) => ({ customerId: item.formerCustomerId!, id: item.id })),
  )
  for (const item of left) batch.touched.add(item.formerCustomerId!)
}

/** Puts interactions and feedback of a batch on the timelines. */
export async function apply(work: Work, batch: Batch): Promise<void> {
  const contacts = fresh(batch, 'interaction')
  const opinions = fresh(batch, 'feedback')
  await unlog(work, batch, [...contacts, ...opinions])
  const of = (item: Item) => ({
    customerId: item.customerId!,
    id: item.id,
    originId: item.identityId!,
    isNew: item.version === 1,
  })
  const found: NewEntry[] = contacts.map((item) => {
    const r = item.record
    return {
      ...of(item),
      at: r.at,
      kind: r.entryKind,
      channel: r.channel,
      direction: r.direction,
      title: r.subject,
      body: r.text,
      amount: r.amount,
      currency: r.currency,
      reference: r.externalId,
      status: r.status,
      handler: r.handler,
    }
  })
  for (const item of opinions) {
    const r = item.record
    found.push({
      ...of(item),
      at: r.at,
      kind: r.entryKind,
      direction: 'in',
      title: r.subject,
      body: r.text,
      score: r.score,
      status: r.status,
      reference: r.orderNumber ?? r.externalId,
    })
  }
  await log(work, batch.source, batch, found)
}
