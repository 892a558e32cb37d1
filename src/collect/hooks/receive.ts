import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { wake } from '#src/collect/events/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { unseal } from '#src/platform/vault/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type HookRow, hookOfKey, insertDelivery, noteRefused } from './queries.ts'
import { verify } from './signature.ts'

/** How long a hook is believed without asking again, in milliseconds: an ended one dies within this time. */
const believed = 2000
const mostKnown = 1000
interface Known {
  hook: HookRow
  secret: string | undefined
  until: number
}
const caches = new WeakMap<Db, Map<string, Known>>()

async function lookUp({ db, config, now }: Context, key: string): Promise<Known | undefined> {
  const cache = caches.get(db) ?? new Map<string, Known>()
  caches.set(db, cache)
  const known = cache.get(key)
  const time = now.getTime()
  if (known !== undefined && known.until > time && known.until <= time + believed) return known
  cache.delete(key)
  const hook = /^[\w-]{22}$/.test(key) ? await hookOfKey(db, key) : undefined
  if (hook === undefined) return undefined
  const secret = await unseal(config.dataDir, hook.id, hook.secret)
  if (cache.size >= mostKnown) cache.clear()
  const found = { hook, secret, until: time + believed }
  cache.set(key, found)
  return found
}

/**
 * Takes one delivery: returned means that it is on the disk, or was there before. Throws 404 `hook_unknown`, 401 `hook_signature` or
 * `hook_stale`, and 503 for every fault of ours, so that the sender comes again.
 */
export async function receive(
  context: Context,
  key: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<void> {
  const known = await ours(lookUp(context, key))
  if (known === undefined)
    throw new Refusal(404, 'hook_unknown', 'Nobody listens at this address.', 'Take the address from its page.')
  const { hook, secret } = known
  if (isPing(hook, headers, body)) return
  if (secret === undefined)
    throw new Refusal(503, 'hook_secret_gone', 'The secret cannot be read any more.', 'Give it anew on its page.')
  const { id } = await checked(context, hook, () => verify({ ...hook, secret }, headers, body, context.now))
  const { db, now, uuid } = context
  const made = await ours(
    insertDelivery(db, {
      hookId: hook.id,
      id: deliveryId(id, headers, body),
      turn: uuid(),
      at: now,
      topic: topicOf(headers),
      payload: body,
    }),
  )
  if (made) wake(db, new Set([hook.id]))
}

async function checked<T>({ db, now }: Context, hook: HookRow, check: () => T): Promise<T> {
  try {
    return check()
  } catch (error) {
    noteRefused(db, hook.id, now).catch(() => {})
    throw error
  }
}

/** Our faults are always 503: what is refused with 4xx is thrown away. */
async function ours<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal && error.status === 503) throw error
    const refusal = new Refusal(503, 'database_unavailable', 'The delivery could not be kept.', 'Send it again.')
    refusal.cause = error
    throw refusal
  }
}

/** A new web hook of WooCommerce is tried with a form that nobody signs and that says only its number. */
const isPing = ({ scheme }: HookRow, headers: IncomingHttpHeaders, body: Buffer): boolean =>
  scheme === 'woocommerce' &&
  headers['x-wc-webhook-signature'] === undefined &&
  body.length < 40 &&
  /^webhook_id=\d{1,20}$/.test(body.toString('latin1'))

/** A signed id names the delivery. One that nobody signed only tells two of the same content apart. */
function deliveryId(id: string | null, headers: IncomingHttpHeaders, body: Buffer): Uuid {
  if (id !== null) return uuidOf('delivery', id)
  const told = headers['x-shopify-webhook-id'] ?? headers['x-wc-webhook-delivery-id'] ?? ''
  return uuidOf('body', String(told).slice(0, 200), createHash('sha256').update(body).digest('base64'))
}

function topicOf(headers: IncomingHttpHeaders): string | null {
  const told = headers['x-shopify-topic'] ?? headers['x-wc-webhook-topic'] ?? headers['x-event-type']
  return typeof told === 'string' && /^[\w./:-]{1,80}$/.test(told) ? told : null
}
