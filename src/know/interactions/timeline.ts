import { aliasOf } from '#src/clean/identity/index.ts'
import { takeFromStaff, workOf } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Piece } from '#src/platform/db/index.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import { type Channel, type EntryKind, entryKinds, type Uuid } from '#src/terms/index.ts'
import type { Entry, EntryDraft, Timeline } from './contract.ts'
import { customerExists, entriesJson, type TimelineRow } from './queries.ts'

const unknownCustomer = () =>
  new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')

/** Entries of one page. */
const shown = 50

export interface TimelineQuery {
  /** Comma-separated entry kinds; all when absent. */
  kinds?: string
  after?: string
  limit?: number
}

/** One page of a customer's timeline, newest first. Refuses an unknown customer. */
export async function timeline(context: Context, customerId: Uuid, query: TimelineQuery): Promise<Timeline> {
  authorize(context.actor, 'timeline.read')
  const limit = query.limit ?? shown
  const asked = entriesJson(customerId, readCursor(query.after), readKinds(query.kinds), limit + 1)
  const page = presentEntries(context, (await context.db.one(asked)).json, limit)
  if (page.entries.length > 0 || (await customerExists(context.db, customerId))) return page
  return timeline(context, await leadsTo(context, customerId), query)
}

/** Who stayed where this customer was merged away. */
async function leadsTo({ db }: Context, id: Uuid): Promise<Uuid> {
  const stayed = await aliasOf(db, id)
  if (stayed === undefined || stayed === id || !(await customerExists(db, stayed))) throw unknownCustomer()
  return stayed
}

/** The newest entries of a customer, as part of a statement that asks for more; `present` makes of its JSON what may be shown. */
export function newestEntries(context: Context, customerId: Uuid): Piece<TimelineRow[], Timeline> {
  authorize(context.actor, 'timeline.read')
  return {
    statement: entriesJson(customerId, null, null, shown + 1),
    present: (rows) => presentEntries(context, rows, shown),
  }
}

function presentEntries(context: Context, found: TimelineRow[] | null, limit: number): Timeline {
  const rows = found ?? []
  const open = may(context.actor, 'value.read')
  const entries = rows.slice(0, limit).map((row) => presentEntry(row, open))
  const last = entries.at(-1)
  return {
    entries,
    next: rows.length > limit && last ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null,
  }
}

function presentEntry(row: TimelineRow, open: boolean): Entry {
  const money = open && row.amount !== null && row.currency !== null
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    channel: row.channel,
    direction: row.direction,
    title: row.title,
    body: row.body,
    amount: money ? { minor: row.amount!, currency: row.currency! } : null,
    reference: row.reference,
    status: row.status,
    score: row.score,
    handler: row.handler,
    source: row.source,
  }
}

function readKinds(text: string | undefined): EntryKind[] | null {
  if (text === undefined || text === '') return null
  const kinds = text.split(',')
  const unknown = kinds.find((kind) => !(entryKinds as readonly string[]).includes(kind))
  if (unknown !== undefined)
    throw new Refusal(400, 'entry_kind', 'There is no such kind of entry.', `Use some of: ${entryKinds.join(', ')}.`)
  return kinds as EntryKind[]
}

function readCursor(cursor: string | undefined): { at: Date; id: Uuid } | null {
  if (cursor === undefined) return null
  const match = /^(\S{24}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString())
  const at = Date.parse(match?.[1] ?? '')
  if (!match || Number.isNaN(at)) throw unknownPlace()
  return { at: new Date(at), id: match[2]! }
}

const channelOf: Record<EntryDraft['kind'], Channel | undefined> = {
  call: 'phone',
  visit: 'visit',
  note: undefined,
  wish: undefined,
}

/** Writes a note, call, visit or wish on a customer's timeline. */
export async function write(context: Context, customerId: Uuid, draft: EntryDraft): Promise<Entry> {
  authorize(context.actor, 'note.write')
  // of one merged away it is written of the one that stayed, which intake finds
  if (!(await customerExists(context.db, customerId))) await leadsTo(context, customerId)
  const text = draft.text.normalize('NFC').trim()
  const channel = draft.channel ?? channelOf[draft.kind]
  const at = context.now.toISOString()
  const id = await context.db.tx(async (tx) => {
    const batch = await takeFromStaff(workOf(context, tx), {
      kind: 'interaction',
      party: { customer: customerId },
      entryKind: draft.kind,
      at,
      text,
      handler: context.actor.name,
      ...(channel && { channel }),
      ...(draft.direction && { direction: draft.direction }),
    })
    return batch.items[0]!.id
  })
  return {
    id,
    at,
    kind: draft.kind,
    channel: channel ?? null,
    direction: draft.direction ?? null,
    title: null,
    body: text,
    amount: null,
    reference: null,
    status: null,
    score: null,
    handler: context.actor.name,
    source: 'Henkilöstö',
  }
}
