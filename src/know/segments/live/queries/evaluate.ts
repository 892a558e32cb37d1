import { fresh, sql, type Statement, type Tx } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'

/** A segment as it is asked: who belongs to it, and the first day on which that may change through time alone, over alias `c`. */
export interface Asked {
  readonly id: Uuid
  readonly inside: Statement
  /** Absent: time alone changes nothing. */
  readonly due?: Statement
}
export type Because = 'change' | 'time' | 'condition' | 'rebuilt'
export interface Looking {
  readonly customers: readonly Uuid[]
  readonly asked: readonly Asked[]
  /** Segments that are being built: their builders look at these customers again. */
  readonly building: readonly Uuid[]
  readonly because: Because
  readonly today: Day
  readonly now: Date
}
export interface Difference {
  segment_id: Uuid
  members: number
  entered: number
  left: number
}

const listed = (asked: readonly Asked[]): Statement =>
  asked
    .map(
      ({ id, inside, due }) =>
        sql`(${id}::uuid, (${inside}) is true, ${due === undefined ? sql`null::date` : sql`(${due})::date`})`,
    )
    .reduce((a, b) => sql`${a}, ${b}`)

/** What customers enter and leave, written: members, turns, sizes. `entering` and `leaving` stand before it. */
const writing = ({ because, today, now }: Pick<Looking, 'because' | 'today' | 'now'>): Statement => sql`
  numbered as materialized (
    select e.customer_id, e.segment_id, 1 + coalesce(
      (select max(h.turn) from know.segment_change h where h.customer_id = e.customer_id and h.segment_id = e.segment_id), 0) as turn
    from entering e
  ), come as (
    insert into know.segment_member (customer_id, segment_id, turn, entered_at)
    select customer_id, segment_id, turn, ${now}::timestamptz from numbered order by customer_id, segment_id
  ), go as (
    delete from know.segment_member m using leaving l where m.customer_id = l.customer_id and m.segment_id = l.segment_id
  ), told as (
    insert into know.segment_change (customer_id, segment_id, turn, entered, at, because)
    select customer_id, segment_id, turn, true, ${now}::timestamptz, ${because}::text from numbered
    union all
    select customer_id, segment_id, turn + 1, false, ${now}::timestamptz, case when gone then 'gone' else ${because}::text end from leaving
  ), differing as materialized (
    select segment_id, sum(came)::int as entered, sum(went)::int as "left"
    from (select segment_id, 1 as came, 0 as went from entering union all select segment_id, 0, 1 from leaving) d
    group by segment_id
  ), sized as (
    insert into know.segment_size as z (segment_id, day, members, entered, "left")
    select d.segment_id, greatest(${today}::date, p.day), coalesce(p.members, 0) + d.entered - d."left", d.entered, d."left"
    from differing d left join lateral (
      select day, members from know.segment_size where segment_id = d.segment_id order by day desc limit 1
    ) p on true
    on conflict (segment_id, day) do update
      set members = z.members + excluded.entered - excluded."left", entered = z.entered + excluded.entered, "left" = z."left" + excluded."left"
    returning segment_id, members
  )
  select d.segment_id, z.members, d.entered, d."left" from differing d join sized z on z.segment_id = d.segment_id`

/**
 * Looks at customers by all the segments asked, and writes what is different now, in one statement. Customers who are no more leave
 * everything. The caller holds the members (`tryLook`), and has taken the marks before: what was committed with them is seen.
 */
export function look(tx: Tx, looking: Looking): Promise<Difference[]> {
  const { customers, asked, building, today } = looking
  const truth =
    asked.length === 0
      ? sql`select null::uuid as customer_id, null::uuid as segment_id, null::boolean as inside, null::date as due where false`
      : sql`select c.id as customer_id, t.segment_id, t.inside, t.due
          from know.customer c cross join lateral (values ${listed(asked)}) t (segment_id, inside, due)
          where c.id = any(${customers}::uuid[])`
  return tx.rows(sql<Difference>`
    with truth as materialized (${truth}
    ), present as materialized (
      select id from know.customer where id = any(${customers}::uuid[])
    ), missing as materialized (
      select id from unnest(${customers}::uuid[]) as u (id) where id not in (select id from present)
    ), before as materialized (
      select customer_id, segment_id, turn from know.segment_member
      where customer_id = any(${customers}::uuid[]) and segment_id <> all(${building}::uuid[])
    ), entering as materialized (
      select t.customer_id, t.segment_id from truth t
      where t.inside and not exists (select from before b where b.customer_id = t.customer_id and b.segment_id = t.segment_id)
    ), leaving as materialized (
      select b.customer_id, b.segment_id, b.turn, t.customer_id is null as gone
      from before b left join truth t on t.customer_id = b.customer_id and t.segment_id = b.segment_id
      where not t.inside or b.customer_id in (select id from missing)
    ), timed as (
      insert into know.segment_due as d (customer_id, segment_id, due)
      select customer_id, segment_id, greatest(due, ${today}::date + 1) from truth where due is not null
      on conflict (customer_id, segment_id) do update set due = excluded.due where d.due <> excluded.due
    ), untimed as (
      delete from know.segment_due d using truth t
      where d.customer_id = t.customer_id and d.segment_id = t.segment_id and t.due is null
    ), unneeded as (
      delete from know.segment_due d using missing m where d.customer_id = m.id
    ), meanwhile as (
      insert into know.segment_meanwhile (customer_id, segment_id)
      select c, s from unnest(${customers}::uuid[]) c cross join unnest(${building}::uuid[]) s
      on conflict do nothing
    ), ${writing(looking)}`)
}

/** A segment as it is asked over everybody, alias `c`. */
export interface Everybody {
  readonly from: Statement
  readonly where: Statement
  readonly due?: { readonly from: Statement; readonly where: Statement; readonly due: Statement }
}

/**
 * The same over everybody, for one segment that is being built: nobody else writes its members meanwhile. A first building tells nothing
 * of who enters.
 */
export async function lookAtAll(
  tx: Tx,
  id: Uuid,
  { from, where, due }: Everybody,
  looking: Pick<Looking, 'because' | 'today' | 'now'> & { first: boolean },
): Promise<void> {
  const { today, now, first } = looking
  if (first)
    await tx.run(
      fresh(sql`
        with come as (
          insert into know.segment_member (customer_id, segment_id, turn, entered_at)
          select c.id, ${id}::uuid, 1, ${now}::timestamptz from ${from} where ${where} order by c.id
          returning 1
        )
        insert into know.segment_size (segment_id, day, members, entered, "left")
        select ${id}::uuid, ${today}::date, count(*)::int, 0, 0 from come`),
    )
  else
    await tx.run(
      fresh(sql`
        with changing as materialized (
          select coalesce(t.id, b.customer_id) as customer_id, b.turn
          from (select c.id from ${from} where ${where}) t
          full join (select customer_id, turn from know.segment_member where segment_id = ${id}) b on b.customer_id = t.id
          where t.id is null or b.customer_id is null
        ), entering as materialized (
          select customer_id, ${id}::uuid as segment_id from changing where turn is null
        ), leaving as materialized (
          select customer_id, ${id}::uuid as segment_id, turn, not exists (select from know.customer c where c.id = changing.customer_id) as gone
          from changing where turn is not null
        ), ${writing(looking)}`),
    )
  if (first) await writeFirstDue(tx, id, due, today)
  else await writeDue(tx, id, due, today)
}

/** In the order of customers, which is that of the key: a third less work for the server than as they come. */
async function writeFirstDue(tx: Tx, id: Uuid, due: Everybody['due'], today: Day): Promise<void> {
  if (due === undefined) return
  await tx.run(
    fresh(sql`
      insert into know.segment_due (customer_id, segment_id, due)
      select id, ${id}::uuid, greatest(due, ${today}::date + 1)
      from (select c.id, (${due.due})::date as due from ${due.from} where ${due.where}) t
      where due is not null order by id`),
  )
}

/** Writes only what is different: most days stay from one building to the next. */
async function writeDue(tx: Tx, id: Uuid, due: Everybody['due'], today: Day): Promise<void> {
  if (due === undefined) {
    await tx.run(sql`delete from know.segment_due where segment_id = ${id}`)
    return
  }
  await tx.run(
    fresh(sql`
      with differing as materialized (
        select coalesce(days.id, known.customer_id) as customer_id, days.due
        from (
          select id, greatest(due, ${today}::date + 1) as due
          from (select c.id, (${due.due})::date as due from ${due.from} where ${due.where}) t
          where due is not null
        ) days
        full join (select customer_id, due from know.segment_due where segment_id = ${id}) known on known.customer_id = days.id
        where days.due is distinct from known.due
      ), gone as (
        delete from know.segment_due d using differing
        where d.segment_id = ${id} and d.customer_id = differing.customer_id and differing.due is null
      )
      insert into know.segment_due as d (customer_id, segment_id, due)
      select customer_id, ${id}::uuid, due from differing where due is not null order by customer_id
      on conflict (customer_id, segment_id) do update set due = excluded.due`),
  )
}
