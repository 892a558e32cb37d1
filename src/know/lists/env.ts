import { authorize } from '#src/company/index.ts'
import { dayIn, latestFigures } from '#src/know/insights/index.ts'
import { checkConditions, type Condition, type Env, segmentsOf } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { ListSpec } from './queries/specs.ts'

/**
 * For whom and when conditions on a list are read. `ids`: the fields in play; only stages and scores need the figures of all customers.
 * `conditions`: segments that they name are read with them, and refused (422) where the reader does not see them.
 */
export async function envOf(
  context: Context,
  spec: ListSpec,
  ids: readonly string[],
  conditions?: Condition,
): Promise<Env> {
  const { actor, now, config, db } = context
  const { fields } = spec
  const named = conditions === undefined ? [] : segmentsOf(conditions)
  if (named.length > 0) {
    authorize(actor, 'segment.read')
    return { ...(await checkConditions(context, db, { all: named.map((segment) => ({ segment })) })), fields }
  }
  const measured = ids.some((id) => /(^|\.)(stage|rfm\.\w+)$/.test(id))
  const figures = measured ? await latestFigures(db) : null
  const { timeZone } = config
  return { actor, today: dayIn(now, timeZone), timeZone, meanInterval: figures?.meanInterval ?? null, figures, fields }
}
