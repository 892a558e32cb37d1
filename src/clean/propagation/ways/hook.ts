import { createHmac } from 'node:crypto'
import { post, Unreached } from '#src/platform/egress/index.ts'
import type { Message } from '../contract.ts'
import type { Target } from '../queries/systems.ts'

/** Begins what a receiver keeps of the key (standardwebhooks.com, "Signature scheme"). */
export const keyPrefix = 'whsec_'

/** `v1,` and the HMAC-SHA256 of `id.timestamp.body`, as Standard Webhooks 1.0 has it. */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(keyPrefix.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`
}

/** A system said that it is busy and when it wants to be asked again. */
export class Later extends Unreached {
  readonly seconds: number
  constructor(code: string, seconds: number) {
    super(code)
    this.seconds = seconds
  }
}

/** Calls a system with one message; returned means it has taken it (any 2xx). Throws `Unreached` with `http_STATUS` or what the way out says. */
export async function call(target: Target, secret: string, message: Message, now: Date): Promise<void> {
  const body = JSON.stringify(message)
  const timestamp = Math.floor(now.getTime() / 1000)
  const { status, retryAfter } = await post({
    url: target.url!,
    allowPrivate: target.allowPrivate === true,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Kauppias',
      'webhook-id': message.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secret, message.id, timestamp, body),
    },
    body,
  })
  if (status >= 200 && status < 300) return
  if (retryAfter !== undefined) throw new Later(`http_${status}`, retryAfter)
  throw new Unreached(`http_${status}`)
}
