import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'

/** `and … = any(ids)`, or nothing for everybody. */
const among = (column: Statement, ids: readonly Uuid[] | null): Statement =>
  ids === null ? raw('') : sql`and ${column} = any(${ids}::uuid[])`
const customerId = raw('customer_id')

export interface SubjectRow {
  id: Uuid
  protected: boolean
  lead_source: string | null
  customer_since: Day | null
  purchases: number | null
  purchase_days: number | null
  first_purchase: Day | null
  last_purchase: Day | null
  previous_purchase: Day | null
  currency: Currency | null
  net: string | null
  none: number | null
  expected: number | null
  spend: string | null
  value: string | null
  forecast_currency: Currency | null
}
const subjectColumns = (timeZone: string) => sql`
  c.id, c.protected, c.lead_source, (c.customer_since at time zone ${timeZone}::text)::date as customer_since, r.purchases, r.purchase_days,
  r.first_purchase, r.last_purchase, r.previous_purchase, s.currency, s.net::text as net,
  f.none, f.purchases as expected, f.spend::text as spend, f.value::text as value, f.currency as forecast_currency`
const beside = raw(`
  left join know.rollup r on r.customer_id = c.id
  left join know.forecast f on f.customer_id = c.id`)

/** What is known of these customers, without those put away. */
export function subjectsOf(runner: Runner, ids: readonly Uuid[], timeZone: string): Promise<SubjectRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<SubjectRow>`
    select ${subjectColumns(timeZone)}
    from know.customer c ${beside}
    left join lateral (select currency, net from know.spend where customer_id = c.id order by net desc, currency limit 1) s on true
    where c.id = any(${ids}::uuid[]) and c.archived_at is null`)
}

/** The same of the customers with the largest net spend in a currency: one range of know.spend. */
export function bestSubjects(
  runner: Runner,
  { currency, limit, timeZone }: { currency: Currency; limit: number; timeZone: string },
): Promise<SubjectRow[]> {
  return runner.rows(sql<SubjectRow>`
    select ${subjectColumns(timeZone)}
    from (select customer_id, currency, net from know.spend
      where currency = ${currency} and net > 0 order by net desc, customer_id limit ${limit}) s
    join know.customer c on c.id = s.customer_id and c.archived_at is null ${beside}`)
}

/** Horizon and margin of the forecast in force; nothing before the first. */
export function forecastInForce(runner: Runner): Promise<{ horizon: number; margin: number | null } | undefined> {
  return runner.maybe(sql<{ horizon: number; margin: number | null }>`
    select m.horizon, t.margin::float8 as margin from know.forecast_model m
    left join know.forecast_terms t on t.version = m.terms order by m.version desc limit 1`)
}

export interface LapsingRow {
  customer_id: Uuid
  none: number
  state_since: Day
  last_purchase: Day
  version: number
  as_of: Day
}
/** Whose state became `lapsing` within these days, the most valuable first. */
export function lapsingNow(
  runner: Runner,
  { from, to, ids, limit }: { from: Day; to: Day; ids: readonly Uuid[] | null; limit: number },
): Promise<LapsingRow[]> {
  return runner.rows(sql<LapsingRow>`
    select customer_id, none, state_since, last_purchase, version, as_of from know.forecast
    where state = 'lapsing' and state_since between ${from} and ${to} ${among(customerId, ids)}
    order by value desc nulls last, customer_id limit ${limit}`)
}

export interface DeviationRow {
  customer_id: Uuid
  kind: string
  since: Day
  found_on: Day
  size: number
  bits: number
  evidence: Record<string, string>
}
/** Changes of behaviour that go on, found since a day, the newest first. */
export function deviations(
  runner: Runner,
  { from, ids, limit }: { from: Day; ids: readonly Uuid[] | null; limit: number },
): Promise<DeviationRow[]> {
  return runner.rows(sql<DeviationRow>`
    select customer_id, kind, since, found_on, size, bits, evidence from know.deviation
    where ended_on is null and found_on >= ${from} ${among(customerId, ids)}
    order by found_on desc, customer_id, kind limit ${limit}`)
}

/** Words by which sources say that a matter is closed or that something was promised. */
const closed = '^\\s*(hoid|ratkai|valmi|sulje|päät|kielt|perut|closed|done|resolved|solved|answered|vastat)'
const promised = '^\\s*(luva|promis)'
/** Words by which somebody says that they leave: plain ones only, a guess would be an insult. */
const leaves = [
  '\\mirtisano(n\\M|mme|a\\M|utu|isin|van|vam)',
  '\\m(lopetan|lopetamme|päätän|päätämme|peruutan|peruutamme)\\s+(\\w+\\s+)?(asiakkuu|sopimuks|jäsenyy|kanta-asiakkuu)',
  '\\m(siirryn|siirrymme|vaihdan|vaihdamme|lähden|lähdemme)\\s+(\\w+\\s+)?(kilpailij|toise(en|lle)\\s+(toimittaj|yhtiö|kauppa|liike|pank|operaattor)|muualle)',
  '\\m(en|emme)\\s+(enää|koskaan)\\s+(enää\\s+)?(osta|asioi|tilaa|uusi)',
  '\\m(ostan|ostamme|asioin|asioimme|tilaan|tilaamme)\\s+(jatkossa|vastedes)\\s+mu(ualla|ualta|alta)',
  '\\mcancel(ling)?\\s+(my|our)\\s+(account|subscription|contract|membership|policy)',
  '\\m(close|closing|terminate|terminating)\\s+(my|our)\\s+(account|contract)',
  '\\mswitch(ing)?\\s+to\\s+(a\\s+competitor|another|a\\s+different)',
  '\\mnever\\s+(buy|shop|order)(ing)?\\M.*\\m(again|here|from you)',
  '\\m(will not|won.t|shall not)\\s+(renew|be\\s+renewing|buy|shop|order)\\M',
  '\\m(my|our)\\s+business\\s+elsewhere',
].join('|')
/** What counts as somebody of ours having come back to it: a contact that did not come from the customer. */
const ours = raw(`a.kind in ('call', 'mail', 'visit', 'deal') and a.direction is distinct from 'in'`)

/** Written out, so that the indexes over these kinds serve. */
const kindIs = {
  wish: raw(`t.kind = 'wish'`),
  complaint: raw(`t.kind = 'complaint'`),
  inquiry: raw(`t.kind = 'inquiry'`),
  heard: raw(`t.kind in ('call', 'mail', 'visit', 'note', 'wish', 'inquiry', 'complaint', 'feedback')`),
} as const

const said = (kind: Statement) => sql`${kind} and coalesce(t.status, '') !~* ${closed}`

/** What can wait for a word of ours: something said, a promise of ours, or that they said they leave. */
export type MatterKind = 'wish' | 'complaint' | 'inquiry' | 'promise' | 'leaving'
export interface MatterRow {
  customer_id: Uuid
  id: Uuid
  at: Date
  text: string
  handler: string | null
  /** How often the customer has said something of the kind within the days. */
  times: number
}
/**
 * The newest open matter of a kind of each customer, newest first. Everybody: one range of an index over what is said, by time. A matter is open
 * while its source does not call it closed and nothing of ours has followed.
 */
export function openMatters(
  runner: Runner,
  {
    now,
    days,
    kind,
    ids,
    limit,
  }: {
    now: Date
    days: number
    kind: MatterKind
    ids: readonly Uuid[] | null
    limit: number
  },
): Promise<MatterRow[]> {
  // an entry that we made ourselves (a call that ended in a promise) is a matter of the promise only
  const which = {
    promise: sql`t.kind in ('call', 'mail', 'visit', 'inquiry') and t.status ~* ${promised}`,
    leaving: sql`${kindIs.heard} and t.direction is distinct from 'out' and concat_ws(' ', t.title, t.body) ~* ${leaves}`,
    wish: said(kindIs.wish),
    complaint: said(kindIs.complaint),
    inquiry: said(kindIs.inquiry),
  }[kind]
  return runner.rows(sql<MatterRow>`
    select * from (
      select distinct on (m.customer_id) m.customer_id, m.id, m.at, m.text, m.handler, (count(*) over (partition by m.customer_id))::int as times
      from (
        select t.customer_id, t.id, t.at, left(coalesce(nullif(t.body, ''), t.title, ''), 200) as text, t.handler
        from know.timeline t
        where ${which} ${among(raw('t.customer_id'), ids)}
          and t.at > ${now}::timestamptz - make_interval(days => ${days}::int) and t.at <= ${now}::timestamptz
          and not exists (select from know.timeline a
            where a.customer_id = t.customer_id and a.at > t.at and a.at <= ${now}::timestamptz and ${ours})
        order by t.at desc limit ${limit * 3}) m
      order by m.customer_id, m.at desc, m.id) newest
    order by at desc, customer_id limit ${limit}`)
}

export interface WaitingRow {
  id: Uuid
  source_id: Uuid
  source: string
  layout_id: Uuid
  told_at: Date
  cells: Buffer
  draft: Buffer | null
  code: string
}
/** The newest rows that wait for repair. */
export function waitingRows(runner: Runner, limit: number): Promise<WaitingRow[]> {
  return runner.rows(sql<WaitingRow>`
    select q.id, q.source_id, s.name as source, q.layout_id, q.told_at, q.cells, q.draft, q.code
    from (select * from collect.quarantine where state = 'waiting' order by told_at desc, file_no desc, line_no desc, id desc limit ${limit}) q
    join collect.source s on s.id = q.source_id
    where q.entrance = 'import'`)
}

/** Whom identifiers lead to, by `kind value`. */
export async function holdersOf(
  runner: Runner,
  wanted: readonly { kind: string; value: string }[],
): Promise<Map<string, Uuid[]>> {
  const of = new Map<string, Uuid[]>()
  if (wanted.length === 0) return of
  const rows = await runner.rows(sql<{ kind: string; value: string; customer_id: Uuid }>`
    select distinct i.kind, i.value, i.customer_id from clean.identifier i
    join unnest(${wanted.map((w) => w.kind)}::text[], ${wanted.map((w) => w.value)}::text[]) as w (kind, value)
      on i.kind = w.kind and i.value = w.value`)
  for (const { kind, value, customer_id } of rows) {
    const key = `${kind} ${value}`
    of.set(key, [...(of.get(key) ?? []), customer_id])
  }
  return of
}
