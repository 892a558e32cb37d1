import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Quality } from '../contract.ts'
import type { AgainBy } from '../model/index.ts'

export interface ProductRow {
  version: number
  product: number
  source_id: Uuid
  code: string
  name: string | null
  category: string | null
  buyers: number
  base: number
  refill_days: number | null
  refill_share: number
  others: number[]
  weights: number[]
}
export interface FavouriteRow {
  version: number
  kind: 'all' | 'city' | 'category'
  value: string
  customers: number
  products: number[]
  buyers: number[]
}
export interface ModelRow {
  version: number
  made_at: Date
  data_from: string
  data_to: string
  customers: number
  products: number
  pairs: number
  covered: number
  lambda: number
  popularity: number
  outside: number
  again_by: AgainBy
  quality: Quality | null
}

export async function insertProducts(tx: Tx, rows: readonly ProductRow[]): Promise<void> {
  await tx.run(sql`
    insert into know.suggestion_product (version, product, source_id, code, name, category, buyers, base, refill_days, refill_share, others, weights)
    select version, product, source_id, code, name, category, buyers, base, refill_days, refill_share, others, weights
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (version int, product int, source_id uuid, code text, name text, category text,
      buyers int, base real, refill_days real, refill_share real, others int[], weights real[])`)
}
export async function insertFavourites(tx: Tx, rows: readonly FavouriteRow[]): Promise<void> {
  await tx.run(sql`
    insert into know.suggestion_favourite (version, kind, value, customers, products, buyers)
    select version, kind, value, customers, products, buyers
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (version int, kind text, value text, customers int, products int[], buyers int[])`)
}

/** The number for the next model; rows that a making left half done go with it. */
export async function nextVersion(tx: Tx): Promise<number> {
  await tx.run(sql`
    delete from know.suggestion_product where version > (select coalesce(max(version), 0) from know.suggestion_model)`)
  await tx.run(sql`
    delete from know.suggestion_favourite where version > (select coalesce(max(version), 0) from know.suggestion_model)`)
  const row = await tx.one(sql<{ version: number }>`
    select coalesce(max(version), 0) + 1 as version from know.suggestion_model`)
  return row.version
}

/** From here on suggestions are made by it. */
export async function insertModel(tx: Tx, model: ModelRow): Promise<void> {
  await tx.run(sql`
    insert into know.suggestion_model
      (version, made_at, data_from, data_to, customers, products, pairs, covered, lambda, popularity, outside, again_by, quality)
    values (${model.version}, ${model.made_at}, ${model.data_from}, ${model.data_to}, ${model.customers}, ${model.products}, ${model.pairs},
      ${model.covered}, ${model.lambda}, ${model.popularity}, ${model.outside}, ${model.again_by},
      ${model.quality && JSON.stringify(model.quality)}::jsonb)`)
}

/** Links of all but this version and the one before, which somebody may be reading, go; of models only what was measured stays, for a quarter. */
export async function forgetLinks(tx: Tx, version: number): Promise<void> {
  await tx.run(sql`delete from know.suggestion_product where version < ${version - 1}`)
  await tx.run(sql`delete from know.suggestion_favourite where version < ${version - 1}`)
  await tx.run(sql`delete from know.suggestion_model where version < ${version - 90}`)
}

export function modelInForce(runner: Runner): Promise<ModelRow | undefined> {
  return runner.maybe(sql<ModelRow>`
    select version, made_at, data_from, data_to, customers, products, pairs::int as pairs, covered, lambda, popularity, outside, again_by,
      quality
    from know.suggestion_model order by version desc limit 1`)
}
/** Whether anything was bought at all. */
export async function anyLines(runner: Runner): Promise<boolean> {
  return (await runner.maybe(sql`select 1 as one from know.purchase_line limit 1`)) !== undefined
}
