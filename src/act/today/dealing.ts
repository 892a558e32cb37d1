import { verbsOf } from '#src/company/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Day, Role, Uuid } from '#src/terms/index.ts'
import { type Dealer, type Dealing, type Dealt, deal } from './deal.ts'
import { capacityOf, weights } from './queries/acts.ts'
import {
  dealLines,
  lastHandlers,
  type LineRow,
  loads,
  lockDealing,
  peopleSeen,
  type ReasonRow,
} from './queries/lines.ts'
import { weightOf } from './score.ts'
import type { Env, Subject } from './source.ts'
import { sourceOf } from './sources/index.ts'

/** Of a person's lines while nobody has set it. */
export const usualCapacity = 8
/** People who have not been here for so long are dealt nothing. */
const seenDays = 14
const dayMs = 86_400_000

/** A line as it will be written, with whom it is about. */
export interface Composed {
  line: LineRow
  reasons: ReasonRow[]
  subject: Subject
}
async function dealingOf(tx: Tx, now: Date): Promise<{ dealing: Dealing; people: Dealer[] }> {
  const learned = new Map(
    (await weights(tx)).map((row) => [
      `${row.team} ${row.kind}`,
      weightOf({ useful: row.useful, notUseful: row.not_useful }),
    ]),
  )
  const have = new Map((await loads(tx)).map((row) => [row.dealt_to, row.lines]))
  const people = (await peopleSeen(tx, new Date(now.getTime() - seenDays * dayMs))).flatMap(({ id, role }) => {
    const may = verbsOf(role as Role)
    if (!may.has('today.attend')) return []
    return [{ id, team: role, seesProtected: may.has('customer.protected'), load: have.get(id) ?? 0 }]
  })
  const dealing: Dealing = {
    capacity: await capacityOf(tx, usualCapacity),
    weight: (team, kind) => learned.get(`${team} ${kind}`) ?? 1,
    isWorkOf: (team, kind) => sourceOf.get(kind)?.teams.includes(team) ?? false,
  }
  return { dealing, people }
}

/** Deals these lines, in place: who spoke with the customer last, or had the line, goes on. `held` counts further lines of people. */
async function dealTo(
  tx: Tx,
  free: readonly Composed[],
  held: ReadonlyMap<Uuid, number>,
  env: Env,
  { dealing, people }: { dealing: Dealing; people: Dealer[] },
): Promise<void> {
  const ids = free.map(({ line }) => line.customer_id)
  const handlers = new Map((await lastHandlers(tx, ids)).map((row) => [row.customer_id, row.actor_id]))
  const dealt = deal(
    free.map(
      ({ line, reasons, subject }): Dealt => ({
        id: line.customer_id,
        protected: subject.protected,
        reasons,
        knownTo: line.dealt_to ?? handlers.get(line.customer_id) ?? null,
      }),
    ),
    people.map((person) => ({ ...person, load: held.get(person.id) ?? 0 })),
    dealing,
  )
  for (const { line } of free) {
    line.dealt_to = dealt.get(line.customer_id) ?? null
    line.dealt_on = line.dealt_to === null ? null : env.day
  }
}

/** By person. */
const countOf = (lines: readonly Composed[]): Map<Uuid, number> => {
  const count = new Map<Uuid, number>()
  for (const { line } of lines)
    if (line.dealt_to !== null) count.set(line.dealt_to, (count.get(line.dealt_to) ?? 0) + 1)
  return count
}

/** Deals the morning's lines anew; what is taken stays, and who had a line goes on with it while there is room. */
export async function dealAll(tx: Tx, composed: readonly Composed[], env: Env): Promise<void> {
  const taken = composed.filter(({ line }) => line.taken_at !== null)
  const free = composed.filter(({ line }) => line.taken_at === null)
  await dealTo(tx, free, countOf(taken), env, await dealingOf(tx, env.now))
}

/** New lines go to somebody with room at once. Those among `lines` that are with somebody were taken out of the table: they count. */
export async function dealNew(tx: Tx, lines: readonly Composed[], env: Env): Promise<void> {
  const free = lines.filter(({ line }) => line.dealt_to === null)
  if (free.length === 0) return
  await lockDealing(tx)
  const how = await dealingOf(tx, env.now)
  const held = countOf(lines.filter(({ line }) => line.solved_at === null))
  for (const { id, load } of how.people) held.set(id, (held.get(id) ?? 0) + load)
  await dealTo(tx, free, held, env, how)
}

/** Deals one person up to `more` further lines of those that are with nobody; returns how many. */
export async function dealMore(
  tx: Tx,
  person: { id: Uuid; seesProtected: boolean },
  free: readonly { customer_id: Uuid; protected: boolean }[],
  { more, day }: { more: number; day: Day },
): Promise<number> {
  const theirs = free.filter((line) => !line.protected || person.seesProtected).slice(0, more)
  await dealLines(
    tx,
    theirs.map((line) => line.customer_id),
    person.id,
    day,
  )
  return theirs.length
}
