import {
  type Decision,
  decisionById,
  type Deciding,
  groupOf,
  latestDecisions,
  pairsAmong,
  settle,
  survivorAmong,
  takeBack,
} from '#src/clean/identity/index.ts'
import { workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import { namesOf, seesContact } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { announce } from '#src/platform/live/index.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Decide, Decided, DecisionList } from './contract.ts'
import { noGroup } from './group.ts'
import { staffNames } from './queries.ts'
import { worthIn } from './worth.ts'

/**
 * Carries out what a person decided of customers of a group. Refuses 404 `group_gone`, 409 `group_changed` when somebody is not of the group
 * any more, 403 `not_allowed` when one is under non-disclosure for safety, and what merging refuses.
 */
export async function decide(context: Context, id: Uuid, wish: Decide): Promise<Decided> {
  authorize(context.actor, 'customer.merge')
  const decided = await context.db.tx(async (tx) => {
    const group = await groupOf(tx, id)
    if (!group) throw noGroup()
    const { verdict } = wish
    const customers = [...new Set(wish.customers)]
    if (customers.length < 2 || customers.some((one) => !group.customers.includes(one))) throw changed()
    if (wish.survivor !== undefined && !customers.includes(wish.survivor)) throw changed()
    await seesAll(context, tx, customers)
    const survivor = wish.survivor ?? (await survivorAmong(tx, customers))
    const deciding: Deciding = { customers, verdict, survivor }
    const decision = await settle(workOf(context, tx), deciding, worthIn(context)(tx))
    await announce(tx, { topic: 'duplicates', id })
    const left = await pairsAmong(tx, group.customers)
    return { decision, waits: left.some((pair) => pair.state === 'open') }
  })
  const { decision, waits } = decided
  return { decision: decision.id, verdict: decision.verdict, survivor: decision.survivor, waits }
}

/** Merging takes the right to every record that takes part. */
async function seesAll({ actor }: Context, runner: Runner, customers: readonly Uuid[]): Promise<void> {
  const rows = await namesOf(runner, [...customers])
  if (rows.length < customers.length) throw changed()
  if (rows.some((row) => !seesContact(actor, row.protected)))
    throw new Refusal(
      403,
      'not_allowed',
      'One of these customers is under non-disclosure for safety.',
      'Ask somebody who may see their details.',
    )
}

/** Takes a decision back, whoever made it. Refuses 404, 409 `decision_undone`, and what un-merging refuses. */
export async function undoDecision(context: Context, id: Uuid): Promise<{ customers: Uuid[] }> {
  authorize(context.actor, 'customer.merge')
  return context.db.tx(async (tx) => {
    const decision = await decisionById(tx, id)
    if (!decision) throw new Refusal(404, 'not_found', 'There is no such decision.', 'Look at the list of decisions.')
    const rows = await namesOf(tx, decision.customers)
    if (rows.some((row) => !seesContact(context.actor, row.protected))) await seesAll(context, tx, decision.customers)
    await takeBack(workOf(context, tx), decision, worthIn(context)(tx))
    await announce(tx, { topic: 'duplicates', id })
    return { customers: decision.customers }
  })
}

const place = ({ at, id }: Decision) => `${at.toISOString()}_${id}`
function placeOf(cursor: string | undefined): { at: Date; id: Uuid } | null {
  if (cursor === undefined) return null
  const [, at = '', id = ''] = /^([\dT:.Z-]{24})_([0-9a-f-]{36})$/.exec(cursor) ?? []
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) throw unknownPlace()
  return { at: new Date(ms), id }
}

/** What was decided, latest first. */
export async function decisions(context: Context, query: { after?: string; limit?: number }): Promise<DecisionList> {
  authorize(context.actor, 'customer.merge')
  const { db } = context
  const limit = query.limit ?? 50
  const rows = await latestDecisions(db, placeOf(query.after), limit + 1)
  const page = rows.slice(0, limit)
  const [staff, known] = await Promise.all([
    staffNames(
      db,
      page.flatMap(({ by_id }) => (by_id === null ? [] : [by_id])),
    ),
    namesOf(db, [...new Set(page.flatMap(({ customers }) => customers.slice(0, 6)))]),
  ])
  const people = new Map(staff.map((row) => [row.id, row.name]))
  const names = new Map(known.map((row) => [row.id, row.name]))
  return {
    decisions: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      by: row.by_id === null ? null : (people.get(row.by_id) ?? ''),
      verdict: row.verdict,
      customers: row.customers.slice(0, 6).flatMap((id) => (names.has(id) ? [{ id, name: names.get(id)! }] : [])),
      size: row.customers.length,
      probability: row.pairs[0]?.probability ?? null,
      undone: row.undone_at !== null,
    })),
    next: rows.length > limit ? place(page.at(-1)!) : null,
  }
}

const changed = () =>
  new Refusal(409, 'group_changed', 'These customers changed meanwhile.', 'Look at them again and decide then.')
