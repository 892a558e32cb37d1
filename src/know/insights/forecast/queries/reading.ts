import { to as copyTo } from 'pg-copy-streams'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'

const zone = raw(`(select current_setting('kauppias.zone'))`)
const epoch = raw(`date '1970-01-01'`)

/** COPY knows no parameters: they are settings of the transaction. */
async function tell(tx: Tx, name: 'zone' | 'cut' | 'every', value: string | number): Promise<void> {
  await tx.run(sql`select set_config(${`kauppias.${name}`}, ${String(value)}, true)`)
}
const cut = sql`((${epoch} + (select current_setting('kauppias.cut')::int))::timestamp at time zone ${zone})`

/** What the copies of one transaction tell is of one moment. */
export async function ofOneMoment(tx: Tx): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read`)
}

/** All customers with purchases, as text, in the order of their ids: what forecasts are made of. A customer has a line for each currency. */
export function copyInputs(tx: Tx): AsyncIterable<Buffer> {
  const { text } = sql`
    copy (
      select r.customer_id, r.purchase_days, r.first_purchase - ${epoch}, r.last_purchase - ${epoch}, r.previous_purchase - ${epoch},
        s.currency, s.net
      from know.rollup r
      left join know.spend s on s.customer_id = r.customer_id
      where r.purchase_days > 0
      order by r.customer_id
    ) to stdout`
  return tx.client.query(copyTo(text))
}

/** Ids of archived customers, as text, in their order. */
export function copyArchived(tx: Tx): AsyncIterable<Buffer> {
  return tx.client.query(
    copyTo('copy (select id from know.customer where archived_at is not null order by id) to stdout'),
  )
}

/**
 * Customers who bought or brought back after the end of the day `before` (days since 1970), as text, in the order of their ids: purchase days since,
 * last purchase day until then, and what came in since; a line for each currency.
 */
export async function copySince(tx: Tx, timeZone: string, before: number): Promise<AsyncIterable<Buffer>> {
  await tell(tx, 'zone', timeZone)
  await tell(tx, 'cut', before + 1)
  const { text } = sql`
    copy (
      select r.customer_id, d.days, b.last, w.currency, w.net
      from know.rollup r
      cross join lateral (
        select count(distinct (t.at at time zone ${zone})::date) as days
        from know.timeline t
        where t.customer_id = r.customer_id and t.at >= ${cut} and t.kind = 'purchase') d
      cross join lateral (
        select t.currency, coalesce(sum(case when t.kind = 'purchase' then t.amount else least(t.amount, 0) end), 0) as net
        from know.timeline t
        where t.customer_id = r.customer_id and t.at >= ${cut} and t.kind in ('purchase', 'return', 'cancellation')
        group by t.currency) w
      cross join lateral (
        select (max(t.at) at time zone ${zone})::date - ${epoch} as last
        from know.timeline t
        where d.days > 0 and t.customer_id = r.customer_id and t.at < ${cut} and t.kind = 'purchase') b
      where r.purchase_days > 0 and r.last_event >= ${cut}
      order by r.customer_id
    ) to stdout`
  return tx.client.query(copyTo(text))
}

/** Purchase days of every `every`-th customer, as text: customer, day since 1970. Chosen by id, the same ones each time. */
export async function copyDays(tx: Tx, timeZone: string, every: number): Promise<AsyncIterable<Buffer>> {
  await tell(tx, 'zone', timeZone)
  await tell(tx, 'every', every)
  const { text } = sql`
    copy (
      select t.customer_id, (t.at at time zone ${zone})::date - ${epoch}
      from know.timeline t
      join know.rollup r on r.customer_id = t.customer_id
      where t.kind = 'purchase' and r.purchase_days > 0 and uuid_hash_extended(r.customer_id, 7) % (select current_setting('kauppias.every')::int) = 0
    ) to stdout`
  return tx.client.query(copyTo(text))
}
