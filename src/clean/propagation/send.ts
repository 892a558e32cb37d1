import { unseal } from '#src/platform/vault/index.ts'
import { Unreached } from '#src/platform/egress/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { isOfChange, mostTries, pause } from './backoff.ts'
import { decide } from './decide.ts'
import { linkOf } from './done.ts'
import { messageOf } from './message.ts'
import type { Message } from './contract.ts'
import { acknowledge, claim, type Due, handOver, keepLink, putBack, putOff, type Taken } from './queries/deliveries.ts'
import { leaveSystem, noteFailed, noteWell, type SystemRow, systemOf, takeSystem } from './queries/systems.ts'
import { nextFile } from './schedule.ts'
import { externalIdOf, type Standing, standingOf, toldBySource, valuesFor } from './standing.ts'
import { contentOf, deliver, fileName } from './ways/file.ts'
import { call, Later } from './ways/hook.ts'
import { ask } from './ways/person.ts'

/** Longer than any one try may take, so that who lives never loses what it has in hand. */
const leaseMs = 60_000
const fileLeaseMs = 600_000
/** At once to one system: many systems are told side by side, none holds up another. */
const atOnce = 4
const inHand = 20
const rowsOfFile = 20_000
/** So few are somebody's own change, which people follow on their pages. */
const followed = 5

/** The secret that a system is reached with. Throws `Unreached` `no_secret` when the key of this installation does not open it. */
export async function secretOf({ config }: Pick<Context, 'config'>, system: SystemRow): Promise<string> {
  if (system.secret === null) return ''
  const secret = await unseal(config.dataDir, system.id, system.secret)
  if (secret === undefined) throw new Unreached('no_secret')
  return secret
}

/** What to do about one delivery, decided by what the customer is right now. */
export type Judged = { due: Due; taken: Taken; message: Message | null }

/** Decides for each whether it must be told, and of what. */
export function judge(system: SystemRow, due: Due, now: Standing): Judged {
  const externalId = externalIdOf(system.source_id, now) ?? due.external_id
  const values = valuesFor(system.mapping, system.sends_protected, now)
  const telling = { system, now, values, version: due.wanted, at: due.wanted_at, erased: due.erased, externalId }
  const taken = { due, how: 'sent', holds: null, corrected: null, externalId } as const
  if (now.golden === null) return { due, taken, message: messageOf(telling) }
  const told = due.told ? toldBySource(system.mapping, system.source_id, now) : null
  const decision = decide({ values, holds: due.holds, told, corrected: due.corrected })
  if (decision.kind === 'known') {
    const { how, holds } = decision
    return { due, taken: { ...taken, how, holds, corrected: due.corrected }, message: null }
  }
  const { holds, corrected } = decision
  return { due, taken: { ...taken, holds, corrected }, message: messageOf(telling) }
}

/**
 * Tells one system what is due, a handful at a time; answers how many deliveries came to an end of some kind, 0 when nothing is due or the
 * system is left in peace. A crash between telling and writing it down tells again, with the same id (DESIGN, invariant 7).
 */
export async function sendDue(context: Context, systemId: Uuid): Promise<number> {
  const { db, clock } = context
  const now = clock.now()
  const system = await systemOf(db, systemId)
  if (system?.state !== 'active' || (system.held_until !== null && system.held_until > now)) return 0
  if (system.way === 'pull') return 0
  if (system.way === 'folder' || system.way === 'sftp') return sendFile(context, system)
  const leaseUntil = new Date(now.getTime() + leaseMs)
  const due = await claim(db, { systemId, most: inHand, now, leaseUntil })
  if (due.length === 0) return 0
  const round = new Round(context, system, due.length)
  await round.tell(due)
  await round.end()
  return due.length
}

/** A handful of deliveries to one system. A fault of the system as a whole ends it: what is left goes back untried. */
class Round {
  readonly #context: Context
  readonly #system: SystemRow
  readonly #follow: boolean
  #took = 0
  #fault: Error | undefined

  constructor(context: Context, system: SystemRow, size: number) {
    this.#context = context
    this.#system = system
    this.#follow = size <= followed
  }

  async tell(due: readonly Due[]): Promise<void> {
    const { db } = this.#context
    const standing = await standingOf(
      db,
      due.map((one) => one.customer_id),
    )
    const judged = due.map((one) => judge(this.#system, one, standing.get(one.customer_id)!))
    const known = judged.filter(({ message }) => message === null)
    await acknowledge(
      db,
      this.#system.id,
      known.map(({ taken }) => taken),
      this.#context.clock.now(),
    )
    for (const { due: one } of known) await this.#announce(one.customer_id)
    const waiting = judged.filter(({ message }) => message !== null)
    const secret =
      waiting.length === 0 ? '' : await secretOf(this.#context, this.#system).catch((error: Error) => this.#fail(error))
    const lane = async () => {
      while (this.#fault === undefined) {
        const one = waiting.shift()
        if (one === undefined) return
        await this.#one(one, secret ?? '')
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    await putBack(
      db,
      this.#system.id,
      waiting.map(({ due: one }) => one),
    )
  }

  #fail(error: Error): undefined {
    this.#fault = error
  }

  async #one({ due, taken, message }: Judged, secret: string): Promise<void> {
    const { db, clock } = this.#context
    const system = this.#system
    try {
      if (system.way === 'hook') {
        await call(system.target, secret, message!, clock.now())
        await acknowledge(db, system.id, [taken], clock.now())
      } else {
        const { link, hash } = await linkOf(this.#context, message!.id)
        await keepLink(db, system.id, due, hash)
        await ask(system, message!, link, this.#context.config)
        await handOver(db, system.id, taken, clock.now())
      }
      this.#took++
    } catch (error) {
      if (!(error instanceof Unreached)) throw error
      await this.#inVain(due, error)
    }
    await this.#announce(due.customer_id)
  }

  async #inVain(due: Due, error: Unreached): Promise<void> {
    const { db, clock, random } = this.#context
    const now = clock.now()
    const most = isOfChange(error.code) ? mostTries.refused : mostTries.away
    const wait = Math.max(pause(due.attempts, random), error instanceof Later ? error.seconds * 1000 : 0)
    const at = due.attempts >= most ? null : new Date(now.getTime() + wait)
    await putOff(db, this.#system.id, { due: [due], error: error.code, at, now })
    if (isOfChange(error.code)) await noteFailed(db, { id: this.#system.id, error: error.code, now, until: null })
    else this.#fault ??= error
  }

  async #announce(customer: Uuid): Promise<void> {
    if (this.#follow) await announce(this.#context.db, { topic: 'delivery', id: customer })
  }

  /** What the round says of the system. */
  async end(): Promise<void> {
    const { db, clock, random } = this.#context
    const now = clock.now()
    const { id, failures } = this.#system
    if (this.#fault !== undefined) {
      const fault = this.#fault
      const wait = Math.max(pause(failures + 1, random), fault instanceof Later ? fault.seconds * 1000 : 0)
      const error = fault instanceof Unreached ? fault.code : 'broken'
      await noteFailed(db, { id, error, now, until: new Date(now.getTime() + wait) })
    } else if (this.#took > 0) await noteWell(db, id, now)
    await announce(db, { topic: 'delivery', id })
  }
}

/** Writes what is due into one file; the number in its name goes up when it is written down that the file is there. */
async function sendFile(context: Context, system: SystemRow): Promise<number> {
  const { db, clock, config, random } = context
  const { id } = system
  const now = clock.now()
  if (system.next_file_at !== null && system.next_file_at > now) return 0
  const leaseUntil = new Date(now.getTime() + fileLeaseMs)
  const held = await takeSystem(db, id, now, leaseUntil)
  if (held === undefined) return 0
  const due = await claim(db, { systemId: id, most: rowsOfFile, now, leaseUntil })
  const next = due.length < rowsOfFile ? nextFile(system.schedule, now, config.timeZone) : null
  let wrote = 0
  try {
    const standing = await standingOf(
      db,
      due.map((one) => one.customer_id),
    )
    const judged = due.map((one) => judge(system, one, standing.get(one.customer_id)!))
    const messages = judged.flatMap(({ message }) => message ?? [])
    if (messages.length > 0) {
      const secret = await secretOf(context, system)
      const content = await contentOf(system, messages)
      await deliver(system, { config, secret }, fileName(system, held.file_no + 1), content)
      wrote = 1
    }
    await acknowledge(
      db,
      id,
      judged.map(({ taken }) => taken),
      clock.now(),
    )
    if (wrote > 0) await noteWell(db, id, clock.now())
    await leaveSystem(db, { id, fence: held.fence, wrote, next })
  } catch (error) {
    if (!(error instanceof Unreached)) throw error
    const until = new Date(now.getTime() + pause(system.failures + 1, random))
    await putOff(db, id, { due, error: error.code, at: until, now })
    await noteFailed(db, { id, error: error.code, now, until })
    await leaveSystem(db, { id, fence: held.fence, wrote: 0, next: null })
  }
  if (due.length <= followed) for (const one of due) await announce(db, { topic: 'delivery', id: one.customer_id })
  await announce(db, { topic: 'delivery', id })
  return due.length
}
