import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, type Statement, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** A message as it is kept when it comes. */
export interface RawEvent {
  sourceId: Uuid
  key: Uuid
  turn: Uuid
  at: Date
  payload: Buffer
}

/**
 * Keeps messages; those that are known stay as they are. The payloads travel as one binary value: as an array they would be written and
 * read again letter by letter.
 */
export function insertEvents(rows: readonly RawEvent[]): Statement {
  const lengths = rows.map((row) => row.payload.length)
  let next = 1
  const places = lengths.map((length) => {
    const place = next
    next += length
    return place
  })
  return sql`
    insert into collect.event (source_id, message_id, turn, received_at, state, payload)
    select e.source_id, e.key, e.turn, e.at, 'waiting', substring(${Buffer.concat(rows.map((row) => row.payload))}::bytea from e.place for e.length)
    from unnest(${rows.map((row) => row.sourceId)}::uuid[], ${rows.map((row) => row.key)}::uuid[], ${rows.map((row) => row.turn)}::uuid[],
      ${rows.map((row) => row.at.toISOString())}::timestamptz[], ${places}::int[], ${lengths}::int[])
      as e (source_id, key, turn, at, place, length)
    on conflict (source_id, message_id) do nothing`
}

// --- applying ---------------------------------------------------------------------------------------------------------------

/** One at a time applies the events of a source; false: somebody else does. */
export async function lockEvents(tx: Tx, sourceId: Uuid): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`events ${sourceId}`}, 0)) as got`)
  return got
}
/** The same, waiting for one's turn. */
export async function awaitEvents(tx: Tx, sourceId: Uuid): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`events ${sourceId}`}, 0))`)
}

/** Sources that have something to apply. */
export async function sourcesWaiting(runner: Runner): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ source_id: Uuid }>`
    select s.source_id from collect.event_source s
    where exists (select from collect.event e where e.source_id = s.source_id and e.state = 'waiting')`)
  return rows.map((row) => row.source_id)
}

export interface EventRow {
  message_id: Uuid
  received_at: Date
  payload: Buffer
  person: string | null
}
/** What came first. */
export function waitingEvents(tx: Tx, sourceId: Uuid, limit: number): Promise<EventRow[]> {
  return tx.rows(sql<EventRow>`
    select message_id, received_at, payload, person from collect.event
    where source_id = ${sourceId} and state = 'waiting' order by turn limit ${limit}`)
}

export interface Settled {
  id: Uuid
  state: 'applied' | 'anonymous' | 'bad'
  at: Date | null
  visitor: Uuid | null
  person: string | null
}
/** Says what became of messages. What is applied needs its payload no more. */
export async function settleEvents(tx: Tx, sourceId: Uuid, rows: readonly Settled[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.event e set state = s.state, payload = case when s.state = 'anonymous' then e.payload end,
      at = s.at, anonymous = s.visitor, person = s.person
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.at?.toISOString() ?? null)}::timestamptz[], ${rows.map((r) => r.visitor)}::uuid[],
      ${rows.map((r) => r.person)}::text[]) as s (id, state, at, visitor, person)
    where e.source_id = ${sourceId} and e.message_id = s.id`)
}

export interface Point {
  visitor: Uuid
  at: Date
}
/**
 * Anonymous messages whose owner these identifications may decide: those after the identification before each, up to it. With whom they are
 * now, and with whom they belong: whoever identified themselves next.
 */
export function ownersAround(
  tx: Tx,
  sourceId: Uuid,
  points: readonly Point[],
): Promise<(EventRow & { owner: string | null })[]> {
  if (points.length === 0) return Promise.resolve([])
  return tx.rows(sql<EventRow & { owner: string | null }>`
    select distinct on (h.message_id) h.message_id, h.received_at, h.payload, h.person, o.person as owner
    from unnest(${points.map((p) => p.visitor)}::uuid[], ${points.map((p) => p.at.toISOString())}::timestamptz[]) as p (visitor, at)
    cross join lateral (
      select max(q.at) as at from collect.event q
      where q.source_id = ${sourceId} and q.anonymous = p.visitor and q.state = 'applied' and q.at < p.at
    ) before
    join collect.event h on h.source_id = ${sourceId} and h.anonymous = p.visitor and h.state = 'anonymous'
      and h.at > coalesce(before.at, '-infinity') and h.at <= p.at
    cross join lateral (
      select q.person from collect.event q
      where q.source_id = ${sourceId} and q.anonymous = p.visitor and q.state = 'applied' and q.at >= h.at
      order by q.at, q.message_id limit 1
    ) o
    where o.person is distinct from h.person`)
}

/** Who identified themselves next on each browser after each of these moments. */
export async function ownersAfter(tx: Tx, sourceId: Uuid, points: readonly Point[]): Promise<(string | null)[]> {
  if (points.length === 0) return []
  const rows = await tx.rows(sql<{ person: string | null }>`
    select o.person
    from unnest(${points.map((p) => p.visitor)}::uuid[], ${points.map((p) => p.at.toISOString())}::timestamptz[])
      with ordinality as p (visitor, at, nth)
    left join lateral (
      select q.person from collect.event q
      where q.source_id = ${sourceId} and q.anonymous = p.visitor and q.state = 'applied' and q.at >= p.at
      order by q.at, q.message_id limit 1
    ) o on true
    order by p.nth`)
  return rows.map((row) => row.person)
}

export async function giveTo(tx: Tx, sourceId: Uuid, rows: readonly { id: Uuid; person: string }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update collect.event e set person = s.person
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.person)}::text[]) as s (id, person)
    where e.source_id = ${sourceId} and e.message_id = s.id`)
}

const stateTable = table('collect.event_state', {
  source_id: 'uuid',
  kind: 'text',
  key: 'text',
  person: 'text',
  state: 'jsonb',
})
export interface StateRow {
  kind: string
  key: string
  person: string | null
  state: unknown
}
export function statesOf(
  tx: Tx,
  sourceId: Uuid,
  wanted: readonly { kind: string; key: string }[],
): Promise<StateRow[]> {
  if (wanted.length === 0) return Promise.resolve([])
  return tx.rows(sql<StateRow>`
    select s.kind, s.key, s.person, s.state
    from unnest(${wanted.map((w) => w.kind)}::text[], ${wanted.map((w) => w.key)}::text[]) as w (kind, key)
    join collect.event_state s on s.source_id = ${sourceId} and s.kind = w.kind and s.key = w.key`)
}
export async function keepStates(tx: Tx, sourceId: Uuid, rows: readonly StateRow[]): Promise<void> {
  await insertMany(
    tx,
    stateTable,
    rows.map((row) => ({ ...row, source_id: sourceId })),
    'on conflict (source_id, kind, key) do update set person = excluded.person, state = excluded.state',
  )
}

export async function keepAliases(
  tx: Tx,
  sourceId: Uuid,
  rows: readonly { person: string; previous: string; at: Date }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    insert into collect.alias_told (source_id, person, previous, first_at, last_at, times)
    select ${sourceId}, t.person, t.previous, min(t.at), max(t.at), count(*)::int
    from unnest(${rows.map((r) => r.person)}::text[], ${rows.map((r) => r.previous)}::text[],
      ${rows.map((r) => r.at.toISOString())}::timestamptz[]) as t (person, previous, at)
    group by t.person, t.previous
    on conflict (source_id, person, previous) do update set times = alias_told.times + excluded.times,
      first_at = least(alias_told.first_at, excluded.first_at), last_at = greatest(alias_told.last_at, excluded.last_at)`)
}

export interface Evidence {
  email: string
  what: string
  person: string
  at: Date
}
export async function keepEvidence(tx: Tx, sourceId: Uuid, rows: readonly Evidence[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    insert into collect.mail_evidence (source_id, email, what, person, last_at)
    select distinct on (t.email, t.what) ${sourceId}, t.email, t.what, t.person, t.at
    from unnest(${rows.map((r) => r.email)}::text[], ${rows.map((r) => r.what)}::text[], ${rows.map((r) => r.person)}::text[],
      ${rows.map((r) => r.at.toISOString())}::timestamptz[]) with ordinality as t (email, what, person, at, nth)
    order by t.email, t.what, t.at desc, t.nth
    on conflict (source_id, email, what) do update
      set last_at = greatest(mail_evidence.last_at, excluded.last_at),
        person = case when excluded.last_at > mail_evidence.last_at then excluded.person else mail_evidence.person end`)
}

// --- keeping and forgetting -------------------------------------------------------------------------------------------------

/** Takes out what was kept of these people, and what waits and names one of them. */
export async function forgetEvents(tx: Tx, sourceId: Uuid, people: readonly string[]): Promise<number> {
  await tx.run(sql`delete from collect.event_state where source_id = ${sourceId} and person = any(${people}::text[])`)
  await tx.run(sql`delete from collect.mail_evidence where source_id = ${sourceId} and person = any(${people}::text[])`)
  await tx.run(sql`
    delete from collect.alias_told
    where source_id = ${sourceId} and (person = any(${people}::text[]) or previous = any(${people}::text[]))`)
  await tx.run(sql`
    delete from collect.event e where e.source_id = ${sourceId} and e.state = 'waiting'
      and exists (select from unnest(${people}::text[]) n where position(convert_to(n, 'UTF8') in e.payload) > 0)`)
  return tx.run(sql`
    update collect.event set state = 'applied', payload = null, anonymous = null, person = null
    where source_id = ${sourceId} and anonymous is not null and person = any(${people}::text[])`)
}

/** Forgets visitors who never said who they are, and whose they turned out to be. */
export function forgetVisitors(runner: Runner, before: Date, limit: number): Promise<number> {
  return runner.run(sql`
    delete from collect.event e using (
      select source_id, message_id from collect.event where state = 'anonymous' and received_at < ${before} limit ${limit}
    ) old where e.source_id = old.source_id and e.message_id = old.message_id`)
}

/** Keys of the people of event sources behind these records. */
export function peopleOf(tx: Tx, records: readonly Uuid[]): Promise<{ source_id: Uuid; key: string }[]> {
  return tx.rows(sql<{ source_id: Uuid; key: string }>`
    select r.source_id, r.key from collect.record r join collect.event_source s on s.source_id = r.source_id
    where r.id = any(${records}::uuid[]) and r.kind = 'customer' and strpos(r.key, chr(31)) = 0`)
}
