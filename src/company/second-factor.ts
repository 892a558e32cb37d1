import { Secret, TOTP } from 'otpauth'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { countOrRefuse } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Role, Uuid } from '#src/terms/index.ts'
import type { Enrolment, RecoveryCodes, SecondFactor, SecondFactorPolicy } from './contract.ts'
import { verifyPassword } from './passwords.ts'
import { authorize } from './permissions.ts'
import { administrators, tokensOf, type UserRow, userById, userForChange } from './queries.ts'
import * as queries from './queries/entry.ts'
import { hashOf } from './secrets.ts'
import { endSessionsOf } from './sessions.ts'

const stepSeconds = 30
/** A code is good one step before and after its own: clocks of telephones differ. */
const window = 1
const quarter = 15 * 60

function totp(secret: Buffer, label: string): TOTP {
  const bytes = new Uint8Array(secret)
  return new TOTP({
    issuer: 'Kauppias',
    label,
    algorithm: 'SHA1', // what every authenticator app understands (RFC 6238)
    digits: 6,
    period: stepSeconds,
    secret: new Secret({ buffer: bytes.buffer }),
  })
}

/** The step of 30 s whose code this is, or undefined. Compared in constant time by the library. */
function stepOf(secret: Buffer, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const delta = totp(secret, '').validate({ token, timestamp: now.getTime(), window })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / stepSeconds) + delta
}

/** Sixteen letters and digits that are not mistaken for each other: 80 bits, in groups of four. */
function newRecoveryCode(bytes: Buffer): string {
  const letters = 'abcdefghjkmnopqrstuvwxyz23456789'
  return Array.from(bytes, (byte) => letters[byte & 31])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
}
const plainCode = (code: string) => code.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The state of one's own second factor. */
export async function secondFactor({ db, actor }: Context): Promise<SecondFactor> {
  const row = await db.one(queries.factorState(actor.id, actor.role))
  return { on: row.on, required: row.required, recoveryCodes: row.codes }
}

/**
 * Begins to set it up: a new secret, which asks nothing of anybody until its first code was right. Needs the present password.
 * Throws 403 `current_password_wrong`, 409 `second_factor_on`.
 */
export async function beginEnrolment(context: Context, password: string | undefined): Promise<Enrolment> {
  const user = await proved(context, password)
  const secret = context.random.bytes(20)
  const begun = await context.db.run(queries.putFactor(user.id, secret, context.now))
  if (begun === 0) throw new Refusal(409, 'second_factor_on', 'It is on already.', 'Turn it off first.')
  const made = totp(secret, user.email)
  return { secret: made.secret.base32, uri: made.toString() }
}

/** Confirms with the first code: from now on it is asked for. Ends all other sessions; answers with the recovery codes, once. */
export async function confirmEnrolment(context: Context, code: string): Promise<RecoveryCodes> {
  const { db, actor, now } = context
  await limit(context, actor.id)
  return db.tx(async (tx) => {
    const row = await tx.maybe(queries.factorForChange(actor.id))
    const step = row === undefined || row.confirmed_at !== null ? undefined : stepOf(row.secret, code, now)
    if (step === undefined) throw wrongCode()
    await tx.run(queries.confirmFactor(actor.id, now, step))
    const codes = await newCodes(tx, context, actor.id)
    await endSessionsOf(tx, actor.id, actor.sessionId ?? null)
    await tx.run(queries.markSession(actor.sessionId ?? null, 'code'))
    await note(tx, context, actor.id, 'secondFactorOn')
    return { codes }
  })
}

/** New recovery codes; the old ones are worthless. Needs the password. */
export async function renewCodes(context: Context, password: string | undefined): Promise<RecoveryCodes> {
  const { db, actor } = context
  await proved(context, password)
  return db.tx(async (tx) => {
    const row = await tx.maybe(queries.factorForChange(actor.id))
    if (row === undefined || row.confirmed_at === null) throw new Refusal(409, 'second_factor_off', 'It is not on.')
    await note(tx, context, actor.id, 'recoveryCodesRenewed')
    return { codes: await newCodes(tx, context, actor.id) }
  })
}

/** Turns one's own off. Needs the password; ends all other sessions. */
export async function turnOff(context: Context, password: string | undefined): Promise<void> {
  const { db, actor } = context
  await proved(context, password)
  await db.tx(async (tx) => {
    await tx.run(queries.dropFactor(actor.id))
    await tx.run(queries.dropCodes(actor.id))
    await endSessionsOf(tx, actor.id, actor.sessionId ?? null)
    await note(tx, context, actor.id, 'secondFactorOff')
  })
}

/** Takes away another's, whose telephone is lost. All their sessions end. Throws 404 `not_found`. */
export async function resetFor(context: Context, userId: Uuid): Promise<void> {
  authorize(context.actor, 'user.manage')
  await context.db.tx(async (tx) => {
    await tx.rows(administrators)
    const user = await tx.maybe(userForChange(userId))
    if (user === undefined) throw new Refusal(404, 'not_found', 'No such person.')
    await tx.run(queries.dropFactor(userId))
    await tx.run(queries.dropCodes(userId))
    await tx.run(queries.dropHalves(userId))
    await endSessionsOf(tx, userId, null)
    await note(tx, context, userId, 'secondFactorReset')
  })
}

/**
 * Whether the code is right: six digits of the app, each step once, or a recovery code, each once. Tries are limited per person (429).
 * To be called in the transaction that lets the person in.
 */
export async function takeCode(tx: Tx, context: Context, userId: Uuid, code: string): Promise<boolean> {
  const row = await tx.maybe(queries.factorForChange(userId))
  if (row === undefined || row.confirmed_at === null) return false
  const step = stepOf(row.secret, code, context.now)
  if (step !== undefined) return (await tx.run(queries.spendStep(userId, step))) === 1
  if (plainCode(code).length !== 16) return false
  if ((await tx.run(queries.spendRecoveryCode(userId, hashOf(plainCode(code))))) === 0) return false
  await note(tx, context, userId, 'recoveryCodeUsed')
  return true
}

/** At most ten tries at one person's codes in a quarter of an hour. */
export async function limit({ db, now }: Context, userId: Uuid): Promise<void> {
  await countOrRefuse(db, { what: `code ${userId}`, most: 10, seconds: quarter }, now)
}

export function wrongCode(): Refusal {
  return new Refusal(403, 'code_wrong', 'The code is not right, or was used already.', 'Wait for the next one.')
}

/** Which roles must have it. */
export async function policy({ db, actor }: Context): Promise<SecondFactorPolicy> {
  authorize(actor, 'settings.manage')
  const found = await db.maybe(queries.setting<SecondFactorPolicy>('secondFactor'))
  return found?.value ?? { required: [] }
}

/** Decides which roles must have it: those who have not yet can do nothing else until they do. */
export async function setPolicy(context: Context, wanted: { required: readonly Role[] }): Promise<SecondFactorPolicy> {
  authorize(context.actor, 'settings.manage')
  const value = { required: [...wanted.required] }
  await context.db.run(queries.putSetting('secondFactor', value, context.now, context.actor.id))
  return value
}

async function newCodes(tx: Tx, context: Context, userId: Uuid): Promise<string[]> {
  const codes = Array.from({ length: 10 }, () => newRecoveryCode(context.random.bytes(16)))
  await tx.run(queries.dropCodes(userId))
  await tx.run(
    queries.addCodes(
      userId,
      codes.map((code) => hashOf(plainCode(code))),
      context.now,
    ),
  )
  return codes
}

/** The person who acts, once their password was right. Those who only come in by the provider have none to give. */
async function proved(context: Context, password: string | undefined): Promise<UserRow> {
  const { db, actor, now } = context
  const user = await db.one(userById(actor.id))
  if (user.password_hash === null) return user
  await countOrRefuse(db, { what: `password ${actor.id}`, most: 10, seconds: quarter }, now)
  if (password === undefined || !(await verifyPassword(password, user.password_hash))) {
    throw new Refusal(403, 'current_password_wrong', 'The present password is not right.', 'Check it.')
  }
  return user
}

/** Keeps what happened to somebody's ways in, and how many tokens act for them all the same. */
async function note(tx: Tx, context: Context, userId: Uuid, what: string): Promise<void> {
  const tokens = (await tx.rows(tokensOf(userId, context.now))).length
  const { id: actorId } = context.actor
  const about = { id: context.uuid(), userId, actorId: context.actor.kind === 'anonymous' ? userId : actorId }
  await tx.run(queries.addEvent({ ...about, at: context.now, what, details: { tokens } }))
}
export { note as noteEntry }
