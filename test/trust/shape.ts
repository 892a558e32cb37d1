import { type Statement, sql } from '#src/platform/db/index.ts'

/** One table as the catalogue describes it. */
export interface TableShape {
  name: string
  /** `r` = a plain table, `p` = partitioned, `f` = foreign. */
  kind: string
  columns: Record<string, { type: string; required: boolean; identity: boolean; fallback: string | null }>
  /** Columns of the primary key in their order. */
  key: string[]
  /** Unique indexes beside the primary key. */
  uniques: string[]
  exclusions: string[]
  triggers: string[]
  foreign: { to: string; from: string[] }[]
}

/** Reads every table of every schema that is not PostgreSQL's own. */
export function readShape(runner: { rows<Row>(statement: Statement<Row>): Promise<Row[]> }): Promise<TableShape[]> {
  return runner.rows(sql<TableShape>`
    select n.nspname || '.' || c.relname as name, c.relkind as kind,
      (select coalesce(jsonb_object_agg(a.attname, jsonb_build_object(
          'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
          'identity', a.attidentity <> '', 'fallback', pg_get_expr(d.adbin, d.adrelid))), '{}')
        from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum and a.attgenerated = ''
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(jsonb_agg(a.attname order by k.n), '[]')
        from pg_index i, unnest(i.indkey::int2[]) with ordinality k(attnum, n), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) as key,
      (select coalesce(jsonb_agg(x.relname), '[]') from pg_index i join pg_class x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisunique and not i.indisprimary) as uniques,
      (select coalesce(jsonb_agg(o.conname), '[]') from pg_constraint o where o.conrelid = c.oid and o.contype = 'x') as exclusions,
      (select coalesce(jsonb_agg(t.tgname), '[]') from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
      (select coalesce(jsonb_agg(jsonb_build_object('to', tn.nspname || '.' || tc.relname, 'from',
          (select jsonb_agg(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum = any(o.conkey)))), '[]')
        from pg_constraint o join pg_class tc on tc.oid = o.confrelid join pg_namespace tn on tn.oid = tc.relnamespace
        where o.conrelid = c.oid and o.contype = 'f') as foreign
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^(pg_|information_schema$)'
    order by 1`)
}
