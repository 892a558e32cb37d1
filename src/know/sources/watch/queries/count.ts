import { staffSource } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { raw, type Statement, sql, type Tx } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'

/** Nobody, or no delivery: keys hold no nulls. */
export const nobody: Uuid = '00000000-0000-0000-0000-000000000000'
const none = raw(`'00000000-0000-0000-0000-000000000000'::uuid`)
const staff = staffSource.id

/** What is counted: one day, or all of them. */
export interface Span {
  /** Null: every day. */
  day: Day | null
  timeZone: string
}
const dayOf = (moment: Statement, { timeZone }: Span) => sql`(${moment} at time zone ${timeZone}::text)::date`
const during = (moment: Statement, { day, timeZone }: Span) =>
  day === null
    ? raw('true')
    : sql`${moment} >= (${day}::date)::timestamp at time zone ${timeZone}::text
        and ${moment} < (${day}::date + 1)::timestamp at time zone ${timeZone}::text`

const told = raw(
  'insert into know.told_day (day, source_id, entrance, delivery_id, file_no, kind, person_id, screen, part, told, faulty)',
)
const fault = raw(
  'insert into know.fault_day (day, source_id, entrance, delivery_id, file_no, kind, field, code, person_id, screen, part, faults)',
)

/** Takes away what is made anew. */
export async function clear(
  tx: Tx,
  part: 'import' | 'day' | 'whole',
  only: { day?: Day; deliveries?: Uuid[]; evidence?: boolean } = {},
): Promise<void> {
  const { day, deliveries, evidence } = only
  const these =
    day !== undefined
      ? sql`day = ${day}::date`
      : deliveries !== undefined
        ? sql`delivery_id = any(${deliveries}::uuid[])`
        : evidence === false
          ? raw(`kind = 'created'`)
          : raw('true')
  await tx.run(sql`delete from know.told_day where part = ${part} and ${these}`)
  await tx.run(sql`delete from know.fault_day where part = ${part} and ${these}`)
}

/** Imports whose rows have come in: not tried, not taken back, not under way. */
const counted = raw(`not i.dry_run and i.state in ('finished', 'failed', 'cancelled') and i.started_at is not null`)

/** Rows and faults of deliveries, by file; all deliveries without ids. A row is at fault when a value of it was left out or it could not enter. */
export async function countImports(tx: Tx, timeZone: string, ids: Uuid[] | null): Promise<void> {
  const these = ids === null ? counted : sql`${counted} and i.id = any(${ids}::uuid[])`
  const day = dayOf(raw('i.started_at'), { day: null, timeZone })
  const lines = sql`
    collect.import i
    join collect.import_file f on f.import_id = i.id and f.mapping is not null`
  await tx.run(sql`
    ${told}
    select ${day}, i.source_id, 'import', i.id, f.file_no, f.mapping ->> 'kind', coalesce(i.started_by, ${none}), '', 'import', c.rows, l.faulty
    from ${lines}
    cross join lateral (select coalesce(sum(v::bigint), 0) as rows from jsonb_each_text(f.counts) e (k, v) where k <> 'ignored') c
    cross join lateral (
      select count(*) as faulty from collect.import_line l
      where l.import_id = i.id and l.file_no = f.file_no and l.bucket <> 'ignored' and jsonb_array_length(l.faults) > 0
    ) l
    where ${these} and c.rows > 0`)
  await tx.run(sql`
    ${fault}
    select ${day}, i.source_id, 'import', i.id, f.file_no, f.mapping ->> 'kind', coalesce(x ->> 'field', ''), x ->> 'code',
      coalesce(i.started_by, ${none}), '', 'import', count(*)
    from ${lines}
    join collect.import_line l on l.import_id = i.id and l.file_no = f.file_no and l.bucket <> 'ignored'
    cross join lateral jsonb_array_elements(l.faults) x
    where ${these} and l.faults is not null and x ->> 'code' <> 'erased'
    group by 1, 2, 4, 5, 6, 7, 8, 9`)
}

/** What staff wrote of customers: the values of an entry, where they show that something stands in the wrong place or for nothing. */
const written = (span: Span) => sql`
  select h.id, h.actor_id, ${dayOf(raw('h.at'), span)} as day,
    case when c.said -> 'verified' ->> 'way' is not null then c.said -> 'verified' ->> 'way'
      when h.what = 'created' then 'newCustomer' else 'customerPage' end as screen,
    case when h.what = 'created' then c.said -> 'name' ->> 'display' else h.changes -> 'name' ->> 1 end as name,
    case when h.what = 'created' then c.said -> 'emails' -> 0 ->> 'value' else h.changes -> 'email' ->> 1 end as email,
    case when h.what = 'created' then c.said -> 'phones' -> 0 ->> 'value' else h.changes -> 'phone' ->> 1 end as phone,
    case when h.what = 'created' then c.said -> 'addresses' -> 0 ->> 'city' else h.changes -> 'city' ->> 1 end as city
  from clean.history h
  left join clean.claim c on c.customer_id = h.customer_id and c.origin_id = h.origin_id
  where h.source_id = ${staff} and h.what in ('created', 'changed') and ${during(raw('h.at'), span)}`
/** Found where the gate lets the value through: it reads as a value, but not of this field, or it was typed to get past the field. */
const misplaced = raw(`
  cross join lateral (values
    ('name', 'phone_in_name', w.name ~ '[0-9][0-9 ()+-]{5,}[0-9]'),
    ('name', 'placeholder', lower(btrim(w.name, ' .-')) in ('', 'x', 'xx', 'xxx', 'test', 'testi', 'asd', 'nimi', 'name', 'tuntematon',
      'unknown', 'ei tiedossa', 'ei tietoa', 'n/a', 'asiakas', 'customer')),
    ('email', 'placeholder', w.email ~* '^(ei|eiole|ei[.]ole|no|none|x+|test|testi|asd|noemail)@'),
    ('phone', 'placeholder', w.phone ~ '([0-9])\\1{6}'),
    ('city', 'digits_in_city', w.city ~ '[0-9]{3}')
  ) m (field, code, found)`)

async function countStaff(tx: Tx, span: Span): Promise<void> {
  await tx.run(sql`
    ${told}
    select w.day, ${staff}, 'staff', ${none}, 0, 'edit', coalesce(w.actor_id, ${none}), w.screen, 'day', count(*),
      count(*) filter (where exists (select from (select) s ${misplaced} where m.found))
    from (${written(span)}) w group by w.day, w.actor_id, w.screen`)
  await tx.run(sql`
    ${fault}
    select w.day, ${staff}, 'staff', ${none}, 0, 'edit', m.field, m.code, coalesce(w.actor_id, ${none}), w.screen, 'day', count(*)
    from (${written(span)}) w ${misplaced} where m.found
    group by w.day, m.field, m.code, w.actor_id, w.screen`)
}

/** By which entrance a source without files comes in. */
const entranceOf = (source: Statement) => sql`
  case when ${source} = ${staff} then 'staff'
    when ${source} in (select source_id from collect.event_source) then 'event'
    when ${source} in (select source_id from collect.form) then 'form'
    when ${source} in (select source_id from collect.import where not dry_run) then 'import'
    else 'api' end`

/** Messages by the event interface; records by the API, hooks and forms; rows of all of them that could not enter. */
async function countMessages(tx: Tx, span: Span): Promise<void> {
  const bad = sql`
    select q.id, ${dayOf(raw('q.first_at'), span)} as day, q.source_id, ${entranceOf(raw('q.source_id'))} as entrance, q.kind, q.came_with
    from collect.quarantine q where q.entrance <> 'import' and ${during(raw('q.first_at'), span)}`
  const received = (from: Statement, kind: Statement) => sql`
    select ${dayOf(raw('r.received_at'), span)} as day, ${kind}, count(*) as told
    from ${from} where ${during(raw('r.received_at'), span)}`
  const record = sql`r.import_id is null and r.source_id <> ${staff} and r.source_id not in (select source_id from collect.event_source)`
  await tx.run(sql`
    ${told}
    select day, source_id, case when entrance = 'import' then 'api' else entrance end, ${none}, 0, kind, ${none}, '', 'day', sum(told), sum(faulty)
    from (
      select day, source_id, 'event' as entrance, 'message' as kind, told, 0 as faulty
      from (${received(raw('collect.event r'), raw('r.source_id'))} group by 1, 2) e
      union all
      select day, source_id, ${entranceOf(raw('r.source_id'))}, kind, told, 0
      from (${received(raw('collect.record r'), raw('r.source_id, r.kind'))} and ${record} group by 1, 2, 3) r
      union all
      select day, source_id, ${entranceOf(raw('r.source_id'))}, kind, told, 0
      from (select ${dayOf(raw('p.received_at'), span)} as day, r.source_id, r.kind, count(*) as told
        from collect.record_past p join collect.record r on r.id = p.record_id
        where p.import_id is null and r.source_id <> ${staff} and r.source_id not in (select source_id from collect.event_source)
          and ${during(raw('p.received_at'), span)} group by 1, 2, 3) r
      union all
      -- a bad message is a message already; a bad record is none
      select day, source_id, entrance, case when entrance = 'event' then 'message' else kind end,
        case when entrance = 'event' then 0 else 1 end, 1
      from (${bad}) b
    ) t group by 1, 2, 3, 6`)
  await tx.run(sql`
    ${fault}
    select b.day, b.source_id, case when b.entrance = 'import' then 'api' else b.entrance end, ${none}, 0, b.kind, coalesce(x ->> 'field', ''),
      x ->> 'code', ${none}, '', 'day', count(*)
    from (${bad}) b cross join lateral jsonb_array_elements(b.came_with) x
    where x ->> 'code' <> 'erased'
    group by 1, 2, 3, 6, 7, 8`)
}

/** Customers that each source made: what duplicates are counted of. */
async function countCreated(tx: Tx, span: Span): Promise<void> {
  await tx.run(sql`
    ${told}
    select c.day, c.source_id, ${entranceOf(raw('c.source_id'))}, ${none}, 0, 'created', c.actor_id, '', 'day', c.told, 0
    from (
      select ${dayOf(raw('h.at'), span)} as day, h.source_id, coalesce(h.actor_id, ${none}) as actor_id, count(*) as told
      from clean.history h where h.what = 'created' and h.source_id is not null and ${during(raw('h.at'), span)}
      group by 1, 2, 3
    ) c`)
}

/** Everything of the entrances that count by day. */
export async function countDay(tx: Tx, span: Span): Promise<void> {
  await countStaff(tx, span)
  await countMessages(tx, span)
  await countCreated(tx, span)
}

/**
 * Customers that stood for somebody who was there already: of two that were merged, and of two that are one almost surely, the one that was
 * made later. Told to the source, the person and the day that made it.
 */
export async function countDuplicates(tx: Tx, timeZone: string): Promise<void> {
  const span = { day: null, timeZone }
  const day = dayOf(raw('h.at'), span)
  await tx.run(sql`
    ${fault}
    with merged as (
      select distinct on (s.merge_id) s.customer_id, s.id, 'duplicate_merged' as code
      from (
        select distinct on (r.merge_id, r.came) r.merge_id, r.came, h.customer_id, h.id, h.at
        from clean.merge m
        join clean.merge_record r on r.merge_id = m.id
        join clean.link l on l.record_id = r.record_id
        join clean.history h on h.customer_id = l.customer_id and h.origin_id = r.record_id and h.what = 'created'
        where m.undone_at is null
        order by r.merge_id, r.came, h.at, h.id
      ) s
      where exists (select from clean.merge_record o where o.merge_id = s.merge_id and o.came <> s.came)
      order by s.merge_id, s.at desc, s.id desc
    ), found as (
      select distinct later.customer_id, later.id, 'duplicate_found' as code
      from clean.match_pair p
      cross join lateral (
        select c.customer_id, s.id from (values (p.a), (p.b)) c (customer_id)
        cross join lateral (
          select h.id, h.at from clean.history h where h.customer_id = c.customer_id and h.what = 'created' order by h.at, h.id limit 1
        ) s
        order by s.at desc, s.id desc limit 1
      ) later
      where p.zone = 'auto'
    )
    select ${day}, h.source_id, ${entranceOf(raw('h.source_id'))}, ${none}, 0, 'created', '', f.code, coalesce(h.actor_id, ${none}),
      case when h.source_id <> ${staff} then '' when c.said -> 'verified' ->> 'way' is not null then c.said -> 'verified' ->> 'way'
        else 'newCustomer' end, 'whole', count(*)
    from (
      select distinct on (id) customer_id, id, code from (select * from merged union all select * from found) a order by id, code desc
    ) f
    join clean.history h on h.customer_id = f.customer_id and h.id = f.id and h.what = 'created' and h.source_id is not null
    left join clean.claim c on c.customer_id = h.customer_id and c.origin_id = h.origin_id
    group by 1, 2, 3, 8, 9, 10`)
}

/** In so many days a value that somebody puts right was wrong from the start; later the world may have changed. */
export const soon = 30

/** Who told a claim: of staff the one who wrote it, of a file the one who brought it. */
const teller = sql`
  left join collect.record o on o.id = k.origin_id
  left join collect.import i on i.id = o.import_id
  left join lateral (
    select h.actor_id from clean.history h
    where h.customer_id = k.customer_id and h.origin_id = k.origin_id and h.actor_id is not null order by h.at, h.id limit 1
  ) h on k.source_id = ${staff}::uuid`
const person = sql`coalesce(case when k.source_id = ${staff} then h.actor_id else i.started_by end, ${none})`
const screen = sql`
  case when k.source_id <> ${staff} then '' else coalesce(k.said -> 'verified' ->> 'way', 'customerPage') end`

/**
 * What came to light of values afterwards: addresses that mail came back from, of those that mail servers answered for; and values that staff
 * or the customer put right within a month of their telling.
 */
export async function countEvidence(tx: Tx, timeZone: string): Promise<void> {
  const headOn = (moment: Statement) =>
    sql`${dayOf(moment, { day: null, timeZone })}, k.source_id, ${entranceOf(raw('k.source_id'))}, ${none}, 0`
  const mailed = sql`
    from (
      select email, bool_or(what = 'bounced') as bounced,
        coalesce(max(last_at) filter (where what = 'bounced'), max(last_at)) as at
      from collect.mail_evidence where what in ('bounced', 'delivered', 'opened', 'clicked') group by email
    ) e
    join clean.identifier n on n.kind = 'email' and n.value = e.email
    join clean.claim k on k.customer_id = n.customer_id
      and k.said @> jsonb_build_object('emails', jsonb_build_array(jsonb_build_object('key', e.email)))
    ${teller}`
  const found = headOn(raw('e.at'))
  await tx.run(sql`
    ${told}
    select ${found}, 'evidence', ${person}, ${screen}, 'whole', count(*), count(*) filter (where e.bounced)
    ${mailed} group by 1, 2, 3, 7, 8`)
  await tx.run(sql`
    ${fault}
    select ${found}, 'evidence', 'email', 'bounced', ${person}, ${screen}, 'whole', count(*)
    ${mailed} where e.bounced group by 1, 2, 3, 9, 10`)
  const head = headOn(raw('k.observed_at'))
  await tx.run(sql`
    ${fault}
    select ${head}, 'value', v.field, 'corrected', ${person}, ${screen}, 'whole', count(distinct (k.customer_id, k.origin_id, v.field))
    from clean.claim w
    cross join lateral jsonb_array_elements(w.said -> 'ended') x
    join clean.claim k on k.customer_id = w.customer_id and k.origin_id <> w.origin_id
      and k.observed_at <= w.observed_at and k.observed_at > w.observed_at - make_interval(days => ${soon}::int)
    cross join lateral (
      select 'name' as field where x ->> 'field' = 'name' and k.said -> 'name' ->> 'display' = x ->> 'value'
      union all
      select 'email' where x ->> 'field' = 'email'
        and k.said @> jsonb_build_object('emails', jsonb_build_array(jsonb_build_object('key', x ->> 'value')))
      union all
      select 'phone' where x ->> 'field' = 'phone'
        and k.said @> jsonb_build_object('phones', jsonb_build_array(jsonb_build_object('value', x ->> 'value')))
      union all
      select 'address' where x ->> 'field' = 'address' and exists (
        select from jsonb_array_elements(k.said -> 'addresses') a
        where concat_ws(', ', a ->> 'street', a ->> 'extra', nullif(concat_ws(' ', a ->> 'postcode', a ->> 'city'), ''), a ->> 'region',
          a ->> 'country') = x ->> 'value')
    ) v
    ${teller}
    where w.said ? 'ended'
    group by 1, 2, 3, 7, 9, 10`)
}

// --- what changed since the last counting -------------------------------------------------------------------------------------------

export interface WatchState {
  until: Date
  counted_at: Date
  rebuilt_at: Date | null
  redirtied: number
}
export function watchState(runner: Runner): Promise<WatchState | undefined> {
  return runner.maybe(
    sql<WatchState>`select until, counted_at, rebuilt_at, redirtied from know.watch_state where id = 1`,
  )
}
export async function keepState(tx: Tx, state: { until: Date; now: Date; rebuilt: boolean }): Promise<void> {
  await tx.run(sql`
    insert into know.watch_state (id, until, counted_at, rebuilt_at)
    values (1, ${state.until}, ${state.now}, ${state.rebuilt ? state.now : null}::timestamptz)
    on conflict (id) do update set until = excluded.until, counted_at = excluded.counted_at,
      rebuilt_at = coalesce(excluded.rebuilt_at, know.watch_state.rebuilt_at)`)
}

/** Until when everything is told: what runs now may still write of the time before. */
export async function toldUntil(runner: Runner, now: Date): Promise<Date> {
  const { until } = await runner.one(sql<{ until: Date }>`
    select least(${now}::timestamptz, min(case when state = 'rollingBack' then rolled_back_at else coalesce(started_at, created_at) end)) as until
    from collect.import where state in ('queued', 'running', 'rollingBack') and not dry_run`)
  return until
}

/** Deliveries that came, went on or were taken back. */
export async function changedImports(runner: Runner, since: Date): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ id: Uuid }>`
    select id from collect.import
    where not dry_run and (finished_at >= ${since} or rolled_back_at >= ${since} or state in ('queued', 'running', 'rollingBack'))`)
  return rows.map((row) => row.id)
}

/** Days of which something was told, taken back or told otherwise. */
export async function changedDays(runner: Runner, since: Date, timeZone: string): Promise<Day[]> {
  const day = (moment: Statement) => dayOf(moment, { day: null, timeZone })
  const rows = await runner.rows(sql<{ day: Day }>`
    select distinct day::text from (
      select distinct ${day(raw('at'))} as day from clean.history where at >= ${since}
      union all
      -- a change that was taken back: the day it was made
      select distinct ${day(raw('o.at'))} from clean.history h
      join clean.history o on o.customer_id = h.customer_id and o.origin_id = h.origin_id
      where h.at >= ${since} and h.what in ('undone', 'rolledBack', 'deleted', 'unpinned')
      union all
      select distinct ${day(raw('received_at'))} from collect.event where received_at >= ${since}
      union all
      select distinct ${day(raw('first_at'))} from collect.quarantine where entrance <> 'import' and first_at >= ${since}
      union all
      select distinct ${day(raw('received_at'))} from collect.record where received_at >= ${since} and import_id is null
      union all
      -- told and told otherwise since: the first telling is past already
      select distinct ${day(raw('received_at'))} from collect.record_past where received_at >= ${since} and import_id is null
      union all
      -- customers that an import made go when it is taken back
      select d::date from collect.import i
      cross join lateral generate_series(${day(raw('i.started_at'))}, ${day(raw('i.rolled_back_at'))}, interval '1 day') d
      where i.rolled_back_at >= ${since} and i.started_at is not null
    ) t where day is not null order by 1`)
  return rows.map((row) => row.day)
}

/** Whether customers were merged or parted, or pairs found anew. */
export async function duplicatesChanged(runner: Runner, since: Date): Promise<boolean> {
  const { changed } = await runner.one(sql<{ changed: boolean }>`
    select exists (select from clean.merge where at >= ${since} or undone_at >= ${since})
      or exists (select from clean.match_run where finished_at >= ${since})
      or exists (select from clean.match_decision where at >= ${since} or undone_at >= ${since})
      or exists (select from clean.match_pair where found_at >= ${since}) as changed`)
  return changed
}

/** One counting at a time. Ends with the transaction. */
export async function holdCounting(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('sources.watch', 3))`)
}
