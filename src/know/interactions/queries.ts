import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, raw, type Statement, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { EntryKind, Uuid } from '#src/terms/index.ts'

const timeline = table('know.timeline', {
  customer_id: 'uuid',
  at: 'timestamptz',
  id: 'uuid',
  kind: 'text',
  channel: 'text',
  direction: 'text',
  title: 'text',
  body: 'text',
  amount: 'bigint',
  currency: 'text',
  reference: 'text',
  status: 'text',
  score: 'numeric',
  handler: 'text',
  actor_id: 'uuid',
  source_id: 'uuid',
  origin_id: 'uuid',
})
export type EntryRow = Record<keyof typeof timeline.columns, unknown>

export const insertEntries = (tx: Tx, rows: EntryRow[]) => insertMany(tx, timeline, rows)

/** Takes entries away wherever they stand in their customers' time. */
export async function deleteEntries(tx: Tx, rows: { customerId: Uuid; id: Uuid }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from know.timeline t
    using unnest(${rows.map((r) => r.customerId)}::uuid[], ${rows.map((r) => r.id)}::uuid[]) as d (customer_id, id)
    where t.customer_id = d.customer_id and t.id = d.id`)
}

/** A row as JSON brings it: `at` in ISO 8601. */
export interface TimelineRow {
  at: string
  id: Uuid
  kind: EntryKind
  channel: string | null
  direction: string | null
  title: string | null
  body: string | null
  amount: string | null
  currency: string | null
  reference: string | null
  status: string | null
  score: string | null
  handler: string | null
  source: string
}
/** One JSON array of rows, null when there are none, newest first, by one range scan of the key: for the page that asks for much in one statement. */
export function entriesJson(
  customerId: Uuid,
  after: { at: Date; id: Uuid } | null,
  kinds: readonly string[] | null,
  limit: number,
): Statement<{ json: TimelineRow[] | null }> {
  const from = after ? sql`and (t.at, t.id) < (${after.at}, ${after.id}::uuid)` : raw('')
  const only = kinds ? sql`and t.kind = any(${kinds}::text[])` : raw('')
  return sql`
    select json_agg(e) as json from (
      select t.at, t.id, t.kind, t.channel, t.direction, t.title, t.body, t.amount::text as amount, t.currency, t.reference, t.status,
        t.score::text as score, t.handler, s.name as source
      from know.timeline t join collect.source s on s.id = t.source_id
      where t.customer_id = ${customerId} ${from} ${only}
      order by t.at desc, t.id desc limit ${limit}) e`
}

export async function customerExists(runner: Runner, id: Uuid): Promise<boolean> {
  return (await runner.maybe(sql<{ id: Uuid }>`select id from know.customer where id = ${id}`)) !== undefined
}
