import type { Runner } from '#src/platform/db/connection.ts'
import { fresh, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Role, Uuid, Verb } from '#src/terms/index.ts'
import type { BulkChange, BulkEdit } from '../bulk/contract.ts'
import type { Selection } from '../contract.ts'

export interface BulkActor {
  kind: 'user' | 'token' | 'system'
  id: Uuid
  name: string
  role: Role
  verbs: Verb[]
  language: 'fi' | 'en'
}
export interface BulkRow {
  id: Uuid
  change: BulkChange
  actor_id: Uuid
  actor: BulkActor
  asked_at: Date
  finished_at: Date | null
  state: BulkEdit['state']
  cancel_asked: boolean
  total: number
}

/** Keeps the selection with those it chooses now, at most `most`; answers how many. */
export async function keepSelection(tx: Tx, id: Uuid, where: Statement, most: number): Promise<number> {
  return tx.run(
    fresh(sql`
      insert into know.bulk_edit_row (bulk_id, customer_id, version)
      select ${id}::uuid, c.id, c.version from know.customer c where ${where} limit ${most}::int`),
  )
}

export async function insertBulk(
  tx: Tx,
  bulk: { id: Uuid; selection: Selection; change: BulkChange; actor: BulkActor; now: Date; total: number },
): Promise<void> {
  await tx.run(sql`
    insert into know.bulk_edit (id, selection, change, actor_id, actor, asked_at, state, total)
    values (${bulk.id}, ${JSON.stringify(bulk.selection)}::jsonb, ${JSON.stringify(bulk.change)}::jsonb, ${bulk.actor.id},
      ${JSON.stringify(bulk.actor)}::jsonb, ${bulk.now}, 'running', ${bulk.total})`)
}

export function bulkById(runner: Runner, id: Uuid): Promise<BulkRow | undefined> {
  return runner.maybe(sql<BulkRow>`
    select id, change, actor_id, actor, asked_at, finished_at, state, cancel_asked, total from know.bulk_edit where id = ${id}`)
}

/** Newest first: ids are made in the order of time. */
export function bulksBefore(runner: Runner, before: Uuid | null, limit: number): Promise<BulkRow[]> {
  return runner.rows(sql<BulkRow>`
    select id, change, actor_id, actor, asked_at, finished_at, state, cancel_asked, total from know.bulk_edit
    where id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'} order by id desc limit ${limit}`)
}

/** Passes from one state to another; false when it is in none of `from` any more. */
export async function passTo(
  runner: Runner,
  id: Uuid,
  from: BulkEdit['state'][],
  to: BulkEdit['state'],
  finishedAt: Date | null,
): Promise<boolean> {
  const rows = await runner.run(sql`
    update know.bulk_edit set state = ${to}, finished_at = ${finishedAt}, cancel_asked = false
    where id = ${id} and state = any(${from}::text[])`)
  return rows > 0
}
export async function askToCancel(runner: Runner, id: Uuid): Promise<boolean> {
  return (
    (await runner.run(sql`update know.bulk_edit set cancel_asked = true where id = ${id} and state = 'running'`)) > 0
  )
}

export interface OneRow {
  customer_id: Uuid
  version: number
  entry_id: Uuid | null
}
/** The next customers in this state. */
export function nextRows(runner: Runner, id: Uuid, state: 'waiting' | 'done', limit: number): Promise<OneRow[]> {
  return runner.rows(sql<OneRow>`
    select customer_id, version, entry_id from know.bulk_edit_row where bulk_id = ${id} and state = ${state}
    order by customer_id limit ${limit}`)
}
export async function setRow(
  runner: Runner,
  id: Uuid,
  customerId: Uuid,
  to: { state: string; because?: string; entry?: Uuid | null },
): Promise<void> {
  await runner.run(sql`
    update know.bulk_edit_row set state = ${to.state}, because = ${to.because ?? null}, entry_id = coalesce(${to.entry ?? null}, entry_id)
    where bulk_id = ${id} and customer_id = ${customerId}`)
}
export interface Outcome {
  bulk_id: Uuid
  state: string
  because: string | null
  count: number
}
/** What became of the customers of some changes, counted. */
export function outcomesOf(runner: Runner, ids: Uuid[]): Promise<Outcome[]> {
  return runner.rows(sql<Outcome>`
    select bulk_id, state, because, count(*)::int as count from know.bulk_edit_row where bulk_id = any(${ids}::uuid[])
    group by bulk_id, state, because order by bulk_id, state, because`)
}

/** Whether the same was changed again after an entry of a customer's history. */
export async function changedSince(runner: Runner, customerId: Uuid, entry: Uuid): Promise<boolean> {
  const row = await runner.maybe(sql<{ later: boolean }>`
    select exists (
      select from clean.history h
      where h.customer_id = e.customer_id and (h.at, h.id) > (e.at, e.id) and (
        h.changes ?| array(select jsonb_object_keys(coalesce(e.changes, '{}'::jsonb)))
        or (e.what in ('archived', 'restored') and h.what in ('archived', 'restored')))
    ) as later
    from clean.history e where e.customer_id = ${customerId} and e.id = ${entry}`)
  return row?.later ?? true
}
