import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { QualityMeasure, Uuid } from '#src/terms/index.ts'
import { besides, checkOf, type Env, momentOf, ofSubject, recordOf, type Side, sideOf, tableOf } from './checks.ts'
import { type FactRule, isReach, reachTable, ruleOf, type Subject } from './facts.ts'
import { everySource, golden, isGolden } from './measuring.ts'

/** How many rows of the table one page looks through at most: what is sought may be rare. */
export const stretch = 20_000

/** Place of a row in its table: customer, and what comes after it in the key. */
export type Key = readonly string[]
export interface FoundRow {
  key: string[]
  id: Uuid
  customer_id: Uuid
  name: string | null
  protected: boolean
  at: Date | null
  shown: string | null
  left_out: { code: string; written: string }[] | null
}
export interface Found {
  rows: FoundRow[]
  /** The last place looked at when the stretch ended before the table did; null at its end. */
  end: Key | null
}
interface Asked {
  source: Uuid
  fact: string
  measure: QualityMeasure
  side: Side
  after: Key | null
  limit: number
  env: Env
}

/** Keys of the tables, the customer first: what orders the rows and where a page goes on. */
const keys = {
  claim: {
    columns: raw('customer_id, origin_id'),
    texts: raw('array[r.customer_id::text, r.origin_id::text]'),
    size: 2,
  },
  purchase: { columns: raw('customer_id, id'), texts: raw('array[r.customer_id::text, r.id::text]'), size: 2 },
  line: {
    columns: raw('customer_id, purchase_id, id'),
    texts: raw('array[r.customer_id::text, r.purchase_id::text, r.id::text]'),
    size: 3,
  },
  invoice: { columns: raw('customer_id, id'), texts: raw('array[r.customer_id::text, r.id::text]'), size: 2 },
  payment: { columns: raw('customer_id, id'), texts: raw('array[r.customer_id::text, r.id::text]'), size: 2 },
  contact: {
    columns: raw('customer_id, at, id'),
    texts: raw(
      `array[r.customer_id::text, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.id::text]`,
    ),
    size: 3,
  },
  customer: { columns: raw('id'), texts: raw('array[r.id::text]'), size: 1 },
} as const
const keyOf = (subject: Subject) => keys[subject === 'feedback' ? 'contact' : subject]
export const keySize = (subject: Subject) => keyOf(subject).size

function beyond(subject: Subject, after: Key | null): Statement {
  if (after === null) return raw('true')
  const [a, b, c] = after
  if (subject === 'customer') return sql`id > ${a}::uuid`
  if (subject === 'line') return sql`(customer_id, purchase_id, id) > (${a}::uuid, ${b}::uuid, ${c}::uuid)`
  if (subject === 'contact' || subject === 'feedback')
    return sql`(customer_id, at, id) > (${a}::uuid, ${b}::timestamptz, ${c}::uuid)`
  return subject === 'claim'
    ? sql`(customer_id, origin_id) > (${a}::uuid, ${b}::uuid)`
    : sql`(customer_id, id) > (${a}::uuid, ${b}::uuid)`
}

/** What a question looks at: the rows of a subject and the condition of the side. Undefined: there is no such number. */
export function questionOf({
  source,
  fact,
  measure,
  side,
  env,
}: Asked): { subject: Subject; rule?: FactRule; side: Statement } | undefined {
  const whole = source === everySource
  if (measure === 'completeness' && (isReach(fact) || (whole && isGolden(fact)))) {
    const { of, is } = isReach(fact) ? reaching(fact, source) : golden[fact as keyof typeof golden]
    const rule: FactRule = { subject: 'customer', filled: is, applicable: of }
    return { subject: 'customer', rule, side: sideOf(rule, { of: sql`(${of}) is true`, is }, side) }
  }
  const rule = ruleOf(fact, env.timeZone)
  const check = rule && checkOf(rule, measure, env)
  return rule && check && { subject: rule.subject, rule, side: sideOf(rule, check, side) }
}

function reaching(fact: Parameters<typeof reachTable>[0], source: Uuid): { of: Statement; is: Statement } {
  const from = source === everySource ? raw('true') : sql`t.source_id = ${source}`
  const kinds = fact === 'contacts' ? ofKinds.contacts : fact === 'feedback' ? ofKinds.feedback : raw('true')
  return {
    of: raw('true'),
    is: sql`exists (select from ${reachTable(fact)} t where t.customer_id = r.id and ${kinds} and ${from})`,
  }
}
const ofKinds = {
  contacts: raw(`t.kind in ('call', 'mail', 'visit', 'inquiry', 'complaint', 'wish')`),
  feedback: raw(`t.kind in ('complaint', 'feedback')`),
}

/** Values left out of a record as it is now. */
const leftOut = (subject: Subject) => sql`
  left join lateral (
    select array_agg(distinct x ->> 'field') as fields, jsonb_agg(jsonb_build_object('field', x ->> 'field', 'code', x ->> 'code',
      'written', x ->> 'written')) as told
    from collect.record k
    join collect.import_line l on l.import_id = k.import_id and l.file_no = k.file_no and l.line_no = k.line_no and l.record_id = k.id
      and l.bucket = any(array['new', 'updated', 'duplicate', 'unassigned', 'waiting'])
    cross join lateral jsonb_array_elements(l.faults) x
    where k.id = ${recordOf(subject)} and l.faults is not null
  ) f on true`

/**
 * The rows behind a number, in the order of their table's key: one range of at most `stretch` rows is looked through, so that a page costs the
 * same however rare its rows are. The conditions are those that made the number.
 */
export async function rowsBehind(runner: Runner, asked: Asked): Promise<Found | undefined> {
  const question = questionOf(asked)
  if (question === undefined) return undefined
  const { subject, rule, side } = question
  const { columns, texts } = keyOf(subject)
  const ofSource =
    asked.source === everySource || subject === 'customer' ? raw('true') : sql`r.source_id = ${asked.source}`
  const faulty = asked.measure === 'validity'
  const noFaults = raw(`cross join lateral (select null::text[] as fields, null::jsonb as told) f`)
  const name = subject === 'customer' ? raw('r.id') : raw('r.customer_id')
  const window = sql`select * from ${tableOf(subject)} where ${beyond(subject, asked.after)} order by ${columns} limit ${stretch}`
  const rows = await runner.rows(sql<FoundRow>`
    select ${texts} as key, ${subject === 'customer' ? raw('r.id') : recordOf(subject)} as id, ${name} as customer_id, c.name,
      coalesce(c.protected, false) as protected, ${subject === 'customer' ? raw('null::timestamptz') : momentOf(subject)} as at,
      left(${rule?.shown ?? labelOf(subject)}, 200) as shown,
      (select jsonb_agg(jsonb_build_object('code', x ->> 'code', 'written', x ->> 'written')) from jsonb_array_elements(f.told) x
        where x ->> 'field' = any(${rule?.faults ?? []}::text[])) as left_out
    from (${window}) r
    ${faulty ? leftOut(subject) : noFaults} ${besides(subject, rule === undefined ? [] : [rule])}
    left join know.customer c on c.id = ${name}
    where ${ofSubject(subject)} and ${ofSource} and ${side}
    order by ${ordered(subject)}
    limit ${asked.limit + 1}`)
  if (rows.length > asked.limit) return { rows: rows.slice(0, asked.limit), end: rows[asked.limit - 1]!.key }
  const last = await runner.maybe(sql<{ key: string[] }>`
    select ${texts} as key from (${window}) r order by ${ordered(subject)} offset ${stretch - 1}`)
  return { rows, end: last?.key ?? null }
}

function ordered(subject: Subject): Statement {
  if (subject === 'customer') return raw('r.id')
  if (subject === 'line') return raw('r.customer_id, r.purchase_id, r.id')
  if (subject === 'claim') return raw('r.customer_id, r.origin_id')
  return subject === 'contact' || subject === 'feedback' ? raw('r.customer_id, r.at, r.id') : raw('r.customer_id, r.id')
}
function labelOf(subject: Subject): Statement {
  if (subject === 'purchase' || subject === 'invoice') return raw('r.number')
  return subject === 'payment' ? raw('r.order_number') : raw('null::text')
}
