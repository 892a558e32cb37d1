import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { Condition } from '../../contract.ts'
import type { Origin, ReadyCode } from '../contract.ts'

export interface SegmentRow {
  id: Uuid
  name: string
  about: string
  condition: Condition | null
  ready: ReadyCode | null
  origin: Origin | null
  owner_id: Uuid
  owner: string
  shared: boolean
  version: number
  condition_version: number
  built_version: number
  created_at: Date
  updated_at: Date
  members: number
  entered: number
  left: number
  state: 'waiting' | 'building' | 'done' | 'failed' | null
  done: number | null
  total: number | null
}

/** Segments with their sizes: all that somebody sees, or some by id. `since`: the first day of the last week. */
export function segments(
  runner: Runner,
  { reader, ids, since }: { reader: Uuid | null; ids?: readonly Uuid[]; since: Day },
): Promise<SegmentRow[]> {
  return runner.rows(sql<SegmentRow>`
    select s.id, s.name, s.about, s.condition, s.ready, s.origin, s.owner_id, coalesce(u.name, '') as owner, s.shared, s.version,
      s.condition_version, s.built_version, s.created_at, s.updated_at,
      coalesce(z.members, 0) as members, coalesce(w.entered, 0)::int as entered, coalesce(w."left", 0)::int as "left",
      b.state, b.done, b.total
    from know.segment s
    left join company."user" u on u.id = s.owner_id
    left join know.segment_build b on b.segment_id = s.id
    left join lateral (select members from know.segment_size where segment_id = s.id order by day desc limit 1) z on true
    left join lateral (
      select sum(entered) as entered, sum("left") as "left" from know.segment_size where segment_id = s.id and day >= ${since}::date
    ) w on true
    where (s.shared or s.owner_id = ${reader}::uuid or ${reader}::uuid is null)
      and (${ids === undefined}::boolean or s.id = any(${ids ?? []}::uuid[]))
    order by lower(s.name), s.id`)
}

export interface NewSegment {
  id: Uuid
  name: string
  about: string
  condition: Condition | null
  ready: ReadyCode | null
  origin: Origin | null
  owner: Uuid
  shared: boolean
  now: Date
}
export async function insertSegment(tx: Tx, one: NewSegment): Promise<void> {
  await tx.run(sql`
    insert into know.segment
      (id, name, about, condition, ready, origin, owner_id, shared, version, condition_version, built_version, created_at, updated_at)
    values (${one.id}, ${one.name}, ${one.about}, ${one.condition === null ? null : JSON.stringify(one.condition)}::jsonb, ${one.ready},
      ${one.origin === null ? null : JSON.stringify(one.origin)}::jsonb, ${one.owner}, ${one.shared}, 1, 1, 0, ${one.now}, ${one.now})`)
}

export interface Told {
  name: string
  about: string
  condition: Condition | null
  shared: boolean
  /** The condition is another one: its members are made anew. */
  anew: boolean
}
export function updateSegment(
  tx: Tx,
  { id, version, now }: { id: Uuid; version: number; now: Date },
  told: Told,
): Promise<number> {
  return tx.run(sql`
    update know.segment set name = ${told.name}, about = ${told.about},
      condition = ${told.condition === null ? null : JSON.stringify(told.condition)}::jsonb, shared = ${told.shared}, version = version + 1,
      condition_version = condition_version + ${told.anew ? 1 : 0}::int, updated_at = ${now}
    where id = ${id} and version = ${version}`)
}
export function deleteSegment(tx: Tx, id: Uuid, version: number): Promise<number> {
  return tx.run(sql`delete from know.segment where id = ${id} and version = ${version}`)
}

/** Changes of what segments ask go one after the other, so that none comes to name itself. */
export async function lockConditions(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('segment conditions', 0))`)
}
export interface Asked {
  id: Uuid
  name: string
  condition: Condition | null
  owner_id: Uuid
  shared: boolean
}
export function conditions(runner: Runner): Promise<Asked[]> {
  return runner.rows(
    sql<Asked>`select id, name, condition, owner_id, shared from know.segment order by lower(name), id`,
  )
}
/** Segments whose conditions name one of these anywhere within. */
export async function bumpConditions(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`update know.segment set condition_version = condition_version + 1 where id = any(${ids}::uuid[])`)
}
