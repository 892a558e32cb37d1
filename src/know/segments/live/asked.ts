import { Type } from 'typebox'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { shape } from '#src/platform/http/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { askBuild, type Why } from './queries/catalogue.ts'

const segment = shape({ segment: Type.String({ format: 'uuid' }) })
/** Making the members of a segment anew. */
export const buildWork = { name: 'segments.build', input: segment } as const
/** Taking away what is left of a segment that is no more. */
export const sweepWork = { name: 'segments.sweep', input: segment } as const

/** Asks for members to be made anew; they are when the caller's transaction has committed. */
export async function askFor(context: Context, tx: Tx, segments: readonly Uuid[], why: Why): Promise<void> {
  if (segments.length === 0) return
  await askBuild(tx, segments, why, context.now)
  for (const id of segments) await context.jobs.enqueue(tx, buildWork, { segment: id }, { key: id })
}

/** A segment is no more: what is left of it goes in the background. */
export const askSweep = (context: Context, tx: Tx, id: Uuid): Promise<void> =>
  context.jobs.enqueue(tx, sweepWork, { segment: id }, { key: id })
