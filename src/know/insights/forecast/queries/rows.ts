import type { Writable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import { raw, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerRow } from '../columns.ts'
import type { ModelRow } from './model.ts'

/** Without rates of exchange whole units stand for size, as elsewhere. */
const wholes = (
  spend: Statement,
) => sql`(${spend}.net / case when ${spend}.currency in ('JPY', 'KRW', 'ISK', 'CLP', 'VND') then 1
    when ${spend}.currency in ('BHD', 'KWD', 'OMR', 'TND', 'JOD') then 1000 else 100 end)`
const [one, other] = [wholes(raw('s')), wholes(raw('o'))]

/** The largest currency of each customer. */
const largest = sql`left join know.spend s on s.customer_id = r.customer_id and not exists (
    select from know.spend o where o.customer_id = r.customer_id and o.currency <> s.currency
      and (${other} > ${one} or ${other} = ${one} and o.currency < s.currency))`

const inputs = raw(`r.customer_id, r.purchase_days, r.first_purchase - date '1970-01-01' as first,
  r.last_purchase - date '1970-01-01' as last, r.previous_purchase - date '1970-01-01' as previous, s.currency, s.net::text as net`)

/** The model in force and what the forecasts of these customers are made of, in one round trip; no model, no rows. */
export function basisOf(tx: Tx, ids: readonly Uuid[]): Promise<{ model: ModelRow | null; rows: CustomerRow[] | null }> {
  return tx.one(sql<{ model: ModelRow | null; rows: CustomerRow[] | null }>`
    with m as materialized (select * from know.forecast_model order by version desc limit 1)
    select (select to_json(m) from m) as model, (
      select json_agg(i) from (
        select ${inputs} from know.rollup r ${largest}
        where r.customer_id = any(${ids}::uuid[]) and r.purchase_days > 0 and exists (select from m)
        order by r.customer_id) i) as rows`)
}

/** A forecast as texts, in the order of its columns: all but the two places, which are last. */
export type Cells = readonly (string | null)[]
const names =
  raw(`customer_id, version, as_of, alive, none, purchases, spend, value, currency, next_purchase, state, state_since, purchase_days,
  first_purchase, last_purchase, previous_purchase, net, future_rank, past_rank`)

/** Writes the forecasts of a few customers with the next statement. Their places stay. */
export function putForecasts(tx: Tx, rows: readonly Cells[]): void {
  const column = (i: number) => rows.map((cells) => cells[i] ?? null)
  tx.hold(sql`
    insert into know.forecast (${names})
    select u.*, null, null from unnest(${column(0)}::uuid[], ${column(1)}::int[], ${column(2)}::date[], ${column(3)}::real[], ${column(4)}::real[],
      ${column(5)}::real[], ${column(6)}::bigint[], ${column(7)}::bigint[], ${column(8)}::text[], ${column(9)}::date[], ${column(10)}::text[],
      ${column(11)}::date[], ${column(12)}::int[], ${column(13)}::date[], ${column(14)}::date[], ${column(15)}::date[], ${column(16)}::numeric[]) as u
    on conflict (customer_id) do update set
      (version, as_of, alive, none, purchases, spend, value, currency, next_purchase, state, state_since, purchase_days, first_purchase,
        last_purchase, previous_purchase, net)
      = row (excluded.version, excluded.as_of, excluded.alive, excluded.none, excluded.purchases, excluded.spend, excluded.value,
        excluded.currency, excluded.next_purchase, excluded.state, excluded.state_since, excluded.purchase_days, excluded.first_purchase,
        excluded.last_purchase, excluded.previous_purchase, excluded.net)`)
}

/** Takes the forecasts of those who have no purchases any more, with the next statement. */
export function dropForecasts(tx: Tx, ids: readonly Uuid[]): void {
  tx.hold(sql`delete from know.forecast where customer_id = any(${ids}::uuid[])`)
}

/**
 * A table for the rows of one transaction, and what takes them as text of COPY. Its rows are looked up one by one in the large tables: reading those
 * whole for each of many batches, as the planner would, takes many times as long.
 */
export async function openStage(tx: Tx): Promise<Writable> {
  await tx.run(sql`set local enable_hashjoin = off`)
  await tx.run(sql`set local enable_mergejoin = off`)
  await tx.run(sql`set local enable_seqscan = off`) // what is empty when it is planned grows under the scan
  await tx.run(sql`set local synchronous_commit = off`) // what a crash loses is made again
  await tx.run(sql`
    create temp table forecast_made (
      customer_id uuid, version int, as_of date, alive real, none real, purchases real, spend bigint, value bigint, currency text,
      next_purchase date, state text, state_since date, purchase_days int, first_purchase date, last_purchase date, previous_purchase date,
      net numeric, future_rank smallint, past_rank smallint
    ) on commit drop`)
  return tx.client.query(copyFrom('copy forecast_made from stdin'))
}

/**
 * Writes the staged rows over those that were made of the same purchases, and where there is none yet. Returns the customers for whom neither was so:
 * their forecasts are to be made singly.
 */
export async function writeStaged(tx: Tx, staged: number): Promise<Uuid[]> {
  const updated = await tx.run(sql`
    update know.forecast f set
      (version, as_of, alive, none, purchases, spend, value, currency, next_purchase, state, state_since, previous_purchase, future_rank, past_rank)
      = (i.version, i.as_of, i.alive, i.none, i.purchases, i.spend, i.value, i.currency, i.next_purchase, i.state, i.state_since,
        i.previous_purchase, i.future_rank, i.past_rank)
    from forecast_made i
    where f.customer_id = i.customer_id
      and (f.purchase_days, f.first_purchase, f.last_purchase) = (i.purchase_days, i.first_purchase, i.last_purchase)
      and f.net is not distinct from i.net and f.currency is not distinct from i.currency`)
  if (updated === staged) return []
  const inserted = await tx.run(sql`
    insert into know.forecast (${names})
    select i.* from forecast_made i
    join know.rollup r on r.customer_id = i.customer_id
      and (r.purchase_days, r.first_purchase, r.last_purchase) = (i.purchase_days, i.first_purchase, i.last_purchase)
    where not exists (select from know.forecast f where f.customer_id = i.customer_id)
    on conflict (customer_id) do nothing`)
  if (updated + inserted === staged) return []
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    select i.customer_id from forecast_made i
    where not exists (
      select from know.forecast f
      where f.customer_id = i.customer_id and f.version = i.version
        and (f.purchase_days, f.first_purchase, f.last_purchase) = (i.purchase_days, i.first_purchase, i.last_purchase)
        and f.net is not distinct from i.net and f.currency is not distinct from i.currency)`)
  return rows.map((row) => row.customer_id)
}

/** Customers whose forecast is missing, was made of other purchases, or is left over: those who bought while all were made. */
export async function astray(tx: Tx): Promise<Uuid[]> {
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    select coalesce(f.customer_id, r.customer_id) as customer_id
    from know.forecast f
    full join (select * from know.rollup where purchase_days > 0) r on r.customer_id = f.customer_id
    where (f.purchase_days, f.first_purchase, f.last_purchase) is distinct from (r.purchase_days, r.first_purchase, r.last_purchase)`)
  return rows.map((row) => row.customer_id)
}
