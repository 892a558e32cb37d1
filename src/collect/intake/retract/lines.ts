import type { Uuid } from '#src/terms/index.ts'
import type { Work } from '../pipeline.ts'
import { linesBeside } from './queries.ts'
import { retract } from './retract.ts'

/** Lines of these purchases other than those kept go whole: their purchase does not tell them any more. */
export async function dropLines(work: Work, purchases: readonly Uuid[], kept: readonly Uuid[]): Promise<void> {
  if (purchases.length === 0) return
  const gone = await linesBeside(work.tx, purchases, kept)
  if (gone.length > 0) await retract(work, gone, { what: 'deleted', whole: true })
}
