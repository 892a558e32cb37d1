import { createHash } from 'node:crypto'
import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { codeOf } from '#src/platform/vault/index.ts'
import type { DoneLook } from './contract.ts'
import { linked, type Linked, markDone } from './queries/deliveries.ts'
import { noteWell } from './queries/systems.ts'

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest()

/**
 * The link of a mail: 128 bits that nobody can guess after the `#`, where no server on the way sees them. The page asks, a button says
 * "done". A mail that goes out once more has the same one: whichever of the two is shown, its link holds.
 */
export async function linkOf(
  { random, config }: Pick<Context, 'random' | 'config'>,
  messageId: string,
): Promise<{ link: string; hash: Buffer }> {
  const token = (await codeOf({ dataDir: config.dataDir, random }, messageId)).toString('base64url')
  return { link: `${config.publicUrl}/done#${token}`, hash: hashOf(token) }
}

async function found({ db }: Context, token: string): Promise<Linked> {
  const row = await linked(db, hashOf(token))
  if (row === undefined)
    throw new Refusal(410, 'done_link_old', 'This link is of an older message.', 'Use the link of the newest one.')
  return row
}

/** What the link is about, without a word of the customer. Throws 410 `done_link_old`. */
export async function look(context: Context, token: string): Promise<DoneLook> {
  const { system, wanted_at, state } = await found(context, token)
  return { system, changedAt: wanted_at.toISOString(), done: state === 'acknowledged' }
}

/** The one who holds the link says that the system has the change. Said again it is the same, but for the erased, who are forgotten by then. Throws 410 `done_link_old`. */
export async function sayDone(context: Context, token: string): Promise<DoneLook> {
  const { db, now } = context
  const row = await found(context, token)
  await markDone(db, { customerId: row.customer_id, systemId: row.system_id, onlySent: true, now })
  await noteWell(db, row.system_id, now)
  await announce(db, { topic: 'delivery', id: row.customer_id })
  return { system: row.system, changedAt: row.wanted_at.toISOString(), done: true }
}
