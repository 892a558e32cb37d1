import { sql } from '#src/platform/db/index.ts'

export const importedRows = sql<{ bucket: string; rows: number }>`
  select bucket, sum(count::bigint)::float8 as rows
  from collect.import i join collect.import_file f on f.import_id = i.id, jsonb_each_text(f.counts) c(bucket, count)
  where not i.dry_run group by bucket`
export const importsByState = sql<{ state: string; count: number }>`
  select state, count(*)::int as count from collect.import group by state`
