import { matterKinds } from '#src/know/interactions/index.ts'
import { raw, type Statement, sql } from '#src/platform/db/index.ts'
import type { Env, Field, Place } from '../fields.ts'

const own = (value: Statement) => (): Place => ({ at: 'own', value })

/** The next anniversary of a day on or after another one; 29 February comes on the 28th where there is no 29th. */
const anniversary = (of: Statement, from: Statement) => {
  const inYear = (years: Statement) =>
    sql`(${of} + make_interval(years => extract(year from ${from})::int - extract(year from ${of})::int + ${years}))::date`
  const [now, next] = [inYear(raw('0')), inYear(raw('1'))]
  return sql`(case when ${now} >= ${from} then ${now} else ${next} end)`
}
const soonest = (env: Env, after: 0 | 1) => (after === 0 ? sql`${env.today}::date` : sql`(${env.today}::date + 1)`)
const birthday = (env: Env, after: 0 | 1) => anniversary(sql`c.birth_date`, soonest(env, after))
/** Of the day on which they became a customer, from the next year on. */
const sinceDay = ({ timeZone }: Env) => sql`(c.customer_since at time zone ${timeZone}::text)::date`
const jubilee = (env: Env, after: 0 | 1) => {
  const since = sinceDay(env)
  return sql`(case when ${since} is not null then ${anniversary(since, sql`greatest(${soonest(env, after)}, ${since} + 1)`)} end)`
}

/** When a day that comes every year comes, and passes. */
const yearly =
  (next: (env: Env, after: 0 | 1) => Statement): NonNullable<Field['due']> =>
  (env, { op, value }) => {
    const days = typeof value === 'number' ? value : 0
    const [first, later] = [next(env, 0), next(env, 1)]
    const passed = sql`case when ${first} <= ${env.today}::date + ${days}::int then ${first} + 1 end`
    const begins = sql`case when ${later} - ${days}::int > ${env.today}::date then ${later} - ${days}::int end`
    return { at: 'own', value: op === 'coming' ? sql`least(${passed}, ${begins})` : sql`null::date` }
  }

/** What a complaint still waits with, as the programs of others call it. */
const openWords = [
  'open',
  'new',
  'pending',
  'in progress',
  'waiting',
  'on hold',
  'reopened',
  'assigned',
  'avoin',
  'avoinna',
  'uusi',
  'kesken',
  'odottaa',
  'käsittelyssä',
  'käsittelemättä',
  'työn alla',
]
// told twice, so that the index of what was lately heard serves
const openComplaint = sql`t.kind in ('wish', 'complaint') and t.kind = 'complaint' and lower(btrim(t.status)) = any(${openWords}::text[])`

/** How many matters of a kind are open: those that slices keep, and complaints that a source calls open. */
function openMatters(kind: string): Field {
  const kept = (where: Statement) =>
    sql`select o.customer_id from know.open_matter o where o.kind = ${kind}::text and ${where}`
  const told = (where: Statement) =>
    kind === 'complaint'
      ? sql`union all select t.customer_id from know.timeline t where ${openComplaint} and ${where}`
      : sql``
  const value = sql`(select count(*) from (
    ${kept(sql`o.customer_id = c.id`)} ${told(sql`t.customer_id = c.id`)}) open)`
  const found = sql`select customer_id as id, count(*) as value from (${kept(sql`true`)} ${told(sql`true`)}) open group by customer_id`
  const whole = { found, of: (matters: Statement) => sql`coalesce(${matters}, 0)` }
  return {
    id: `openMatters.${kind}`,
    type: 'number',
    verb: 'timeline.read',
    place: () => ({ at: 'own', value, whole }),
  }
}

const verified: Field = {
  id: 'verified',
  type: 'yesno',
  place: () => ({
    at: 'own',
    value: sql`exists (select from clean.claim k where k.customer_id = c.id and k.said ? 'verified')`,
    whole: {
      found: sql`select distinct k.customer_id as id, true as value from clean.claim k where k.said ? 'verified'`,
      of: (found) => sql`(${found} is not null)`,
    },
  }),
}

/** By what a customer is known and reached, when they have their day, and what is open with them. */
export const reachFields: readonly Field[] = [
  { id: 'hasEmail', type: 'yesno', veiled: true, place: own(sql`(c.email is not null)`) },
  { id: 'hasPhone', type: 'yesno', veiled: true, place: own(sql`(c.phone is not null)`) },
  {
    id: 'hasAddress',
    type: 'yesno',
    veiled: true,
    place: own(sql`(c.street is not null and coalesce(c.postcode, c.city) is not null)`),
  },
  verified,
  {
    id: 'customerNumber',
    type: 'identifier',
    veiled: true,
    place: () => ({
      at: 'many',
      from: sql`clean.claim k`,
      key: sql`k.customer_id`,
      on: sql`true`,
      value: sql`(k.said ->> 'externalId')`,
    }),
  },
  {
    id: 'birthday',
    type: 'date',
    verb: 'customer.contact',
    veiled: true,
    operators: ['coming', 'empty', 'notEmpty'],
    place: (env) => ({ at: 'own', value: birthday(env, 0) }),
    due: yearly(birthday),
  },
  {
    id: 'anniversary',
    type: 'date',
    operators: ['coming', 'empty', 'notEmpty'],
    place: (env) => ({ at: 'own', value: jubilee(env, 0) }),
    due: yearly(jubilee),
  },
  {
    id: 'age',
    type: 'number',
    verb: 'customer.contact',
    veiled: true,
    place: (env) => ({
      at: 'own',
      value: sql`(extract(year from ${birthday(env, 1)}) - extract(year from c.birth_date) - 1)`,
    }),
    due: (env) => ({ at: 'own', value: birthday(env, 1) }),
  },
  ...matterKinds.map(openMatters),
]
