import { dayIn } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Day } from '#src/terms/index.ts'
import { judge } from './chart.ts'
import { keepAlerts, type NewAlert, type PointRow, pointsOf } from './queries/read.ts'

/** Older deliveries are no news. */
const newsDays = 14
export const newsSince = (now: Date, timeZone: string): Day =>
  dayIn(new Date(now.getTime() - newsDays * 86_400_000), timeZone)

/** Points of one source and entrance together, in the order of time. */
export const bySource = (points: readonly PointRow[]): PointRow[][] => [
  ...Map.groupBy(points, (point) => `${point.source_id} ${point.entrance}`).values(),
]

/** Opens an alert for each delivery or day of late whose share of faults is above the limits of its source. */
export async function watchLimits({ db, config, clock }: Context): Promise<void> {
  const now = clock.now()
  const since = newsSince(now, config.timeZone)
  const alerts: NewAlert[] = bySource(await pointsOf(db, null)).flatMap((points) =>
    judge(points).flatMap(({ verdict, limits, upper, source_id, entrance, day, delivery_id, told, faulty }) =>
      verdict === 'above' && day >= since
        ? [
            {
              source_id,
              entrance,
              day,
              delivery_id,
              told,
              faulty,
              centre: limits!.centre,
              upper_limit: upper!,
              spread: limits!.spread,
              basis: limits!.basis,
            },
          ]
        : [],
    ),
  )
  await db.tx((tx) => keepAlerts(tx, alerts, since, now))
}
