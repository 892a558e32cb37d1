import { compile, type Condition, type Env, type Field, fieldsOf } from '#src/know/segments/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { fresh, raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Selection } from '../contract.ts'
import { cells, shown } from './columns.ts'
import type { ListSpec, Order } from './specs.ts'

/** Rows that the conditions choose, over the list's own `from`. What is usually left out stays out unless the conditions ask about it. */
export function chosen(spec: ListSpec, conditions: Condition | undefined, env: Env): Statement {
  const asked = conditions === undefined ? sql`true` : compile(conditions, { ...env, fields: spec.fields })
  const { usual } = spec
  const lifted = usual?.field !== undefined && conditions !== undefined && fieldsOf(conditions).includes(usual.field)
  return usual === undefined || lifted ? asked : sql`${usual.where} and ${asked}`
}

/** Rows of a selection, over the list's own `from`: picked ones whoever they are, else all that the conditions choose, without the exceptions. */
export function selected(spec: ListSpec, { conditions, only, except }: Selection, env: Env): Statement {
  const rows =
    only === undefined
      ? chosen(spec, conditions, env)
      : sql`${spec.id} = any(${only}::uuid[]) and ${conditions === undefined ? sql`true` : chosen(spec, conditions, env)}`
  return except === undefined || except.length === 0 ? rows : sql`${rows} and ${spec.id} <> all(${except}::uuid[])`
}

export interface PageRow {
  id: Uuid
  customer: Uuid | null
  key: string | null
  cells: unknown[]
}
/** Where a page begins: after a row with this key, or after this id among the rows without one. */
export interface Place {
  readonly key: string | null
  readonly id: Uuid
}
interface Asked {
  readonly spec: ListSpec
  readonly order: Order
  readonly descending: boolean
  readonly where: Statement
  readonly fields: readonly Field[]
  readonly env: Env
}

/** Rows that have the key of the order, after a place: one range of its index. */
export function keyedRows(runner: Runner, asked: Asked, after: Place | undefined, limit: number): Promise<PageRow[]> {
  const { spec, order, descending, where } = asked
  const falling = descending === (order.tie === 'with')
  const way = raw(descending ? 'desc' : 'asc')
  const tie = raw(falling ? 'desc' : 'asc')
  const inner = sql`
    select ${order.id} as id, ${spec.customer} as customer, ${order.key} as k
    from ${order.from}
    where ${order.having ?? sql`true`} and ${after === undefined ? sql`true` : beyond(asked, after, falling)} and ${where}
    order by ${order.key} ${way}, ${order.id} ${tie} limit ${limit}::int`
  return runner.rows(fresh(around(asked, inner, sql`page.k::text`, sql`page.k ${way}, page.id ${tie}`)))
}

/** After the place: with one direction for key and id a comparison of rows, which an index answers as it is. */
function beyond({ order, descending }: Asked, after: Place, falling: boolean): Statement {
  const key = castKey(order, after.key!)
  if (order.tie === 'with')
    return descending
      ? sql`(${order.key}, ${order.id}) < (${key}, ${after.id}::uuid)`
      : sql`(${order.key}, ${order.id}) > (${key}, ${after.id}::uuid)`
  const id = falling ? sql`${order.id} < ${after.id}::uuid` : sql`${order.id} > ${after.id}::uuid`
  return descending
    ? sql`${order.key} <= ${key} and (${order.key} < ${key} or ${id})`
    : sql`${order.key} >= ${key} and (${order.key} > ${key} or ${id})`
}

function castKey({ type }: Order, key: string): Statement {
  if (type === 'uuid') return sql`${key}::uuid`
  if (type === 'timestamptz') return sql`${key}::timestamptz`
  if (type === 'date') return sql`${key}::date`
  return type === 'numeric' ? sql`${key}::numeric` : sql`${key}::text`
}

/** Rows without the key, by id: they come last. */
export function unkeyedRows(runner: Runner, asked: Asked, after: Uuid | undefined, limit: number): Promise<PageRow[]> {
  const { spec, order, where } = asked
  const inner = sql`
    select ${spec.id} as id, ${spec.customer} as customer, null::text as k
    from ${spec.from}
    where ${order.lacking ?? sql`false`} and ${after === undefined ? sql`true` : sql`${spec.id} > ${after}::uuid`} and ${where}
    order by ${spec.id} limit ${limit}::int`
  return runner.rows(fresh(around(asked, inner, sql`null::text`, sql`page.id`)))
}

/** The columns of the few rows of a page: fetched for them only, whatever they cost. */
function around({ spec, fields, env }: Asked, inner: Statement, key: Statement, order: Statement): Statement<PageRow> {
  const columns = shown(fields, env)
  return sql<PageRow>`
    select page.id, page.customer, ${key} as key, ${cells(columns)} as cells
    from (${inner}) page ${spec.again} ${columns.joins} order by ${order}`
}

export function countRows(runner: Runner, spec: ListSpec, where: Statement): Promise<{ count: number }> {
  return runner.one(fresh(sql<{ count: number }>`select count(*)::int as count from ${spec.from} where ${where}`))
}

/** Whether more rows are chosen than `most`, looking no further. */
export async function moreThan(runner: Runner, spec: ListSpec, where: Statement, most: number): Promise<boolean> {
  const { count } = await runner.one(
    fresh(sql<{ count: number }>`
      select count(*)::int as count from (select from ${spec.from} where ${where} limit ${most + 1}::int) found`),
  )
  return count > most
}

/** The planner's guess of how many rows are chosen. */
export async function estimatedRows(runner: Runner, spec: ListSpec, where: Statement): Promise<number> {
  const row = await runner.one(
    fresh(sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
      explain (format json) select from ${spec.from} where ${where}`),
  )
  return row['QUERY PLAN'][0].Plan['Plan Rows']
}

/** Currencies that anything was bought in: a jump through the index for each. */
export async function currenciesInUse(runner: Runner): Promise<string[]> {
  const rows = await runner.rows(sql<{ currency: string }>`
    with recursive used as (
      (select currency from know.spend order by currency limit 1)
      union all
      select (select s.currency from know.spend s where s.currency > u.currency order by s.currency limit 1)
      from used u where u.currency is not null
    )
    select currency from used where currency is not null limit 20`)
  return rows.map(({ currency }) => currency)
}

/** Names of further facts that the newest customers' sources told. */
export async function attributeNames(runner: Runner): Promise<string[]> {
  const rows = await runner.rows(sql<{ name: string }>`
    select distinct name from (
      select said from clean.claim order by customer_id desc limit 2000
    ) newest cross join lateral jsonb_object_keys(newest.said -> 'attributes') as name
    order by name limit 100`)
  return rows.map(({ name }) => name)
}

export function sources(runner: Runner): Promise<{ value: string; label: string }[]> {
  return runner.rows(sql<{ value: string; label: string }>`
    select id as value, name as label from collect.source order by name limit 200`)
}
