import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid, Verb } from '#src/terms/index.ts'
import type { Token, TokenCreated, TokenDraft } from './contract.ts'
import { authorize, may, verbsOf } from './permissions.ts'
import { addToken, revokeToken, type TokenRow, tokensOf, userByEmail } from './queries.ts'
import { hashOf, newSecret } from './secrets.ts'
import { emailKey } from './sign-in.ts'

const day = 24 * 3600_000
/** What a program never does: manage people, tokens and the settings. */
const personal: readonly Verb[] = ['user.manage', 'token.manage', 'settings.manage']

function present(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    userId: row.user_id,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}

/** Administrators see everybody's tokens, others their own. */
export async function list(context: Context): Promise<Token[]> {
  const { actor, db, now } = context
  authorize(actor, 'token.manage')
  return (await db.rows(tokensOf(may(actor, 'user.manage') ? null : actor.id, now))).map(present)
}

/**
 * Makes a token that acts for its maker within `scopes`; the secret is shown once. Throws 400 `scope_too_wide` for what the maker may not
 * do, or what no token may.
 */
export async function create(context: Context, draft: TokenDraft): Promise<TokenCreated> {
  authorize(context.actor, 'token.manage')
  if (context.actor.kind !== 'user') throw new Refusal(403, 'not_allowed', 'Only a person makes tokens.')
  return make(context, draft, { id: context.actor.id, verbs: context.actor.verbs })
}

/** The same from the command line, for the person with this e-mail address. Throws 404 `not_found`. */
export async function createFor(context: Context, email: string, draft: TokenDraft): Promise<TokenCreated> {
  authorize(context.actor, 'token.manage')
  const user = await context.db.maybe(userByEmail(emailKey(email)))
  if (user === undefined || !user.active) {
    throw new Refusal(404, 'user_unknown', 'Nobody active has this e-mail address.', 'Add the person first.')
  }
  return make(context, draft, { id: user.id, verbs: verbsOf(user.role) })
}

async function make(
  { db, now, random, uuid }: Context,
  draft: TokenDraft,
  owner: { id: Uuid; verbs: ReadonlySet<Verb> },
): Promise<TokenCreated> {
  const tooWide = draft.scopes.filter((scope) => !owner.verbs.has(scope) || personal.includes(scope))
  if (tooWide.length > 0) {
    throw new Refusal(
      400,
      'scope_too_wide',
      `A token of this person cannot have: ${tooWide.join(', ')}.`,
      'Leave these scopes out.',
      { scopes: tooWide.join(', ') },
    )
  }
  const secret = `kpt_${newSecret(random)}`
  const row = await db.one(
    addToken({
      id: uuid(),
      tokenHash: hashOf(secret),
      name: draft.name.trim(),
      userId: owner.id,
      scopes: draft.scopes,
      at: now,
      expiresAt: new Date(now.getTime() + (draft.days ?? 365) * day),
    }),
  )
  return { token: present(row), secret }
}

/** Revokes a token of one's own; an administrator anybody's. It is dead from the next request on. Throws 404 `not_found`. */
export async function revoke({ actor, db, now }: Context, id: Uuid): Promise<void> {
  authorize(actor, 'token.manage')
  const revoked = await db.run(revokeToken(id, may(actor, 'user.manage') ? null : actor.id, now))
  if (revoked === 0) throw new Refusal(404, 'not_found', 'No such token.')
}
