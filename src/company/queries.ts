import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Language, Role, Uuid } from '#src/terms/index.ts'

export interface UserRow {
  id: Uuid
  email: string
  name: string
  role: Role
  language: Language
  theme: 'auto' | 'light' | 'dark'
  password_hash: string | null
  active: boolean
  created_at: Date
  /** Signs in with a code too. */
  second_factor: boolean
}
const columns = sql`id, email, name, role, language, theme, password_hash, active, created_at, exists (
  select from company.second_factor f where f.user_id = company.user.id and f.confirmed_at is not null) as second_factor`

export function userByEmail(emailKey: string): Statement<UserRow> {
  return sql`select ${columns} from company.user where email_key = ${emailKey}`
}
export function userById(id: Uuid): Statement<UserRow> {
  return sql`select ${columns} from company.user where id = ${id}`
}
export function userForChange(id: Uuid): Statement<UserRow> {
  return sql`select ${columns} from company.user where id = ${id} for update`
}
export const allUsers = sql<UserRow>`select ${columns} from company.user order by active desc, name, id`

export function addUser(row: {
  id: Uuid
  email: string
  emailKey: string
  name: string
  role: Role
  language: Language
  passwordHash: string | null
  at: Date
}): Statement<UserRow> {
  return sql`
    insert into company.user
      (id, email, email_key, name, role, language, theme, password_hash, active, created_at, changed_at)
    values (${row.id}, ${row.email}, ${row.emailKey}, ${row.name}, ${row.role}, ${row.language}, 'auto',
      ${row.passwordHash}, true, ${row.at}, ${row.at})
    on conflict (email_key) do nothing
    returning ${columns}`
}

export function updateUser(user: UserRow, at: Date): Statement {
  return sql`
    update company.user
    set name = ${user.name}, role = ${user.role}, language = ${user.language}, theme = ${user.theme},
      password_hash = ${user.password_hash}, active = ${user.active}, changed_at = ${at}
    where id = ${user.id}`
}

/** Locks whoever can manage people, so that two of them cannot remove each other at once. */
export const administrators = sql<{ id: Uuid }>`
  select id from company.user
  where role = 'administrator' and active and password_hash is not null
  order by id for update`

export const anyAdministrator = sql<{ exists: boolean }>`
  select exists (
    select 1 from company.user where role = 'administrator' and active and password_hash is not null
  ) as exists`

/** Held until the end of the transaction by whoever makes the first administrator. */
export const lockSetup = sql`select pg_advisory_xact_lock(7201650414)`

export interface SignedInRow {
  session_id: Uuid
  id: Uuid
  name: string
  role: Role
  language: Language
  last_seen_at: Date
  entered_by: string
  /** The role must have a second factor, and this person has none. */
  unsafe: boolean
}
/** The person behind a session that is neither idle too long nor expired; one look-up by primary keys. */
export function signedIn(tokenHash: Buffer, now: Date, seenAfter: Date): Statement<SignedInRow> {
  return sql`
    select s.id as session_id, s.last_seen_at, s.entered_by, u.id, u.name, u.role, u.language,
      exists (select from company.setting where name = 'secondFactor' and value->'required' ? u.role)
      and not exists (select from company.second_factor f where f.user_id = u.id and f.confirmed_at is not null)
      as unsafe
    from company.session s join company.user u on u.id = s.user_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and s.last_seen_at > ${seenAfter} and u.active`
}
export function addSession(row: {
  tokenHash: Buffer
  id: Uuid
  userId: Uuid
  at: Date
  expiresAt: Date
  /** How they proved who they are. */
  enteredBy?: string
}): Statement {
  return sql`
    insert into company.session (token_hash, id, user_id, created_at, last_seen_at, expires_at, entered_by)
    values (${row.tokenHash}, ${row.id}, ${row.userId}, ${row.at}, ${row.at}, ${row.expiresAt},
      ${row.enteredBy ?? 'password'})`
}
export function touchSession(tokenHash: Buffer, at: Date): Statement {
  return sql`update company.session set last_seen_at = ${at} where token_hash = ${tokenHash}`
}
export function endSession(id: Uuid, userId: Uuid): Statement {
  return sql`delete from company.session where id = ${id} and user_id = ${userId}`
}
/** Ends a person's sessions, all but `kept`. */
export function endSessions(userId: Uuid, kept: Uuid | null): Statement {
  return sql`delete from company.session where user_id = ${userId} and id is distinct from ${kept}::uuid`
}
/** Which of these sessions are still good. Looking does not count as use. */
export function sessionsHolding(ids: readonly Uuid[], now: Date, seenAfter: Date): Statement<{ id: Uuid }> {
  return sql`
    select s.id from company.session s join company.user u on u.id = s.user_id
    where s.id = any(${ids}::uuid[]) and s.expires_at > ${now} and s.last_seen_at > ${seenAfter} and u.active`
}
export function forgetSessions(now: Date, seenBefore: Date): Statement {
  return sql`delete from company.session where expires_at < ${now} or last_seen_at < ${seenBefore}`
}

export interface TokenRow {
  id: Uuid
  name: string
  user_id: Uuid
  scopes: string[]
  created_at: Date
  expires_at: Date
  last_used_at: Date | null
}
const tokenColumns = sql`id, name, user_id, scopes, created_at, expires_at, last_used_at`

export interface TokenHolderRow {
  token_id: Uuid
  scopes: string[]
  last_used_at: Date | null
  id: Uuid
  name: string
  role: Role
  language: Language
}
export function tokenHolder(tokenHash: Buffer, now: Date): Statement<TokenHolderRow> {
  return sql`
    select t.id as token_id, t.scopes, t.last_used_at, u.id, u.name, u.role, u.language
    from company.token t join company.user u on u.id = t.user_id
    where t.token_hash = ${tokenHash} and t.revoked_at is null and t.expires_at > ${now} and u.active`
}
export function addToken(row: {
  id: Uuid
  tokenHash: Buffer
  name: string
  userId: Uuid
  scopes: readonly string[]
  at: Date
  expiresAt: Date
}): Statement<TokenRow> {
  return sql`
    insert into company.token (id, token_hash, name, user_id, scopes, created_at, expires_at)
    values (${row.id}, ${row.tokenHash}, ${row.name}, ${row.userId}, ${row.scopes}::text[], ${row.at}, ${row.expiresAt})
    returning ${tokenColumns}`
}
/** Living tokens of one person, or of everybody. */
export function tokensOf(userId: Uuid | null, now: Date): Statement<TokenRow> {
  return sql`
    select ${tokenColumns} from company.token
    where (${userId}::uuid is null or user_id = ${userId}) and revoked_at is null and expires_at > ${now}
    order by created_at desc, id`
}
export function touchToken(id: Uuid, at: Date): Statement {
  return sql`update company.token set last_used_at = ${at} where id = ${id}`
}
export function revokeToken(id: Uuid, userId: Uuid | null, at: Date): Statement {
  return sql`
    update company.token set revoked_at = ${at}
    where id = ${id} and (${userId}::uuid is null or user_id = ${userId}) and revoked_at is null`
}
export function revokeTokens(userId: Uuid, at: Date): Statement {
  return sql`update company.token set revoked_at = ${at} where user_id = ${userId} and revoked_at is null`
}

export function addLink(row: {
  tokenHash: Buffer
  purpose: 'setup' | 'invitation'
  userId: Uuid | null
  at: Date
  expiresAt: Date
}): Statement {
  return sql`
    insert into company.link (token_hash, purpose, user_id, created_at, expires_at)
    values (${row.tokenHash}, ${row.purpose}, ${row.userId}, ${row.at}, ${row.expiresAt})`
}
/** Uses a link up: whoever gets the row is the only one. */
export function takeLink(tokenHash: Buffer, purpose: string, now: Date): Statement<{ user_id: Uuid | null }> {
  return sql`
    delete from company.link
    where token_hash = ${tokenHash} and purpose = ${purpose} and expires_at > ${now}
    returning user_id`
}
export const endSetupLinks = sql`delete from company.link where purpose = 'setup'`
export function endLinksOf(userId: Uuid): Statement {
  return sql`delete from company.link where user_id = ${userId}`
}
export function forgetLinks(now: Date): Statement {
  return sql`delete from company.link where expires_at < ${now}`
}
