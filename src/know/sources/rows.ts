import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { QualityMeasure, Uuid } from '#src/terms/index.ts'
import type { Rows } from './contract.ts'
import { kindOf } from './facts.ts'
import type { Side } from './queries/checks.ts'
import { everySource } from './queries/measuring.ts'
import { sourcesWithImports } from './queries/reading.ts'
import { type FoundRow, type Key, keySize, questionOf, rowsBehind } from './queries/rows.ts'

export interface RowsQuery {
  fact: string
  measure: QualityMeasure
  side: Side
  after?: string
  limit?: number
}

/** The rows behind a number of the inventory, as they are now. Refuses an unknown source, and a property that the fact does not have. */
export async function inventoryRows(context: Context, source: Uuid, query: RowsQuery): Promise<Rows> {
  authorize(context.actor, 'quality.read')
  authorize(context.actor, 'customer.read')
  const { db, now, config } = context
  const { fact, measure, side, limit = 50 } = query
  if (source !== everySource && (await sourcesWithImports(db, source)).length === 0)
    throw new Refusal(404, 'not_found', 'There is no such source.')
  const env = { now, timeZone: config.timeZone }
  const asked = { source, fact, measure, side, limit, env }
  const question = questionOf({ ...asked, after: null })
  const found =
    question && (await rowsBehind(db, { ...asked, after: readPlace(query.after, keySize(question.subject)) }))
  if (found === undefined)
    throw new Refusal(
      422,
      'no_such_number',
      'There is no such number: the property is not measured of this fact.',
      'Choose a fact and a property that the inventory shows.',
    )
  return {
    rows: found.rows.map((row) => present(context, fact, row)),
    next: found.end === null ? null : Buffer.from(JSON.stringify(found.end)).toString('base64url'),
  }
}

/** Contact details and addresses are for those who may see them on the customer's own page. */
const contactKinds = new Set(['contact', 'address', 'background', 'other'])

function present({ actor }: Context, fact: string, row: FoundRow): Rows['rows'][number] {
  const open =
    !contactKinds.has(kindOf(fact)!) ||
    (may(actor, 'customer.contact') && (!row.protected || may(actor, 'customer.protected')))
  return {
    id: row.id,
    customer: { id: row.customer_id, name: row.name ?? '' },
    at: row.at?.toISOString() ?? null,
    shown: open ? row.shown : null,
    leftOut: open ? (row.left_out ?? []) : (row.left_out ?? []).map(({ code }) => ({ code, written: '' })),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
function readPlace(cursor: string | undefined, size: number): Key | null {
  if (cursor === undefined) return null
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw unknownPlace()
  }
  const isPlace =
    Array.isArray(key) &&
    key.length === size &&
    key.every(
      (part, i) => typeof part === 'string' && (uuid.test(part) || (i === 1 && size === 3 && instant.test(part))),
    )
  if (!isPlace) throw unknownPlace()
  return key as string[]
}
