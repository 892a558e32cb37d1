import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Feed, FeedQuery } from './contract.ts'
import { messageOf } from './message.ts'
import { acknowledge, claim } from './queries/deliveries.ts'
import { feedAfter, forgetErased, place, takenUpTo } from './queries/seen.ts'
import { noteWell, type SystemRow, systemOfToken } from './queries/systems.ts'
import { judge } from './send.ts'
import { standingOf, valuesFor } from './standing.ts'

/**
 * The changes after a place, for the system whose token asks. Asking from a place says that everything up to it has been taken. Each
 * customer stands in the feed once, at its latest change. A token of no system, and a person, read an empty feed.
 */
export async function read(context: Context, { since = '0', limit = 200 }: FeedQuery): Promise<Feed> {
  authorize(context.actor, 'change.read')
  const { tokenId } = context.actor
  const none: Feed = { changes: [], next: since, more: false }
  if (tokenId === undefined) return none
  return context.db.tx(async (tx) => {
    // the lock makes places grow in the order in which they are committed: no reader runs past a change that is not yet to be seen
    const system = await systemOfToken(tx, tokenId)
    if (system === undefined) return none
    if (BigInt(since) > 0n && BigInt(since) <= BigInt(system.feed_no)) await take(context, tx, system, since)
    const put = system.state === 'active' ? await putPlaces(context, tx, system, limit) : 0
    const page = await readFrom(tx, system, since, limit)
    return { ...page, more: page.more || put === limit }
  })
}

async function take({ now }: Context, tx: Tx, { id }: SystemRow, since: string): Promise<void> {
  const count = await takenUpTo(tx, id, since, now)
  if (count === 0) return
  await forgetErased(tx, id, since)
  await noteWell(tx, id, now)
  await announce(tx, { topic: 'delivery', id })
}

/** What waits gets its place, unless the system has it already; how many were looked at. */
async function putPlaces({ now }: Context, tx: Tx, system: SystemRow, limit: number): Promise<number> {
  const due = await claim(tx, { systemId: system.id, most: limit, now, leaseUntil: now })
  if (due.length === 0) return 0
  const standing = await standingOf(
    tx,
    due.map((one) => one.customer_id),
  )
  const judged = due.map((one) => judge(system, one, standing.get(one.customer_id)!))
  const known = judged.filter(({ message }) => message === null).map(({ taken }) => taken)
  await acknowledge(tx, system.id, known, now)
  const rows = judged
    .filter(({ message }) => message !== null)
    .map(({ due: { customer_id }, taken: { holds, externalId } }) => ({ id: customer_id, holds, externalId }))
  await place(tx, { systemId: system.id, from: system.feed_no, rows, now })
  await announce(tx, { topic: 'delivery', id: system.id })
  return due.length
}

async function readFrom(tx: Tx, system: SystemRow, since: string, limit: number): Promise<Feed> {
  const rows = await feedAfter(tx, system.id, since, limit + 1)
  const page = rows.slice(0, limit)
  const standing = await standingOf(
    tx,
    page.map((row) => row.customer_id),
  )
  const changes = page.map((row) => {
    const now = standing.get(row.customer_id)!
    const values = valuesFor(system.mapping, system.sends_protected, now)
    const { sent: version, wanted_at: at, erased, external_id: externalId } = row
    return messageOf({ system, now, values, version, at, erased, externalId })
  })
  return { changes, next: page.at(-1)?.feed_no ?? since, more: rows.length > limit }
}
