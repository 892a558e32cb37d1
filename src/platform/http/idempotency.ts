import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { Db, Tx } from '../db/index.ts'
import { Refusal } from '../refusal.ts'
import { joined } from './joined.ts'
import {
  emptyAnswers,
  forgetAnswers,
  type StoredAnswer,
  storeAnswer,
  storedAnswer,
  storeRefusal,
  takeKey,
} from './queries.ts'
import type { Route } from './route.ts'

/** How long a key is remembered, in milliseconds (48 hours). */
const kept = 48 * 3600_000
/** Refusals that are an outcome worth repeating; others (rights, limits, wrong input) are judged anew. */
const outcomes = new Set([404, 409, 410, 412, 422])

interface Sent {
  readonly status: number
  readonly text: string | null
}

/**
 * Carries out a POST at most once per (who, `Idempotency-Key`). The effect and the record of its answer commit together, so after a crash,
 * or when the connection broke during commit, sending the same again either carries it out or repeats the first answer.
 * Throws 409 `idempotency_key_reused` for another request under the same key, `idempotency_in_progress` while the first one runs,
 * `answer_not_kept` where the answer held a secret. `work` must do all it does through the `db` it is given.
 */
export async function once(
  found: { route: Route; request: FastifyRequest; reply: FastifyReply; context: Context; key: string },
  work: (db: Db) => Promise<Sent>,
  refused: (refusal: Refusal) => Sent,
): Promise<Sent> {
  const { context, route, request } = found
  const actorId = context.actor.tokenId ?? context.actor.id
  const requestHash = sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
  const lock = sha256(`${actorId} ${found.key}`).readBigInt64BE(0).toString()
  const entry = { actorId, key: found.key, requestHash, at: context.now }
  try {
    return await context.db.tx(async (tx) => {
      const taken = await tx.maybe(takeKey({ ...entry, lock }))
      if (taken === undefined) {
        throw new Again(new Refusal(409, 'idempotency_in_progress', 'In progress.', undefined, { retryAfter: 1 }))
      }
      if (!taken.fresh) return replay(await tx.one(storedAnswer(actorId, found.key)), requestHash, found.reply)
      const sent = await work(joined(context.db, tx))
      await tx.run(storeAnswer(actorId, found.key, sent.status, route.idempotency === 'once' ? null : sent.text))
      return sent
    })
  } catch (error) {
    if (error instanceof Again) throw error.refusal
    if (error instanceof Refusal && outcomes.has(error.status)) {
      const { status, text } = refused(error)
      await context.db.run(storeRefusal({ ...entry, status, answer: text ?? '' }))
    }
    throw error
  }
}

/** Wraps refusals about the key itself: they are no outcome of the request. */
class Again extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

function replay(stored: StoredAnswer, requestHash: Buffer, reply: FastifyReply): Sent {
  if (!stored.request_hash.equals(requestHash)) {
    throw new Again(new Refusal(409, 'idempotency_key_reused', 'This key was used for another request.'))
  }
  if (stored.status !== 204 && stored.answer === null) {
    throw new Again(new Refusal(409, 'answer_not_kept', 'Done already; the answer held a secret.'))
  }
  reply.header('idempotency-replayed', 'true')
  return { status: stored.status ?? 500, text: stored.answer }
}

/** The key of a request, or undefined. Throws 400 `idempotency_key_invalid`. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new Refusal(400, 'idempotency_key_invalid', 'The key must be 1 to 200 visible ASCII characters.')
}

/** Forgets keys older than 48 hours; returns how many. */
export function forgetOldKeys(db: Db, now: Date): Promise<number> {
  return db.run(forgetAnswers(new Date(now.getTime() - kept)))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}

/** Empties answers kept for repeated requests that name somebody who is erased. */
export async function forgetNamed(tx: Tx, texts: readonly string[]): Promise<void> {
  await tx.run(emptyAnswers(texts))
}
