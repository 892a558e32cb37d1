import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'
import type { Act, Outcome } from '../contract.ts'

const done = table('act.attention_done', {
  customer_id: 'uuid',
  id: 'uuid',
  at: 'timestamptz',
  by_id: 'uuid',
  team: 'text',
  what: 'text',
  kinds: 'jsonb',
  outcome: 'text',
  note: 'text',
  until: 'date',
  entry_id: 'uuid',
  worth: 'bigint',
  currency: 'text',
  origin_id: 'uuid',
})
export interface DoneRow {
  customer_id: Uuid
  id: Uuid
  at: Date
  by_id: Uuid
  team: string
  what: Act
  kinds: string[]
  outcome: Outcome | null
  note: string | null
  until: Day | null
  entry_id: Uuid | null
  undone_at: Date | null
}
export type NewAct = Omit<DoneRow, 'undone_at'> & {
  worth: string | number | null
  currency: Currency | null
  origin_id: Uuid
}
const columns = sql`customer_id, id, at, by_id, team, what, kinds, outcome, note, until, entry_id, undone_at`

export const insertAct = (tx: Tx, row: NewAct): Promise<number> => insertMany(tx, done, [row])

/** Acts of these customers that hold, since a moment. */
export function actsSince(runner: Runner, ids: readonly Uuid[], since: Date): Promise<DoneRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<DoneRow>`
    select ${columns} from act.attention_done
    where customer_id = any(${ids}::uuid[]) and at > ${since} and undone_at is null order by at, id`)
}
export function actsOfCustomer(runner: Runner, id: Uuid, limit: number): Promise<DoneRow[]> {
  return runner.rows(sql<DoneRow>`
    select ${columns} from act.attention_done where customer_id = ${id} order by at desc, id desc limit ${limit}`)
}
/** What one person did since a moment, latest first, with whom. */
export function actsOfPerson(
  runner: Runner,
  person: Uuid,
  since: Date,
  limit: number,
): Promise<(DoneRow & { name: string })[]> {
  return runner.rows(sql<DoneRow & { name: string }>`
    select d.customer_id, d.id, d.at, d.by_id, d.team, d.what, d.kinds, d.outcome, d.note, d.until, d.entry_id, d.undone_at, c.name
    from act.attention_done d join know.customer c on c.id = d.customer_id and c.archived_at is null
    where d.by_id = ${person} and d.at >= ${since} and d.undone_at is null and d.what <> 'taken' order by d.at desc, d.id limit ${limit}`)
}
export function lockAct(tx: Tx, customer: Uuid, id: Uuid): Promise<DoneRow | undefined> {
  return tx.maybe(sql<DoneRow>`
    select ${columns} from act.attention_done where customer_id = ${customer} and id = ${id} for update`)
}
export async function setUndone(tx: Tx, row: { customer: Uuid; id: Uuid; at: Date; by: Uuid }): Promise<void> {
  await tx.run(sql`
    update act.attention_done set undone_at = ${row.at}, undone_by = ${row.by} where customer_id = ${row.customer} and id = ${row.id}`)
}

/**
 * The customer record that an act goes with when customers part again: one that was this customer's own before any merge, for what is written after
 * a merge stays with the one who stayed.
 */
export async function originOf(tx: Tx, customer: Uuid): Promise<Uuid> {
  const row = await tx.maybe(sql<{ record_id: Uuid }>`
    select l.record_id from clean.link l where l.customer_id = ${customer}
    order by exists (
      select from clean.merge_record r join clean.merge m on m.id = r.merge_id
      where r.record_id = l.record_id and r.came and m.undone_at is null), l.since, l.record_id limit 1`)
  return row?.record_id ?? customer
}

/** Takes what was done with these customers: they are gone for good. */
export async function deleteActs(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from act.attention_done where customer_id = any(${ids}::uuid[])`)
}

export interface WeightRow {
  team: string
  kind: string
  useful: number
  not_useful: number
  since: Date
}
export function weights(runner: Runner): Promise<WeightRow[]> {
  return runner.rows(
    sql<WeightRow>`select team, kind, useful, not_useful, since from act.attention_weight order by team, kind`,
  )
}
/** Counts a word of a team on a kind; `by` is −1 when it is taken back. */
export async function learn(
  tx: Tx,
  word: { team: string; kinds: readonly string[]; what: 'useful' | 'notUseful'; by: 1 | -1; now: Date },
): Promise<void> {
  const useful = word.what === 'useful' ? word.by : 0
  const not = word.what === 'notUseful' ? word.by : 0
  await tx.run(sql`
    insert into act.attention_weight as w (team, kind, useful, not_useful, since)
    select ${word.team}, kind, greatest(0, ${useful}::int), greatest(0, ${not}::int), ${word.now}
    from unnest(${word.kinds}::text[]) as k (kind) order by kind
    on conflict (team, kind) do update set useful = greatest(0, w.useful + ${useful}::int), not_useful = greatest(0, w.not_useful + ${not}::int)`)
}
export async function forgetWeights(tx: Tx, team: string, kind: string | null): Promise<void> {
  await tx.run(sql`delete from act.attention_weight where team = ${team} and (${kind}::text is null or kind = ${kind})`)
}

const setting = table('act.attention_setting', {
  name: 'text',
  value: 'jsonb',
  changed_at: 'timestamptz',
  changed_by: 'uuid',
})
export async function capacityOf(runner: Runner, usual: number): Promise<number> {
  const row = await runner.maybe(
    sql<{ value: unknown }>`select value from act.attention_setting where name = 'capacity'`,
  )
  return typeof row?.value === 'number' ? row.value : usual
}
export async function setCapacity(tx: Tx, capacity: number, at: Date, by: Uuid): Promise<void> {
  await insertMany(
    tx,
    setting,
    [{ name: 'capacity', value: capacity, changed_at: at, changed_by: by }],
    'on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by',
  )
}

export interface RunRow {
  day: Day
  made_at: Date
  top: number
  floor: number
  lines: number
  kinds: Record<string, number>
}
export function lastRun(runner: Runner): Promise<RunRow | undefined> {
  return runner.maybe(
    sql<RunRow>`select day, made_at, top, floor, lines, kinds from act.attention_run order by day desc limit 1`,
  )
}
export async function keepRun(tx: Tx, row: RunRow): Promise<void> {
  await tx.run(sql`
    insert into act.attention_run (day, made_at, top, floor, lines, kinds)
    values (${row.day}, ${row.made_at}, ${row.top}, ${row.floor}, ${row.lines}, ${JSON.stringify(row.kinds)}::jsonb)
    on conflict (day) do update set made_at = excluded.made_at, top = excluded.top, floor = excluded.floor, lines = excluded.lines, kinds = excluded.kinds`)
}

/** Marks customers to be looked at anew; never waits. Of many at once only those who stand on the list. */
export function mark(tx: Tx, ids: readonly Uuid[], bulk: boolean): void {
  tx.hold(sql`
    insert into act.attention_stale (customer_id, mark)
    select customer_id, pg_current_xact_id() from unnest(${ids}::uuid[]) as s (customer_id)
    where not ${bulk} or exists (select from act.attention a where a.customer_id = s.customer_id)
    on conflict do nothing`)
}
export async function anyMarked(runner: Runner): Promise<boolean> {
  const { any } = await runner.one(sql<{ any: boolean }>`select exists (select from act.attention_stale) as any`)
  return any
}
/** Takes away at most so many marks that nobody else has, and returns whose they were. */
export async function takeMarked(tx: Tx, most: number): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    with taken as materialized (
      select customer_id, mark from act.attention_stale order by customer_id, mark limit ${most} for update skip locked
    ), gone as (
      delete from act.attention_stale s using taken t where s.customer_id = t.customer_id and s.mark = t.mark returning s.customer_id
    )
    select distinct customer_id from gone`)
  return rows.map((row) => row.customer_id)
}
export async function unmark(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from act.attention_stale where customer_id = any(${ids}::uuid[])`)
}
