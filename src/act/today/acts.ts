import { retract, takeFromStaff, workOf } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { Acted, Act, Finish, Outcome } from './contract.ts'
import { later } from './days.ts'
import { dealMore, usualCapacity } from './dealing.ts'
import { capacityOf, insertAct, learn, lockAct, originOf, setUndone } from './queries/acts.ts'
import { freeLines, type LineRow, lockDealing, lockLines, namesOfStaff, reasonsOf } from './queries/lines.ts'
import { renew } from './renew.ts'

const longestSnooze = 365

const notOnList = () =>
  new Refusal(404, 'not_on_list', 'This customer is not on the list now.', 'Look at the list again.')

interface Standing {
  line: LineRow
  kinds: string[]
}
/** The open line of a customer, the caller's until the transaction ends. Refuses 404 `not_on_list`. */
async function standing(tx: Tx, id: Uuid): Promise<Standing> {
  const [line] = await lockLines(tx, [id])
  if (line === undefined || line.solved_at !== null) throw notOnList()
  return { line, kinds: (await reasonsOf(tx, [id])).map(({ kind }) => kind) }
}

/** Writes an act on a line and brings the line up to date. */
async function write(
  context: Context,
  tx: Tx,
  { line, kinds }: Standing,
  act: { what: Act; outcome?: Outcome; note?: string; until?: Day; entry?: Uuid },
): Promise<Acted> {
  const { actor, now, config } = context
  const id = context.uuid()
  await insertAct(tx, {
    customer_id: line.customer_id,
    id,
    at: now,
    by_id: actor.id,
    team: actor.role,
    what: act.what,
    kinds,
    outcome: act.outcome ?? null,
    note: act.note ?? null,
    until: act.until ?? null,
    entry_id: act.entry ?? null,
    worth: line.worth,
    currency: line.currency,
    origin_id: await originOf(tx, line.customer_id),
  })
  await renew(tx, [line.customer_id], config, now)
  return { act: id, customer: line.customer_id }
}

/** Whoever has taken a line decides whether it waits. Refuses 409 `taken_already`. */
async function notOfOthers({ actor }: Context, tx: Tx, { line }: Standing): Promise<void> {
  if (line.taken_at === null || line.dealt_to === null || line.dealt_to === actor.id) return
  const [holder] = await namesOfStaff(tx, [line.dealt_to])
  const details = { who: holder?.name ?? '' }
  const next = 'Agree with them, or take it over.'
  throw new Refusal(409, 'taken_already', 'Somebody else has taken this line.', next, details)
}

/** Takes a line: it is mine, and everybody sees so. Refuses 404 `not_on_list`, 409 `taken_already` unless `over`. */
export function take(context: Context, id: Uuid, over: boolean): Promise<Acted> {
  authorize(context.actor, 'today.attend')
  return context.db.tx(async (tx) => {
    const found = await standing(tx, id)
    if (!over) await notOfOthers(context, tx, found)
    return write(context, tx, found, { what: 'taken' })
  })
}

/** What teams learn of an outcome: who was reached or came back was worth the line; the others say nothing of the kind. */
const useful = (outcome: Outcome | null) => outcome === 'reached' || outcome === 'cameBack'

/** The words that stand on the timeline, in the company's language. */
const subjects = {
  fi: {
    reached: 'Kauppiaan lista: tavoitettiin',
    notReached: 'Kauppiaan lista: ei tavoitettu',
    cameBack: 'Kauppiaan lista: palasi',
    other: 'Kauppiaan lista',
  },
  en: {
    reached: 'The shopkeeper’s list: reached',
    notReached: 'The shopkeeper’s list: not reached',
    cameBack: 'The shopkeeper’s list: came back',
    other: 'The shopkeeper’s list',
  },
} as const

/**
 * Ends a line with its outcome. A contact, and any note, goes onto the timeline through intake. Who was not reached has not been answered: that is a note
 * there. Anybody may: what is done is done, whoever had taken it. Refuses 404 `not_on_list`.
 */
export function finish(context: Context, id: Uuid, { outcome, note, contact }: Finish): Promise<Acted> {
  authorize(context.actor, 'today.attend')
  return context.db.tx(async (tx) => {
    const found = await standing(tx, id)
    const text = note?.normalize('NFC').trim() ?? ''
    const kind = outcome === 'reached' ? (contact ?? 'call') : outcome === 'notReached' ? 'note' : (contact ?? 'note')
    let entry: Uuid | undefined
    if (outcome === 'reached' || outcome === 'notReached' || contact !== undefined || text !== '') {
      const batch = await takeFromStaff(workOf(context, tx), {
        kind: 'interaction',
        party: { customer: id },
        entryKind: kind,
        at: context.now.toISOString(),
        subject: subjects[context.config.language === 'fi' ? 'fi' : 'en'][outcome],
        ...(text !== '' && { text }),
        handler: context.actor.name,
        ...(kind === 'call' && { channel: 'phone' as const }),
        ...(kind === 'mail' && { channel: 'email' as const }),
        ...(kind === 'visit' && { channel: 'visit' as const }),
        ...(kind !== 'note' && kind !== 'visit' && { direction: 'out' as const }),
      })
      entry = batch.items[0]!.id
    }
    if (useful(outcome))
      await learn(tx, { team: context.actor.role, kinds: found.kinds, what: 'useful', by: 1, now: context.now })
    return write(context, tx, found, {
      what: 'done',
      outcome,
      ...(text !== '' && { note: text }),
      ...(entry !== undefined && { entry }),
    })
  })
}

/** Puts a line off until a day. Refuses 404 `not_on_list`, 409 `taken_already`, 400 `snooze_day`. */
export function snooze(context: Context, id: Uuid, until: Day): Promise<Acted> {
  authorize(context.actor, 'today.attend')
  const today = dayIn(context.now, context.config.timeZone)
  return context.db.tx(async (tx) => {
    const found = await standing(tx, id)
    await notOfOthers(context, tx, found)
    if (until <= today || until > later(today, longestSnooze))
      throw new Refusal(400, 'snooze_day', 'The line can come back tomorrow at the earliest.', 'Choose another day.')
    return write(context, tx, found, { what: 'snoozed', until })
  })
}

/** Says that a line was not worth anybody's time: the team gets fewer with its strongest reason. Refuses 404 `not_on_list`, 409 `taken_already`. */
export function notUseful(context: Context, id: Uuid): Promise<Acted> {
  authorize(context.actor, 'today.attend')
  return context.db.tx(async (tx) => {
    const found = await standing(tx, id)
    await notOfOthers(context, tx, found)
    const first = found.kinds.slice(0, 1)
    await learn(tx, { team: context.actor.role, kinds: first, what: 'notUseful', by: 1, now: context.now })
    return write(context, tx, found, { what: 'notUseful' })
  })
}

/**
 * Takes an act back, and the contact that it wrote. One's own; a manager's word undoes anybody's. Refuses 404, 403 `act_not_yours`,
 * 409 `act_undone`.
 */
export function undo(context: Context, customer: Uuid, id: Uuid): Promise<Acted> {
  const { actor, now, config } = context
  authorize(actor, 'today.attend')
  return context.db.tx(async (tx) => {
    await lockLines(tx, [customer])
    const act = await lockAct(tx, customer, id)
    if (act === undefined) throw new Refusal(404, 'not_found', 'There is no such act.', 'Look at the list again.')
    if (act.by_id !== actor.id && !may(actor, 'today.manage'))
      throw new Refusal(403, 'act_not_yours', 'Somebody else did this.', 'Ask them to take it back.')
    if (act.undone_at !== null)
      throw new Refusal(409, 'act_undone', 'This has been taken back already.', 'Nothing is left to do.')
    await setUndone(tx, { customer, id, at: now, by: actor.id })
    if (act.entry_id !== null) await retract(workOf(context, tx), [act.entry_id], { what: 'undone' })
    const word = { team: act.team, by: -1 as const, now }
    if (act.what === 'notUseful') await learn(tx, { ...word, kinds: act.kinds.slice(0, 1), what: 'notUseful' })
    if (act.what === 'done' && useful(act.outcome)) await learn(tx, { ...word, kinds: act.kinds, what: 'useful' })
    await renew(tx, [customer], config, now)
    return { act: id, customer }
  })
}

/** Deals the one who asks the best lines that are with nobody, as many as a day's list holds. Answers how many. */
export function more(context: Context): Promise<{ dealt: number }> {
  const { actor, now, config } = context
  authorize(actor, 'today.attend')
  return context.db.tx(async (tx) => {
    await lockDealing(tx)
    const capacity = await capacityOf(tx, usualCapacity)
    const person = { id: actor.id, seesProtected: may(actor, 'customer.protected') }
    const free = await freeLines(tx, capacity * 4)
    return { dealt: await dealMore(tx, person, free, { more: capacity, day: dayIn(now, config.timeZone) }) }
  })
}
