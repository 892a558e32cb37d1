import type { Mapping, Teller } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { EffectKind } from '../queries.ts'
import type { Currency, RecordKind, Uuid } from '#src/terms/index.ts'

/** How the rows of imports were read. */
export function readingsOf(
  runner: Runner,
  imports: Uuid[],
): Promise<{ import_id: Uuid; file_no: number; mapping: Mapping | null; currency: Currency }[]> {
  return runner.rows(sql<{ import_id: Uuid; file_no: number; mapping: Mapping | null; currency: Currency }>`
    select f.import_id, f.file_no, f.mapping, i.currency
    from collect.import_file f join collect.import i on i.id = f.import_id where f.import_id = any(${imports}::uuid[])`)
}

/** Deliveries that told records which were known already, oldest first; those that are taken back do not count. */
export function tellersOf(runner: Runner, records: Uuid[], except: Uuid): Promise<Teller[]> {
  if (records.length === 0) return Promise.resolve([])
  return runner.rows(sql<Teller>`
    select l.record_id, l.import_id, l.file_no, l.line_no, coalesce(i.finished_at, i.started_at, i.created_at) as at
    from collect.import_line l join collect.import i on i.id = l.import_id
    where l.again and l.record_id = any(${records}::uuid[]) and l.import_id <> ${except}
      and i.state not in ('rollingBack', 'rolledBack')
    order by at, l.import_id, l.file_no, l.line_no`)
}

/** An import that may be taken back, or that is being so; locked. */
export async function askToRollBack(tx: Tx, id: Uuid, by: Uuid | null, now: Date): Promise<boolean> {
  return (
    (await tx.run(sql`
      update collect.import set state = 'rollingBack', phase = 'rollingBack', problem = null, rolled_back_by = ${by}, rolled_back_at = ${now},
        rollback_done = 0, rollback_total = (
          select coalesce(sum(c.value::int), 0) from collect.import_file f, jsonb_each_text(f.counts) c
          where f.import_id = ${id} and c.key in ('new', 'updated', 'duplicate', 'unassigned', 'waiting'))
      where id = ${id} and not dry_run and state in ('finished', 'cancelled', 'failed')`)) > 0
  )
}
export async function addRolledBack(tx: Tx, id: Uuid, records: number): Promise<void> {
  await tx.run(sql`update collect.import set rollback_done = rollback_done + ${records} where id = ${id}`)
}
/** When an import other than this one first brought a list of the source's own customers. */
export async function listedSince(runner: Runner, sourceId: Uuid, except: Uuid): Promise<Date | null> {
  const { since } = await runner.one(sql<{ since: Date | null }>`
    select (
      select min(i.started_at) from collect.import i join collect.import_file f on f.import_id = i.id
      where i.source_id = ${sourceId} and i.id <> ${except} and not i.dry_run
        and i.state in ('running', 'finished', 'failed', 'cancelled')
        and f.mapping ->> 'kind' = 'customer' and f.mapping ->> 'key' = 'externalId'
    ) as since`)
  return since
}
/** The newest import that can be taken back, of a source by its name's key or of all. */
export async function lastImport(runner: Runner, nameKey: string | null): Promise<Uuid | undefined> {
  return (
    await runner.maybe(sql<{ id: Uuid }>`
      select i.id from collect.import i join collect.source s on s.id = i.source_id
      where not i.dry_run and i.state in ('finished', 'cancelled', 'failed', 'rollingBack')
        and (${nameKey}::text is null or s.name_key = ${nameKey}) order by i.created_at desc, i.id desc limit 1`)
  )?.id
}

/** Holds the source for one rollback, or beside other imports of it; false when it is held the other way. Ends with the connection. */
export async function holdSource(
  client: { query: (text: string, values: unknown[]) => Promise<{ rows: { held: boolean }[] }> },
  id: Uuid,
  alone: boolean,
): Promise<boolean> {
  const text = alone
    ? 'select pg_try_advisory_lock(hashtextextended($1, 2)) as held'
    : 'select pg_try_advisory_lock_shared(hashtextextended($1, 2)) as held'
  return (await client.query(text, [id])).rows[0]!.held
}

/** Records of an import by kind, as they stand now; at most `most` of them are looked at. */
export function recordsOf(
  runner: Runner,
  id: Uuid,
  most: number,
): Promise<{ id: Uuid; kind: RecordKind; identity_id: Uuid | null; state: string }[]> {
  return runner.rows(sql<{ id: Uuid; kind: RecordKind; identity_id: Uuid | null; state: string }>`
    select id, kind, identity_id, state from collect.record where import_id = ${id} limit ${most}`)
}
export interface EffectOf {
  field: string
  what: EffectKind
  customer_id: Uuid | null
  file_no: number | null
  line_no: number | null
  old: string | null
  told: string | null
}
/** Examples of what an import did, or would do, to a field. */
export function effectsOf(runner: Runner, id: Uuid, field: string, what: EffectKind): Promise<EffectOf[]> {
  return runner.rows(sql<EffectOf>`
    select field, what, customer_id, file_no, line_no, old, told from collect.import_effect
    where import_id = ${id} and what = ${what} and field = ${field} order by nth`)
}
export async function quarantinedOf(runner: Runner, id: Uuid): Promise<number> {
  const { n } = await runner.one(sql<{ n: number }>`
    select count(*)::int as n from collect.quarantine where import_id = ${id} and state = 'waiting'`)
  return n
}
