import type { Claim } from '#src/clean/identity/index.ts'
import type { Golden } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Statement, type Tx, table } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import { fold } from './names/index.ts'

const customer = table('know.customer', {
  id: 'uuid',
  kind: 'text',
  name: 'text',
  sort_key: 'text',
  given: 'text',
  family: 'text',
  email: 'text',
  phone: 'text',
  street: 'text',
  postcode: 'text',
  city: 'text',
  country: 'text',
  language: 'text',
  business_id: 'text',
  birth_date: 'date',
  title: 'text',
  protected: 'boolean',
  customer_since: 'timestamptz',
  lead_source: 'text',
  version: 'int',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
})
const token = table('know.name_token', { token: 'text', customer_id: 'uuid' })
const word = table('know.name_word', { token: 'text', folded: 'text' })

type Row = Record<keyof typeof customer.columns, unknown>
export const rowOf = (g: Golden, sortKey: string, version: number, createdAt: Date, now: Date): Row => ({
  id: g.id,
  kind: g.kind,
  name: g.name,
  sort_key: sortKey,
  given: g.given,
  family: g.family,
  email: g.email,
  phone: g.phone,
  street: g.street,
  postcode: g.postcode,
  city: g.city,
  country: g.country,
  language: g.language,
  business_id: g.businessId,
  birth_date: g.birthDate,
  title: g.title,
  protected: g.protected,
  customer_since: g.customerSince,
  lead_source: g.leadSource,
  version,
  created_at: createdAt,
  updated_at: now,
})

export const insertCustomers = (tx: Tx, rows: Row[]) => insertMany(tx, customer, rows)

export interface Standing {
  id: Uuid
  name: string
  business_id: string | null
  version: number
  created_at: Date
  archived_at: Date | null
}
export function standing(tx: Tx, ids: Uuid[]): Promise<Standing[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx.rows(sql<Standing>`
    select id, name, business_id, version, created_at, archived_at from know.customer where id = any(${ids}::uuid[])
    order by id for update`)
}
export async function deleteCustomers(tx: Tx, ids: Uuid[]): Promise<void> {
  if (ids.length > 0) await tx.run(sql`delete from know.customer where id = any(${ids}::uuid[])`)
}
export async function keepArchived(tx: Tx, rows: { id: Uuid; at: Date }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update know.customer c set archived_at = a.at
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.at)}::timestamptz[]) as a (id, at) where c.id = a.id`)
}

export const insertTokens = (tx: Tx, rows: { token: string; customer_id: Uuid }[]) => insertMany(tx, token, rows)
export async function deleteTokens(tx: Tx, rows: { token: string; customer_id: Uuid }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from know.name_token t
    using unnest(${rows.map((r) => r.token)}::text[], ${rows.map((r) => r.customer_id)}::uuid[]) as d (token, customer_id)
    where t.token = d.token and t.customer_id = d.customer_id`)
}
/** Adds words that the dictionary of names lacks, in one order, so that two writers never wait for each other crosswise. */
export async function learnWords(tx: Tx, tokens: string[]): Promise<void> {
  if (tokens.length === 0) return
  if (tokens.length < 20) return addWords(tx, tokens)
  const known = await tx.rows(
    sql<{ token: string }>`select token from know.name_word where token = any(${tokens}::text[])`,
  )
  const have = new Set(known.map((row) => row.token))
  await addWords(
    tx,
    tokens.filter((t) => !have.has(t)),
  )
}

async function addWords(tx: Tx, tokens: string[]): Promise<void> {
  const rows = [...tokens].sort().map((t) => ({ token: t, folded: fold(t) }))
  await insertMany(tx, word, rows, 'on conflict (token) do nothing')
}

export interface ListRow {
  id: Uuid
  kind: CustomerKind
  name: string
  email: string | null
  phone: string | null
  city: string | null
  protected: boolean
  created_at: Date
  sort_key: string
}
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export function newest(runner: Runner, after: Uuid | null, limit: number): Promise<ListRow[]> {
  return runner.rows(sql<ListRow>`
    select id, kind, name, email, phone, city, protected, created_at, sort_key from know.customer
    where id < ${after ?? last} and archived_at is null order by id desc limit ${limit}`)
}
export function byName(runner: Runner, after: { sortKey: string; id: Uuid } | null, limit: number): Promise<ListRow[]> {
  return runner.rows(sql<ListRow>`
    select id, kind, name, email, phone, city, protected, created_at, sort_key from know.customer
    where (sort_key, id) > (${after?.sortKey ?? ''}, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid) and archived_at is null
    order by sort_key, id limit ${limit}`)
}
/** Holders of an e-mail (its key) or a telephone (E.164). */
export function byIdentifier(
  runner: Runner,
  kind: 'email' | 'phone',
  value: string,
  limit: number,
): Promise<ListRow[]> {
  return runner.rows(sql<ListRow>`
    select c.id, c.kind, c.name, c.email, c.phone, c.city, c.protected, c.created_at, c.sort_key
    from clean.identifier i join know.customer c on c.id = i.customer_id
    where i.kind = ${kind} and i.value = ${value} and c.archived_at is null limit ${limit}`)
}

export interface PageRow {
  id: Uuid
  kind: CustomerKind
  name: string
  version: number
  created_at: Date
  archived_at: Date | null
  claims: Claim[]
}
/** The same as JSON brings it. */
export type PageJson = Omit<PageRow, 'created_at' | 'archived_at'> & { created_at: string; archived_at: string | null }

/** One customer with all its claims, as one JSON object: for the page that asks for much in one statement. */
export function pageJson(id: Uuid): Statement<{ json: PageJson | null }> {
  return sql`
    select to_json(w) as json from (select c.id, c.kind, c.name, c.version, c.created_at, c.archived_at, coalesce((
      select json_agg(json_build_object('origin', k.origin_id, 'sourceId', k.source_id, 'source', s.name, 'trust', s.trust,
        'observedAt', (extract(epoch from k.observed_at) * 1000)::bigint, 'said', k.said))
      from clean.claim k join collect.source s on s.id = k.source_id where k.customer_id = c.id
    ), '[]'::json) as claims
    from know.customer c where c.id = ${id}) w`
}
export const rowOfPage = (json: PageJson): PageRow => ({
  ...json,
  created_at: new Date(json.created_at),
  archived_at: json.archived_at === null ? null : new Date(json.archived_at),
})
/** One customer with all its claims, in one round trip. */
export async function pageRow(runner: Runner, id: Uuid): Promise<PageRow | undefined> {
  const found = await runner.maybe(pageJson(id))
  return found?.json ? rowOfPage(found.json) : undefined
}
export function namesOf(
  runner: Runner,
  ids: Uuid[],
): Promise<{ id: Uuid; name: string; city: string | null; protected: boolean }[]> {
  return runner.rows(sql<{ id: Uuid; name: string; city: string | null; protected: boolean }>`
    select id, name, city, protected from know.customer where id = any(${ids}::uuid[])`)
}

/** Whose customer records are. */
export function ownersOf(
  runner: Runner,
  records: Uuid[],
): Promise<{ record_id: Uuid; id: Uuid; name: string; protected: boolean }[]> {
  return runner.rows(sql<{ record_id: Uuid; id: Uuid; name: string; protected: boolean }>`
    select l.record_id, c.id, c.name, c.protected from clean.link l join know.customer c on c.id = l.customer_id
    where l.record_id = any(${records}::uuid[])`)
}

// --- search -----------------------------------------------------------------------------------------------------------------

/** Words of names that begin with any of the given texts, or (with `part`) hold one of them anywhere. Shortest first: nearest to what was typed. */
export function wordsBeginning(runner: Runner, text: string, limit: number): Promise<{ token: string }[]> {
  return runner.rows(sql<{ token: string }>`
    select token from know.name_word where token >= ${text} and token < ${`${text}\u{10FFFF}`} order by token limit ${limit}`)
}
export function wordsFoldedBeginning(runner: Runner, folded: string, limit: number): Promise<{ token: string }[]> {
  return runner.rows(sql<{ token: string }>`
    select token from know.name_word where folded >= ${folded} and folded < ${`${folded}\u{10FFFF}`} order by folded, token limit ${limit}`)
}
export function wordsHolding(runner: Runner, folded: string, limit: number): Promise<{ token: string }[]> {
  const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`
  return runner.rows(
    sql<{ token: string }>`select token from know.name_word where folded like ${pattern} limit ${limit}`,
  )
}
export async function wordsAmong(runner: Runner, tokens: string[]): Promise<string[]> {
  if (tokens.length === 0) return []
  return (
    await runner.rows(sql<{ token: string }>`select token from know.name_word where token = any(${tokens}::text[])`)
  ).map((r) => r.token)
}

/** Customers whose names hold one word of each group. The first group leads; the others are probed by key. */
export function holdingWords(runner: Runner, groups: string[][], limit: number): Promise<{ customer_id: Uuid }[]> {
  const [first, ...rest] = groups
  const others = rest.reduce<Statement>(
    (all, group) => sql`${all} and exists (
      select from know.name_token o where o.token = any(${group}::text[]) and o.customer_id = t.customer_id)`,
    sql``,
  )
  return runner.rows(sql<{ customer_id: Uuid }>`
    select distinct customer_id from (
      select t.customer_id from unnest(${first}::text[]) as w (token)
      cross join lateral (
        select customer_id from know.name_token t where t.token = w.token ${others} limit ${limit}
      ) t limit ${limit}
    ) found`)
}

export interface HitRow {
  id: Uuid
  kind: CustomerKind
  name: string
  city: string | null
  shown: string | null
  protected: boolean
}
export function hits(runner: Runner, ids: Uuid[]): Promise<HitRow[]> {
  return runner.rows(sql<HitRow>`
    select id, kind, name, city, null as shown, protected from know.customer where id = any(${ids}::uuid[]) and archived_at is null`)
}
/** Identifiers that begin with a text (e-mails, customer numbers, business ids). */
export function identifiersBeginning(runner: Runner, kind: string, text: string, limit: number): Promise<HitRow[]> {
  return runner.rows(sql<HitRow>`
    select c.id, c.kind, c.name, c.city, i.value as shown, c.protected
    from (
      select value, customer_id from clean.identifier
      where kind = ${kind} and value >= ${text} and value < ${`${text}\u{10FFFF}`} order by kind, value limit ${limit}
    ) i join know.customer c on c.id = i.customer_id where c.archived_at is null`)
}
/** Telephones that end in the digits. */
export function phonesEnding(runner: Runner, digits: string, limit: number): Promise<HitRow[]> {
  const tail = [...digits].reverse().join('')
  return runner.rows(sql<HitRow>`
    select c.id, c.kind, c.name, c.city, i.value as shown, c.protected
    from (
      select value, customer_id from clean.identifier
      where kind = 'phone' and reverse(value) collate "C" >= ${tail} and reverse(value) collate "C" < ${`${tail}\u{10FFFF}`}
      order by reverse(value) collate "C" limit ${limit}
    ) i join know.customer c on c.id = i.customer_id where c.archived_at is null`)
}
