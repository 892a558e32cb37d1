import type { Runner } from '#src/platform/db/connection.ts'
import { fresh, insertMany, raw, sql, type Tx, table } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** A sealer waits for another; readers do not. Ends with the transaction. */
export async function holdSealing(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('clean.history_seal'))`)
}

/** What is read from here on is of one moment, whatever is sealed or erased meanwhile. First statement of its transaction. */
export async function oneMoment(tx: Tx): Promise<void> {
  await tx.run(fresh(sql`set transaction isolation level repeatable read`))
}

const leaf = table('clean.history_leaf', {
  seal: 'int',
  shard: 'smallint',
  n: 'int',
  kind: 'text',
  entry_id: 'uuid',
  salt: 'bytea',
  commitment: 'bytea',
})
const seal = table('clean.history_seal', {
  seal: 'int',
  shard: 'smallint',
  at: 'timestamptz',
  until: 'timestamptz',
  leaves: 'int',
  late: 'int',
  head: 'bytea',
})
const removed = table('clean.history_removed', {
  seal: 'int',
  shard: 'smallint',
  n: 'int',
  erasure_id: 'uuid',
  at: 'timestamptz',
})
export type LeafRow = Record<keyof typeof leaf.columns, unknown>
export const insertLeaves = (tx: Tx, rows: LeafRow[]) => insertMany(tx, leaf, rows)
export const insertSeals = (tx: Tx, rows: Record<keyof typeof seal.columns, unknown>[]) => insertMany(tx, seal, rows)

export interface SealRow {
  seal: number
  shard: number
  at: Date
  until: Date
  leaves: number
  late: number
  head: Buffer
}
const sealColumns = raw('seal, shard, at, until, leaves, late, head')
/** The rows of the newest seal; none before the first. */
export function newestSeal(runner: Runner): Promise<SealRow[]> {
  return runner.rows(sql<SealRow>`
    select ${sealColumns} from clean.history_seal where seal = (select max(seal) from clean.history_seal) order by shard`)
}
export function allSeals(runner: Runner): Promise<SealRow[]> {
  return runner.rows(sql<SealRow>`select ${sealColumns} from clean.history_seal order by seal, shard`)
}
/** How much is sealed: seals, entries with their text still there, and erased ones. */
export function sealed(runner: Runner): Promise<{ seals: number; leaves: string }> {
  return runner.one(sql<{ seals: number; leaves: string }>`
    select count(distinct seal)::int as seals, coalesce(sum(leaves), 0)::text as leaves from clean.history_seal`)
}

/**
 * What is sealed of an entry, as one text that no other entry has. Whose it is stays out: a merge takes entries along, and `origin_id`
 * says through which record they came.
 */
const content = raw(
  `jsonb_build_array(h.id, (extract(epoch from h.at) * 1000000)::bigint, h.what, h.actor_id, h.source_id, h.origin_id, h.changes)::text`,
)

export interface EntryRow {
  id: Uuid
  at: Date
  content: string
}
/** Opens the reading of entries from `since` until `until` that no seal has, in the order of their moments. */
export async function openEntries(tx: Tx, since: Date | null, until: Date): Promise<void> {
  await tx.run(
    fresh(sql`
      declare unsealed no scroll cursor for
      select h.id, h.at, ${content} as content from clean.history h
      where (${since}::timestamptz is null or h.at >= ${since}) and h.at < ${until}
        and not exists (select from clean.history_leaf l where l.entry_id = h.id)
      order by h.at, h.id`),
  )
}
export const nextEntries = (tx: Tx): Promise<EntryRow[]> => tx.rows(fresh(sql<EntryRow>`fetch 5000 from unsealed`))

export interface RemovedRow {
  seal: number
  shard: number
  n: number
  erasure_id: Uuid
  told_in: number | null
}
/** Erasures of sealed entries that no seal tells yet. */
export function untold(tx: Tx): Promise<RemovedRow[]> {
  return tx.rows(sql<RemovedRow>`
    select seal, shard, n, erasure_id, told_in from clean.history_removed where told_in is null order by seal, shard, n`)
}
export async function markTold(tx: Tx, toldIn: number): Promise<void> {
  await tx.run(sql`update clean.history_removed set told_in = ${toldIn} where told_in is null`)
}
export function removals(runner: Runner): Promise<RemovedRow[]> {
  return runner.rows(sql<RemovedRow>`
    select seal, shard, n, erasure_id, told_in from clean.history_removed order by told_in nulls last, seal, shard, n`)
}

/** Takes the salts of a customer's sealed entries: what they committed to can never be told again. Returns where they stand. */
export function takeSalts(tx: Tx, customerId: Uuid): Promise<{ seal: number; shard: number; n: number }[]> {
  return tx.rows(sql<{ seal: number; shard: number; n: number }>`
    update clean.history_leaf l set salt = null, entry_id = null
    from clean.history h where h.customer_id = ${customerId} and l.entry_id = h.id
    returning l.seal, l.shard, l.n`)
}
export const insertRemoved = (tx: Tx, rows: Record<keyof typeof removed.columns, unknown>[]) =>
  insertMany(tx, removed, rows)

export interface CheckedRow {
  seal: number
  shard: number
  n: number
  kind: 'entry' | 'removal'
  entry_id: Uuid | null
  salt: Buffer | null
  commitment: Buffer
  customer_id: Uuid | null
  content: string | null
}
/** Opens the reading of every leaf with the entry that it seals, shard by shard in the order of the chain. */
export async function openLeaves(tx: Tx): Promise<void> {
  await tx.run(
    fresh(sql`
      declare checked no scroll cursor for
      select l.seal, l.shard, l.n, l.kind, l.entry_id, l.salt, l.commitment, h.customer_id,
        case when h.id is not null then ${content} end as content
      from clean.history_leaf l left join clean.history h on h.id = l.entry_id
      order by l.shard, l.seal, l.n`),
  )
}
export const nextLeaves = (tx: Tx): Promise<CheckedRow[]> => tx.rows(fresh(sql<CheckedRow>`fetch 5000 from checked`))

/** Entries that should be sealed and are not: somebody wrote them in afterwards. */
export function neverSealed(
  runner: Runner,
  until: Date,
): Promise<{ n: number; first: Uuid | null; customer: Uuid | null }> {
  return runner.one(sql<{ n: number; first: Uuid | null; customer: Uuid | null }>`
    with odd as (
      select h.id, h.customer_id, h.at from clean.history h
      where h.at < ${until} and not exists (select from clean.history_leaf l where l.entry_id = h.id)
    )
    select (select count(*)::int from odd) as n, (select id from odd order by at, id limit 1) as first,
      (select customer_id from odd order by at, id limit 1) as customer`)
}

// --- checks that somebody asked for ------------------------------------------------------------------------------------------

export interface CheckRow {
  id: Uuid
  state: 'waiting' | 'running' | 'done' | 'failed'
  done: number
  total: number | null
  asked_at: Date
  finished_at: Date | null
  verdict: unknown
}
const checkColumns = raw('id, state, done, total, asked_at, finished_at, verdict')
export function newestCheck(runner: Runner): Promise<CheckRow | undefined> {
  return runner.maybe(
    sql<CheckRow>`select ${checkColumns} from clean.history_check order by asked_at desc, id desc limit 1`,
  )
}
export function checkOf(runner: Runner, id: Uuid): Promise<CheckRow | undefined> {
  return runner.maybe(sql<CheckRow>`select ${checkColumns} from clean.history_check where id = ${id}`)
}
export async function insertCheck(tx: Tx, row: { id: Uuid; at: Date; by: Uuid | null }): Promise<void> {
  await tx.run(sql`
    insert into clean.history_check (id, asked_at, asked_by, state, done) values (${row.id}, ${row.at}, ${row.by}, 'waiting', 0)`)
}
export async function setCheck(
  runner: Runner,
  id: Uuid,
  change: { state: CheckRow['state']; done: number; total: number | null; finishedAt?: Date; verdict?: unknown },
): Promise<void> {
  const { state, done, total, finishedAt = null, verdict = null } = change
  await runner.run(sql`
    update clean.history_check set state = ${state}, done = ${done}, total = ${total}, finished_at = ${finishedAt},
      verdict = ${verdict === null ? null : JSON.stringify(verdict)}::jsonb
    where id = ${id}`)
}
