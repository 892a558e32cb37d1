import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, raw, type Statement, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Day, Fact, QualityMeasure, Uuid } from '#src/terms/index.ts'
import {
  ageLimits,
  besides,
  checkOf,
  type Env,
  momentOf,
  ofSubject,
  recordOf,
  sideOf,
  tableOf,
  within,
} from './checks.ts'
import { type FactRule, type ReachFact, reachTable, ruleOf, type Subject } from './facts.ts'

/** Stands for all customers, whatever their sources. */
export const everySource: Uuid = '00000000-0000-0000-0000-000000000000'

const measure = table('know.source_measure', {
  source_id: 'uuid',
  measured_on: 'date',
  fact: 'text',
  measured_at: 'timestamptz',
  applicable: 'bigint',
  filled: 'bigint',
  valid: 'bigint',
  written: 'bigint',
  single: 'bigint',
  agreeing: 'bigint',
  checked: 'bigint',
  correct: 'bigint',
  proven: 'bigint',
  ages: 'jsonb',
  first_at: 'timestamptz',
  last_at: 'timestamptz',
})

/** Counted rows of one fact of one source. Null: the property is not applicable to the fact. */
export interface Counted {
  sourceId: Uuid
  fact: string
  applicable: number
  filled: number
  valid: number | null
  written: number | null
  single: number | null
  agreeing: number | null
  checked: number | null
  correct: number | null
  proven: number | null
  ages: number[] | null
  first: Date | null
  last: Date | null
}

const none = raw('null::bigint')
const count = (condition: Statement) => sql`count(*) filter (where ${condition})`

function countsOf(rule: FactRule, env: Env): Statement {
  const check = (name: QualityMeasure) => checkOf(rule, name, env)
  const passing = (name: QualityMeasure) => {
    const found = check(name)
    return found === undefined ? none : count(sideOf(rule, found, 'passes'))
  }
  const measured = (name: QualityMeasure) => {
    const found = check(name)
    return found === undefined ? none : count(found.of)
  }
  const current = check('currentness')
  const ages = ageLimits.map((days) => (current ? count(sql`${current.of} and ${within(env, days)}`) : none))
  return sql`${measured('completeness')}, ${passing('completeness')}, ${passing('validity')}, ${measured('validity')}, ${passing('uniqueness')},
    ${passing('consistency')}, ${measured('consistency')}, ${passing('accuracy')}, ${measured('accuracy')}, ${ages[0]}, ${ages[1]}, ${ages[2]}`
}
const countsPerFact = 12

/** Values left out of records as they are now, by record. */
const leftOut = (sources: Uuid[] | null) => sql`
  select l.record_id, array_agg(distinct x ->> 'field') as fields
  from collect.import_line l
  join collect.record k on k.id = l.record_id and k.import_id = l.import_id and k.file_no = l.file_no and k.line_no = l.line_no
  cross join lateral jsonb_array_elements(l.faults) x
  where l.faults is not null and ${ofSources(sql`k.source_id`, sources)}
  group by l.record_id`
const ofSources = (column: Statement, sources: Uuid[] | null) =>
  sources === null ? raw('true') : sql`${column} = any(${sources}::uuid[])`

/** Counts all facts of one subject in one pass over its rows, by source. */
export async function countFacts(
  runner: Runner,
  subject: Subject,
  facts: readonly string[],
  env: Env,
  sources: Uuid[] | null,
): Promise<Counted[]> {
  const rules = facts.map((fact) => ruleOf(fact, env.timeZone)!)
  const counts = rules.map((rule) => countsOf(rule, env)).reduce((all, one) => sql`${all}, ${one}`)
  const moment = momentOf(subject)
  const spans = rules
    .map((rule) => {
      const tells = sideOf(rule, checkOf(rule, 'completeness', env)!, 'passes')
      return sql`min(${moment}) filter (where ${tells}), max(${moment}) filter (where ${tells})`
    })
    .reduce((all, one) => sql`${all}, ${one}`)
  const rows = await runner.rows(
    sql<{ source_id: Uuid; counts: (string | null)[]; spans: (Date | null)[] }>`
      with faulty as materialized (${leftOut(sources)})
      select r.source_id, array[${counts}]::bigint[] as counts, array[${spans}]::timestamptz[] as spans
      from ${tableOf(subject)} left join faulty f on f.record_id = ${recordOf(subject)} ${besides(subject, rules, (column) => ofSources(column, sources))}
      where ${ofSubject(subject)} and ${ofSources(sql`r.source_id`, sources)}
      group by r.source_id`,
  )
  return rows.flatMap((row) => facts.map((fact, i) => readCounts(row, fact, i)))
}

function readCounts(
  row: { source_id: Uuid; counts: (string | null)[]; spans: (Date | null)[] },
  fact: string,
  place: number,
): Counted {
  const numbers = row.counts.slice(place * countsPerFact, (place + 1) * countsPerFact)
  const at = (i: number) => (numbers[i] === null ? null : Number(numbers[i]))
  const filled = at(1)!
  const [month, year, years] = [at(9), at(10), at(11)]
  const ages =
    month === null || year === null || years === null ? null : [month, year - month, years - year, filled - years]
  return {
    sourceId: row.source_id,
    fact,
    applicable: at(0)!,
    filled,
    valid: at(2),
    written: at(3),
    single: at(4),
    agreeing: at(5),
    checked: at(6),
    correct: at(7),
    proven: at(8),
    ages,
    first: row.spans[place * 2] ?? null,
    last: row.spans[place * 2 + 1] ?? null,
  }
}

/** How many customers each source tells such rows of; without a source: how many all of them together. */
export function countReach(
  runner: Runner,
  fact: ReachFact,
): Promise<{ source_id: Uuid | null; customers: string; first: Date; last: Date }[]> {
  return runner.rows(sql<{ source_id: Uuid | null; customers: string; first: Date; last: Date }>`
    select source_id, count(distinct customer_id) as customers, min(first) as first, max(last) as last
    from (
      select r.source_id, r.customer_id, min(r.at) as first, max(r.at) as last
      from ${reachTable(fact)} r where ${ofSubject(fact)}
      group by r.customer_id, r.source_id
    ) one
    group by grouping sets ((source_id), ())`)
}
export async function countAllCustomers(runner: Runner): Promise<number> {
  return (await runner.one(sql<{ n: number }>`select count(*)::int as n from know.customer`)).n
}

/** The columns of their own that sources' claims carry, the commonest first. */
export function attributesOf(runner: Runner, sources: Uuid[] | null): Promise<{ source_id: Uuid; name: string }[]> {
  return runner.rows(sql<{ source_id: Uuid; name: string }>`
    select source_id, name from (
      select r.source_id, k.name, row_number() over (partition by r.source_id order by count(*) desc, k.name) as place
      from clean.claim r cross join lateral jsonb_object_keys(r.said -> 'attributes') k (name)
      where r.said ? 'attributes' and ${ofSources(sql`r.source_id`, sources)}
      group by r.source_id, k.name
    ) named
    where place <= 100`)
}

/** What is known of customers whatever the source: the values in use. */
export function countGolden(runner: Runner): Promise<{ counts: string[] }> {
  return runner.one(sql<{ counts: string[] }>`
    select array[${goldenFacts
      .map((fact) => sql`${count(golden[fact].of)}, ${count(sql`${golden[fact].of} and ${golden[fact].is}`)}`)
      .reduce((all, one) => sql`${all}, ${one}`)}]::bigint[] as counts
    from know.customer r`)
}
const everybody = raw('true')
const people = raw(`r.kind = 'person'`)
/** Conditions over know.customer; `is` never null. */
export const golden = {
  name: { of: everybody, is: raw(`r.name not like '#%'`) },
  reachable: { of: everybody, is: raw(`(r.email is not null or r.phone is not null)`) },
  email: { of: everybody, is: raw(`r.email is not null`) },
  phone: { of: everybody, is: raw(`r.phone is not null`) },
  address: { of: everybody, is: raw(`r.street is not null`) },
  businessId: { of: raw(`r.kind = 'organisation'`), is: raw(`r.business_id is not null`) },
  birthDate: { of: people, is: raw(`r.birth_date is not null`) },
  language: { of: everybody, is: raw(`r.language is not null`) },
  title: { of: people, is: raw(`r.title is not null`) },
  leadSource: { of: everybody, is: raw(`r.lead_source is not null`) },
} as const satisfies Partial<Record<Fact, { of: Statement; is: Statement }>>
export type GoldenFact = keyof typeof golden
export const goldenFacts = Object.keys(golden) as GoldenFact[]
export const isGolden = (fact: string): fact is GoldenFact => Object.hasOwn(golden, fact)

/**
 * Learns anew which cities' names go with which postcodes. A city goes with a postcode if most of its addresses say it, or at least two and
 * every tenth: a place may have names in two languages. Addresses that name no country are compared within their source.
 */
export async function learnPlaces(tx: Tx): Promise<void> {
  await tx.run(sql`delete from know.postcode_city`)
  await tx.run(sql`
    insert into know.postcode_city (country, postcode, city, addresses, of, agrees)
    select country, postcode, city, addresses, of, addresses * 2 > of or (addresses >= 2 and addresses * 10 >= of)
    from (
      select coalesce(upper(a ->> 'country'), c.source_id::text) as country, a ->> 'postcode' as postcode, lower(a ->> 'city') as city,
        count(*)::int as addresses,
        (sum(count(*)) over (partition by coalesce(upper(a ->> 'country'), c.source_id::text), a ->> 'postcode'))::int as of
      from clean.claim c cross join lateral jsonb_array_elements(c.said -> 'addresses') a
      where c.said ? 'addresses' and a ->> 'postcode' is not null and a ->> 'city' is not null
        and length(a ->> 'postcode') <= 40 and length(a ->> 'city') <= 200
      group by 1, 2, 3
    ) told`)
}

/** Puts the counts of a day in the place of those made earlier that day. */
export async function writeMeasures(
  tx: Tx,
  rows: readonly Counted[],
  on: { day: Day; at: Date; sources: Uuid[] },
): Promise<void> {
  await tx.run(
    sql`delete from know.source_measure where measured_on = ${on.day}::date and source_id = any(${on.sources}::uuid[])`,
  )
  await insertMany(
    tx,
    measure,
    rows.map((row) => ({
      source_id: row.sourceId,
      measured_on: on.day,
      fact: row.fact,
      measured_at: on.at,
      applicable: row.applicable,
      filled: row.filled,
      valid: row.valid,
      written: row.written,
      single: row.single,
      agreeing: row.agreeing,
      checked: row.checked,
      correct: row.correct,
      proven: row.proven,
      ages: row.ages,
      first_at: row.first,
      last_at: row.last,
    })),
  )
}

/** Days become weeks after two months: of older measures those of Mondays stay. */
export async function thinOut(runner: Runner, before: Day): Promise<void> {
  await runner.run(
    sql`delete from know.source_measure where measured_on < ${before}::date and extract(isodow from measured_on) <> 1`,
  )
}
