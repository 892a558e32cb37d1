import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Role, Uuid } from '#src/terms/index.ts'

// The second factor.

export interface FactorRow {
  secret: Buffer
  confirmed_at: Date | null
}
export function factorForChange(userId: Uuid): Statement<FactorRow> {
  return sql`select secret, confirmed_at from company.second_factor where user_id = ${userId} for update`
}
/** Whether it is on, whether the role must have it, and how many recovery codes are left. */
export function factorState(userId: Uuid, role: Role): Statement<{ on: boolean; required: boolean; codes: number }> {
  return sql`
    select exists (select from company.second_factor where user_id = ${userId} and confirmed_at is not null) as on,
      exists (select from company.setting where name = 'secondFactor' and value->'required' ? ${role}) as required,
      (select count(*)::int from company.recovery_code where user_id = ${userId}) as codes`
}
/** A secret that waits for its first code; one that is confirmed stays (no row is changed). */
export function putFactor(userId: Uuid, secret: Buffer, at: Date): Statement {
  return sql`
    insert into company.second_factor as f (user_id, secret, created_at, confirmed_at, last_step)
    values (${userId}, ${secret}, ${at}, null, 0)
    on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at
    where f.confirmed_at is null`
}
export function confirmFactor(userId: Uuid, at: Date, step: number): Statement {
  return sql`update company.second_factor set confirmed_at = ${at}, last_step = ${step} where user_id = ${userId}`
}
/** Uses a step up: of two tries with one code only one changes a row. */
export function spendStep(userId: Uuid, step: number): Statement {
  return sql`update company.second_factor set last_step = ${step} where user_id = ${userId} and last_step < ${step}`
}
export function dropFactor(userId: Uuid): Statement {
  return sql`delete from company.second_factor where user_id = ${userId}`
}
export function addCodes(userId: Uuid, hashes: readonly Buffer[], at: Date): Statement {
  return sql`
    insert into company.recovery_code (code_hash, user_id, created_at)
    select hash, ${userId}, ${at} from unnest(${hashes}::bytea[]) hash`
}
export function spendRecoveryCode(userId: Uuid, hash: Buffer): Statement {
  return sql`delete from company.recovery_code where code_hash = ${hash} and user_id = ${userId}`
}
export function dropCodes(userId: Uuid): Statement {
  return sql`delete from company.recovery_code where user_id = ${userId}`
}

// Between the password and the code.

export function addHalf(row: {
  tokenHash: Buffer
  userId: Uuid
  enteredBy: string
  at: Date
  expiresAt: Date
}): Statement {
  return sql`
    insert into company.half_entry (token_hash, user_id, entered_by, created_at, expires_at, tries)
    values (${row.tokenHash}, ${row.userId}, ${row.enteredBy}, ${row.at}, ${row.expiresAt}, 0)`
}
/** Counts a try with it; no row when it is over, unknown or tried too often. */
export function tryHalf(tokenHash: Buffer, now: Date, most: number): Statement<{ user_id: Uuid; entered_by: string }> {
  return sql`
    update company.half_entry set tries = tries + 1
    where token_hash = ${tokenHash} and expires_at > ${now} and tries < ${most}
    returning user_id, entered_by`
}
export function dropHalf(tokenHash: Buffer): Statement {
  return sql`delete from company.half_entry where token_hash = ${tokenHash}`
}
export function dropHalves(userId: Uuid): Statement {
  return sql`delete from company.half_entry where user_id = ${userId}`
}
export function forgetEntries(now: Date): Statement {
  return sql`
    with half as (delete from company.half_entry where expires_at < ${now})
    delete from company.provider_entry where expires_at < ${now}`
}
export function enteredBy(sessionId: Uuid): Statement<{ entered_by: 'password' | 'code' | 'provider' }> {
  return sql`select entered_by from company.session where id = ${sessionId}`
}
export function markSession(id: Uuid | null, enteredBy: string): Statement {
  return sql`update company.session set entered_by = ${enteredBy} where id = ${id}::uuid`
}

// What administrators decide.

export function setting<Value>(name: string): Statement<{ value: Value }> {
  return sql`select value from company.setting where name = ${name}`
}
export function putSetting(name: string, value: unknown, at: Date, by: Uuid): Statement {
  return sql`
    insert into company.setting (name, value, changed_at, changed_by)
    values (${name}, ${JSON.stringify(value)}::jsonb, ${at}, ${by})
    on conflict (name) do update
      set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}

export function addEvent(row: {
  id: Uuid
  userId: Uuid
  actorId: Uuid
  at: Date
  what: string
  details: object
}): Statement {
  return sql`
    insert into company.entry_event (id, user_id, actor_id, at, what, details)
    values (${row.id}, ${row.userId}, ${row.actorId}, ${row.at}, ${row.what}, ${JSON.stringify(row.details)}::jsonb)`
}

// Single sign-on.

export function addProviderEntry(row: {
  stateHash: Buffer
  browserHash: Buffer
  nonce: string
  verifier: string
  wanted: string
  at: Date
  expiresAt: Date
}): Statement {
  return sql`
    insert into company.provider_entry (state_hash, browser_hash, nonce, verifier, wanted, created_at, expires_at)
    values (${row.stateHash}, ${row.browserHash}, ${row.nonce}, ${row.verifier}, ${row.wanted}, ${row.at}, ${row.expiresAt})`
}
/** Takes it: it comes back once, and only to the browser that went. */
export function takeProviderEntry(
  stateHash: Buffer,
  browserHash: Buffer,
  now: Date,
): Statement<{ nonce: string; verifier: string; wanted: string }> {
  return sql`
    delete from company.provider_entry
    where state_hash = ${stateHash} and browser_hash = ${browserHash} and expires_at > ${now}
    returning nonce, verifier, wanted`
}
export function linkedUser(issuer: string, subject: string): Statement<{ user_id: Uuid }> {
  return sql`select user_id from company.provider_link where issuer = ${issuer} and subject = ${subject}`
}
export function addProviderLink(issuer: string, subject: string, userId: Uuid, at: Date): Statement {
  return sql`
    insert into company.provider_link (issuer, subject, user_id, created_at)
    values (${issuer}, ${subject}, ${userId}, ${at}) on conflict do nothing`
}
