import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import { segmentsOf } from '../tree.ts'
import type { SegmentUse } from './contract.ts'
import { conditions } from './queries/kept.ts'

/** Tells who of a slice uses a segment. */
export type UsesOf = (context: Context, runner: Runner, segment: Uuid) => Promise<SegmentUse[]>

const ofOthers: UsesOf[] = []
/** Later slices that use segments say so, once, when the program is composed: a segment is not deleted under them unseen. */
export function declareSegmentUses(all: readonly UsesOf[]): void {
  ofOthers.splice(0, ofOthers.length, ...all)
}

/** Who uses a segment: other segments' conditions, which cannot do without it, and whoever else has said so. */
export async function usesOf(context: Context, runner: Runner, id: Uuid): Promise<SegmentUse[]> {
  const naming = (await conditions(runner)).filter(
    ({ condition }) => condition !== null && segmentsOf(condition).includes(id),
  )
  const own = naming.map(
    (one): SegmentUse => ({
      by: 'segment',
      id: one.id,
      // the name of somebody else's own one is not told
      name: one.shared || one.owner_id === context.actor.id ? one.name : '',
      breaks: true,
    }),
  )
  const others = await Promise.all(ofOthers.map((ask) => ask(context, runner, id)))
  return [...own, ...others.flat()]
}
