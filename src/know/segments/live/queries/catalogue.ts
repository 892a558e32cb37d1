import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Condition } from '../../contract.ts'

export type Why = 'new' | 'condition' | 'wide' | 'clock' | 'asked'
export interface Kept {
  id: Uuid
  /** Null of a list. */
  condition: Condition | null
  condition_version: number
  built_version: number
  building: boolean
}
/** All segments, small as they are: what is asked, and whether their members are being made anew. */
export function catalogue(runner: Runner): Promise<Kept[]> {
  return runner.rows(sql<Kept>`
    select s.id, s.condition, s.condition_version, s.built_version, coalesce(b.state = 'building', false) as building
    from know.segment s left join know.segment_build b on b.segment_id = s.id
    order by s.id`)
}

/** Notes that members are to be made anew; what is under way gives up. */
export async function askBuild(tx: Tx, segments: readonly Uuid[], why: Why, now: Date): Promise<void> {
  await tx.run(sql`
    insert into know.segment_build as b (segment_id, run, condition_version, why, state, done, total, asked_at)
    select id, null, condition_version, ${why}::text, 'waiting', 0, 0, ${now}::timestamptz
    from know.segment where id = any(${segments}::uuid[]) order by id
    on conflict (segment_id) do update set run = null, condition_version = excluded.condition_version, why = excluded.why, state = 'waiting',
      done = 0, total = 0, asked_at = excluded.asked_at, started_at = null, ended_at = null`)
}

export interface Build {
  segment_id: Uuid
  condition_version: number
  why: Why
  built_version: number
}
/** Takes the building of a segment for this run; undefined: there is nothing to build. */
export function beginBuild(tx: Tx, segment: Uuid, run: Uuid, now: Date): Promise<Build | undefined> {
  return tx.maybe(sql<Build>`
    update know.segment_build b set run = ${run}, state = 'building', started_at = ${now}::timestamptz, done = 0,
      total = (select greatest(0, reltuples)::int from pg_class where oid = 'know.customer'::regclass)
    from know.segment s
    where b.segment_id = ${segment} and s.id = b.segment_id and b.state <> 'done'
    returning b.segment_id, s.condition_version, b.why, s.built_version`)
}
export async function forgetMeanwhile(tx: Tx, segment: Uuid): Promise<void> {
  await tx.run(sql`delete from know.segment_meanwhile where segment_id = ${segment}`)
}
/** Takes those who changed while the segment was being built. */
export async function takeMeanwhile(tx: Tx, segment: Uuid): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    delete from know.segment_meanwhile where segment_id = ${segment} returning customer_id`)
  return rows.map((row) => row.customer_id)
}
/** Whether the building is still this run's. */
export async function isMine(runner: Runner, segment: Uuid, run: Uuid): Promise<boolean> {
  const row = await runner.maybe(sql<{ mine: boolean }>`
    select true as mine from know.segment_build where segment_id = ${segment} and run = ${run} and state = 'building'`)
  return row !== undefined
}
/** The members are those of this version of the condition. */
export async function endBuild(tx: Tx, segment: Uuid, version: number, now: Date): Promise<void> {
  await tx.run(sql`
    with kept as (update know.segment set built_version = ${version}::int where id = ${segment})
    update know.segment_build set state = 'done', done = total, ended_at = ${now}::timestamptz where segment_id = ${segment}`)
}
export async function failBuild(runner: Runner, segment: Uuid, run: Uuid, now: Date): Promise<void> {
  await runner.run(sql`
    update know.segment_build set state = 'failed', ended_at = ${now}::timestamptz
    where segment_id = ${segment} and run = ${run} and state = 'building'`)
}
/** Segments whose building waits, failed, or was left. */
export async function unbuilt(runner: Runner): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ segment_id: Uuid }>`
    select b.segment_id from know.segment_build b join know.segment s on s.id = b.segment_id where b.state <> 'done' order by b.asked_at`)
  return rows.map((row) => row.segment_id)
}
/** Members are made anew by one at a time. */
export async function awaitBuild(tx: Tx, segment: Uuid): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`segment ${segment}`}, 0))`)
}
/** Takes away what is left of segments that are no more, some at a time. Returns how many rows. */
export async function sweepMembers(tx: Tx, segment: Uuid, limit: number): Promise<number> {
  return tx.run(sql`
    delete from know.segment_member m
    using (select customer_id from know.segment_member where segment_id = ${segment} limit ${limit}::int) t
    where m.segment_id = ${segment} and m.customer_id = t.customer_id`)
}
export async function sweepChanges(tx: Tx, segment: Uuid, limit: number): Promise<number> {
  return tx.run(sql`
    delete from know.segment_change m
    using (select customer_id, turn from know.segment_change where segment_id = ${segment} limit ${limit}::int) t
    where m.segment_id = ${segment} and m.customer_id = t.customer_id and m.turn = t.turn`)
}
export async function sweepPicks(tx: Tx, segment: Uuid, limit: number): Promise<number> {
  return tx.run(sql`
    delete from know.segment_pick m
    using (select customer_id, origin_id from know.segment_pick where segment_id = ${segment} limit ${limit}::int) t
    where m.segment_id = ${segment} and m.customer_id = t.customer_id and m.origin_id = t.origin_id`)
}
export async function sweepRest(tx: Tx, segment: Uuid): Promise<void> {
  await tx.run(sql`
    with builds as (delete from know.segment_build where segment_id = ${segment}),
      sizes as (delete from know.segment_size where segment_id = ${segment}),
      meanwhile as (delete from know.segment_meanwhile where segment_id = ${segment})
    delete from know.segment_due where segment_id = ${segment}`)
}
