import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from './database.ts'

/** A small base with every kind of value and of emptiness, and what is known of each customer in it. */
export const db = await freshDatabase()
export const [shop, fair] = [uuidOf('shop'), uuidOf('fair')] as [Uuid, Uuid]

/** What is known of one customer, as an oracle sees it. */
export interface Person {
  id: Uuid
  name: string
  city: string | null
  email: string | null
  kind: string
  protected: boolean
  archived: boolean
  leadSource: string | null
  created: string
  birth: string | null
  source: Uuid
  rollup: { purchases: number; days: number; first: string | null; last: string | null; previous: string | null } | null
  spend: number | null
  vip: string | null
  consent: boolean | null
}
const pick = <T>(of: readonly T[], n: number) => of[n % of.length]!
const names = ['Liisa Virtanen', 'ÄITI Öhman', "O'Brien; drop table", 'Matti 100 %', 'a_b', 'Åke', 'Konepaja Ranta Oy']
const cities = [null, 'Turku', 'TURKU', 'Helsinki', 'Äänekoski', 'Tur']
export const days = ['2020-01-31', '2024-02-29', '2026-10-24', '2026-11-22', '2026-11-23', '2026-11-24']
export const people: Person[] = Array.from({ length: 60 }, (_, i) => {
  const last = pick([null, ...days], i)
  return {
    id: uuidOf('person', String(i)),
    name: pick(names, i),
    city: pick(cities, Math.floor(i / 2)),
    email: pick([null, 'liisa@example.fi', 'Ake@Example.com'], i),
    kind: pick(['person', 'organisation'], i),
    protected: i % 7 === 0,
    archived: i % 11 === 0,
    leadSource: pick([null, 'messut'], i),
    // around midnight in Helsinki
    created: pick(
      ['2026-11-22T21:59:59.999Z', '2026-11-22T22:00:00.000Z', '2026-11-23T21:59:00.000Z', '2020-01-31T00:00:00.000Z'],
      i,
    ),
    birth: pick([null, ...days.slice(0, 2)], i),
    source: pick([shop, fair], i),
    rollup:
      i % 4 === 0
        ? null
        : {
            purchases: i % 6,
            days: last === null ? 0 : 1 + (i % 5),
            first: last && '2019-12-01',
            last,
            previous: last && i % 5 > 0 ? '2019-12-20' : null,
          },
    spend: pick([null, 0, 12_345, -500, 1_000_000], i),
    vip: pick([null, 'kyllä', 'Ei'], i),
    consent: pick([null, true, false], i),
  }
})

const at = '2026-01-01T00:00:00Z'
await db.run(sql`insert into collect.source (id, name, name_key, trust, created_at)
  select id, name, name, 50, ${at}::timestamptz from unnest(${[shop, fair]}::uuid[], ${['Kauppa', 'Messut']}::text[]) as s (id, name)`)
await db.run(sql`
  insert into know.customer (id, kind, name, sort_key, email, city, birth_date, protected, lead_source, version, created_at, updated_at, archived_at)
  select id, kind, name, lower(name), email, city, birth, protected, "leadSource", 1, created, created, case when archived then created end
  from json_to_recordset(${JSON.stringify(people)}::json)
    as p (id uuid, kind text, name text, email text, city text, birth date, protected boolean, "leadSource" text, created timestamptz, archived boolean)`)
await db.run(sql`
  insert into know.rollup (customer_id, events, purchases, purchase_days, first_purchase, last_purchase, previous_purchase, returns, contacts, complaints)
  select id, 1, purchases, days, first, last, previous, 0, 0, 0
  from json_to_recordset(${JSON.stringify(people.flatMap(({ id, rollup }) => (rollup ? [{ id, ...rollup }] : [])))}::json)
    as p (id uuid, purchases int, days int, first date, last date, previous date)`)
await db.run(sql`
  insert into know.spend (customer_id, currency, gross, refunded, net)
  select id, 'EUR', spend, 0, spend from json_to_recordset(${JSON.stringify(people)}::json) as p (id uuid, spend bigint) where spend is not null`)
await db.run(sql`
  insert into clean.claim (customer_id, origin_id, source_id, observed_at, normaliser, said)
  select id, id, source, ${at}::timestamptz, 1, said
  from json_to_recordset(${JSON.stringify(
    people.map(({ id, source, vip, consent }) => ({
      id,
      source,
      said: {
        ...(vip === null ? {} : { attributes: { vip } }),
        ...(consent === null ? {} : { consents: [{ channel: 'email', granted: consent }] }),
      },
    })),
  )}::json) as p (id uuid, source uuid, said jsonb)`)
