import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { aliveSince } from './runs.ts'

/** Marks of a bulk wait while an import runs. */
const isReady = sql`(not bulk or not exists (select from collect.import where state = 'running'))`

/** Marks customers for comparing, once somebody has asked for duplicates at all; never waits. */
export function markArrived(tx: Tx, ids: readonly Uuid[], bulk: boolean): void {
  tx.hold(sql`
    insert into clean.match_stale (customer_id, mark, bulk)
    select customer_id, pg_current_xact_id(), ${bulk} from unnest(${ids}::uuid[]) as s (customer_id)
    where exists (select from clean.match_run)
    on conflict do nothing`)
}

/**
 * Takes away at most `most` marks that nobody else has, single edits first. None while the whole base is searched: what is found then would be
 * overwritten.
 */
export async function takeArrived(tx: Tx, most: number, now: Date): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with taken as materialized (
      select customer_id, mark from clean.match_stale
      where ${isReady}
        and not exists (select from clean.match_run where state = 'running' and asked_at > ${aliveSince(now)})
        and exists (select from clean.match_model)
      order by bulk, customer_id, mark limit ${most} for update skip locked
    ), gone as (
      delete from clean.match_stale s using taken t where s.customer_id = t.customer_id and s.mark = t.mark returning s.customer_id
    )
    select distinct customer_id from gone`)
  return rows.map((row) => row.customer_id)
}

/** How many marks wait, counted to `most` at the most. */
export async function waiting(runner: Runner, most: number): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from (select from clean.match_stale limit ${most}) s`)
  return n
}

/** The same, of marks that do not wait for an import to end. */
export async function ready(runner: Runner, most: number): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from (select from clean.match_stale where ${isReady} limit ${most}) s`)
  return n
}

/** Whether a transaction is open that began before the given one ended: it may not have seen that marks are wanted. */
export async function olderOpen(runner: Runner, than: string): Promise<boolean> {
  const { open } = await runner.one(sql<{ open: boolean }>`
    select pg_snapshot_xmin(pg_current_snapshot()) <= ${than}::xid8 as open`)
  return open
}
export async function ownTransaction(tx: Tx): Promise<string> {
  return (await tx.one(sql<{ id: string }>`select pg_current_xact_id()::text as id`)).id
}

/** Marks of transactions that had ended when the base was read: their customers were read as they are. */
export async function dropSeen(tx: Tx, before: string): Promise<void> {
  await tx.run(sql`delete from clean.match_stale where mark < ${before}::xid8`)
}
/** The oldest transaction that was open at the snapshot of this one. */
export async function horizon(runner: Runner): Promise<string> {
  return (await runner.one(sql<{ id: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as id`)).id
}
