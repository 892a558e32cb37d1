import { authorize } from '#src/company/index.ts'
import { leadsTo } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import { dayIn, dayNumber, dayText } from '../days.ts'
import type { CustomerDeviations, Deviation, DeviationKind, DeviationRun, Deviations } from './contract.ts'
import { watchJob } from './jobs.ts'
import { inForce, pastOf, watcher } from './keep.ts'
import {
  deedsOf,
  type DeviationRow,
  deviationsOf,
  goingOn,
  insertRun,
  newestRun,
  type Place,
  type RunRow,
} from './queries.ts'

const present = (row: DeviationRow): Deviation => ({
  kind: row.kind,
  // a return, a lost category and a lost channel say it by their share
  direction: row.size < 0 ? 'down' : 'up',
  since: row.since,
  foundOn: row.found_on,
  endedOn: row.ended_on,
  size: row.size,
  bits: row.bits,
  evidence: row.evidence,
})

/** What is unusual with a customer, by what it was found, and their weeks against what was expected. Throws 404 `not_found`. */
export async function customerDeviations(context: Context, id: Uuid): Promise<CustomerDeviations> {
  authorize(context.actor, 'value.read')
  const { db, now, config } = context
  const [model, rows] = await Promise.all([inForce(db), deviationsOf(db, id)])
  if (rows === null) return customerDeviations(context, await leadsTo(db, id))
  if (model === undefined) return { basis: null, watched: false, deviations: rows.map(present), weeks: [] }
  const { head } = model
  const [row] = await deedsOf(db, [id], { from: head.first_week, timeZone: config.timeZone })
  const today = dayIn(now, config.timeZone)
  const weeks = row ? watcher(model, today).weeks(pastOf(row, model.windows)) : []
  return {
    basis: {
      version: head.version,
      madeAt: head.made_at.toISOString(),
      firstWeek: head.first_week,
      monitoredFrom: head.monitored_from,
      asOf: head.as_of,
      customers: head.customers,
      falseAlarms: { share: model.model.pace.falseAlarms, weeks: model.model.pace.weeks - model.model.pace.baseline },
    },
    watched: weeks.length > 0,
    deviations: rows.map(present),
    weeks: weeks.flatMap(({ week, ...rest }) =>
      week + 6 < dayNumber(today) ? [{ week: dayText(week), ...rest }] : [],
    ),
  }
}

/** What goes on with customers who are not put away, found last first. For slices that come later. */
export async function currentDeviations(
  runner: Runner,
  wanted: { kinds?: readonly DeviationKind[]; since?: Day; limit: number },
): Promise<{ customerId: Uuid; deviation: Deviation }[]> {
  return (await goingOn(runner, wanted)).map((row) => ({ customerId: row.customer_id, deviation: present(row) }))
}

/** A page of what goes on. */
export async function listDeviations(
  context: Context,
  {
    kind,
    after,
    limit = 50,
  }: { kind?: DeviationKind | undefined; after?: string | undefined; limit?: number | undefined },
): Promise<Deviations> {
  authorize(context.actor, 'value.read')
  const place = after === undefined ? undefined : placeOf(after)
  const rows = await goingOn(context.db, {
    ...(kind && { kinds: [kind] }),
    ...(place && { after: place }),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    deviations: page.map((row) => ({ customerId: row.customer_id, deviation: present(row) })),
    next: rows.length > limit && last ? `${last.found_on}.${last.customer_id}.${last.kind}` : null,
  }
}

function placeOf(cursor: string): Place {
  const parts = /^(\d{4}-\d\d-\d\d)\.([0-9a-f-]{36})\.([a-zA-Z]+)$/.exec(cursor)
  if (!parts) throw new Refusal(422, 'cursor_invalid', 'This page is not there.', 'Begin from the first page.')
  return { foundOn: parts[1]!, customerId: parts[2]!, kind: parts[3] as DeviationKind }
}

const presentRun = (run: RunRow | undefined): DeviationRun =>
  run === undefined ? null : { state: run.state, done: run.done, total: run.total, askedAt: run.asked_at.toISOString() }

/** The run over everybody that waits or goes on, else how the last one ended. */
export async function deviationRun(context: Context): Promise<DeviationRun> {
  authorize(context.actor, 'value.read')
  return presentRun(await newestRun(context.db, context.now))
}

/** Asks for a run over everybody; while one waits or goes on, that one is answered. */
export async function askRun(context: Context): Promise<DeviationRun> {
  authorize(context.actor, 'insights.manage')
  return context.db.tx(async (tx) => {
    const newest = await newestRun(tx, context.now)
    if (newest?.state === 'waiting' || newest?.state === 'running') return presentRun(newest)
    const id = context.uuid()
    const by = context.actor.kind === 'system' ? null : context.actor.id
    await insertRun(tx, { id, by, now: context.now })
    await context.jobs.enqueue(tx, watchJob, { runId: id }, { key: 'insights.deviations' })
    return { state: 'waiting', done: 0, total: 0, askedAt: context.now.toISOString() }
  })
}
