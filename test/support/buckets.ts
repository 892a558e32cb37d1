import { bucketsFrom } from '#src/know/insights/buckets/queries.ts'
import { type Db, raw, sql } from '#src/platform/db/index.ts'

/** Buckets that are not those made anew from timelines and lines, either way; empty when nothing waits to be counted. */
export function bucketsAmiss(db: Db, timeZone: string): Promise<unknown[]> {
  const columns = raw('customer_id, kind, day, category, channel, currency, events, amount, quantity')
  return db.rows(sql`
    with kept as (select ${columns} from know.bucket), made as materialized (
      select customer_id, kind, day, category, channel, currency, events, amount, quantity
      from (${bucketsFrom(raw('know.timeline'), sql`true`, timeZone)}) b
    )
    (select 'kept' as which, k.* from (table kept except table made) k)
    union all (select 'made', m.* from (table made except table kept) m)`)
}
