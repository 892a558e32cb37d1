import {
  chosenIds,
  compile,
  compileWhole,
  type Condition,
  endsOf,
  type Env,
  type Field,
  fieldsOf,
} from '#src/know/segments/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { fresh, raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Selection } from '../contract.ts'
import { cells, shown } from './columns.ts'
import type { ListSpec, Order } from './specs.ts'

/**
 * Rows that the conditions choose, over the list's own `from`. What is usually left out stays out unless the conditions ask about it. `many`: the
 * rows are to be had all at once, not a page of them.
 */
export function chosen(spec: ListSpec, conditions: Condition | undefined, env: Env, many = false): Statement {
  const { usual } = spec
  const asked =
    conditions === undefined ? sql`true` : predicate(spec, conditions, { ...env, fields: spec.fields }, many)
  return usual === undefined || lifted(spec, conditions) ? asked : sql`${usual.where} and ${asked}`
}
const lifted = ({ usual }: ListSpec, conditions: Condition | undefined) =>
  usual?.field !== undefined && conditions !== undefined && fieldsOf(conditions).includes(usual.field)

/** One by one, or from a search through everybody: that pays for all rows, and for a page where a look at each row costs a search. */
function predicate(spec: ListSpec, conditions: Condition, env: Env, many: boolean): Statement {
  const searched = many || endsOf(conditions).some((end) => !('field' in end))
  if (spec.name !== 'customers' || !searched) return compile(conditions, env)
  return sql`${spec.id} in (${chosenIds(conditions, env)})`
}

/** How many rows the conditions choose: `from` and `where` of a search through everything. */
function whole(spec: ListSpec, conditions: Condition | undefined, env: Env): { from: Statement; where: Statement } {
  if (spec.name !== 'customers' || conditions === undefined)
    return { from: spec.from, where: chosen(spec, conditions, env) }
  const { from, where } = compileWhole(conditions, { ...env, fields: spec.fields })
  const { usual } = spec
  return { from, where: usual === undefined || lifted(spec, conditions) ? where : sql`${usual.where} and ${where}` }
}

/** Rows of a selection, over the list's own `from`: picked ones whoever they are, else all that the conditions choose, without the exceptions. */
export function selected(spec: ListSpec, { conditions, only, except }: Selection, env: Env): Statement {
  const rows =
    only === undefined
      ? chosen(spec, conditions, env, true)
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

export function countRows(
  runner: Runner,
  spec: ListSpec,
  conditions: Condition | undefined,
  env: Env,
): Promise<{ count: number }> {
  const { from, where } = whole(spec, conditions, env)
  return runner.one(fresh(sql<{ count: number }>`select count(*)::int as count from ${from} where ${where}`))
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
export async function estimatedRows(
  runner: Runner,
  spec: ListSpec,
  conditions: Condition | undefined,
  env: Env,
): Promise<number> {
  const { from, where } = whole(spec, conditions, env)
  const row = await runner.one(
    fresh(sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
      explain (format json) select from ${from} where ${where}`),
  )
  return row['QUERY PLAN'][0].Plan['Plan Rows']
}
