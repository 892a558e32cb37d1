import type { Context } from '#src/platform/context.ts'
import type { Db, Tx } from '#src/platform/db/index.ts'
import type { Random } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Acceptance, Setup } from './contract.ts'
import { hashPassword, mustBeStrong } from './passwords.ts'
import {
  addLink,
  addUser,
  anyAdministrator,
  endLinksOf,
  endSetupLinks,
  lockSetup,
  revokeTokens,
  takeLink,
  updateUser,
  userForChange,
} from './queries.ts'
import { hashOf, newSecret } from './secrets.ts'
import { endSessionsOf } from './sessions.ts'
import { type Entered, letIn } from './enter.ts'
import { emailKey } from './sign-in.ts'

const day = 24 * 3600_000
const invitationDays = 7

/** A new secret for `/setup#…` that makes the first administrator within a day, or undefined when there is one. Earlier ones end. */
export async function firstSecret(db: Db, random: Random, now: Date): Promise<string | undefined> {
  return db.tx(async (tx) => {
    await tx.run(lockSetup)
    if ((await tx.one(anyAdministrator)).exists) return undefined
    const secret = newSecret(random)
    await tx.run(endSetupLinks)
    const expiresAt = new Date(now.getTime() + day)
    await tx.run(addLink({ tokenHash: hashOf(secret), purpose: 'setup', userId: null, at: now, expiresAt }))
    return secret
  })
}

/** Makes the first administrator and signs them in. Throws 410 `link_not_valid` for a used, expired or wrong link, or when there is one. */
export async function setUp(context: Context, given: Setup): Promise<Entered> {
  mustBeStrong(given.password, [given.email, given.name])
  const passwordHash = await hashPassword(given.password, context.random)
  return context.db.tx(async (tx) => {
    await tx.run(lockSetup)
    const link = await tx.maybe(takeLink(hashOf(given.token), 'setup', context.now))
    if (link === undefined || (await tx.one(anyAdministrator)).exists) throw notValid()
    const user = await tx.maybe(
      addUser({
        id: context.uuid(),
        email: given.email.normalize('NFC').trim(),
        emailKey: emailKey(given.email),
        name: given.name.trim(),
        role: 'administrator',
        language: given.language ?? context.config.language,
        passwordHash,
        at: context.now,
      }),
    )
    if (user === undefined) throw new Refusal(409, 'email_taken', 'Somebody has this e-mail address already.')
    return letIn(tx, context, user, 'password')
  })
}

/** A new link for a person to set their password; earlier ones of theirs end. */
export async function invite(tx: Tx, context: Context, userId: Uuid): Promise<{ link: string; expiresAt: Date }> {
  const secret = newSecret(context.random)
  const expiresAt = new Date(context.now.getTime() + invitationDays * day)
  await tx.run(endLinksOf(userId))
  await tx.run(addLink({ tokenHash: hashOf(secret), purpose: 'invitation', userId, at: context.now, expiresAt }))
  return { link: `${context.config.publicUrl}/invitation#${secret}`, expiresAt }
}

/** Sets the password of the invited person, ends whatever sessions and tokens they had, and signs them in. Throws 410 `link_not_valid`. */
export async function accept(context: Context, given: Acceptance): Promise<Entered> {
  mustBeStrong(given.password, [])
  const passwordHash = await hashPassword(given.password, context.random)
  return context.db.tx(async (tx) => {
    const link = await tx.maybe(takeLink(hashOf(given.token), 'invitation', context.now))
    const user = link?.user_id ? await tx.maybe(userForChange(link.user_id)) : undefined
    if (user === undefined || !user.active) throw notValid()
    mustBeStrong(given.password, [user.email, user.name])
    await tx.run(updateUser({ ...user, password_hash: passwordHash }, context.now))
    await endSessionsOf(tx, user.id, null)
    await tx.run(revokeTokens(user.id, context.now))
    return letIn(tx, context, user, 'password')
  })
}

function notValid(): Refusal {
  return new Refusal(410, 'link_not_valid', 'This link has been used or has expired.', 'Ask for a new one.')
}
