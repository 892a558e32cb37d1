import type { Actor, Context } from '#src/platform/context.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import type { Credentials } from '#src/platform/http/index.ts'
import { announceLeaving } from '#src/platform/live/index.ts'
import type { Uuid, Verb } from '#src/terms/index.ts'
import { verbsOf } from './permissions.ts'
import {
  addSession,
  endSession,
  endSessions,
  forgetLinks,
  forgetSessions,
  sessionsHolding,
  signedIn,
  tokenHolder,
  touchSession,
  touchToken,
} from './queries.ts'
import { dropHalves, forgetEntries } from './queries/entry.ts'
import { hashOf, newSecret } from './secrets.ts'

const minute = 60_000
const day = 24 * 3600_000
/** A session ends after three days without use and in any case after thirty. */
export const sessionDays = 30
const idle = 3 * day

/** What the configuration says of ways in. */
export interface EntryRules {
  /** The provider of single sign-on asks for a second factor itself. */
  readonly providerAsksTwice?: boolean
}
/** Whoever must set up a second factor can do nothing else until then. */
const nothing: ReadonlySet<Verb> = new Set()

/**
 * Who the credentials belong to right now, by one indexed query; undefined when they are unknown, expired, revoked or their person is no
 * longer active. Rights are those of the person's role at this moment; a token has of them only its scopes.
 */
export async function authenticate(
  db: Db,
  credentials: Credentials,
  now: Date,
  rules: EntryRules = {},
): Promise<Actor | undefined> {
  const { bearer, session } = credentials
  if (bearer !== undefined) return bearer.startsWith('kpt_') ? byToken(db, bearer, now) : undefined
  return session === undefined ? undefined : bySession(db, session, now, rules)
}

async function bySession(db: Db, token: string, now: Date, rules: EntryRules): Promise<Actor | undefined> {
  const hash = hashOf(token)
  const found = await db.maybe(signedIn(hash, now, new Date(now.getTime() - idle)))
  if (found === undefined) return undefined
  if (now.getTime() - found.last_seen_at.getTime() > minute) await db.run(touchSession(hash, now))
  const { id, name, role, language } = found
  const safe = !found.unsafe || (found.entered_by === 'provider' && rules.providerAsksTwice === true)
  return { kind: 'user', id, sessionId: found.session_id, name, role, language, verbs: safe ? verbsOf(role) : nothing }
}

async function byToken(db: Db, token: string, now: Date): Promise<Actor | undefined> {
  const found = await db.maybe(tokenHolder(hashOf(token), now))
  if (found === undefined) return undefined
  const used = found.last_used_at?.getTime() ?? 0
  if (now.getTime() - used > minute) await db.run(touchToken(found.token_id, now))
  const { id, name, role, language } = found
  const verbs = verbsOf(role).intersection(new Set(found.scopes as Verb[]))
  return { kind: 'token', id, tokenId: found.token_id, name, role, language, verbs }
}

/** Begins a session of a person; returns the token for the cookie. */
export async function beginSession(tx: Tx, context: Context, userId: Uuid, enteredBy = 'password'): Promise<string> {
  const token = newSecret(context.random)
  const at = context.now
  const expiresAt = new Date(at.getTime() + sessionDays * day)
  await tx.run(addSession({ tokenHash: hashOf(token), id: context.uuid(), userId, at, expiresAt, enteredBy }))
  return token
}

/** Ends the session the request came with, if any. */
export async function signOut({ db, actor }: Context): Promise<void> {
  if (actor.sessionId === undefined) return
  await db.run(endSession(actor.sessionId, actor.id))
  await announceLeaving(db, actor.id)
}

/** Ends a person's sessions, all but `kept`; what they have open ends too. */
export async function endSessionsOf(tx: Tx, userId: Uuid, kept: Uuid | null): Promise<void> {
  await tx.run(endSessions(userId, kept))
  await tx.run(dropHalves(userId))
  await announceLeaving(tx, userId)
}

/** Which of these sessions are still good. */
export async function holdingSessions(db: Db, sessions: readonly Uuid[], now: Date): Promise<ReadonlySet<Uuid>> {
  const rows = await db.rows(sessionsHolding(sessions, now, new Date(now.getTime() - idle)))
  return new Set(rows.map(({ id }) => id))
}

/** Deletes sessions and links that are over. For cron. */
export async function forgetOld(db: Db, now: Date): Promise<void> {
  await db.run(forgetSessions(now, new Date(now.getTime() - idle)))
  await db.run(forgetLinks(now))
  await db.run(forgetEntries(now))
}
