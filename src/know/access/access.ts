import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { momentCursor, momentPlace } from '#src/platform/place.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Look, Looks } from './contract.ts'
import { idsOf, type LookRow, looks } from './queries.ts'
import type { LooksQuery } from './routes.ts'

const size = 50
/** Longest search, in milliseconds: rare ways of looking may stand far apart. */
const patience = 10_000

/** Who looked at a customer, newest first; looks at those merged into it count. Throws 404 for an unknown one. */
export async function lookedAt(context: Context, id: Uuid, query: LooksQuery): Promise<Looks> {
  authorize(context.actor, 'access.read')
  const ids = await idsOf(context.db, id)
  if (ids.length === 0)
    throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
  return page(context, ids, query)
}

/** Who looked at whom, and who saw many at once, newest first. With `customer` as `lookedAt`, but nobody knows an unknown one. */
export async function looked(context: Context, query: LooksQuery): Promise<Looks> {
  authorize(context.actor, 'access.read')
  const { customer } = query
  const ids = customer === undefined ? null : [...new Set([customer, ...(await idsOf(context.db, customer))])]
  return page(context, ids, query)
}

async function page({ db, config }: Context, customers: Uuid[] | null, query: LooksQuery): Promise<Looks> {
  const { actor = null, way = null, from = null, to = null } = query
  const filter = { customers, actor, way, from, to, timeZone: config.timeZone }
  const after = momentPlace(query.after)
  const rows = await db.within(patience, (runner) => looks(runner, filter, after, size + 1))
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { looks: shown.map(present), next: rows.length > size && last ? momentCursor(last) : null }
}

function present(row: LookRow): Look {
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: { id: row.actor_id, name: row.by },
    token: row.token,
    way: row.way,
    times: row.times,
    customer: row.customer_id === null ? null : { id: row.customer_id, name: row.customer ?? '' },
    rows: row.rows,
    question: row.customer_id === null ? row.question : null,
  }
}
