import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { forget } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { CodeEntry } from './contract.ts'
import { type UserRow, userForChange } from './queries.ts'
import { addHalf, dropHalf, tryHalf } from './queries/entry.ts'
import { limit, takeCode, wrongCode } from './second-factor.ts'
import { hashOf, newSecret } from './secrets.ts'
import { beginSession } from './sessions.ts'

/** How somebody proved who they are. */
export type EnteredBy = 'password' | 'code' | 'provider'

/** Who has just come in, with the session for the cookie; or who must still give a code, with what lets them do just that. */
export type Entered =
  | { readonly user: UserRow; readonly session: string }
  | { readonly user: UserRow; readonly half: string }

/** Time to find the telephone. */
const halfMinutes = 10
const mostTries = 5

/** Lets a person in, or half in when a code is asked of them. */
export async function letIn(tx: Tx, context: Context, user: UserRow, by: EnteredBy): Promise<Entered> {
  const asked = user.second_factor && !(by === 'provider' && context.config.provider?.secondFactor === true)
  if (!asked) return { user, session: await beginSession(tx, context, user.id, by) }
  const half = newSecret(context.random)
  const at = context.now
  const expiresAt = new Date(at.getTime() + halfMinutes * 60_000)
  await tx.run(addHalf({ tokenHash: hashOf(half), userId: user.id, enteredBy: by, at, expiresAt }))
  return { user, half }
}

/**
 * The second step: the code. Throws 403 `code_wrong`; 410 `half_entry_over` after ten minutes or five tries, and then the password is
 * asked for again.
 */
export async function enterWithCode(context: Context, given: CodeEntry): Promise<{ user: UserRow; session: string }> {
  const { db, now } = context
  const hash = hashOf(given.token)
  const half = await db.maybe(tryHalf(hash, now, mostTries))
  if (half === undefined) throw over()
  await limit(context, half.user_id)
  const entered = await db.tx(async (tx) => {
    const user = await tx.maybe(userForChange(half.user_id))
    if (user === undefined || !user.active) throw over()
    if (!(await takeCode(tx, context, user.id, given.code))) throw wrongCode()
    await tx.run(dropHalf(hash))
    return { user, session: await beginSession(tx, context, user.id, 'code') }
  })
  await forget(db, `code ${half.user_id}`)
  return entered
}

function over(): Refusal {
  return new Refusal(410, 'half_entry_over', 'The sign-in took too long or was tried too often.', 'Sign in again.')
}
