import { type Statement, sql } from '../db/index.ts'

/**
 * Takes the key for the time of the transaction and notes the request. No row: another transaction holds the key right now.
 * `fresh` is false when the request was carried out before.
 */
export function takeKey(row: {
  lock: string
  actorId: string
  key: string
  requestHash: Buffer
  at: Date
}): Statement<{ fresh: boolean }> {
  return sql`
    with lock as materialized (select pg_try_advisory_xact_lock(${row.lock}::bigint) as held),
    taken as (
      insert into platform.idempotency (actor_id, key, request_hash, at)
      select ${row.actorId}::uuid, ${row.key}, ${row.requestHash}::bytea, ${row.at}::timestamptz from lock where held
      on conflict do nothing
      returning 1
    )
    select exists (select 1 from taken) as fresh from lock where held`
}

export interface StoredAnswer {
  request_hash: Buffer
  status: number | null
  answer: string | null
}
export function storedAnswer(actorId: string, key: string): Statement<StoredAnswer> {
  return sql`select request_hash, status, answer from platform.idempotency where actor_id = ${actorId} and key = ${key}`
}

export function storeAnswer(actorId: string, key: string, status: number, answer: string | null): Statement {
  return sql`
    update platform.idempotency set status = ${status}, answer = ${answer}
    where actor_id = ${actorId} and key = ${key}`
}

export function storeRefusal(row: {
  actorId: string
  key: string
  requestHash: Buffer
  at: Date
  status: number
  answer: string
}): Statement {
  return sql`
    insert into platform.idempotency (actor_id, key, request_hash, at, status, answer)
    values (${row.actorId}, ${row.key}, ${row.requestHash}, ${row.at}, ${row.status}, ${row.answer})
    on conflict do nothing`
}

export function forgetAnswers(before: Date): Statement {
  return sql`delete from platform.idempotency where at < ${before}`
}

export const savepoint = sql`savepoint within`
export const releaseSavepoint = sql`release savepoint within`
export const rollbackToSavepoint = sql`rollback to savepoint within`

export function countTry(key: Buffer, now: Date, start: Date): Statement<{ count: number; since: Date }> {
  return sql`
    insert into platform.rate_limit as l (key, since, count) values (${key}, ${now}, 1)
    on conflict (key) do update set
      count = case when l.since <= ${start} then 1 else l.count + 1 end,
      since = case when l.since <= ${start} then ${now} else l.since end
    returning count, since`
}
export function forgetTries(key: Buffer): Statement {
  return sql`delete from platform.rate_limit where key = ${key}`
}
export function forgetLimits(before: Date): Statement {
  return sql`delete from platform.rate_limit where since < ${before}`
}

/** Empties kept answers that hold any of these texts; small letters. */
export function emptyAnswers(texts: readonly string[]): Statement {
  return sql`
    update platform.idempotency set answer = null
    where answer is not null and exists (select from unnest(${texts}::text[]) n where strpos(lower(answer), n) > 0)`
}
