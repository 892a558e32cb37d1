import { type MatterKind, type MatterRow, openMatters } from '../queries/sources.ts'
import type { Asked, Found, Source } from '../source.ts'
import { comesBack, next12, onePurchase } from '../worth.ts'

const most = 1000
const figuresOf = (row: MatterRow, what: string): Record<string, string> => ({
  what,
  entry: row.id,
  at: row.at.toISOString(),
  text: row.text,
  ...(row.handler === null ? {} : { handler: row.handler }),
  times: String(row.times),
})
const found = (row: MatterRow, what: string, urgency: number): Found => ({
  customerId: row.customer_id,
  since: row.at,
  figures: figuresOf(row, what),
  urgency,
})
const matters = ({ runner, env, ids }: Asked, kind: MatterKind, days: number) =>
  openMatters(runner, { now: env.now, days, kind, ids, limit: most })

/** Whoever has said that they leave, and has heard nothing of us since (MISSION K2: a stated intent is a signal at once). */
export const leaving: Source = {
  kind: 'leaving',
  urgency: 0.95,
  base: 0.6,
  teams: ['service', 'sales', 'manager'],
  worth: (subject, env) => (subject.last === null ? next12(subject, env) : comesBack(subject, env)),
  find: async (asked) => (await matters(asked, 'leaving', 30)).map((row) => found(row, 'leaving', 0.95)),
}

const wishDays = 60
/** A wish is remembered best while it is new: .75 today, .35 after two months. */
const freshness = (at: Date, now: Date) => 0.75 - (0.4 * (now.getTime() - at.getTime())) / (wishDays * 86_400_000)

/** A wish that nobody has come back to. */
export const wish: Source = {
  kind: 'wish',
  urgency: 0.7,
  base: 0.6,
  teams: ['sales', 'service', 'marketing'],
  worth: onePurchase,
  find: async (asked) =>
    (await matters(asked, 'wish', wishDays)).map((row) => found(row, 'wish', freshness(row.at, asked.env.now))),
}

/**
 * A complaint, an inquiry or a promise that nothing of ours has followed, as far as the sources tell: the most pressing one of each customer.
 * Asking again about it makes it more pressing.
 */
export const unanswered: Source = {
  kind: 'unanswered',
  urgency: 0.95,
  base: 0.75,
  teams: ['service', 'sales', 'manager'],
  worth: next12,
  find: async (asked) => {
    const [complaints, promises, inquiries] = [
      await matters(asked, 'complaint', 60),
      await matters(asked, 'promise', 30),
      await matters(asked, 'inquiry', 30),
    ]
    const all = [
      ...complaints.map((row) => found(row, 'complaint', 0.95)),
      ...promises.map((row) => found(row, 'promise', 0.9)),
      ...inquiries.map((row) => found(row, 'inquiry', row.times > 1 ? 0.9 : 0.8)),
    ]
    const first = new Map<string, Found>()
    for (const one of all) if (!first.has(one.customerId)) first.set(one.customerId, one)
    return [...first.values()]
  },
}
