import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Condition, Happened, Leaf } from '../contract.ts'
import type { Env } from '../fields.ts'
import { endsOf, guardGrown } from '../tree.ts'
import { readLeaf } from '../values.ts'
import { allowedField, ofCustomers, placeOf, tell } from './compile.ts'
import { operatorsFor } from './happenings.ts'
import { few, type Shape, Whole } from './shape.ts'
import { compared } from './tests.ts'

/**
 * The first day after today on which the answer of a tree may change through time alone, as an expression over alias `c`; null in a row where
 * it never does. Undefined: nothing in the tree moves with time. It may be too early, never too late, as long as nothing of the customer
 * changes and the figures about all customers stay.
 */
export function due(tree: Condition, env: Env): Statement | undefined {
  return earliest(tree, env, few)
}

/** The same over the whole base: `select c.id, ${due} from ${from}`. */
export function dueWhole(tree: Condition, env: Env): { readonly from: Statement; readonly due: Statement } | undefined {
  const shape = new Whole()
  const value = earliest(tree, env, shape)
  return value && { from: shape.from, due: value }
}

function earliest(tree: Condition, env: Env, shape: Shape): Statement | undefined {
  guardGrown(tree, env.segments)
  const moments = momentsOf(tree, env, shape, [])
  const [first, ...rest] = moments
  if (first === undefined) return undefined
  // of the absent ones `least` takes no notice
  return rest.length === 0 ? first : sql`least(${rest.reduce((all, one) => sql`${all}, ${one}`, first)})`
}

function momentsOf(tree: Condition, env: Env, shape: Shape, within: readonly string[]): Statement[] {
  return endsOf(tree).flatMap((end) => {
    if ('field' in end) return ofLeaf(end, env, shape)
    if ('happened' in end) return ofHappened(end, env, shape)
    const inner = within.includes(end.segment) ? undefined : env.segments?.get(end.segment)
    return inner ? momentsOf(inner, ofCustomers(env), shape, [...within, end.segment]) : []
  })
}

function ofLeaf(leaf: Leaf, env: Env, shape: Shape): Statement[] {
  const field = allowedField(leaf.field, env)
  if (field.due !== undefined)
    return [shape.least(placeOf({ ...field, place: (of) => field.due!(of, leaf) }, env), (value) => value)]
  const place = placeOf(field, env)
  if (field.type !== 'date' || !['within', 'older', 'coming'].includes(leaf.op)) return []
  readLeaf(leaf, field.type, env.today, operatorsFor(field))
  const day = (value: Statement) => (field.instant ? sql`(${value} at time zone ${env.timeZone}::text)::date` : value)
  return [shape.least(place, (value) => moving(leaf, day(value), env))]
}

/** When a day is passed: `within` begins on it and ends `N` days after, `older` begins then, `coming` begins `N` days before and ends after it. */
function moving({ op, value }: Leaf, day: Statement, { today }: Env): Statement {
  const count = value as number
  const later = (days: number) => sql`${day} + ${days}::int`
  if (op === 'coming')
    return sql`(case when ${day} > ${today}::date + ${count}::int then ${later(-count)}
      when ${day} >= ${today}::date then ${later(1)} end)`
  const end = sql`(case when ${day} >= ${today}::date - ${count}::int then ${later(count + 1)} end)`
  if (op === 'older') return end
  return sql`(case when ${day} > ${today}::date then ${day} else ${end} end)`
}

/**
 * With a window that moves: what is in it leaves, and what is to come enters. The window is [today - far, today - near]; a day d is in it from
 * d + near to d + far.
 */
function ofHappened(one: Happened, env: Env, shape: Shape): Statement[] {
  const { source, read, rows } = tell(one, env)
  if (read.moving === undefined) return []
  const { far, near } = read.moving
  const { from } = read.span
  const day = source.day
  const leaves = sql`min(${day}) filter (where ${day} <= ${env.today}::date - ${near}::int) + ${far + 1}::int`
  const enters = sql`min(${day}) filter (where ${day} > ${env.today}::date - ${near}::int) + ${near}::int`
  const first = sql`least(${leaves}, ${enters})`
  // where even all of them are too few, a part of them never is enough
  const { measure = 'count', currency = '' } = one
  const { test } = read
  const upwards = (measure === 'count' || measure === 'days') && (test.op === 'atLeast' || test.op === 'more')
  const moment = upwards ? sql`case when ${compared(source.measure(measure, currency), test)} then ${first} end` : first
  return [shape.gathered(rows({ ...(from && { from }) }), moment)]
}
