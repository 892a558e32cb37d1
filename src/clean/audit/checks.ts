import type { Static } from 'typebox'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { AuditState, Check, Verdict } from './contract.ts'
import { checkJob } from './jobs.ts'
import { headOf } from './chain.ts'
import { type CheckRow, insertCheck, newestCheck, newestSeal, sealed } from './queries.ts'

const present = (row: CheckRow): Static<typeof Check> => ({
  id: row.id,
  state: row.state,
  done: row.done,
  total: row.total,
  askedAt: row.asked_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  verdict: row.verdict as Verdict | null,
})

/** How far the history is sealed and how the last check ended. */
export async function auditState({ actor, db }: Context): Promise<Static<typeof AuditState>> {
  authorize(actor, 'history.verify')
  const [rows, { seals, leaves }, check] = await Promise.all([newestSeal(db), sealed(db), newestCheck(db)])
  const newest = rows[0]
  return {
    sealed:
      newest === undefined
        ? null
        : {
            seals,
            leaves: Number(leaves),
            until: newest.until.toISOString(),
            at: newest.at.toISOString(),
            head: headOf(
              newest.seal,
              rows.map((row) => row.head),
            ).toString('hex'),
          },
    check: check ? present(check) : null,
  }
}

/** Asks for a check of the whole chain; while one waits or goes on, that one is answered. */
export async function askCheck(context: Context): Promise<Static<typeof Check>> {
  authorize(context.actor, 'history.verify')
  return context.db.tx(async (tx) => {
    const newest = await newestCheck(tx)
    const open = newest?.state === 'waiting' || newest?.state === 'running'
    // one whose worker died for good is not waited for
    if (newest && open && context.now.getTime() - newest.asked_at.getTime() < 2 * 3_600_000) return present(newest)
    const id = context.uuid()
    await insertCheck(tx, { id, at: context.now, by: context.actor.kind === 'system' ? null : context.actor.id })
    await context.jobs.enqueue(tx, checkJob, { checkId: id })
    return present((await newestCheck(tx))!)
  })
}
