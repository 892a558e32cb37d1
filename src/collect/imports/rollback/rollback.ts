import { setImmediate as breathe } from 'node:timers/promises'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import {
  anyUnreadable,
  forgetTold,
  placeAnew,
  ports,
  retract,
  setHasCustomers,
  sourceInfo,
  waitingOf,
  type Work,
  workOf,
  writtenBy,
  largeBulk,
} from '#src/collect/intake/index.ts'
import { end, type FileRow, filesOf, holdImport, type ImportRow, importOf, letGo, setPhase } from '../queries.ts'
import { addRolledBack, askToRollBack, holdSource, listedSince } from './queries.ts'

const listsCustomers = ({ mapping }: FileRow) => mapping?.kind === 'customer' && mapping.key === 'externalId'

/** Records taken back in one transaction. */
const chunkRecords = 5_000

export interface RollbackProgress {
  phase: 'rollingBack' | 'figures'
  done: number
  total: number | null
}
export interface RollbackOptions {
  signal?: AbortSignal
  onProgress?: (progress: RollbackProgress) => void
}

/** What forbids taking an import back: a law, or an effect outside that cannot be made good. */
export async function objectionsTo(context: Context, importId: Uuid) {
  const [unreadable, ...all] = await Promise.all([
    anyUnreadable(context.db, importId),
    ...ports().objections.map((ask) => ask(context.db, importId)),
  ])
  const old = { code: 'record_unreadable', because: 'An earlier version of the program kept a part of it unreadably.' }
  return unreadable ? [old, ...all.flat()] : all.flat()
}

/**
 * Asks for an import to be taken back whole; `rollBack` does it. Refuses with 409 `rollback_refused` where somebody objects, and with
 * `import_not_rolled_back` one that runs, was only tried, or is taken back already.
 */
export async function askForRollback(
  context: Context,
  importId: Uuid,
  enqueue: (on: Db | Tx) => Promise<void>,
): Promise<void> {
  authorize(context.actor, 'import.rollback')
  const row = await importOf(context.db, importId)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such import.', 'Open one from the list of imports.')
  if (row.state === 'rollingBack') return enqueue(context.db)
  const objections = await objectionsTo(context, importId)
  if (objections.length > 0)
    throw new Refusal(
      409,
      'rollback_refused',
      'The import cannot be taken back.',
      'What stands against it is told with it.',
      { objections },
    )
  const by = context.actor.kind === 'system' ? null : context.actor.id
  const asked = await context.db.tx(async (tx) => {
    const may = await askToRollBack(tx, importId, by, context.now)
    if (may) await enqueue(tx)
    return may
  })
  if (!asked)
    throw new Refusal(
      409,
      'import_not_rolled_back',
      'The import has not ended, was only tried, or is taken back already.',
      'Look at its page.',
    )
}

/**
 * Takes an import back that was asked for, or goes on with it: records in chunks of one transaction each, the parts before the wholes and
 * the customers last, so that every moment between is whole. What is done is no longer the import's, so a crash loses nothing.
 * Refuses with 409 `source_busy` while another import of the source runs.
 */
export async function rollBack(context: Context, importId: Uuid, options: RollbackOptions = {}): Promise<ImportRow> {
  const { db } = context
  const keeper = await db.pool.connect()
  try {
    if (!(await holdImport(keeper, importId)))
      throw new Refusal(409, 'import_runs', 'This import is running already.', 'Follow its progress on its page.')
    const row = await importOf(db, importId)
    if (row?.state !== 'rollingBack')
      throw new Refusal(409, 'import_not_rolled_back', 'Nobody asked to take the import back.', 'Look at its page.')
    if (!(await holdSource(keeper, row.source_id, true)))
      throw new Refusal(
        409,
        'source_busy',
        'Another import of the same source runs.',
        'It goes on when that one has ended.',
      )
    await takeBack(context, row, options)
    return (await importOf(db, importId))!
  } finally {
    await letGo(keeper)
    keeper.release(true)
  }
}

async function takeBack(context: Context, row: ImportRow, { signal, onProgress }: RollbackOptions): Promise<void> {
  const { db, clock } = context
  const inTx = <T>(act: (work: Work) => Promise<T>) => db.tx((tx) => act({ ...workOf(context, tx), now: clock.now() }))
  const since = await listedSince(db, row.source_id, row.id)
  if (since === null) await setHasCustomers(db, row.source_id, false)
  // before anything goes, so that of all who name a customer the first is asked when the customer is made anew
  if ((await filesOf(db, [row.id])).some(listsCustomers)) await placeWaiting(context, row.source_id, since, inTx)
  let done = row.rollback_done
  const large = (row.rollback_total ?? 0) > largeBulk
  onProgress?.({ phase: 'rollingBack', done, total: row.rollback_total })
  for (let taken = -1; taken !== 0; ) {
    signal?.throwIfAborted()
    taken = await inTx(async (work) => {
      const ids = await writtenBy(work.tx, row.id, chunkRecords)
      if (ids.length === 0) return 0
      await retract(work, ids, { importId: row.id, bulk: true, large, listedSince: since })
      await addRolledBack(work.tx, row.id, ids.length)
      return ids.length
    })
    done += taken
    onProgress?.({ phase: 'rollingBack', done, total: row.rollback_total })
    await breathe()
  }
  await db.tx((tx) => forgetTold(tx, row.id))
  await setPhase(db, row.id, 'figures')
  onProgress?.({ phase: 'figures', done, total: row.rollback_total })
  const company = { timeZone: context.config.timeZone, currency: context.config.currency }
  await ports().figures(db, company, clock, signal)
  signal?.throwIfAborted()
  await end(db, row.id, 'rolledBack', clock.now())
}

/** Orders that wait for customers only because this import listed the source's make them. */
async function placeWaiting(
  context: Context,
  sourceId: Uuid,
  since: Date | null,
  inTx: <T>(act: (work: Work) => Promise<T>) => Promise<T>,
): Promise<void> {
  const source = await sourceInfo(context.db, sourceId)
  for (let after: Uuid | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined; ) {
    const from: Uuid = after
    after = await inTx(async (work) => {
      const ids = await waitingOf(work.tx, sourceId, from, chunkRecords)
      if (ids.length > 0) await placeAnew(work, source, ids, since)
      return ids.at(-1)
    })
  }
}
