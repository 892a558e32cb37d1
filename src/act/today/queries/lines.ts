import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'

const attention = table('act.attention', {
  customer_id: 'uuid',
  score: 'numeric',
  worth: 'bigint',
  currency: 'text',
  how: 'jsonb',
  found_at: 'timestamptz',
  solved_at: 'timestamptz',
  solved_by: 'text',
  dealt_to: 'uuid',
  dealt_on: 'date',
  taken_at: 'timestamptz',
})
const reason = table('act.attention_reason', {
  customer_id: 'uuid',
  kind: 'text',
  score: 'numeric',
  since: 'timestamptz',
  figures: 'jsonb',
})

export interface How {
  code: string
  figures: Record<string, string>
}
/** A line as it is stored. */
export interface LineRow {
  customer_id: Uuid
  score: number
  worth: string | number | null
  currency: Currency | null
  how: How
  found_at: Date
  solved_at: Date | null
  solved_by: string | null
  dealt_to: Uuid | null
  dealt_on: Day | null
  taken_at: Date | null
}
export interface ReasonRow {
  customer_id: Uuid
  kind: string
  score: number
  since: Date
  figures: Record<string, string>
}
const lineColumns = sql`customer_id, score, worth::text as worth, currency, how, found_at, solved_at, solved_by, dealt_to, dealt_on, taken_at`

/** Lines of these customers; whoever else renews them waits until the transaction ends. */
export async function lockLines(tx: Tx, ids: readonly Uuid[]): Promise<LineRow[]> {
  // the making of the whole list waits for us, or we for it, before either holds a row
  await tx.run(sql`lock table act.attention in row exclusive mode`)
  return tx.rows(sql<LineRow>`
    select ${lineColumns} from act.attention where customer_id = any(${ids}::uuid[]) order by customer_id for update`)
}
/** The whole list, which stays within bounds; the caller's until the transaction ends. */
export async function lockList(tx: Tx): Promise<LineRow[]> {
  await tx.run(sql`lock table act.attention in share row exclusive mode`)
  return tx.rows(sql<LineRow>`select ${lineColumns} from act.attention`)
}
export function reasonsOf(runner: Runner, ids: readonly Uuid[]): Promise<ReasonRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<ReasonRow>`
    select customer_id, kind, score, since, figures from act.attention_reason
    where customer_id = any(${ids}::uuid[]) order by customer_id, score desc, kind`)
}
export async function deleteLines(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  await tx.run(sql`delete from act.attention where customer_id = any(${ids}::uuid[])`)
  await tx.run(sql`delete from act.attention_reason where customer_id = any(${ids}::uuid[])`)
}
export async function deleteList(tx: Tx): Promise<void> {
  await tx.run(sql`delete from act.attention`)
  await tx.run(sql`delete from act.attention_reason`)
}
/** Writes lines with their reasons; two who find the same customer at once leave one line. */
export async function insertLines(tx: Tx, lines: readonly LineRow[], reasons: readonly ReasonRow[]): Promise<void> {
  await insertMany(
    tx,
    attention,
    lines,
    'on conflict (customer_id) do update set score = excluded.score, worth = excluded.worth, currency = excluded.currency, how = excluded.how',
  )
  await insertMany(
    tx,
    reason,
    reasons,
    'on conflict (customer_id, kind) do update set score = excluded.score, since = excluded.since, figures = excluded.figures',
  )
}
export async function dealLines(tx: Tx, ids: readonly Uuid[], to: Uuid, on: Day): Promise<void> {
  await tx.run(sql`update act.attention set dealt_to = ${to}, dealt_on = ${on} where customer_id = any(${ids}::uuid[])`)
}

export interface ShownRow extends LineRow {
  name: string
  protected: boolean
  has_phone: boolean
  has_email: boolean
  purchases: number
  first_purchase: Day | null
  net: string | null
  net_currency: Currency | null
}
const shown = sql`
  select a.customer_id, a.score, a.worth::text as worth, a.currency, a.how, a.found_at, a.solved_at, a.solved_by, a.dealt_to, a.dealt_on, a.taken_at,
    c.name, c.protected, c.phone is not null as has_phone, c.email is not null as has_email, coalesce(r.purchases, 0) as purchases, r.first_purchase,
    s.net::text as net, s.currency as net_currency
  from act.attention a
  join know.customer c on c.id = a.customer_id and c.archived_at is null
  left join know.rollup r on r.customer_id = a.customer_id
  left join lateral (select currency, net from know.spend where customer_id = a.customer_id order by net desc, currency limit 1) s on true`

/** Whatever one person has been dealt and taken: at most a few dozen lines. */
export function linesOfPerson(runner: Runner, person: Uuid): Promise<ShownRow[]> {
  return runner.rows(
    sql<ShownRow>`${shown} where a.dealt_to = ${person} order by a.score desc, a.customer_id limit 200`,
  )
}
/** One page of the whole list, best first: one range of the index. */
export function pageOfLines(
  runner: Runner,
  after: { score: number; id: Uuid } | null,
  limit: number,
): Promise<ShownRow[]> {
  const from =
    after === null
      ? sql``
      : sql`and a.score <= ${after.score}::real and (a.score < ${after.score}::real or a.customer_id > ${after.id}::uuid)`
  return runner.rows(sql<ShownRow>`
    ${shown} where a.solved_at is null ${from} order by a.score desc, a.customer_id limit ${limit}`)
}
export function lineOfCustomer(runner: Runner, id: Uuid): Promise<ShownRow | undefined> {
  return runner.maybe(sql<ShownRow>`${shown} where a.customer_id = ${id}`)
}

/** Open lines with others and with nobody, counted to 1,001 at the most. */
export function countLines(runner: Runner, person: Uuid): Promise<{ others: number; free: number }> {
  return runner.one(sql<{ others: number; free: number }>`
    select (count(*) filter (where dealt_to <> ${person}))::int as others, (count(*) filter (where dealt_to is null))::int as free
    from (select a.dealt_to from act.attention a join know.customer c on c.id = a.customer_id and c.archived_at is null
      where a.solved_at is null limit 1001) l`)
}
/** One deals at a time: two who deal at once would both see the same room. */
export async function lockDealing(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(7201650560)`)
}
/** Open lines of everybody who has any. */
export function loads(runner: Runner): Promise<{ dealt_to: Uuid; lines: number }[]> {
  return runner.rows(sql<{ dealt_to: Uuid; lines: number }>`
    select dealt_to, count(*)::int as lines from act.attention where dealt_to is not null and solved_at is null group by dealt_to`)
}
/** The best lines that are with nobody; the caller's until the transaction ends. */
export function freeLines(tx: Tx, limit: number): Promise<{ customer_id: Uuid; protected: boolean }[]> {
  return tx.rows(sql<{ customer_id: Uuid; protected: boolean }>`
    select a.customer_id, c.protected from act.attention a join know.customer c on c.id = a.customer_id and c.archived_at is null
    where a.dealt_to is null and a.solved_at is null order by a.score desc, a.customer_id limit ${limit} for update of a`)
}

/** Who of the staff was in touch with each customer last, by contacts written here. */
export function lastHandlers(runner: Runner, ids: readonly Uuid[]): Promise<{ customer_id: Uuid; actor_id: Uuid }[]> {
  return runner.rows(sql<{ customer_id: Uuid; actor_id: Uuid }>`
    select i.id as customer_id, t.actor_id from unnest(${ids}::uuid[]) as i (id)
    cross join lateral (
      select actor_id from know.timeline
      where customer_id = i.id and actor_id is not null and kind in ('call', 'mail', 'visit', 'note', 'wish')
      order by at desc, id desc limit 1) t`)
}

/** Staff with some sign of life since a moment. */
export function peopleSeen(runner: Runner, since: Date): Promise<{ id: Uuid; role: string }[]> {
  return runner.rows(sql<{ id: Uuid; role: string }>`
    select u.id, u.role from company.user u
    where u.active and exists (select from company.session s where s.user_id = u.id and s.last_seen_at > ${since}) order by u.id`)
}
export function namesOfStaff(runner: Runner, ids: readonly Uuid[]): Promise<{ id: Uuid; name: string }[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ id: Uuid; name: string }>`select id, name from company.user where id = any(${ids}::uuid[])`)
}
