import { systemActor } from '#src/company/index.ts'
import { dayIn, latestFigures } from '#src/know/insights/index.ts'
import type { Actor, Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Condition } from '../contract.ts'
import type { Env } from '../fields.ts'
import { compile } from '../queries/compile.ts'
import { due } from '../queries/due.ts'
import { bitsOf, everything, readsOf } from './areas.ts'
import type { Kept } from './queries/catalogue.ts'
import type { Asked } from './queries/evaluate.ts'
import { onList } from './queries/lists.ts'
import { allEnds, type Conditions, effective, withNamed } from './tree.ts'

/**
 * Segments are asked as somebody who sees all fields but not what non-disclosure hides: nobody learns from a segment where a protected person
 * lives, whoever looks at it.
 */
export const withoutProtected = (actor: Actor): Actor => ({
  ...actor,
  verbs: new Set([...actor.verbs].filter((verb) => verb !== 'customer.protected')),
})
const asker = withoutProtected(systemActor)

/** Today, the zone and the figures about everybody, as conditions of segments are read; those of other segments in their places. */
export async function envFor(
  runner: Runner,
  { now, config }: Pick<Context, 'now' | 'config'>,
  segments: Conditions,
  actor = asker,
): Promise<Env> {
  const figures = await latestFigures(runner)
  const { timeZone } = config
  return {
    actor,
    today: dayIn(now, timeZone),
    timeZone,
    meanInterval: figures?.meanInterval ?? null,
    figures,
    segments,
  }
}

/** Conditions of segments as they are meant: `Env.segments`. */
export const meantBy = (kept: readonly { id: Uuid; condition: Condition | null }[]): Conditions =>
  new Map(kept.map(({ id, condition }) => [id, condition && effective(condition)]))

/** A segment as it is looked at. */
export interface Asking extends Asked {
  /** As it is meant; null of a list. */
  readonly condition: Condition | null
  readonly reads: number
  readonly version: number
  /** The members are those of another version, or of none: they wait to be built. */
  readonly unbuilt: boolean
  readonly building: boolean
  /** Names lists, whose members must stand before it is looked at. */
  readonly leans: boolean
}

/** All segments as they are looked at today. A condition that can no longer be understood is passed over, and told of by `faulty`. */
export function asking(kept: readonly Kept[], env: Env, faulty: (id: Uuid, error: unknown) => void): Asking[] {
  const conditions = env.segments ?? new Map()
  return kept.flatMap((one) => {
    const condition = conditions.get(one.id) ?? null
    const state = {
      id: one.id,
      condition,
      version: one.condition_version,
      unbuilt: one.built_version !== one.condition_version,
      building: one.building,
    }
    if (condition === null)
      return { ...state, inside: onList(one.id), reads: bitsOf(['picks', 'customer']), leans: false }
    try {
      const days = due(condition, env)
      const inside = compile(condition, env)
      const reads = allEnds(condition, conditions).reduce((bits, end) => bits | readsOf(end), 0)
      const leans = [...withNamed(condition, conditions).named].some((id) => conditions.get(id) === null)
      return { ...state, inside, ...(days && { due: days }), reads: leans ? reads | bitsOf(['picks']) : reads, leans }
    } catch (error) {
      faulty(one.id, error)
      return []
    }
  })
}

/** Whether a change of these areas may change the answer. */
export const concerns = (one: Asking, areas: number): boolean => (one.reads & areas) !== 0 || areas === everything
