import { authorize } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { bySource, newsSince } from './alerts.ts'
import { judge, leastRows } from './chart.ts'
import type { Alert, Causes, Chart, Entrance } from './contract.ts'
import { linesOf } from './lines.ts'
import { watchState } from './queries/count.ts'
import { type AlertRow, alertsSince, deliveryOf, pointsOf, sourceNames } from './queries/read.ts'
import { redirtied } from './queries/redirtied.ts'

/** So many kinds of faults are shown. */
const most = 60

/** Where faults come from: kinds of faults with their causes, what left its limits, and verified values that were lost. */
export async function causes(context: Context): Promise<Causes> {
  authorize(context.actor, 'quality.read')
  const { db, now, config, actor } = context
  const today = dayIn(now, config.timeZone)
  const [state, lost, alerts, points, names, lines] = await Promise.all([
    watchState(db),
    redirtied(db, 20),
    alertsSince(db, newsSince(now, config.timeZone)),
    pointsOf(db, null),
    sourceNames(db),
    linesOf(db, { today, language: actor.language, timeZone: config.timeZone, source: null, most }),
  ])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return {
    countedAt: state?.counted_at.toISOString() ?? null,
    redirtied: {
      count: state?.redirtied ?? 0,
      rows: lost.flatMap(({ customer_id, name, field, source_id, source, at }) =>
        name === null
          ? []
          : [
              {
                customer: { id: customer_id, name },
                field,
                source: source_id === null || source === null ? null : { id: source_id, name: source },
                at: at.toISOString(),
              },
            ],
      ),
    },
    alerts: alerts.map((alert) => presentAlert(alert, nameOf)),
    lines: lines.map(({ line }) => line),
    charts: bySource(points).flatMap((list) => {
      const { source_id: id, entrance } = list[0]!
      const count = list.filter((point) => point.told >= leastRows).length
      return count === 0
        ? []
        : [{ source: { id, name: nameOf.get(id) ?? '' }, entrance: entrance as Entrance, points: count }]
    }),
  }
}

function presentAlert(row: AlertRow, names: ReadonlyMap<Uuid, string>): Alert {
  const { source_id, entrance, day, delivery_id, told, faulty, centre, upper_limit, spread, basis, opened_at } = row
  return {
    source: { id: source_id, name: names.get(source_id) ?? '' },
    entrance: entrance as Entrance,
    day,
    importId: deliveryOf(delivery_id),
    told,
    faulty,
    centre,
    upper: upper_limit,
    spread,
    basis,
    openedAt: opened_at.toISOString(),
  }
}

/** The deliveries or days of a source with their limits. Throws 404 `not_found` for an unknown source. */
export async function chart(context: Context, source: Uuid, entrance: Entrance): Promise<Chart> {
  authorize(context.actor, 'quality.read')
  const name = (await sourceNames(context.db)).find((one) => one.id === source)?.name
  if (name === undefined) throw new Refusal(404, 'not_found', 'There is no such source.', 'Choose one from the page.')
  const judged = judge(await pointsOf(context.db, { source, entrance }))
  const limits = judged.findLast((point) => point.limits !== null)?.limits ?? null
  return {
    source: { id: source, name },
    entrance,
    limits,
    points: judged.map(({ day, delivery_id, told, faulty, limits: own, upper, lower, verdict }) => ({
      day,
      importId: deliveryOf(delivery_id),
      told,
      faulty,
      centre: own?.centre ?? null,
      upper,
      lower,
      verdict,
    })),
  }
}
