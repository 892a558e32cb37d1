import { dayIn } from '#src/know/insights/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { Act, Outcome } from './contract.ts'
import { later } from './days.ts'

/** An act as standing follows from it. */
export interface ActRow {
  id: Uuid
  at: Date
  by_id: Uuid
  what: Act
  kinds: readonly string[]
  outcome: Outcome | null
  until: Day | null
}

/** Days that a customer is left in peace after an outcome. Who was not reached is tried again soon. */
const restDays: Record<Outcome, number> = { reached: 30, notReached: 2, cameBack: 90, other: 30 }
/** Days that a kind of line about this customer does not come back after "not useful". */
const notUsefulDays = 90
/** A line that was taken and left lying goes back to the list. */
const heldDays = 7
/** Acts older than this have no effect any more. */
export const longestDays = 100

interface Moment {
  now: Date
  day: Day
  timeZone: string
}

/** Whether what people did hides a reason. What began or was said after the act is news, and shows. */
export function hidden(
  reason: { kind: string; since: Date },
  acts: readonly ActRow[],
  { day, timeZone }: Moment,
): boolean {
  return acts.some((act) => {
    if (act.what === 'taken' || reason.since > act.at) return false
    if (act.what === 'snoozed') return act.until !== null && day < act.until
    const acted = dayIn(act.at, timeZone)
    if (act.what === 'notUseful') return act.kinds.includes(reason.kind) && day < later(acted, notUsefulDays)
    return day < later(acted, restDays[act.outcome ?? 'other'])
  })
}

/** Who has the line: the latest act is that they took it, not too long ago. */
export function holderOf(acts: readonly ActRow[], { now }: Moment): { by: Uuid; at: Date } | null {
  const latest = acts.reduce<ActRow | null>((a, b) => (a === null || b.at >= a.at ? b : a), null)
  if (latest?.what !== 'taken') return null
  return now.getTime() - latest.at.getTime() > heldDays * 86_400_000 ? null : { by: latest.by_id, at: latest.at }
}
