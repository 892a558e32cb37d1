import { to as copyTo } from 'pg-copy-streams'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'

const zone = raw(`current_setting('kauppias.zone')`)
const since = raw(`current_setting('kauppias.since')::int`)

/** COPY knows no parameters: the zone whose calendar the copies of this transaction go by, and the first day (days since 1970). */
export async function setWindow(tx: Tx, timeZone: string, from: number): Promise<void> {
  await tx.run(
    sql`select set_config('kauppias.zone', ${timeZone}, true), set_config('kauppias.since', ${String(from)}, true)`,
  )
}

/**
 * Lines bought from that day on, as text: customer, source, day, city, code, name, category. What came back, and customers
 * who are put away, are left out; of a protected customer no city is told.
 */
export function copyBought(tx: Tx): AsyncIterable<Buffer> {
  const { text } = sql`
    copy (
      select l.customer_id, l.source_id, (p.at at time zone ${zone})::date - date '1970-01-01',
        case when c.protected then null else lower(c.city) end, coalesce(l.sku, l.description), l.description, l.category
      from know.purchase_line l
      join know.purchase p on p.customer_id = l.customer_id and p.id = l.purchase_id
      join know.customer c on c.id = l.customer_id
      where p.type = 'purchase' and l.quantity > 0 and l.amount >= 0 and coalesce(l.sku, l.description) is not null
        and c.archived_at is null and p.at >= (date '1970-01-01' + ${since})::timestamp at time zone ${zone}
    ) to stdout`
  return tx.client.query(copyTo(text))
}
