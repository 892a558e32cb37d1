import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Day, Language, Role, Uuid } from '#src/terms/index.ts'
import { nobody } from './count.ts'

/** Weeks that the page looks back on. */
export const weeks = 8
/** Whole weeks back from today: 0 = the last seven days. */
const week = (today: Day) => sql`((${today}::date - day) / 7)`
const span = (today: Day) => sql`day > ${today}::date - ${weeks * 7}::int and day <= ${today}::date`

export interface FaultRow {
  source_id: Uuid
  entrance: string
  kind: string
  field: string
  code: string
  week: number
  delivery_id: Uuid
  file_no: number
  person_id: Uuid
  screen: string
  faults: number
}
/** Faults of the last weeks, of the days that were counted. */
export function faultsOf(runner: Runner, today: Day, source: Uuid | null): Promise<FaultRow[]> {
  return runner.rows(sql<FaultRow>`
    select source_id, entrance, kind, field, code, ${week(today)} as week, delivery_id, file_no, person_id, screen, sum(faults)::int as faults
    from know.fault_day where ${span(today)} and ${source === null ? raw('true') : sql`source_id = ${source}`}
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`)
}
export interface ToldRow {
  source_id: Uuid
  entrance: string
  kind: string
  week: number
  delivery_id: Uuid
  file_no: number
  person_id: Uuid
  told: number
}
export function toldOf(runner: Runner, today: Day, source: Uuid | null): Promise<ToldRow[]> {
  return runner.rows(sql<ToldRow>`
    select source_id, entrance, kind, ${week(today)} as week, delivery_id, file_no, person_id, sum(told)::int as told
    from know.told_day where ${span(today)} and ${source === null ? raw('true') : sql`source_id = ${source}`}
    group by 1, 2, 3, 4, 5, 6, 7`)
}

export function sourceNames(runner: Runner): Promise<{ id: Uuid; name: string }[]> {
  return runner.rows(sql<{ id: Uuid; name: string }>`select id, name from collect.source`)
}
export function fileNames(
  runner: Runner,
  files: readonly { delivery_id: Uuid; file_no: number }[],
): Promise<{ import_id: Uuid; file_no: number; name: string }[]> {
  if (files.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ import_id: Uuid; file_no: number; name: string }>`
    select f.import_id, f.file_no, f.name from collect.import_file f
    join unnest(${files.map((f) => f.delivery_id)}::uuid[], ${files.map((f) => f.file_no)}::smallint[]) as t (import_id, file_no)
      on t.import_id = f.import_id and t.file_no = f.file_no`)
}
export function rolesOf(runner: Runner, ids: readonly Uuid[]): Promise<{ id: Uuid; role: Role }[]> {
  return runner.rows(sql<{ id: Uuid; role: Role }>`select id, role from company.user where id = any(${ids}::uuid[])`)
}
/** What waits for repair, so that a line leads to its rows. */
export function waitingCauses(runner: Runner): Promise<{ source_id: Uuid; code: string; field: string }[]> {
  return runner.rows(sql<{ source_id: Uuid; code: string; field: string }>`
    select source_id, code, field from collect.quarantine where state = 'waiting' group by source_id, code, field`)
}

// --- charts and alerts --------------------------------------------------------------------------------------------------------------

export interface PointRow {
  source_id: Uuid
  entrance: string
  day: Day
  delivery_id: Uuid
  told: number
  faulty: number
}
/** So many deliveries or days are looked at. */
const points = 60
/** The latest deliveries (of files) or days (else) of each source and entrance, oldest first. */
export function pointsOf(runner: Runner, only: { source: Uuid; entrance: string } | null): Promise<PointRow[]> {
  const these = only === null ? raw('true') : sql`g.source_id = ${only.source} and g.entrance = ${only.entrance}`
  return runner.rows(sql<PointRow>`
    select g.source_id, g.entrance, p.day::text, p.delivery_id, p.told::int, p.faulty::int
    from (select distinct source_id, entrance from know.told_day) g
    cross join lateral (
      select day, delivery_id, sum(told) as told, sum(faulty) as faulty
      from know.told_day t
      where t.source_id = g.source_id and t.entrance = g.entrance and t.kind not in ('created', 'evidence')
      group by day, delivery_id order by day desc, delivery_id desc limit ${points}
    ) p
    where ${these}
    order by g.source_id, g.entrance, p.day, p.delivery_id`)
}

export interface AlertRow {
  source_id: Uuid
  entrance: string
  day: Day
  delivery_id: Uuid
  told: number
  faulty: number
  centre: number
  upper_limit: number
  spread: number
  basis: number
  opened_at: Date
  announced_at: Date | null
}
const alertColumns = raw(
  'source_id, entrance, day::text, delivery_id, told::int, faulty::int, centre, upper_limit, spread, basis, opened_at, announced_at',
)
export function alertsSince(runner: Runner, since: Day): Promise<AlertRow[]> {
  return runner.rows(sql<AlertRow>`
    select ${alertColumns} from know.source_alert where day >= ${since}::date order by day desc, source_id, delivery_id desc limit 100`)
}
export type NewAlert = Omit<AlertRow, 'opened_at' | 'announced_at'>
/** Opens alerts that are new; of those known the figures follow, since a day goes on. What is no alert any more since `since` goes. */
export async function keepAlerts(tx: Tx, alerts: readonly NewAlert[], since: Day, now: Date): Promise<void> {
  const of = <K extends keyof NewAlert>(key: K) => alerts.map((one) => one[key])
  const given = sql`unnest(${of('source_id')}::uuid[], ${of('entrance')}::text[], ${of('day')}::date[], ${of('delivery_id')}::uuid[],
    ${of('told')}::bigint[], ${of('faulty')}::bigint[], ${of('centre')}::real[], ${of('upper_limit')}::real[], ${of('spread')}::real[],
    ${of('basis')}::smallint[]) as t (source_id, entrance, day, delivery_id, told, faulty, centre, upper_limit, spread, basis)`
  await tx.run(sql`
    delete from know.source_alert a where a.day >= ${since}::date and not exists (
      select from ${given} where t.source_id = a.source_id and t.entrance = a.entrance and t.day = a.day and t.delivery_id = a.delivery_id)`)
  await tx.run(sql`
    insert into know.source_alert (source_id, entrance, day, delivery_id, told, faulty, centre, upper_limit, spread, basis, opened_at)
    select t.source_id, t.entrance, t.day, t.delivery_id, t.told, t.faulty, t.centre, t.upper_limit, t.spread, t.basis, ${now}::timestamptz
    from ${given}
    on conflict (source_id, entrance, day, delivery_id) do update set told = excluded.told, faulty = excluded.faulty,
      centre = excluded.centre, upper_limit = excluded.upper_limit, spread = excluded.spread, basis = excluded.basis`)
}
/** Alerts that nobody has been told of. */
export function unannounced(runner: Runner): Promise<AlertRow[]> {
  return runner.rows(
    sql<AlertRow>`select ${alertColumns} from know.source_alert where announced_at is null order by day, source_id, delivery_id`,
  )
}
export async function setAnnounced(runner: Runner, alert: AlertRow, now: Date): Promise<void> {
  const { source_id, entrance, day, delivery_id } = alert
  await runner.run(sql`
    update know.source_alert set announced_at = ${now}
    where source_id = ${source_id} and entrance = ${entrance} and day = ${day}::date and delivery_id = ${delivery_id}`)
}
export const deliveryOf = (id: Uuid): Uuid | null => (id === nobody ? null : id)

// --- owners and letters -------------------------------------------------------------------------------------------------------------

export interface OwnerRow {
  source_id: Uuid
  source: string
  user_id: Uuid
  email: string
  language: Language
}
/** Owners who work here still. */
export function owners(runner: Runner): Promise<OwnerRow[]> {
  return runner.rows(sql<OwnerRow>`
    select o.source_id, s.name as source, o.user_id, u.email, u.language
    from know.source_owner o join company.user u on u.id = o.user_id and u.active join collect.source s on s.id = o.source_id
    order by o.user_id, s.name`)
}
export async function ownerOf(runner: Runner, source: Uuid): Promise<Uuid | null> {
  const row = await runner.maybe(
    sql<{ user_id: Uuid }>`select user_id from know.source_owner where source_id = ${source}`,
  )
  return row?.user_id ?? null
}
export async function setOwner(
  runner: Runner,
  source: Uuid,
  owner: Uuid | null,
  by: { now: Date; actor: Uuid },
): Promise<void> {
  if (owner === null) await runner.run(sql`delete from know.source_owner where source_id = ${source}`)
  else
    await runner.run(sql`
      insert into know.source_owner (source_id, user_id, set_at, set_by) values (${source}, ${owner}, ${by.now}, ${by.actor})
      on conflict (source_id) do update set user_id = excluded.user_id, set_at = excluded.set_at, set_by = excluded.set_by`)
}
/** Who of the staff can be chosen. */
export function staffNames(runner: Runner): Promise<{ id: Uuid; name: string }[]> {
  return runner.rows(
    sql<{ id: Uuid; name: string }>`select id, name from company.user where active order by lower(name), id limit 500`,
  )
}
export function isThere(runner: Runner, source: Uuid): Promise<{ id: Uuid } | undefined> {
  return runner.maybe(sql<{ id: Uuid }>`select id from collect.source where id = ${source}`)
}
export async function lettersOf(runner: Runner, monday: Day): Promise<Set<Uuid>> {
  const rows = await runner.rows(
    sql<{ user_id: Uuid }>`select user_id from know.watch_letter where week = ${monday}::date`,
  )
  return new Set(rows.map((row) => row.user_id))
}
export async function noteLetter(runner: Runner, user: Uuid, monday: Day, now: Date): Promise<void> {
  await runner.run(sql`
    insert into know.watch_letter (user_id, week, sent_at) values (${user}, ${monday}::date, ${now}) on conflict do nothing`)
}
