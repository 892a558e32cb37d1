import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import type { Model } from '../../matching/model.ts'
import type { Zone, ZoneFacts } from '../shapes.ts'

/** The learned model, and by which rules the keys of candidates were made then. */
export interface StoredModel {
  keys: string
  engine: Model
}
/** What one run learned of a kind. */
export interface ModelRow {
  kind: CustomerKind
  version: number
  run_id: Uuid
  learned_at: Date
  customers: number
  compared: number
  found: number
  model: StoredModel
  zones: Record<Zone, ZoneFacts>
}
const columns = raw('kind, version, run_id, learned_at, customers, compared::float8 as compared, found, model, zones')

/** The models in use: the latest of each kind. */
export function modelsInUse(runner: Runner): Promise<ModelRow[]> {
  return runner.rows(sql<ModelRow>`
    select distinct on (kind) ${columns} from clean.match_model order by kind, version desc`)
}
/** Their versions alone, to see whether what is in memory is still in use. */
export function versionsInUse(runner: Runner): Promise<{ kind: CustomerKind; version: number; run_id: Uuid }[]> {
  return runner.rows(sql<{ kind: CustomerKind; version: number; run_id: Uuid }>`
    select distinct on (kind) kind, version, run_id from clean.match_model order by kind, version desc`)
}
export async function insertModel(tx: Tx, row: Omit<ModelRow, 'version'>): Promise<number> {
  const { version } = await tx.one(sql<{ version: number }>`
    insert into clean.match_model (kind, version, run_id, learned_at, customers, compared, found, model, zones)
    select ${row.kind}, coalesce(max(version), 0) + 1, ${row.run_id}::uuid, ${row.learned_at}::timestamptz, ${row.customers}::int,
      ${row.compared}::bigint, ${row.found}::int, ${JSON.stringify(row.model)}::jsonb, ${JSON.stringify(row.zones)}::jsonb
    from clean.match_model where kind = ${row.kind}
    returning version`)
  return version
}
/** Only the last models are kept: their tables of words are large. */
export async function forgetModels(tx: Tx, kind: CustomerKind, before: number): Promise<void> {
  await tx.run(sql`delete from clean.match_model where kind = ${kind} and version < ${before}`)
}

export interface Policy {
  kind: CustomerKind
  automatic: boolean
  changed_at: Date
  changed_by: Uuid | null
}
export function policies(runner: Runner): Promise<Policy[]> {
  return runner.rows(sql<Policy>`select kind, automatic, changed_at, changed_by from clean.match_policy`)
}
export async function setPolicy(tx: Tx, row: Policy): Promise<void> {
  await tx.run(sql`
    insert into clean.match_policy (kind, automatic, changed_at, changed_by)
    values (${row.kind}, ${row.automatic}, ${row.changed_at}, ${row.changed_by})
    on conflict (kind) do update set automatic = excluded.automatic, changed_at = excluded.changed_at, changed_by = excluded.changed_by`)
}
