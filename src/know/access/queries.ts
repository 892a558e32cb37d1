import type { Runner } from '#src/platform/db/connection.ts'
import { type Db, insertMany, sql, table } from '#src/platform/db/index.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import type { Question, Way } from './contract.ts'

const access = table('know.access', {
  customer_id: 'uuid',
  at: 'timestamptz',
  id: 'uuid',
  actor_id: 'uuid',
  token_id: 'uuid',
  way: 'text',
  times: 'int',
})
const accessMany = table('know.access_many', {
  id: 'uuid',
  at: 'timestamptz',
  actor_id: 'uuid',
  token_id: 'uuid',
  way: 'text',
  rows: 'int',
  question: 'jsonb',
  export_id: 'uuid',
  times: 'int',
})

/** A look at one person. `protectedOnly`: it was seen among others, and counts singly only if it is under non-disclosure. */
export interface OneRow {
  customer_id: Uuid
  at: Date
  id: Uuid
  actor_id: Uuid
  token_id: Uuid | null
  way: Way
  times: number
  protectedOnly: boolean
}
export interface ManyRow {
  id: Uuid
  at: Date
  actor_id: Uuid
  token_id: Uuid | null
  way: Way
  rows: number
  question: Question
  export_id: Uuid | null
  times: number
}

/** Writes looks in one transaction; a look of a minute that is known already adds to its row. */
export async function writeLooks(db: Db, ones: readonly OneRow[], manies: readonly ManyRow[]): Promise<void> {
  await db.tx(async (tx) => {
    const glimpsed = [...new Set(ones.filter((row) => row.protectedOnly).map((row) => row.customer_id))]
    const guarded = new Set(glimpsed.length === 0 ? [] : await protectedOf(tx, glimpsed))
    const rows = ones.filter((row) => !row.protectedOnly || guarded.has(row.customer_id))
    await insertMany(
      tx,
      access,
      rows,
      'on conflict (customer_id, at, id) do update set times = access.times + excluded.times',
    )
    await insertMany(
      tx,
      accessMany,
      manies,
      'on conflict (id) do update set times = access_many.times + excluded.times, rows = access_many.rows + excluded.rows',
    )
  })
}

async function protectedOf(runner: Runner, ids: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await runner.rows(
    sql<{ id: Uuid }>`select id from know.customer where id = any(${[...ids]}::uuid[]) and protected`,
  )
  return rows.map(({ id }) => id)
}

export interface LookRow {
  id: Uuid
  at: Date
  actor_id: Uuid
  by: string
  token: string | null
  way: Way
  times: number
  customer_id: Uuid | null
  customer: string | null
  rows: number | null
  question: Question | null
}
export interface LookFilter {
  /** Looks at these ids only: a customer's own and those merged into it. Null = everything, looks at many included. */
  customers: Uuid[] | null
  actor: Uuid | null
  way: Way | null
  /** Days of the company's calendar, both included. */
  from: Day | null
  to: Day | null
  timeZone: string
}

/** Newest first: the tops of two ranges by time, put together. */
export function looks(
  runner: Runner,
  { customers, actor, way, from, to, timeZone }: LookFilter,
  after: { at: Date; id: Uuid } | null,
  limit: number,
): Promise<LookRow[]> {
  const range = sql`
    ${after ? sql`and (l.at, l.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    ${actor ? sql`and l.actor_id = ${actor}` : sql``} ${way ? sql`and l.way = ${way}` : sql``}
    ${from ? sql`and l.at >= (${from}::date)::timestamp at time zone ${timeZone}` : sql``}
    ${to ? sql`and l.at < (${to}::date + 1)::timestamp at time zone ${timeZone}` : sql``}
    order by l.at desc, l.id desc limit ${limit}`
  const ones = sql`
    select l.id, l.at, l.actor_id, l.token_id, l.way, l.times, l.customer_id, null::int as rows, null::jsonb as question, null::uuid as export_id
    from know.access l where ${customers ? sql`l.customer_id = any(${customers}::uuid[])` : sql`true`} ${range}`
  const manies = sql`
    union all (select l.id, l.at, l.actor_id, l.token_id, l.way, l.times, null::uuid, l.rows, l.question, l.export_id
    from know.access_many l where true ${range})`
  return runner.rows(sql<LookRow>`
    select l.id, l.at, l.actor_id, coalesce(u.name, '') as by, t.name as token, l.way, l.times, l.customer_id, c.name as customer,
      case when l.way = 'export' then e.rows else l.rows end as rows,
      case when l.way = 'export' then jsonb_build_object('list', e.list, 'columns', e.asked -> 'columns') else l.question end as question
    from (select * from ((${ones}) ${customers ? sql`` : manies}) both_kinds order by at desc, id desc limit ${limit}) l
    left join company."user" u on u.id = l.actor_id
    left join company.token t on t.id = l.token_id
    left join know.customer c on c.id = l.customer_id
    left join know.export e on e.id = l.export_id
    order by l.at desc, l.id desc`)
}

/** The customer's id and those merged into it; nothing for an id that no customer has or had. */
export async function idsOf(runner: Runner, id: Uuid): Promise<Uuid[]> {
  const rows = await runner.rows(sql<{ id: Uuid }>`
    with stayed as (
      select id from know.customer where id = ${id}
      union select customer_id from clean.alias where old_id = ${id})
    select id from stayed union select a.old_id from clean.alias a join stayed s on s.id = a.customer_id`)
  return rows.map((row) => row.id)
}

/** Deletes what is older. */
export async function forgetLooks(db: Db, before: Date): Promise<void> {
  await db.run(sql`delete from know.access where at < ${before}`)
  await db.run(sql`delete from know.access_many where at < ${before}`)
}
