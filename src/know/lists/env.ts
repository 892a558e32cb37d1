import { dayIn, latestFigures } from '#src/know/insights/index.ts'
import type { Env } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { ListSpec } from './queries/specs.ts'

/** For whom and when conditions on a list are read. `ids`: the fields in play; only stages need the figures of all customers. */
export async function envOf(context: Context, spec: ListSpec, ids: readonly string[]): Promise<Env> {
  const { actor, now, config, db } = context
  const staged = ids.some((id) => id === 'stage' || id.endsWith('.stage'))
  const meanInterval = staged ? ((await latestFigures(db))?.meanInterval ?? null) : null
  return { actor, today: dayIn(now, config.timeZone), timeZone: config.timeZone, meanInterval, fields: spec.fields }
}
