import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Condition } from '../../contract.ts'
import type { Env } from '../../fields.ts'
import { compile, compileWhole } from '../../queries/compile.ts'
import { due, dueWhole } from '../../queries/due.ts'
import type { Everybody } from './evaluate.ts'

/** Of conditions that must all hold, those that time alone does not change: where one of them does not hold, no day that comes matters. */
function lasting(tree: Condition, env: Env): Condition | undefined {
  const parts = partsOf(tree).filter((one) => due(one, env) === undefined)
  return parts.length === 0 ? undefined : { all: parts }
}
const partsOf = (tree: Condition): readonly Condition[] => ('all' in tree ? tree.all.flatMap(partsOf) : [tree])

/** The first day on which the answer for a customer (alias `c`) may change through time alone; undefined: time changes nothing. */
export function dayOf(tree: Condition, env: Env): Statement | undefined {
  const day = due(tree, env)
  const first = lasting(tree, env)
  return day && first ? sql`(case when ${compile(first, env)} then ${day} end)` : day
}

/** The same over everybody: of those whom `from` and `where` choose. */
export function daysOf(tree: Condition, env: Env): Everybody['due'] {
  const days = dueWhole(tree, env)
  if (days === undefined) return undefined
  const first = lasting(tree, env)
  if (first === undefined) return { ...days, where: sql`true` }
  const whole = compileWhole(first, env)
  return { ...days, where: sql`c.id in (select c.id from ${whole.from} where ${whole.where})` }
}
