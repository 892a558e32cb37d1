import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '#src/platform/refusal.ts'
import type { Scheme } from './contract.ts'

export interface Signed {
  scheme: Scheme
  secret: string
  /** Where the signature or token stands, for schemes that leave it open. */
  header: string | null
}
/** A delivery that is the sender's. `id` only where the signature covers it. */
export interface Genuine {
  id: string | null
}

/** How far the clock of a sender may be off, in seconds: what is signed with an older time may be a copy sent again by somebody else. */
const tolerance = 300

const wrong = () => new Refusal(401, 'hook_signature', 'The signature is not right.', 'Sign with the secret.')
const stale = () => new Refusal(401, 'hook_stale', 'The time of the signature is too far off.', 'Sign anew.')

const one = (headers: IncomingHttpHeaders, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = headers[name.toLowerCase()]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

const mac = (key: string | Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
/** In the same time whether or not they are alike. */
const same = (expected: Buffer, given: Buffer): boolean =>
  expected.length === given.length && timingSafeEqual(expected, given)

/** Senders of Standard Webhooks keep their key as base64 behind `whsec_`; any other secret is taken by its letters. */
const standardKey = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)

function fresh(seconds: string | undefined, now: Date): void {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) throw wrong()
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > tolerance) throw stale()
}

type Check = (signed: Signed, headers: IncomingHttpHeaders, body: Buffer, now: Date) => Genuine

/** standardwebhooks.com: HMAC-SHA256 of `id.timestamp.body`; several signatures may stand side by side while a key is changed. */
const standard: Check = ({ secret }, headers, body, now) => {
  const id = one(headers, 'webhook-id', 'svix-id')
  const time = one(headers, 'webhook-timestamp', 'svix-timestamp')
  const given = one(headers, 'webhook-signature', 'svix-signature')
  if (id === undefined || time === undefined || given === undefined || id.length > 500) throw wrong()
  const expected = mac(standardKey(secret), `${id}.${time}.`, body)
  const fits = given
    .split(' ')
    .slice(0, 20)
    .some((each) => each.startsWith('v1,') && same(expected, Buffer.from(each.slice(3), 'base64')))
  if (!fits) throw wrong()
  fresh(time, now)
  return { id }
}

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 of `t.body`. */
const stripe: Check = ({ secret, header }, headers, body, now) => {
  const given =
    one(headers, header ?? 'stripe-signature')
      ?.slice(0, 4000)
      .split(',') ?? []
  const of = (name: string) =>
    given.flatMap((part) => (part.trim().startsWith(`${name}=`) ? [part.trim().slice(name.length + 1)] : []))
  const [time] = of('t')
  if (time === undefined) throw wrong()
  const expected = mac(secret, `${time}.`, body)
  if (!of('v1').some((hex) => same(expected, Buffer.from(hex, 'hex')))) throw wrong()
  fresh(time, now)
  return { id: null }
}

/** Shops sign the body and nothing else: base64 of its HMAC-SHA256. */
const bodyOnly =
  (...names: string[]): Check =>
  ({ secret }, headers, body) => {
    const given = one(headers, ...names)
    if (given === undefined || !same(mac(secret, body), Buffer.from(given, 'base64'))) throw wrong()
    return { id: null }
  }

/** A word that both know, as it is or after `Bearer`. */
const token: Check = ({ secret, header }, headers) => {
  const given = one(headers, header ?? 'x-webhook-token')?.replace(/^Bearer /i, '')
  // hashed first, so that not even the length is told
  if (given === undefined || !same(mac('token', secret), mac('token', given))) throw wrong()
  return { id: null }
}

const checks: Readonly<Record<Scheme, Check>> = {
  standard,
  stripe,
  shopify: bodyOnly('x-shopify-hmac-sha256'),
  woocommerce: bodyOnly('x-wc-webhook-signature'),
  token,
}

/** Whether the delivery is the sender's own and of now. Throws 401 `hook_signature` or `hook_stale`. */
export function verify(signed: Signed, headers: IncomingHttpHeaders, body: Buffer, now: Date): Genuine {
  return checks[signed.scheme](signed, headers, body, now)
}
