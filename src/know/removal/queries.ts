import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'

export interface OwnRecord {
  id: Uuid
  kind: RecordKind
  parent_id: Uuid | null
  source_id: Uuid
  source: string
}
/** Every source record that has its effect through a customer: its own, and what belongs to it through them. */
export function recordsOf(runner: Runner, customerId: Uuid): Promise<OwnRecord[]> {
  return runner.rows(sql<OwnRecord>`
    select r.id, r.kind, r.parent_id, r.source_id, s.name as source
    from collect.record r join collect.source s on s.id = r.source_id
    where r.identity_id = any(array(select record_id from clean.link where customer_id = ${customerId}))
    order by s.name, r.kind, r.id`)
}

export function timelineOf(runner: Runner, id: Uuid): Promise<{ kind: string; count: number; notes: number }[]> {
  return runner.rows(sql<{ kind: string; count: number; notes: number }>`
    select kind, count(*)::int as count, (count(*) filter (where actor_id is not null))::int as notes
    from know.timeline where customer_id = ${id} group by kind order by kind`)
}

export function boughtOf(runner: Runner, id: Uuid): Promise<{ currency: string; count: number; sum: string }[]> {
  return runner.rows(sql<{ currency: string; count: number; sum: string }>`
    select currency, count(*)::int as count, coalesce(sum(total), 0)::text as sum
    from know.purchase where customer_id = ${id} group by currency order by currency`)
}

/** Invoices, those dated `since` or later, and the year of the youngest in the company's time zone. */
export function invoicesOf(
  runner: Runner,
  id: Uuid,
  sinceYear: number,
  timeZone: string,
): Promise<{ count: number; kept: number; youngest: number | null }> {
  return runner.one(sql<{ count: number; kept: number; youngest: number | null }>`
    select count(*)::int as count, (count(*) filter (where year >= ${sinceYear}::int))::int as kept, max(year)::int as youngest
    from (
      select extract(year from at at time zone ${timeZone}::text) as year from know.invoice where customer_id = ${id}
    ) dated`)
}

/** Locks the customer until the transaction ends. */
export async function lock(runner: Runner, id: Uuid): Promise<void> {
  await runner.run(sql`select from know.customer where id = ${id} for update`)
}
