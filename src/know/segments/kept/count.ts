import { authorize, may } from '#src/company/index.ts'
import { daysBetween } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Statement } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Condition } from '../contract.ts'
import type { Env } from '../fields.ts'
import { withoutProtected } from '../live/asking.ts'
import type { Everybody } from '../live/queries/evaluate.ts'
import { effective } from '../live/tree.ts'
import { compile, compileWhole } from '../queries/compile.ts'
import type { SegmentCount, Warning } from './contract.ts'
import { check } from './kept.ts'
import {
  allCustomers,
  anyInside,
  countInside,
  firstDay,
  guessInside,
  oneByOne,
  sampledInside,
  type Sight,
  someInside,
} from './queries/members.ts'
import { longestWindow, valuesAsked, withoutConsent } from './warnings.ts'

/** Longest that a person waits for a count, in milliseconds; of people and warnings the ones found by then are told. */
const usual = { count: 5000, guess: 2500, sample: 2500, warnings: 2500 }
const sampled = 10
const rare = 1000

/**
 * How many fit a condition: exactly, unless counting takes too long. With a few of them, and what should be thought of. Refuses what could
 * not be kept either.
 */
export async function count(context: Context, condition: Condition, patience = usual): Promise<SegmentCount> {
  authorize(context.actor, 'segment.read')
  const { db, actor } = context
  const read = await check(context, db, condition)
  const env = { ...read, actor: withoutProtected(actor) }
  const ask = (tree: Condition) => compileWhole(effective(tree), env)
  const inside = ask(condition)
  const few = compile(effective(condition), env)
  const of = await allCustomers(db)
  const found = await within(context, patience.count, (runner) => countInside(runner, inside))
  if (found === undefined) {
    const about = await guessed(context, { few, inside, of, patience: patience.guess })
    return { count: Math.min(of, about), about: true, of, sample: [], warnings: [] }
  }
  // where very few fit, going through everybody for them takes longer than counting did
  const whence = found.count * rare < of ? inside : oneByOne(few)
  const sample =
    found.count === 0
      ? []
      : await within(context, patience.sample, (runner) => someInside(runner, whence, sightOf(context), sampled))
  const warnings = await warned(context, { condition, count: found.count, of, env, ask, patience: patience.warnings })
  return { ...found, about: false, of: Math.max(of, found.count), sample: sample ?? [], warnings }
}

/** About how many: by a sample, and where that tells nothing as the database guesses from its statistics. */
async function guessed(
  context: Context,
  { few, inside, of, patience }: { few: Statement; inside: Everybody; of: number; patience: number },
): Promise<number> {
  const sampled = await within(context, patience, (runner) => sampledInside(runner, few, of))
  return sampled ?? (await within(context, patience, (runner) => guessInside(runner, inside))) ?? of
}

/** Undefined when it takes too long. */
async function within<T>({ db }: Context, ms: number, work: (runner: Runner) => Promise<T>): Promise<T | undefined> {
  try {
    return await db.within(ms, work)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_slow') return undefined
    throw error
  }
}

export const sightOf = ({ actor }: Context): Sight => ({
  city: may(actor, 'customer.contact'),
  protected: may(actor, 'customer.protected'),
})

interface Counted {
  condition: Condition
  count: number
  of: number
  env: Env
  ask: (tree: Condition) => Everybody
  patience: number
}
async function warned(context: Context, counted: Counted): Promise<Warning[]> {
  const { condition, count: inside, of, env, ask, patience } = counted
  const warnings: Warning[] = []
  if (inside === 0) warnings.push({ code: 'nobody' })
  else if (inside >= of) warnings.push({ code: 'everybody' })
  await within(context, patience, async (runner) => {
    const asked = withoutConsent(condition)
    if (asked !== undefined) {
      const people = (await countInside(runner, ask(asked.rest))).count - inside
      if (people > 0) warnings.push({ code: 'withoutConsent', channel: asked.channel, people })
    }
    const days = longestWindow(condition, env.today)
    const first = days === undefined ? null : await firstDay(runner)
    const history = first === null ? 0 : Math.max(0, daysBetween(first, env.today))
    if (days !== undefined && days > history) warnings.push({ code: 'windowBeyondHistory', days, history })
    for (const { leaf, value } of valuesAsked(condition, inside === 0))
      if (!(await anyInside(runner, compile(effective(leaf), env))))
        warnings.push({ code: 'nobodyHasValue', field: leaf.field, value })
  })
  return warnings
}
