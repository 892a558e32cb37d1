import type { Db } from '#src/platform/db/index.ts'
import type { Measure } from '#src/platform/metrics/index.ts'
import { connected, healthOf, openTasks } from './queries/systems.ts'

/** How connected systems are doing: what waits by way, and how many systems are late. */
export async function measures(db: Db): Promise<Measure[]> {
  const systems = await connected(db)
  const health = await healthOf(
    db,
    systems.map(({ id }) => id),
  )
  const byWay = Map.groupBy(systems, ({ way }) => way)
  const sum = (of: 'waiting' | 'failing' | 'dead', ids: readonly string[]) =>
    health.filter(({ system_id }) => ids.includes(system_id)).reduce((all, row) => all + row[of], 0)
  const values = (of: 'waiting' | 'failing' | 'dead') =>
    [...byWay].map(([way, rows]) => ({
      labels: { way },
      value: sum(
        of,
        rows.map(({ id }) => id),
      ),
    }))
  return [
    {
      name: 'kauppias_deliveries_waiting',
      help: 'Changes that systems have not got, by way',
      values: values('waiting'),
    },
    { name: 'kauppias_deliveries_failing', help: 'Of these, tried in vain, by way', values: values('failing') },
    { name: 'kauppias_deliveries_dead', help: 'Of these, given up, by way', values: values('dead') },
    { name: 'kauppias_systems_late', help: 'Systems that are late', values: [{ value: (await openTasks(db)).length }] },
  ]
}
