import { later, startOf } from '../days.ts'
import { deviations } from '../queries/sources.ts'
import type { Source } from '../source.ts'
import { comesBack, next12 } from '../worth.ts'

/** How long a change is news. */
const newsDays = 14
const most = 2000
/** Who buys more is a reason to be glad, not to hurry. */
const urgencies: Record<string, number> = {
  drop: 0.7,
  basketDown: 0.5,
  returns: 0.5,
  channel: 0.35,
  category: 0.35,
  rise: 0.25,
  basketUp: 0.25,
}

/** A change in a customer's own behaviour that chance does not explain; the most urgent one of each customer. */
export const deviation: Source = {
  kind: 'deviation',
  urgency: 0.7,
  teams: ['sales', 'service', 'manager'],
  worth: (subject, env) => (subject.last === null ? next12(subject, env) : comesBack(subject, env)),
  find: async ({ runner, env, ids }) => {
    const rows = await deviations(runner, { from: later(env.day, -newsDays), ids, limit: most })
    const found = new Map<string, (typeof rows)[number]>()
    for (const row of rows) {
      const other = found.get(row.customer_id)
      if (other === undefined || (urgencies[row.kind] ?? 0) > (urgencies[other.kind] ?? 0))
        found.set(row.customer_id, row)
    }
    return [...found.values()].map((row) => ({
      customerId: row.customer_id,
      since: startOf(row.found_on),
      figures: {
        ...row.evidence,
        deviation: row.kind,
        began: row.since,
        size: row.size.toFixed(3),
        bits: row.bits.toFixed(1),
      },
      urgency: urgencies[row.kind] ?? 0.35,
    }))
  },
}
