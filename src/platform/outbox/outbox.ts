import type { Uuid } from '#src/terms/index.ts'
import type { Context } from '../context.ts'
import type { Db, Tx } from '../db/index.ts'
import { addEffect, claimDue, dropEffectsOf, markUnknown, settleEffect } from './queries.ts'

export interface Effect {
  /** Who carries it out, e.g. `mail`. */
  readonly topic: string
  /** The same effect has the same key, however often it is asked for, e.g. `invoice-reminder:ID:2`. */
  readonly key: string
  /** What the carrier needs; ids rather than personal data where the carrier can look them up. */
  readonly payload: unknown
  /** Not before this moment. */
  readonly availableAt?: Date
}

/** Writes the effect in the transaction that causes it. False: an effect of this key was there already, nothing was written. */
export async function put(tx: Tx, effect: Effect, { now, uuid }: Pick<Context, 'now' | 'uuid'>): Promise<boolean> {
  const { topic, key, payload, availableAt = now } = effect
  return (await tx.run(addEffect({ id: uuid(), topic, key, payload, at: now, availableAt }))) === 1
}

/** An effect in hand, until `settle` or until the lease runs out. */
export interface Claim {
  readonly id: Uuid
  readonly key: string
  readonly payload: unknown
  /** 1 the first time. */
  readonly attempts: number
  /** Proof of being the latest claimer. */
  readonly fence: string
}

/**
 * Takes at most `most` due effects of a topic for `leaseSeconds`. What an earlier claimer left unsettled is taken again with
 * `afterCrash: 'again'` (the receiver knows the key and does nothing twice), or put aside as `unknown` for a person to resolve with
 * `'unknown'` (the protocol cannot tell whether it was done).
 */
export async function claim(
  db: Db,
  wanted: { topic: string; most: number; leaseSeconds: number; afterCrash: 'again' | 'unknown' },
  now: Date,
): Promise<Claim[]> {
  if (wanted.afterCrash === 'unknown') await db.run(markUnknown(wanted.topic, now))
  const leaseUntil = new Date(now.getTime() + wanted.leaseSeconds * 1000)
  return db.rows(claimDue(wanted.topic, wanted.most, now, leaseUntil))
}

/** How carrying out ended. `again`: it surely was not done, try after `at`; `unknown`: it may have been done; `dead`: it never will be. */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'again'; readonly at: Date; readonly error: string }
  | { readonly kind: 'unknown' | 'dead'; readonly error: string }

/** Records the outcome. False: the lease ran out and somebody else has it now; what they record counts. `error` is a code, not a text of others. */
export async function settle(db: Db | Tx, claimed: Claim, outcome: Outcome, now: Date): Promise<boolean> {
  const settled = await db.run(
    settleEffect({
      id: claimed.id,
      fence: claimed.fence,
      state: outcome.kind === 'again' ? 'pending' : outcome.kind,
      availableAt: outcome.kind === 'again' ? outcome.at : now,
      error: outcome.kind === 'sent' ? null : outcome.error.slice(0, 500),
    }),
  )
  return settled === 1
}

/** Takes out what waits, or was carried out, of a customer who is erased. */
export async function forgetCustomer(tx: Tx, customerId: Uuid): Promise<void> {
  await tx.run(dropEffectsOf(customerId))
}
