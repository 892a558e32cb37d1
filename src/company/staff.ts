import type { Context } from '#src/platform/context.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Invitation, Me, MeChange, User, UserChange, UserDraft } from './contract.ts'
import type { EnteredBy } from './enter.ts'
import { invite } from './links.ts'
import { hashPassword, mustBeStrong, verifyPassword } from './passwords.ts'
import { authorize, verbsOf } from './permissions.ts'
import {
  addUser,
  administrators,
  allUsers,
  endLinksOf,
  revokeTokens,
  type UserRow,
  updateUser,
  userById,
  userForChange,
} from './queries.ts'
import { enteredBy, factorState } from './queries/entry.ts'
import { endSessionsOf } from './sessions.ts'
import { emailKey, limitTries } from './sign-in.ts'

/** The one who is signed in, as the web needs them. */
export async function presentMe(on: Db | Tx, user: UserRow, { config }: Context, by?: EnteredBy): Promise<Me> {
  const { id, name, email, role, language, theme } = user
  const company = { timeZone: config.timeZone, currency: config.currency }
  const factor = await on.one(factorState(id, role))
  const needed = factor.required && !factor.on && !(by === 'provider' && config.provider?.secondFactor === true)
  const permissions = needed ? [] : [...verbsOf(role)]
  return { id, name, email, role, permissions, language, theme, company, secondFactor: { on: factor.on, needed } }
}

/** How the person of this session came in. */
async function cameBy(on: Db | Tx, { actor }: Context): Promise<EnteredBy | undefined> {
  return actor.sessionId === undefined ? undefined : (await on.maybe(enteredBy(actor.sessionId)))?.entered_by
}

function present(user: UserRow): User {
  const { id, name, email, role, language, active } = user
  const joined = user.password_hash !== null
  const { second_factor: secondFactor } = user
  return { id, name, email, role, language, active, joined, secondFactor, createdAt: user.created_at.toISOString() }
}

/** The person who asks. */
export async function me(context: Context): Promise<Me> {
  const { db, actor } = context
  return presentMe(db, await db.one(userById(actor.id)), context, await cameBy(db, context))
}

/** Changes oneself. Throws 403 `current_password_wrong`, 400 `password_too_weak`. */
export async function changeMe(context: Context, change: MeChange, address: string): Promise<Me> {
  const { db, actor, now } = context
  const hash = change.password === undefined ? undefined : await newHash(context, change.password, address)
  return db.tx(async (tx) => {
    const user = await tx.one(userForChange(actor.id))
    const { name = user.name, language = user.language, theme = user.theme } = change
    const changed = { ...user, name: name.trim(), language, theme, password_hash: hash ?? user.password_hash }
    await tx.run(updateUser(changed, now))
    if (hash !== undefined) {
      await endSessionsOf(tx, user.id, actor.sessionId ?? null)
      await tx.run(revokeTokens(user.id, now))
      await tx.run(endLinksOf(user.id))
    }
    return presentMe(tx, changed, context, await cameBy(tx, context))
  })
}

async function newHash(context: Context, password: { current: string; new: string }, address: string): Promise<string> {
  await limitTries(context, address, context.actor.id)
  const user = await context.db.one(userById(context.actor.id))
  if (!(await verifyPassword(password.current, user.password_hash))) {
    throw new Refusal(403, 'current_password_wrong', 'The present password is not right.', 'Check it.')
  }
  mustBeStrong(password.new, [user.email, user.name])
  return hashPassword(password.new, context.random)
}

/** Everybody who works or worked here, active first. */
export async function list(context: Context): Promise<User[]> {
  authorize(context.actor, 'user.read')
  return (await context.db.rows(allUsers)).map(present)
}

/** Adds a person; the link in the answer lets them set their password. Throws 409 `email_taken`. */
export async function add(context: Context, draft: UserDraft): Promise<Invitation> {
  authorize(context.actor, 'user.manage')
  return context.db.tx(async (tx) => {
    const user = await tx.maybe(
      addUser({
        id: context.uuid(),
        email: draft.email.normalize('NFC').trim(),
        emailKey: emailKey(draft.email),
        name: draft.name.trim(),
        role: draft.role,
        language: draft.language ?? context.config.language,
        passwordHash: null,
        at: context.now,
      }),
    )
    if (user === undefined) {
      throw new Refusal(
        409,
        'email_taken',
        'Somebody has this e-mail address already.',
        'Invite that person anew, or use another address.',
      )
    }
    return invited(tx, context, user)
  })
}

/** A new link for a person who lost theirs or forgot the password. What they have now stays valid until it is used. */
export async function inviteAgain(context: Context, id: Uuid): Promise<Invitation> {
  authorize(context.actor, 'user.manage')
  return context.db.tx(async (tx) => {
    const user = await tx.maybe(userForChange(id))
    if (user === undefined || !user.active) throw new Refusal(404, 'not_found', 'No such active person.')
    return invited(tx, context, user)
  })
}

async function invited(tx: Tx, context: Context, user: UserRow): Promise<Invitation> {
  const { link, expiresAt } = await invite(tx, context, user.id)
  return { user: present(user), link, expiresAt: expiresAt.toISOString() }
}

/**
 * Changes name, role or whether the person may come in. A change of role or leaving ends all their sessions at once; leaving revokes their
 * tokens and links too. Throws 409 `last_administrator` when nobody could manage people afterwards.
 */
export async function change(context: Context, id: Uuid, wanted: UserChange): Promise<User> {
  authorize(context.actor, 'user.manage')
  const { db, now } = context
  return db.tx(async (tx) => {
    const managers = await tx.rows(administrators)
    const user = await tx.maybe(userForChange(id))
    if (user === undefined) throw new Refusal(404, 'not_found', 'No such person.')
    const { name = user.name, role = user.role, active = user.active } = wanted
    const stays = role === 'administrator' && active
    if (!stays && managers.length === 1 && managers[0]!.id === id) {
      throw new Refusal(
        409,
        'last_administrator',
        'This is the last administrator.',
        'Make somebody else an administrator first.',
      )
    }
    const changed = { ...user, name: name.trim(), role, active }
    await tx.run(updateUser(changed, now))
    if (role !== user.role || !active) await endSessionsOf(tx, id, null)
    if (!active) {
      await tx.run(revokeTokens(id, now))
      await tx.run(endLinksOf(id))
    }
    return present(changed)
  })
}
