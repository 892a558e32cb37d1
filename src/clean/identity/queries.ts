import type { Runner } from '#src/platform/db/connection.ts'
import { insertMany, sql, type Tx, table } from '#src/platform/db/index.ts'
import { type Said, staffSource } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Claim } from './golden.ts'
import type { Identifier } from './identifiers.ts'

const link = table('clean.link', { record_id: 'uuid', customer_id: 'uuid', since: 'timestamptz' })
const claim = table('clean.claim', {
  customer_id: 'uuid',
  origin_id: 'uuid',
  source_id: 'uuid',
  observed_at: 'timestamptz',
  normaliser: 'smallint',
  said: 'jsonb',
})
const identifier = table('clean.identifier', { kind: 'text', value: 'text', customer_id: 'uuid', strong: 'boolean' })
const history = table('clean.history', {
  customer_id: 'uuid',
  at: 'timestamptz',
  id: 'uuid',
  what: 'text',
  actor_id: 'uuid',
  source_id: 'uuid',
  origin_id: 'uuid',
  changes: 'jsonb',
})
export type LinkRow = Record<keyof typeof link.columns, unknown>
export type ClaimRow = Record<keyof typeof claim.columns, unknown>
export type HistoryRow = Record<keyof typeof history.columns, unknown>

export function linksOf(tx: Tx, records: Uuid[]): Promise<{ record_id: Uuid; customer_id: Uuid }[]> {
  if (records.length === 0) return Promise.resolve([])
  return tx.rows(sql<{ record_id: Uuid; customer_id: Uuid }>`
    select record_id, customer_id from clean.link where record_id = any(${records}::uuid[])`)
}

/** Serialises everybody who changes these customers: their links are locked in one order. Answers whose each record is. */
export async function lockCustomers(tx: Tx, customers: Uuid[]): Promise<Map<Uuid, Uuid>> {
  if (customers.length === 0) return new Map()
  const rows = await tx.rows(sql<{ record_id: Uuid; customer_id: Uuid }>`
    select record_id, customer_id from clean.link where customer_id = any(${customers}::uuid[])
    order by customer_id, record_id for update`)
  return new Map(rows.map((row) => [row.record_id, row.customer_id]))
}

/** Whose records are, which nobody moves until the transaction ends; others may read and hold them too. */
export async function holdLinks(tx: Tx, records: Uuid[]): Promise<Map<Uuid, Uuid>> {
  if (records.length === 0) return new Map()
  const rows = await tx.rows(sql<{ record_id: Uuid; customer_id: Uuid }>`
    select record_id, customer_id from clean.link where record_id = any(${records}::uuid[])
    order by record_id for key share`)
  return new Map(rows.map((row) => [row.record_id, row.customer_id]))
}

export const insertLinks = (tx: Tx, rows: LinkRow[]) => insertMany(tx, link, rows)

export async function repointLink(tx: Tx, record: Uuid, customer: Uuid, now: Date): Promise<void> {
  await tx.run(sql`update clean.link set customer_id = ${customer}, since = ${now} where record_id = ${record}`)
}

/** Customers and how many records each has. */
export function recordCounts(tx: Tx, customers: Uuid[]): Promise<{ customer_id: Uuid; records: number }[]> {
  return tx.rows(sql<{ customer_id: Uuid; records: number }>`
    select customer_id, count(*)::int as records from clean.link where customer_id = any(${customers}::uuid[]) group by customer_id`)
}

interface ClaimOf {
  customer_id: Uuid
  origin_id: Uuid
  source_id: Uuid
  source: string
  trust: number
  observed_at: Date
  said: Said
}
/** Claims of customers with the trust of their sources, by customer. */
export async function claimsOf(runner: Runner, customers: Uuid[]): Promise<Map<Uuid, Claim[]>> {
  const of = new Map<Uuid, Claim[]>(customers.map((id) => [id, []]))
  if (customers.length === 0) return of
  const rows = await runner.rows(sql<ClaimOf>`
    select c.customer_id, c.origin_id, c.source_id, s.name as source, s.trust, c.observed_at, c.said
    from clean.claim c join collect.source s on s.id = c.source_id
    where c.customer_id = any(${customers}::uuid[])`)
  for (const row of rows)
    of.get(row.customer_id)!.push({
      origin: row.origin_id,
      sourceId: row.source_id,
      source: row.source,
      trust: row.trust,
      observedAt: row.observed_at.getTime(),
      said: row.said,
    })
  return of
}

export const insertClaims = (tx: Tx, rows: ClaimRow[]) => insertMany(tx, claim, rows)

export async function deleteClaims(tx: Tx, rows: { customerId: Uuid; origin: Uuid }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from clean.claim c
    using unnest(${rows.map((r) => r.customerId)}::uuid[], ${rows.map((r) => r.origin)}::uuid[]) as d (customer_id, origin_id)
    where c.customer_id = d.customer_id and c.origin_id = d.origin_id`)
}

/** Holders of strong identifiers, in the order asked. */
export function holders(
  tx: Tx,
  wanted: Identifier[],
): Promise<{ kind: Identifier['kind']; value: string; customer_id: Uuid }[]> {
  if (wanted.length === 0) return Promise.resolve([])
  return tx.rows(sql<{ kind: Identifier['kind']; value: string; customer_id: Uuid }>`
    select i.kind, i.value, i.customer_id
    from unnest(${wanted.map((w) => w.kind)}::text[], ${wanted.map((w) => w.value)}::text[]) as w (kind, value)
    join clean.identifier i on i.kind = w.kind and i.value = w.value and i.strong`)
}

/** Customers that share any of these e-mails, telephones or business ids: who an arriving person may be. */
export function sharing(
  runner: Runner,
  wanted: { kind: Identifier['kind']; value: string }[],
  limit: number,
): Promise<{ kind: Identifier['kind']; value: string; customer_id: Uuid }[]> {
  if (wanted.length === 0) return Promise.resolve([])
  return runner.rows(sql<{ kind: Identifier['kind']; value: string; customer_id: Uuid }>`
    select i.kind, i.value, i.customer_id
    from unnest(${wanted.map((w) => w.kind)}::text[], ${wanted.map((w) => w.value)}::text[]) as w (kind, value)
    cross join lateral (
      select kind, value, customer_id from clean.identifier where kind = w.kind and value = w.value limit ${limit}
    ) i`)
}

export interface OwnedIdentifier extends Identifier {
  customerId: Uuid
}
const identifierRow = (i: OwnedIdentifier) => ({
  kind: i.kind,
  value: i.value,
  customer_id: i.customerId,
  strong: i.strong,
})

/** For customers that did not exist before: nobody can hold the same. */
export function insertIdentifiers(tx: Tx, rows: OwnedIdentifier[]): Promise<number> {
  // in the order of the key, so that neighbours of the index are written together
  const ordered = [...rows].sort((a, b) =>
    a.kind === b.kind ? (a.value < b.value ? -1 : 1) : a.kind < b.kind ? -1 : 1,
  )
  return insertMany(tx, identifier, ordered.map(identifierRow))
}

/** For customers that exist: a strong identifier that another customer holds stays with that one and is kept here as mere evidence. */
export async function addIdentifiers(tx: Tx, rows: OwnedIdentifier[]): Promise<void> {
  const taken = new Map(
    (
      await holders(
        tx,
        rows.filter((r) => r.strong),
      )
    ).map((h) => [`${h.kind}|${h.value}`, h.customer_id]),
  )
  const mine = rows.map((r) => {
    const holder = taken.get(`${r.kind}|${r.value}`)
    return identifierRow({ ...r, strong: r.strong && (holder === undefined || holder === r.customerId) })
  })
  await insertMany(
    tx,
    identifier,
    mine,
    'on conflict (kind, value, customer_id) do update set strong = excluded.strong',
  )
}

export async function deleteIdentifiers(
  tx: Tx,
  rows: { kind: string; value: string; customerId: Uuid }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    delete from clean.identifier i
    using unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.value)}::text[], ${rows.map((r) => r.customerId)}::uuid[])
      as d (kind, value, customer_id)
    where i.kind = d.kind and i.value = d.value and i.customer_id = d.customer_id`)
}

export const insertHistory = (tx: Tx, rows: HistoryRow[]) => insertMany(tx, history, rows)

export async function insertAlias(tx: Tx, old: Uuid, customer: Uuid, now: Date): Promise<void> {
  await tx.run(sql`
    insert into clean.alias (old_id, customer_id, at) values (${old}, ${customer}, ${now})
    on conflict (old_id) do update set customer_id = excluded.customer_id, at = excluded.at`)
  await tx.run(sql`update clean.alias set customer_id = ${customer} where customer_id = ${old}`)
}

export async function aliasOf(runner: Runner, old: Uuid): Promise<Uuid | undefined> {
  return (await runner.maybe(sql<{ customer_id: Uuid }>`select customer_id from clean.alias where old_id = ${old}`))
    ?.customer_id
}

// --- taking back ------------------------------------------------------------------------------------------------------------

export async function deleteLinks(tx: Tx, records: Uuid[]): Promise<void> {
  if (records.length > 0) await tx.run(sql`delete from clean.link where record_id = any(${records}::uuid[])`)
}
export async function deleteAlias(tx: Tx, old: Uuid): Promise<void> {
  await tx.run(sql`delete from clean.alias where old_id = ${old}`)
}

const rejoined = table('clean.rejoined', {
  record_id: 'uuid',
  version: 'int',
  from_id: 'uuid',
  to_id: 'uuid',
  at: 'timestamptz',
})
/** Remembers which version of which record told that two customers are one. */
export const insertRejoined = (tx: Tx, row: { record: Uuid; version: number; from: Uuid; to: Uuid; at: Date }) =>
  insertMany(
    tx,
    rejoined,
    [{ record_id: row.record, version: row.version, from_id: row.from, to_id: row.to, at: row.at }],
    'on conflict (record_id, version) do update set from_id = excluded.from_id, to_id = excluded.to_id, at = excluded.at',
  )
/** Takes out what later versions than these told. */
export function takeRejoined(
  tx: Tx,
  records: { id: Uuid; version: number }[],
): Promise<{ record_id: Uuid; from_id: Uuid; to_id: Uuid }[]> {
  if (records.length === 0) return Promise.resolve([])
  return tx.rows(sql<{ record_id: Uuid; from_id: Uuid; to_id: Uuid }>`
    delete from clean.rejoined j
    using unnest(${records.map((r) => r.id)}::uuid[], ${records.map((r) => r.version)}::int[]) as w (id, version)
    where j.record_id = w.id and j.version > w.version returning j.record_id, j.from_id, j.to_id`)
}
/** The records of customers in the order in which they came, each with the customer that it was before it was joined. */
export function membersOf(
  tx: Tx,
  customers: Uuid[],
): Promise<{ customer_id: Uuid; record_id: Uuid; from_id: Uuid | null }[]> {
  return tx.rows(sql<{ customer_id: Uuid; record_id: Uuid; from_id: Uuid | null }>`
    select l.customer_id, l.record_id,
      (select from_id from clean.rejoined j where j.record_id = l.record_id and j.to_id = l.customer_id order by version desc limit 1) as from_id
    from clean.link l join collect.record r on r.id = l.record_id
    where l.customer_id = any(${customers}::uuid[]) and r.kind = 'customer'
    order by l.since, r.received_at, r.file_no, r.line_no, l.record_id`)
}
/** Which of these customers have a record left. */
export async function stillLinked(tx: Tx, customers: Uuid[]): Promise<Set<Uuid>> {
  if (customers.length === 0) return new Set()
  const rows = await tx.rows(sql<{ customer_id: Uuid }>`
    select c as customer_id from unnest(${customers}::uuid[]) c
    where exists (select from clean.link l where l.customer_id = c)`)
  return new Set(rows.map((row) => row.customer_id))
}

export interface Identified {
  kind: Identifier['kind']
  value: string
  customer_id: Uuid
}
/** Customers that have these identifiers as mere evidence while nobody holds them, the oldest first. */
export function evidenceOf(tx: Tx, wanted: Identifier[]): Promise<Identified[]> {
  if (wanted.length === 0) return Promise.resolve([])
  return tx.rows(sql<Identified>`
    select i.kind, i.value, i.customer_id
    from unnest(${wanted.map((w) => w.kind)}::text[], ${wanted.map((w) => w.value)}::text[]) as w (kind, value)
    join clean.identifier i on i.kind = w.kind and i.value = w.value
    where not exists (select from clean.identifier h where h.kind = w.kind and h.value = w.value and h.strong)
    order by i.customer_id`)
}
export async function makeStrong(tx: Tx, rows: Identified[]): Promise<void> {
  if (rows.length === 0) return
  await tx.run(sql`
    update clean.identifier i set strong = true
    from unnest(${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.value)}::text[], ${rows.map((r) => r.customer_id)}::uuid[])
      as w (kind, value, customer_id)
    where i.kind = w.kind and i.value = w.value and i.customer_id = w.customer_id`)
}

/** How many customers these records are of, how many nobody else tells of, and how much staff wrote of them. */
export function leaningOn(
  runner: Runner,
  records: Uuid[],
  importId: Uuid,
): Promise<{ customers: number; gone: number; edits: number }> {
  return runner.one(sql<{ customers: number; gone: number; edits: number }>`
    with mine as materialized (
      select distinct customer_id from clean.link where record_id = any(${records}::uuid[])
    ), told as materialized (
      select l.customer_id, r.source_id, r.import_id is distinct from ${importId}::uuid
        or exists (select from collect.record_past p where p.record_id = r.id and p.import_id is distinct from ${importId}::uuid) as otherwise
      from mine join clean.link l on l.customer_id = mine.customer_id join collect.record r on r.id = l.record_id
    )
    select (select count(*) from mine)::int as customers,
      (select count(*) from mine where not exists (select from told t where t.customer_id = mine.customer_id and t.otherwise))::int as gone,
      (select count(*) from told where source_id = ${staffSource.id})::int as edits`)
}
