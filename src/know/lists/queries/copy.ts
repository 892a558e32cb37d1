import { to as copyTo } from 'pg-copy-streams'
import type { Env, Field } from '#src/know/segments/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { type Db, fresh, type Statement, sql } from '#src/platform/db/index.ts'
import type { Language } from '#src/terms/index.ts'
import type { ExportFormat } from '../contract.ts'
import { cells, fileText, shown } from './columns.ts'
import type { ListSpec, Order } from './specs.ts'

/** Everything that a file holds. `fields` are seen with `env`, `names` are how NDJSON calls them. */
export interface Content {
  readonly spec: ListSpec
  readonly where: Statement
  readonly fields: readonly Field[]
  readonly env: Env
  readonly order: { readonly by: Order; readonly descending: boolean } | undefined
  readonly language: Language
}

function rows(
  { spec, where, fields, env, order }: Content,
  select: (columns: ReturnType<typeof shown>) => Statement,
): Statement {
  const columns = shown(fields, env)
  const sorted =
    order === undefined
      ? sql``
      : order.descending
        ? sql`order by ${wholeKey(order.by)} desc nulls last, ${spec.id} desc`
        : sql`order by ${wholeKey(order.by)} asc nulls last, ${spec.id}`
  return sql`select ${select(columns)} from ${spec.from} ${columns.joins} where ${where} ${sorted}`
}

/** The key of an order for rows that are not read through its own index. */
const wholeKey = ({ key, whole }: Order) => whole ?? key

/**
 * Streams the rows as the server's own COPY writes them: CSV with the separator of the language, or a JSON object a line. COPY takes no parameters, so
 * values travel as settings of the transaction and the text stays as fixed as any other. Returns how many rows by `wrote` at the end.
 */
export async function* copied(
  db: Db,
  content: Content,
  format: ExportFormat,
  wrote: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const { text, values } = format === 'csv' ? csv(content) : ndjson(content)
  const client = await db.pool.connect()
  let whole = false
  try {
    await client.query('begin read only')
    const names = values.map((_, i) => `kauppias.p${i + 1}`)
    const keep = sql`select set_config(name, value, true) from unnest(${names}::text[], ${values.map(settingOf)}::text[]) as p (name, value)`
    await client.query({ text: keep.text, values: [...keep.values] })
    const stream = client.query(copyTo(text.replace(/\$(\d+)/g, "(select current_setting('kauppias.p$1'))")))
    for await (const chunk of stream) yield chunk as Buffer
    wrote(stream.rowCount)
    await client.query('commit')
    whole = true
  } finally {
    client.release(!whole) // a copy that was broken off goes on talking: its connection is of no more use
  }
}

function csv(content: Content): Statement {
  const { env, language } = content
  const line = rows(content, ({ columns }) =>
    columns.map(({ field, value }) => fileText(field, value, env, language)).reduce((a, b) => sql`${a}, ${b}`),
  )
  return language === 'fi'
    ? sql`copy (${line}) to stdout (format csv, delimiter ';')`
    : sql`copy (${line}) to stdout (format csv, delimiter ',')`
}

/** JSON has neither of these control characters in it, so CSV with them as signs writes it as it is. */
function ndjson(content: Content): Statement {
  const names = content.fields.map(({ id }) => id)
  const line = rows(
    content,
    (columns) => sql`(select json_object_agg(n, v)::text from unnest(${names}::text[]) with ordinality as names (n, i)
      join json_array_elements(${cells(columns)}) with ordinality as vals (v, j) on i = j)`,
  )
  return sql`copy (${line}) to stdout (format csv, delimiter e'\\x02', quote e'\\x01')`
}

/** A parameter as the text of a setting: what a cast of that text reads back. */
function settingOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return `{${value.map((one) => `"${String(one).replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** The rows at once, with cells as the contract tells them: for a workbook, which is made whole. */
export function workbookCells(runner: Runner, content: Content): Promise<{ cells: unknown[] }[]> {
  return runner.rows(fresh(sql<{ cells: unknown[] }>`${rows(content, (columns) => sql`${cells(columns)} as cells`)}`))
}
