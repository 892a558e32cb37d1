import { ensureSource } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { EventSource, EventSourceDraft, EventSourceList, WriteKey, WriteKeyDraft } from '../contract.ts'
import {
  eventSources,
  insertEventSource,
  insertKey,
  isEventSource,
  keyHolder,
  type KeyRow,
  livingKeys,
  revokeKey,
} from './queries.ts'

/** How long a key is believed without asking again, in milliseconds: a revoked one dies within this time. */
const believed = 2000
const mostKnown = 10_000
const caches = new WeakMap<Db, Map<string, { source: Uuid | null; until: number }>>()

/** The source that a write key is of. Throws `write_key` with the status, and 503 while the database is away. */
export async function sourceOfKey({ db, now }: Context, key: string | undefined, status = 401): Promise<Uuid> {
  const source = key === undefined || !/^kpw_[\w-]{20,60}$/.test(key) ? null : await lookUp(db, key, now.getTime())
  if (source === null)
    throw new Refusal(status, 'write_key', 'The write key is not known.', 'Take the key from the page of the source.')
  return source
}

async function lookUp(db: Db, key: string, now: number): Promise<Uuid | null> {
  const cache = caches.get(db) ?? new Map<string, { source: Uuid | null; until: number }>()
  caches.set(db, cache)
  const known = cache.get(key)
  if (known !== undefined && known.until > now && known.until <= now + believed) return known.source
  const source = (await keyHolder(db, key))?.source_id ?? null
  if (cache.size >= mostKnown) cache.clear()
  cache.set(key, { source, until: now + believed })
  return source
}

/** Sources that send events, by name. Keys are shown to those who may manage sources. */
export async function listEventSources(context: Context): Promise<EventSourceList> {
  authorize(context.actor, 'source.read')
  const [sources, keys] = await Promise.all([eventSources(context.db), livingKeys(context.db)])
  const shown = may(context.actor, 'source.manage')
  const of = Map.groupBy(keys, (key) => key.source_id)
  return {
    address: `${context.config.publicUrl}/v1`,
    sources: sources.map(
      (row): EventSource => ({
        id: row.id,
        name: row.name,
        currency: row.currency,
        createdAt: row.created_at.toISOString(),
        keys: (of.get(row.id) ?? []).map((key) => present(key, shown)),
        lastAt: row.last_at?.toISOString() ?? null,
        waiting: row.waiting,
      }),
    ),
  }
}

const present = ({ id, name, key, created_at }: KeyRow, shown: boolean): WriteKey => ({
  id,
  name,
  key: shown ? key : null,
  createdAt: created_at.toISOString(),
})

/** Makes a source that sends events, with its first key. Refuses a name that is taken: files and events of one name would write over each other. */
export async function addEventSource(context: Context, draft: EventSourceDraft): Promise<EventSourceList> {
  authorize(context.actor, 'source.manage')
  const { db, now, config } = context
  await db.tx(async (tx) => {
    const id = context.uuid()
    const source = await ensureSource(tx, draft.name, { id, now })
    if (source.id !== id)
      throw new Refusal(409, 'event_source_taken', 'There is a source of that name already.', 'Choose another name.')
    await insertEventSource(tx, { sourceId: source.id, currency: draft.currency ?? config.currency, at: now })
    await insertKey(tx, newKey(context, source.id, source.name))
  })
  return listEventSources(context)
}

/** One more key of a source. Throws 404 `not_found`. */
export async function addKey(context: Context, sourceId: Uuid, draft: WriteKeyDraft): Promise<EventSourceList> {
  authorize(context.actor, 'source.manage')
  if (!(await isEventSource(context.db, sourceId))) throw unknown()
  await insertKey(context.db, newKey(context, sourceId, draft.name.trim()))
  return listEventSources(context)
}

/** A key dies within seconds. Throws 404 `not_found`. */
export async function endKey(context: Context, sourceId: Uuid, id: Uuid): Promise<void> {
  authorize(context.actor, 'source.manage')
  if (!(await revokeKey(context.db, sourceId, id, context.now))) throw unknown()
}

const newKey = (context: Context, sourceId: Uuid, name: string) => ({
  id: context.uuid(),
  sourceId,
  key: `kpw_${context.random.bytes(24).toString('base64url')}`,
  name,
  at: context.now,
  by: context.actor.kind === 'system' ? null : context.actor.id,
})
const unknown = () =>
  new Refusal(404, 'not_found', 'There is no such source or key.', 'Open it from the list of sources.')
