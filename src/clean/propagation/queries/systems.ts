import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { MappingLine, Schedule, Way } from '../contract.ts'

/** Where a system is; nothing in it is secret. */
export interface Target {
  url?: string
  folder?: string
  format?: 'csv' | 'xlsx'
  host?: string
  port?: number
  user?: string
  fingerprint?: string
  email?: string
  allowPrivate?: boolean
}
export interface SystemRow {
  id: Uuid
  name: string
  way: Way
  state: 'active' | 'paused' | 'removed'
  target: Target
  secret: Buffer | null
  mapping: MappingLine[]
  sends_protected: boolean
  source_id: Uuid | null
  schedule: Schedule | null
  limit_hours: number
  responsible_id: Uuid
  token_id: Uuid | null
  version: number
  created_at: Date
  held_until: Date | null
  failures: number
  last_error: string | null
  last_error_at: Date | null
  last_ack_at: Date | null
  next_file_at: Date | null
  file_no: number
  feed_no: string
  sending_all: Uuid | null
}
const columns = sql`s.id, s.name, s.way, s.state, s.target, s.secret, s.mapping, s.sends_protected, s.source_id, s.schedule, s.limit_hours,
  s.responsible_id, s.token_id, s.version, s.created_at, s.held_until, s.failures, s.last_error, s.last_error_at, s.last_ack_at,
  s.next_file_at, s.file_no, s.feed_no::text, s.sending_all`

/** Connected ones by name; paused ones too. */
export const connected = (runner: Runner) =>
  runner.rows(sql<SystemRow>`select ${columns} from clean.system s where s.state <> 'removed' order by s.name, s.id`)
export const systemOf = (runner: Runner, id: Uuid) =>
  runner.maybe(sql<SystemRow>`select ${columns} from clean.system s where s.id = ${id} and s.state <> 'removed'`)
export const systemForChange = (tx: Tx, id: Uuid) =>
  tx.maybe(sql<SystemRow>`select ${columns} from clean.system s where s.id = ${id} and s.state <> 'removed' for update`)
export const systemOfToken = (tx: Tx, tokenId: Uuid) =>
  tx.maybe(
    sql<SystemRow>`select ${columns} from clean.system s where s.token_id = ${tokenId} and s.state <> 'removed' for update`,
  )

/** Whether anybody is to be told, and whose source this is. One look for a whole batch. */
export function listening(tx: Tx, sourceId: Uuid): Promise<{ any: boolean; own: boolean }> {
  return tx.one(sql<{ any: boolean; own: boolean }>`
    select exists (select from clean.system where state <> 'removed') as any,
      exists (select from clean.system where state <> 'removed' and source_id = ${sourceId}) as own`)
}

type Written = Omit<
  SystemRow,
  | 'failures'
  | 'held_until'
  | 'last_error'
  | 'last_error_at'
  | 'last_ack_at'
  | 'file_no'
  | 'feed_no'
  | 'sending_all'
  | 'version'
  | 'state'
>
export async function addSystem(runner: Runner, row: Written): Promise<void> {
  await runner.run(sql`
    insert into clean.system (id, name, way, target, secret, mapping, sends_protected, source_id, schedule, limit_hours, responsible_id,
      token_id, created_at, changed_at, next_file_at)
    values (${row.id}, ${row.name}, ${row.way}, ${JSON.stringify(row.target)}::jsonb, ${row.secret}, ${JSON.stringify(row.mapping)}::jsonb,
      ${row.sends_protected}, ${row.source_id}, ${row.schedule === null ? null : JSON.stringify(row.schedule)}::jsonb, ${row.limit_hours},
      ${row.responsible_id}, ${row.token_id}, ${row.created_at}, ${row.created_at}, ${row.next_file_at})`)
}
/** What has been wrong before is tried anew. */
export function changeSystem(tx: Tx, row: SystemRow, now: Date): Promise<{ version: number }> {
  return tx.one(sql<{ version: number }>`
    update clean.system set name = ${row.name}, state = ${row.state}, target = ${JSON.stringify(row.target)}::jsonb, secret = ${row.secret},
      mapping = ${JSON.stringify(row.mapping)}::jsonb, sends_protected = ${row.sends_protected}, source_id = ${row.source_id},
      schedule = ${row.schedule === null ? null : JSON.stringify(row.schedule)}::jsonb, limit_hours = ${row.limit_hours},
      responsible_id = ${row.responsible_id}, token_id = ${row.token_id}, next_file_at = ${row.next_file_at}, version = version + 1,
      changed_at = ${now}, held_until = null, failures = 0
    where id = ${row.id} returning version`)
}
export async function setSendingAll(runner: Runner, id: Uuid, after: Uuid | null): Promise<void> {
  await runner.run(sql`update clean.system set sending_all = ${after} where id = ${id}`)
}

/** Active ones that have something to do now: calls and mails that are due, files whose time has come. */
export function busy(runner: Runner, now: Date): Promise<{ id: Uuid }[]> {
  return runner.rows(sql<{ id: Uuid }>`
    select s.id from clean.system s
    where s.state = 'active' and s.way <> 'pull' and (s.held_until is null or s.held_until <= ${now})
      and (s.next_file_at is null or s.next_file_at <= ${now}) and (s.lease_until is null or s.lease_until <= ${now})
      and exists (
        select from clean.delivery d where d.system_id = s.id and d.state = 'pending' and d.next_at <= ${now}
          and (d.lease_until is null or d.lease_until <= ${now}))`)
}
/** Moves the timetable of files on where there is nothing to write. */
export function overdueFiles(runner: Runner, now: Date): Promise<SystemRow[]> {
  return runner.rows(sql<SystemRow>`
    select ${columns} from clean.system s
    where s.state = 'active' and s.next_file_at <= ${now}
      and not exists (select from clean.delivery d where d.system_id = s.id and d.state = 'pending')`)
}
export async function setNextFile(runner: Runner, id: Uuid, at: Date): Promise<void> {
  await runner.run(sql`update clean.system set next_file_at = ${at} where id = ${id}`)
}
/** One writer of a system's files at a time. Undefined: somebody else writes. */
export function takeSystem(
  runner: Runner,
  id: Uuid,
  now: Date,
  until: Date,
): Promise<{ fence: number; file_no: number } | undefined> {
  return runner.maybe(sql<{ fence: number; file_no: number }>`
    update clean.system set lease_until = ${until}, fence = fence + 1
    where id = ${id} and state = 'active' and (lease_until is null or lease_until <= ${now}) returning fence, file_no`)
}
export async function leaveSystem(
  runner: Runner,
  { id, fence, wrote, next }: { id: Uuid; fence: number; wrote: number; next: Date | null },
): Promise<void> {
  await runner.run(sql`
    update clean.system set lease_until = null, file_no = file_no + ${wrote}, next_file_at = coalesce(${next}::timestamptz, next_file_at)
    where id = ${id} and fence = ${fence}`)
}

/** It answered as it should. */
export async function noteWell(runner: Runner, id: Uuid, now: Date): Promise<void> {
  await runner.run(sql`update clean.system set failures = 0, held_until = null, last_ack_at = ${now} where id = ${id}`)
}
/** It failed; with `until` nothing is tried before then. */
export async function noteFailed(
  runner: Runner,
  { id, error, now, until }: { id: Uuid; error: string; now: Date; until: Date | null },
): Promise<void> {
  await runner.run(sql`
    update clean.system set last_error = ${error}, last_error_at = ${now},
      failures = failures + case when ${until}::timestamptz is null then 0 else 1 end,
      held_until = coalesce(${until}::timestamptz, held_until)
    where id = ${id}`)
}

export interface Health {
  system_id: Uuid
  waiting: number
  failing: number
  dead: number
  oldest: Date | null
}
/** Counted up to so many: a queue of a million is as clear as one of ten thousand. */
const most = 10_001
export function healthOf(runner: Runner, ids: readonly Uuid[]): Promise<Health[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<Health>`
    select s.id as system_id, o.*
    from unnest(${ids}::uuid[]) s (id) cross join lateral (
      select count(*)::int as waiting, (count(*) filter (where state = 'pending' and last_error is not null))::int as failing,
        (count(*) filter (where state = 'dead'))::int as dead, min(since) as oldest
      from (
        select state, last_error, since from clean.delivery d where d.system_id = s.id and d.state <> 'acknowledged' order by d.since limit ${most}
      ) open
    ) o`)
}

// --- tasks ------------------------------------------------------------------------------------------------------------------

/** Systems with changes older than their limit, or given up; one look at the oldest of each. */
export function late(runner: Runner, now: Date): Promise<{ id: Uuid; responsible_id: Uuid; late: boolean }[]> {
  return runner.rows(sql<{ id: Uuid; responsible_id: Uuid; late: boolean }>`
    select s.id, s.responsible_id, exists (
        select from clean.delivery d where d.system_id = s.id and d.state <> 'acknowledged'
          and d.since < ${now}::timestamptz - make_interval(hours => s.limit_hours))
      or exists (select from clean.delivery d where d.system_id = s.id and d.state = 'dead') as late
    from clean.system s where s.state <> 'removed'`)
}
export interface TaskRow {
  id: Uuid
  system_id: Uuid
  system: string
  user_id: Uuid
  who: string | null
  opened_at: Date
}
export function openTasks(runner: Runner): Promise<TaskRow[]> {
  return runner.rows(sql<TaskRow>`
    select t.id, t.system_id, s.name as system, t.user_id, u.name as who, t.opened_at
    from clean.propagation_task t join clean.system s on s.id = t.system_id left join company.user u on u.id = t.user_id
    where t.closed_at is null order by t.opened_at, t.id`)
}
export async function openTask(
  runner: Runner,
  row: { id: Uuid; systemId: Uuid; userId: Uuid; now: Date },
): Promise<void> {
  await runner.run(sql`
    insert into clean.propagation_task (id, system_id, user_id, opened_at) values (${row.id}, ${row.systemId}, ${row.userId}, ${row.now})
    on conflict (system_id) where closed_at is null do nothing`)
}
export async function closeTasks(runner: Runner, systems: readonly Uuid[], now: Date): Promise<void> {
  if (systems.length === 0) return
  await runner.run(sql`
    update clean.propagation_task set closed_at = ${now} where system_id = any(${systems}::uuid[]) and closed_at is null`)
}
/** The task goes with the person who answers for the system. */
export async function giveTask(runner: Runner, systemId: Uuid, userId: Uuid): Promise<void> {
  await runner.run(sql`
    update clean.propagation_task set user_id = ${userId} where system_id = ${systemId} and closed_at is null and user_id <> ${userId}`)
}

// --- choices ----------------------------------------------------------------------------------------------------------------

export const staffNames = (runner: Runner) =>
  runner.rows(sql<{ id: Uuid; name: string }>`select id, name from company.user where active order by name, id`)
export const sourceNames = (runner: Runner) =>
  runner.rows(sql<{ id: Uuid; name: string }>`select id, name from collect.source order by name, id`)
/** Facts that only sources tell, from what the newest customers' claims hold: names, no values. */
export function attributeNames(runner: Runner): Promise<{ name: string }[]> {
  return runner.rows(sql<{ name: string }>`
    select distinct k.name from (
      select said from clean.claim order by customer_id desc limit 2000
    ) c cross join lateral jsonb_object_keys(c.said -> 'attributes') as k (name) order by 1 limit 200`)
}
