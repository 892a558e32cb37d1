import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Condition, Happened, Leaf } from '../contract.ts'
import type { Env } from '../fields.ts'
import { guardGrown } from '../tree.ts'
import { readLeaf } from '../values.ts'
import { allowedField, node, ofCustomers, passesNothing, placeOf, tell, type Way } from './compile.ts'
import { operatorsFor } from './happenings.ts'
import { few, Whole } from './shape.ts'
import { compared } from './tests.ts'

/** What is known of the days to come of a tree. */
interface Moving {
  /** The first day after today on which the answer may change through time alone; null: never. */
  readonly day: Statement
  /** What the answer is, and stays, where the day is null; absent: one cannot tell. */
  readonly stays?: boolean
}

/**
 * The first day after today on which the answer of a tree may change through time alone, as an expression over alias `c`; null in a row where
 * it never does. Undefined: nothing in the tree moves with time. It may be too early, never too late, as long as nothing of the customer
 * changes and the figures about all customers stay.
 */
export function due(tree: Condition, env: Env): Statement | undefined {
  guardGrown(tree, env.segments)
  return movingOf(tree, { env, shape: few, within: [], top: false })?.day
}

/** The same over the whole base: `select c.id, ${due} from ${from} where ${where}`; of those whom `where` leaves out it is null. */
export function dueWhole(
  tree: Condition,
  env: Env,
): { readonly from: Statement; readonly where: Statement; readonly due: Statement } | undefined {
  guardGrown(tree, env.segments)
  const shape = new Whole()
  const way = { env, shape, within: [] }
  const { moves, still } = halves(partsOf([tree], 'all'), { ...way, top: false })
  if (moves.length === 0) return undefined
  const days = moves.map(({ day }) => day)
  const gates = [
    ...still.map((one) => node(one, { ...way, top: true })),
    ...moves.filter(({ stays }) => stays === false).map(({ day }) => sql`${day} is not null`),
  ]
  const where = gates.length === 0 ? sql`true` : listed(gates, ' and ')
  return { due: leastOf(days), where, from: shape.from }
}

function movingOf(tree: Condition, way: Way): Moving | undefined {
  if ('all' in tree) return together(partsOf(tree.all, 'all'), false, way)
  if ('any' in tree) return together(partsOf(tree.any, 'any'), true, way)
  if ('not' in tree) {
    const inner = movingOf(tree.not, way)
    return inner?.stays === undefined ? inner : { ...inner, stays: !inner.stays }
  }
  if ('field' in tree) return ofLeaf(tree, way)
  if ('happened' in tree) return ofHappened(tree, way)
  const { env, within } = way
  const named = within.includes(tree.segment) ? undefined : env.segments?.get(tree.segment)
  return named ? movingOf(named, { ...way, env: ofCustomers(env), within: [...within, tree.segment] }) : undefined
}

/** With what is nested as it stands around it. */
const partsOf = (trees: readonly Condition[], by: 'all' | 'any'): readonly Condition[] =>
  trees.flatMap((tree) => {
    if (by === 'all') return 'all' in tree ? partsOf(tree.all, by) : [tree]
    return 'any' in tree ? partsOf(tree.any, by) : [tree]
  })

/** The parts that move with time, and those that do not. */
function halves(parts: readonly Condition[], way: Way): { moves: Moving[]; still: Condition[] } {
  const [moves, still]: [Moving[], Condition[]] = [[], []]
  for (const one of parts) {
    const moving = movingOf(one, way)
    if (moving === undefined) still.push(one)
    else moves.push(moving)
  }
  return { moves, still }
}

/**
 * Of parts of which one decides: one that never passes decides `all`, one that always does decides `any`. While one of them has decided for good
 * no day that comes to the others matters.
 * @param decides the answer that is the answer of all of them when one part has it
 */
function together(parts: readonly Condition[], decides: boolean, way: Way): Moving | undefined {
  const { moves, still } = halves(parts, way)
  if (moves.length === 0) return undefined
  const open = still.map((one) => (decides ? sql`(${node(one, way)} is not true)` : node(one, way)))
  const deciding = moves.flatMap(({ stays }, n) => (stays === decides ? [n] : []))
  const follows = still.length === 0 && moves.every(({ stays }) => stays === !decides) ? !decides : undefined
  const stays = deciding.length > 0 ? decides : follows
  const day = way.shape.once(
    moves.map((one) => one.day),
    (days) => {
      const gates = [...open, ...(days.length > 1 ? deciding.map((n) => sql`${days[n]!} is not null`) : [])]
      return gates.length === 0 ? leastOf(days) : sql`(case when ${listed(gates, ' and ')} then ${leastOf(days)} end)`
    },
  )
  return { day, ...(stays !== undefined && { stays }) }
}

const listed = (parts: readonly Statement[], by: ' and ' | ', '): Statement =>
  parts.reduce((all, one) => (by === ' and ' ? sql`${all} and ${one}` : sql`${all}, ${one}`))
/** Of the absent ones `least` takes no notice. */
const leastOf = (days: readonly Statement[]): Statement =>
  days.length === 1 ? days[0]! : sql`least(${listed(days, ', ')})`

function ofLeaf(leaf: Leaf, { env, shape }: Way): Moving | undefined {
  const field = allowedField(leaf.field, env)
  if (field.due !== undefined)
    return { day: shape.least(placeOf({ ...field, place: (of) => field.due!(of, leaf) }, env), (value) => value) }
  const place = placeOf(field, env)
  if (field.type !== 'date' || !['within', 'older', 'coming'].includes(leaf.op)) return undefined
  readLeaf(leaf, field.type, env.today, operatorsFor(field))
  const day = (value: Statement) => (field.instant ? sql`(${value} at time zone ${env.timeZone}::text)::date` : value)
  const moment = shape.least(place, (value) => passing(leaf, day(value), env))
  // what is older stays so; what is empty never is
  return leaf.op === 'older' ? { day: moment } : { day: moment, stays: false }
}

/** When a day is passed: `within` begins on it and ends `N` days after, `older` begins then, `coming` begins `N` days before and ends after it. */
function passing({ op, value }: Leaf, day: Statement, { today }: Env): Statement {
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
function ofHappened(one: Happened, { env, shape }: Way): Moving | undefined {
  const { source, read, rows } = tell(one, env)
  if (read.moving === undefined) return undefined
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
  // there is no day where nothing is in the window, or comes into it, or too little
  return { day: shape.gathered(rows({ ...(from && { from }) }), moment), stays: passesNothing(one, test) }
}
