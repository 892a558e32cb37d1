import { Type } from 'typebox'
import { ports, repairRun, setRun, workOf } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import { defineJob, type Job } from '#src/platform/jobs/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { RepairChoice, RepairOutcome } from './contract.ts'
import { type Place, placeOf, rowsAfter, rowsById } from './queries.ts'
import { atOnce, countsOf, replayRows } from './replay.ts'

/** Takes in what a person has mended, piece by piece; a killed worker's run goes on from its last piece. */
export const replayJob = defineJob(
  'repairs.replay',
  Type.Object({ runId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  ({ input, context, signal }) => carryOut(context, input.runId, signal),
  { longest: 3600, batch: 1 },
)
export const jobs: Job[] = [replayJob]

interface Piece {
  ids: Uuid[]
  place: { at: string; fileNo: number; line: number; id: Uuid } | null
}

async function carryOut(context: Context, runId: Uuid, signal: AbortSignal): Promise<void> {
  const { db, clock } = context
  for (;;) {
    signal.throwIfAborted()
    const run = await repairRun(db, runId)
    if (!run || !['queued', 'running'].includes(run.state)) return
    if (run.cancel_asked) {
      await setRun(db, runId, { state: 'cancelled', finished_at: clock.now() })
      break
    }
    const piece = await nextPiece(context, run.filter as RepairChoice, run.done, run.place as Piece['place'])
    if (piece.ids.length === 0) {
      await setRun(db, runId, { state: 'finished', finished_at: clock.now() })
      break
    }
    await db.tx(async (tx) => {
      const work = { ...workOf(context, tx), now: clock.now(), actorId: run.started_by }
      const rows: RepairOutcome[] = await replayRows(context, work, piece.ids, true)
      const outcomes = countsOf(rows, run.outcomes)
      await setRun(tx, runId, {
        state: 'running',
        done: run.done + piece.ids.length,
        outcomes,
        ...(piece.place && { place: piece.place }),
      })
    })
  }
  const company = { timeZone: context.config.timeZone, currency: context.config.currency }
  await ports().figures(db, company, clock, signal)
}

async function nextPiece(context: Context, choice: RepairChoice, done: number, place: Piece['place']): Promise<Piece> {
  if (choice.ids) {
    const rows = await rowsById(context.db, choice.ids)
    return { ids: rows.slice(done, done + atOnce).map((row) => row.id), place: null }
  }
  const after: Place | null = place && { ...place, at: new Date(place.at) }
  const rows = await rowsAfter(context.db, choice.filter!, 'waiting', after, atOnce)
  const last = rows.at(-1)
  return { ids: rows.map((row) => row.id), place: last ? { ...placeOf(last), at: last.told_at.toISOString() } : null }
}
