import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, table, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { deliveryStates, Part, Preset, Scheme } from './contract.ts'

// --- hooks ------------------------------------------------------------------------------------------------------------------

export interface HookRow {
  id: Uuid
  key: string
  source_id: Uuid
  source: string
  name: string
  preset: Preset
  scheme: Scheme
  header: string | null
  secret: Buffer
  currency: string
  parts: Part[] | null
  version: number
  created_at: Date
  last_at: Date | null
  refused: number
  refused_at: Date | null
}
const columns = sql`h.id, h.key, h.source_id, s.name as source, h.name, h.preset, h.scheme, h.header, h.secret, h.currency, h.parts,
  h.version, h.created_at, h.last_at, h.refused, h.refused_at`

export function hookOfKey(runner: Runner, key: string): Promise<HookRow | undefined> {
  return runner.maybe(sql<HookRow>`
    select ${columns} from collect.hook h join collect.source s on s.id = h.source_id where h.key = ${key} and h.ended_at is null`)
}
export function hookById(runner: Runner, id: Uuid): Promise<HookRow | undefined> {
  return runner.maybe(sql<HookRow>`
    select ${columns} from collect.hook h join collect.source s on s.id = h.source_id where h.id = ${id} and h.ended_at is null`)
}
export function lockHook(tx: Tx, id: Uuid): Promise<HookRow | undefined> {
  return tx.maybe(sql<HookRow>`
    select ${columns} from collect.hook h join collect.source s on s.id = h.source_id
    where h.id = ${id} and h.ended_at is null for update of h`)
}

const counted = 10_000
const waitingOf = sql`(select count(*)::int from (
  select from collect.hook_delivery d where d.hook_id = h.id and d.state = 'waiting' limit ${counted}) d) as waiting`
export function livingHooks(runner: Runner): Promise<(HookRow & { waiting: number })[]> {
  return runner.rows(sql<HookRow & { waiting: number }>`
    select ${columns}, ${waitingOf} from collect.hook h join collect.source s on s.id = h.source_id
    where h.ended_at is null order by s.name_key, h.name, h.id`)
}
export async function waitingFor(runner: Runner, id: Uuid): Promise<number> {
  const row = await runner.maybe(sql<{ waiting: number }>`select ${waitingOf} from collect.hook h where h.id = ${id}`)
  return row?.waiting ?? 0
}

export async function insertHook(
  runner: Runner,
  row: Omit<HookRow, 'source' | 'last_at' | 'refused' | 'refused_at' | 'version'> & { by: Uuid | null },
): Promise<void> {
  await runner.run(sql`
    insert into collect.hook
      (id, key, source_id, name, preset, scheme, header, secret, currency, parts, version, created_at, created_by, refused)
    values (${row.id}, ${row.key}, ${row.source_id}, ${row.name}, ${row.preset}, ${row.scheme}, ${row.header}, ${row.secret},
      ${row.currency}, ${row.parts === null ? null : JSON.stringify(row.parts)}::text::jsonb, 1, ${row.created_at}, ${row.by}, 0)`)
}
export async function updateHook(tx: Tx, row: Pick<HookRow, 'id' | 'name' | 'parts' | 'secret'>): Promise<number> {
  const { version } = await tx.one(sql<{ version: number }>`
    update collect.hook set name = ${row.name}, secret = ${row.secret}, version = version + 1,
      parts = ${row.parts === null ? null : JSON.stringify(row.parts)}::text::jsonb
    where id = ${row.id} returning version`)
  return version
}
/** Nobody is heard at its address any more; what waits is forgotten with its secret. */
export async function endHook(tx: Tx, id: Uuid, at: Date): Promise<void> {
  await tx.run(sql`delete from collect.hook_delivery where hook_id = ${id}`)
  await tx.run(sql`update collect.hook set ended_at = ${at}, secret = ''::bytea where id = ${id}`)
}
export async function noteRefused(runner: Runner, id: Uuid, at: Date): Promise<void> {
  await runner.run(sql`
    update collect.hook set refused = least(refused, 1000000) + 1, refused_at = ${at}
    where id = ${id} and (refused_at is null or refused_at < ${new Date(at.getTime() - 1000)})`)
}

// --- deliveries -------------------------------------------------------------------------------------------------------------

type State = (typeof deliveryStates)[number]
export interface NewDelivery {
  hookId: Uuid
  id: Uuid
  turn: Uuid
  at: Date
  topic: string | null
  payload: Buffer
}
/** Keeps a delivery; one that is known stays as it is. */
export async function insertDelivery(runner: Runner, row: NewDelivery): Promise<boolean> {
  const made = await runner.run(sql`
    insert into collect.hook_delivery (hook_id, delivery_id, turn, received_at, topic, state, payload, faults)
    values (${row.hookId}, ${row.id}, ${row.turn}, ${row.at}, ${row.topic}, 'waiting', ${row.payload}, '[]')
    on conflict (hook_id, delivery_id) do nothing`)
  return made > 0
}

export interface DeliveryRow {
  delivery_id: Uuid
  received_at: Date
  topic: string | null
  payload: Buffer
}
/** Payloads that are read at once, in bytes: the first one, and as many as fit. */
const mostBytes = 8 * 1024 * 1024
/** What came first. */
export function waitingDeliveries(tx: Tx, hookId: Uuid, limit: number): Promise<DeliveryRow[]> {
  return tx.rows(sql<DeliveryRow>`
    select delivery_id, received_at, topic, payload from (
      select delivery_id, received_at, topic, payload, turn,
        sum(octet_length(payload)) over (order by turn) - octet_length(payload) as before
      from (
        select delivery_id, received_at, topic, payload, turn from collect.hook_delivery
        where hook_id = ${hookId} and state = 'waiting' order by turn limit ${limit}
      ) first
    ) w where before < ${mostBytes}::int order by turn`)
}
/** Hooks that have something to apply and know what it means. */
export async function hooksWaiting(runner: Runner): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ id: Uuid }>`
    select h.id from collect.hook h where h.ended_at is null and (h.parts is not null or h.preset <> 'own')
      and exists (select from collect.hook_delivery d where d.hook_id = h.id and d.state = 'waiting')`)
  return rows.map(({ id }) => id)
}
export async function lastWaiting(runner: Runner, hookId: Uuid): Promise<Buffer | undefined> {
  const row = await runner.maybe(sql<{ payload: Buffer }>`
    select payload from collect.hook_delivery where hook_id = ${hookId} and state = 'waiting' order by turn desc limit 1`)
  return row?.payload
}

export interface Settled {
  id: Uuid
  state: State
  faults: { field: string; code: string }[]
}
/** Says what became of deliveries; their payloads are needed no more. */
export async function settle(tx: Tx, hookId: Uuid, rows: readonly Settled[], at: Date): Promise<void> {
  await tx.run(sql`
    update collect.hook_delivery d set state = r.state, faults = r.faults::jsonb, payload = null
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => JSON.stringify(r.faults))}::text[]) as r (id, state, faults)
    where d.hook_id = ${hookId} and d.delivery_id = r.id`)
  await tx.run(sql`update collect.hook set last_at = ${at}, refused = 0 where id = ${hookId}`)
}

export interface ShownDelivery {
  id: Uuid
  at: Date
  topic: string | null
  state: State
  faults: { field: string; code: string }[]
}
export function latestDeliveries(runner: Runner, hookId: Uuid, limit: number): Promise<ShownDelivery[]> {
  return runner.rows(sql<ShownDelivery>`
    select delivery_id as id, received_at as at, topic, state, faults from collect.hook_delivery
    where hook_id = ${hookId} order by turn desc limit ${limit}`)
}

/** Forgets what was told of deliveries that nobody sends again. */
export function forgetDeliveries(runner: Runner, before: Date, limit: number): Promise<number> {
  return runner.run(sql`
    delete from collect.hook_delivery d using (
      select hook_id, delivery_id from collect.hook_delivery where received_at < ${before} and state <> 'waiting' limit ${limit}
    ) old where d.hook_id = old.hook_id and d.delivery_id = old.delivery_id`)
}
/** What waits, some at a time by its place. */
export function waitingAfter(tx: Tx, after: Uuid, limit: number): Promise<{ turn: Uuid; payload: Buffer }[]> {
  return tx.rows(sql<{ turn: Uuid; payload: Buffer }>`
    select turn, payload from collect.hook_delivery where state = 'waiting' and turn > ${after} order by turn limit ${limit}`)
}
export async function dropWaiting(tx: Tx, turns: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from collect.hook_delivery where state = 'waiting' and turn = any(${turns}::uuid[])`)
}

// --- applying ---------------------------------------------------------------------------------------------------------------

/** One at a time applies the hooks of a source; false: somebody else does. */
export async function lockTold(tx: Tx, sourceId: Uuid): Promise<boolean> {
  const { got } = await tx.one(sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`hooks ${sourceId}`}, 0)) as got`)
  return got
}

export interface Told {
  record_id: Uuid
  fullness: number
  at: Date
  content: Uuid
}
const toldTable = table('collect.hook_told', {
  source_id: 'uuid',
  record_id: 'uuid',
  fullness: 'int',
  at: 'timestamptz',
  content: 'uuid',
})
export function toldOf(tx: Tx, sourceId: Uuid, records: readonly Uuid[]): Promise<Told[]> {
  return tx.rows(sql<Told>`
    select record_id, fullness, at, content from collect.hook_told
    where source_id = ${sourceId} and record_id = any(${records}::uuid[])`)
}
export async function keepTold(tx: Tx, sourceId: Uuid, rows: readonly Told[]): Promise<void> {
  await insertMany(
    tx,
    toldTable,
    rows.map((row) => ({ ...row, source_id: sourceId })),
    'on conflict (source_id, record_id) do update set fullness = excluded.fullness, at = excluded.at, content = excluded.content',
  )
}
