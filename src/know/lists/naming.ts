import type { UsesOf } from '#src/know/segments/index.ts'
import { viewsNaming } from './queries/kept.ts'

/** Kept views that name a segment: they can do without it once somebody has seen that they must. */
export const segmentUses: UsesOf = async ({ actor }, runner, segment) =>
  (await viewsNaming(runner, segment, actor.id)).map(({ id, name }) => ({ by: 'view', id, name, breaks: false }))
