import { journal, type JournalLine, keepErased, liftErased } from '#src/collect/intake/index.ts'
import { eraseFiles } from '#src/collect/imports/index.ts'
import { pageRow } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Done, eraseOne } from './erase.ts'
import { erasuresAmong, insertErasure } from './queries.ts'

type ErasureLine = Extract<JournalLine, { erasure: Uuid }>
const nothing = { records: 0, entries: 0, purchases: 0, payments: 0, invoices: 0, lines: 0, quarantined: 0 }

/**
 * Carries out again what the journal beside the database says and the database does not know: after a restore of an older backup, before
 * anybody is let in. Returns how many erasures that were.
 */
export async function replayErasures(context: Context): Promise<number> {
  const { db, config } = context
  const lines = await journal(config.dataDir)
  const erasures = lines.filter((line): line is ErasureLine => 'erasure' in line)
  if (erasures.length === 0) return 0
  const known = await erasuresAmong(
    db,
    erasures.map((line) => line.erasure),
  )
  let again = 0
  for (const [place, line] of lines.entries()) {
    if (!('erasure' in line) || known.has(line.erasure)) continue
    const lifted = new Set(lines.slice(place).flatMap((later) => ('lifted' in later ? later.lifted : [])))
    await replayOne(context, line, lifted)
    again++
  }
  return again
}

async function replayOne(context: Context, line: ErasureLine, lifted: ReadonlySet<string>): Promise<void> {
  const at = new Date(line.at)
  const done: Done[] = []
  await context.db.tx(async (tx) => {
    done.length = 0
    for (const id of line.customers) {
      const row = await pageRow(tx, id)
      if (!row) continue
      const erasure = done.length === 0 ? line.erasure : context.uuid()
      done.push(await eraseOne(context, tx, row, { erasure, at, by: line.by, reason: line.reason, journal: false }))
    }
    const hashes = line.hashes.map((hash) => Buffer.from(hash, 'base64'))
    await keepErased(
      tx,
      hashes.map((hash) => ({ hash, erasure_id: line.erasure, at })),
    )
    await liftErased(
      tx,
      [...lifted].map((hash) => Buffer.from(hash, 'base64')),
    )
    if (done.length === 0)
      await insertErasure(tx, {
        id: line.erasure,
        customer_id: line.customers[0],
        at,
        actor_id: line.by,
        reason: line.reason,
        removed: nothing,
        held: [],
        kept_as: null,
      })
  })
  for (const { imports, named } of done) await eraseFiles(context, imports, named)
}
