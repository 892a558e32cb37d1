import { later, startOf } from '../days.ts'
import { lapsingNow } from '../queries/sources.ts'
import type { Source } from '../source.ts'
import { comesBack } from '../worth.ts'

/** How long the crossing is news. */
const newsDays = 14
const most = 2000

/** Whose forecast has crossed into lapsing: no purchase within the horizon is more likely than four in five. Once per crossing. */
export const lapsing: Source = {
  kind: 'lapsing',
  urgency: 0.7,
  teams: ['sales', 'marketing', 'manager'],
  worth: comesBack,
  find: async ({ runner, env, ids }) => {
    const rows = await lapsingNow(runner, { from: later(env.day, -newsDays), to: env.day, ids, limit: most })
    return rows.map((row) => ({
      customerId: row.customer_id,
      since: startOf(row.state_since),
      figures: {
        chance: row.none.toFixed(3),
        days: String(env.horizon ?? ''),
        stateSince: row.state_since,
        last: row.last_purchase,
        version: String(row.version),
        asOf: row.as_of,
      },
    }))
  },
}
