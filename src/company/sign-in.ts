import type { Context } from '#src/platform/context.ts'
import { countOrRefuse, forget, networkOf } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { SignIn } from './contract.ts'
import { verifyPassword } from './passwords.ts'
import { type Entered, letIn } from './enter.ts'
import { userByEmail } from './queries.ts'

const quarter = 15 * 60

/** The form under which an address is unique and signed in with. */
export function emailKey(email: string): string {
  return email.normalize('NFC').trim().toLowerCase()
}

/**
 * Checks a password and begins a session. Whatever is wrong (no such person, wrong password, not active, not yet joined) the answer is one
 * and the same 401 `sign_in_failed` after the same work. Tries are limited per account at an address, per account and per address (429).
 */
export async function signIn(context: Context, given: SignIn, address: string): Promise<Entered> {
  const { db, now } = context
  const key = emailKey(given.email)
  const network = networkOf(address)
  const here = `sign-in ${key} ${network}`
  await countOrRefuse(db, { what: `sign-in at ${network}`, most: 60, seconds: quarter }, now)
  await countOrRefuse(db, { what: here, most: 10, seconds: quarter }, now)
  await countOrRefuse(db, { what: `sign-in ${key}`, most: 100, seconds: quarter }, now)
  const user = await db.maybe(userByEmail(key))
  const right = await verifyPassword(given.password, user?.password_hash)
  if (!right || user === undefined || !user.active) throw failed()
  const entered = await db.tx((tx) => letIn(tx, context, user, 'password'))
  await forget(db, here)
  return entered
}

function failed(): Refusal {
  return new Refusal(401, 'sign_in_failed', 'The e-mail address or the password is not right.', 'Check both.')
}

/** Limits tries at secrets in links, and with `whose` at one person's present password. */
export async function limitTries({ db, now }: Context, address: string, whose?: string): Promise<void> {
  const network = networkOf(address)
  await countOrRefuse(db, { what: `link at ${network}`, most: 60, seconds: quarter }, now)
  if (whose !== undefined) await countOrRefuse(db, { what: `password ${whose}`, most: 10, seconds: quarter }, now)
}
