import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import { normaliserVersion } from '#src/clean/quality/index.ts'
import type { QualityMeasure } from '#src/terms/index.ts'
import { type FactRule, ofSubject, type Shareable, type Subject } from './facts.ts'

/** What the conditions depend on beside the rows. */
export interface Env {
  now: Date
  /** IANA name of the company's zone. */
  timeZone: string
}

/** One property as two conditions: the rows it is measured on, and those of them that have it. */
interface Check {
  of: Statement
  is: Statement
}

const day = 86_400_000
/** Days since a value was confirmed: bounds of the age groups. Up to a year counts as current. */
export const ageLimits = [30, 365, 1095] as const
const freshDays = 365

/** Within so many days of now. */
export const within = (env: Env, days: number) => sql`r.observed_at >= ${new Date(env.now.getTime() - days * day)}`

const applicable = (rule: FactRule) => rule.applicable ?? raw('true')
const faulty = (rule: FactRule) => sql`coalesce(f.fields && ${rule.faults ?? []}::text[], false)`

/**
 * The property of a fact as conditions, undefined where it is not applicable (ISO/IEC 25024: each is a ratio of counted items).
 *
 * completeness = rows that tell it / rows that could.
 * validity = rows whose value today's normaliser reads / rows in which something was written for it, what the gate left out included.
 * Values read by an older version of the normaliser are in neither.
 * uniqueness = rows whose value no other customer has (lines: that are no copy of an earlier one) / rows that tell it.
 * consistency = rows that agree with what they can be compared with / rows that can be compared: a postcode with its city, a total with the
 * sum of its lines (a cent per line allowed), a name with the kind of customer, a due day with the day of its invoice.
 * currentness = values confirmed or told within a year / values. Events do not age: for them it is not applicable.
 * accuracy = values somebody vouched for in another record / values with evidence for or against (`ended`: no longer true). Nothing else is
 * evidence, so without any it is not known.
 */
export function checkOf(rule: FactRule, measure: QualityMeasure, env: Env): Check | undefined {
  const filled = sql`(${applicable(rule)}) is true and (${rule.filled}) is true`
  switch (measure) {
    case 'completeness':
      return { of: sql`(${applicable(rule)}) is true`, is: rule.filled }
    case 'validity': {
      if (rule.faults === undefined) return undefined
      const today = rule.subject === 'claim' ? sql`r.normaliser = ${normaliserVersion}::int` : raw('true')
      return {
        of: sql`(${applicable(rule)}) is true and ((${rule.filled}) is true and ${today} or ${faulty(rule)})`,
        is: sql`(${rule.filled}) is true and not ${faulty(rule)}`,
      }
    }
    case 'uniqueness':
      return rule.single && { of: filled, is: rule.single }
    case 'consistency':
      return rule.agrees && { of: sql`${filled} and (${rule.agrees.of}) is true`, is: rule.agrees.is }
    case 'currentness':
      return rule.subject === 'claim' ? { of: filled, is: within(env, freshDays) } : undefined
    case 'accuracy':
      return rule.proof && accuracyOf(rule.proof, filled)
  }
}

/** Of most rows nobody said anything: that is asked first, since the rest is dear. */
function accuracyOf(proof: NonNullable<FactRule['proof']>, filled: Statement): Check {
  const right = sql`(w.vouched is not null and ${proof.right}) is true`
  const wrong = sql`(w.ended is not null and ${proof.wrong}) is true`
  return { of: sql`${filled} and (${right} or ${wrong})`, is: sql`${right} and not ${wrong}` }
}

export type Side = 'passes' | 'fails' | 'unchecked'
/** Rows of one side. The three sides together are the rows that the fact is applicable to. */
export function sideOf(rule: FactRule, { of, is }: Check, side: Side): Statement {
  if (side === 'passes') return sql`(${of}) and (${is}) is true`
  if (side === 'fails') return sql`(${of}) and (${is}) is not true`
  return sql`(${applicable(rule)}) is true and (${of}) is not true`
}

/** What a claim says, opened once for all conditions. */
const said = raw(`
  cross join lateral jsonb_to_record(r.said) s (kind text, name jsonb, emails jsonb, phones jsonb, addresses jsonb, "businessId" text,
    "externalId" text, "birthDate" text, gender text, language text, title text, consents jsonb, "customerSince" text, "leadSource" text,
    attributes jsonb)
  cross join lateral (
    select jsonb_path_exists(s.addresses, '$[*].street') as street, jsonb_path_exists(s.addresses, '$[*].postcode') as postcode,
      jsonb_path_exists(s.addresses, '$[*].city') as city, jsonb_path_exists(s.addresses, '$[*].country') as country
    offset 0
  ) a`)
/** What other records of the same customer vouched for, and what they ended later. Of most customers nobody did: a whole pass asks once who. */
const spoken = raw(`left join (
    select distinct customer_id as whose from clean.claim where said ?| array['verified', 'ended']
  ) y on y.whose = r.customer_id`)
const evidence = (asked: Statement) => sql`
  left join lateral (
    select jsonb_agg(v.said - 'ended') filter (where v.said ? 'verified') as vouched,
      (select jsonb_agg(e) from clean.claim o cross join lateral jsonb_array_elements(o.said -> 'ended') e
        where o.customer_id = r.customer_id and o.origin_id <> r.origin_id and o.observed_at >= r.observed_at) as ended
    from clean.claim v
    where v.customer_id = r.customer_id and v.origin_id <> r.origin_id and v.said ?| array['verified', 'ended'] and ${asked}
    having count(*) > 0
  ) w on true`
/** Addresses whose postcode at least five of our own addresses have, and how many of them name a city that goes with it. */
const places = raw(`
  left join lateral (
    select count(*) as known, count(*) filter (where c.agrees) as agreeing
    from jsonb_array_elements(s.addresses) e
    join know.postcode_city c on c.country = coalesce(upper(e ->> 'country'), r.source_id::text) and c.postcode = e ->> 'postcode'
      and c.city = lower(e ->> 'city')
    where c.of >= 5
  ) p on true`)
const linesOfPurchase = raw(`
  left join lateral (
    select count(*) as lines, sum(q.amount + coalesce(q.freight, 0)) as sum
    from know.purchase_line q where q.customer_id = r.customer_id and q.purchase_id = r.id
  ) l on true`)

/** How a claim tells identifiers of a kind, and the names under which those that another customer has too are met. */
const identifiers = {
  businessId: {
    told: raw(
      `(select k.said ->> 'businessId' as value where k.said ? 'businessId') v join clean.identifier i on i.kind = 'businessId'`,
    ),
    as: raw('"businessId"'),
    met: raw('met_business on met_business.told_by = r.origin_id'),
    isMet: raw('met_business.told_by is not null'),
  },
  email: {
    told: raw(
      `(select e ->> 'key' as value from jsonb_array_elements(k.said -> 'emails') e) v join clean.identifier i on i.kind = 'email'`,
    ),
    as: raw('email'),
    met: raw('met_email on met_email.told_by = r.origin_id'),
    isMet: raw('met_email.told_by is not null'),
  },
  phone: {
    told: raw(
      `(select e ->> 'value' as value from jsonb_array_elements(k.said -> 'phones') e) v join clean.identifier i on i.kind = 'phone'`,
    ),
    as: raw('phone'),
    met: raw('met_phone on met_phone.told_by = r.origin_id'),
    isMet: raw('met_phone.told_by is not null'),
  },
} as const satisfies Record<Shareable, Record<string, Statement>>
const shareables = Object.keys(identifiers) as Shareable[]
const listed = (all: readonly Statement[]) => all.reduce((one, other) => sql`${one}, ${other}`)
/** Identifiers of a kind that claim `k` tells and another customer has too. */
const meeting = (kind: Shareable) =>
  sql`cross join lateral ${identifiers[kind].told} and i.value = v.value and i.customer_id <> k.customer_id`
/** Looks a claim's identifiers up one by one: for the few rows of a page. */
const lookedUp = (kinds: readonly Shareable[]) => {
  const found = kinds.map(
    (kind) => sql`exists (select from (select r.customer_id, r.said) k ${meeting(kind)}) as ${identifiers[kind].as}`,
  )
  return sql`cross join lateral (select ${listed(found)}) o`
}
/** Meets all claims with all identifiers at once: for a pass over them. */
const metAtOnce = (kinds: readonly Shareable[], sources: (column: Statement) => Statement) => {
  const met = kinds.map(
    (kind) => sql`left join (
      select distinct k.origin_id as told_by from clean.claim k ${meeting(kind)} where ${sources(raw('k.source_id'))}
    ) ${identifiers[kind].met}`,
  )
  const found = kinds.map((kind) => sql`${identifiers[kind].isMet} as ${identifiers[kind].as}`)
  return sql`${met.reduce((one, other) => sql`${one} ${other}`)} cross join lateral (select ${listed(found)}) o`
}

/**
 * What the conditions of these rules look at beside the rows of their subject; `whole`: for a pass over all rows of the sources that its
 * condition lets through.
 */
export function besides(
  subject: Subject,
  rules: readonly FactRule[],
  whole?: (source: Statement) => Statement,
): Statement {
  const compared = rules.some((rule) => rule.agrees !== undefined)
  if (subject === 'purchase') return compared ? linesOfPurchase : sql``
  if (subject !== 'claim') return sql``
  const proven = rules.some((rule) => rule.proof !== undefined)
  const found = whole ? sql`${spoken} ${evidence(raw('y.whose is not null'))}` : evidence(raw('true'))
  const shared = shareables.filter((kind) => rules.some((rule) => rule.shared === kind))
  const others = shared.length === 0 ? sql`` : whole ? metAtOnce(shared, whole) : lookedUp(shared)
  return sql`${said} ${proven ? found : sql``} ${compared ? places : sql``} ${others}`
}

const tables = {
  claim: raw(`clean.claim r`),
  purchase: raw(`know.purchase r`),
  line: raw(`know.purchase_line r`),
  invoice: raw(`know.invoice r`),
  payment: raw(`know.payment r`),
  contact: raw(`know.timeline r`),
  feedback: raw(`know.timeline r`),
  customer: raw(`know.customer r`),
} as const satisfies Record<Subject, Statement>
export const tableOf = (subject: Subject): Statement => tables[subject]
/** The source record of a row. */
export const recordOf = (subject: Subject): Statement => (subject === 'claim' ? raw('r.origin_id') : raw('r.id'))
/** When a row happened, or was true. */
export function momentOf(subject: Subject): Statement {
  if (subject === 'claim') return raw('r.observed_at')
  return subject === 'line' ? raw('null::timestamptz') : raw('r.at')
}
export { ofSubject }
