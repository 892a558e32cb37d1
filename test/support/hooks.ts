import { createHmac } from 'node:crypto'
import { applyAll } from '#src/collect/events/index.ts'
import { deliveries } from '#src/collect/hooks/index.ts'
import type { Answer, Client, TestApp } from './app.ts'

/** A web hook and how its sender calls it. */
export interface Calling {
  id: string
  address: string
  secret: string
  administrator: Client
  /** Signs and sends one payload. */
  send(payload: unknown, more?: { topic?: string; id?: string; headers?: Record<string, string> }): Promise<Answer>
  apply(): Promise<number>
  /** Sends and applies; throws unless it is taken. */
  tell(payload: unknown, more?: { topic?: string; id?: string }): Promise<void>
}

let sent = 0

export async function callingHook(
  app: TestApp,
  draft: { source: string; preset?: string; scheme?: string; name?: string },
): Promise<Calling> {
  const administrator = await app.as('administrator')
  const secret = 'shpss_0123456789abcdef'
  const { scheme = 'standard', preset = 'own', source, name = 'Kutsu' } = draft
  const made = await administrator.post('/api/v1/hooks', { name, source, preset, scheme, secret })
  if (made.status !== 201) throw new Error(made.text)
  const { id, address } = made.body as { id: string; address: string }
  const path = new URL(address).pathname
  const send: Calling['send'] = (payload, more = {}) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const number = more.id ?? `d${++sent}`
    const at = String(Math.floor(app.clock.now().getTime() / 1000))
    const mac = createHmac('sha256', secret).update(`${number}.${at}.${body}`).digest('base64')
    const headers: Record<string, Record<string, string>> = {
      shopify: {
        'x-shopify-hmac-sha256': signature,
        'x-shopify-webhook-id': number,
        ...(more.topic && { 'x-shopify-topic': more.topic }),
      },
      woocommerce: {
        'x-wc-webhook-signature': signature,
        'x-wc-webhook-delivery-id': number,
        ...(more.topic && { 'x-wc-webhook-topic': more.topic }),
      },
      standard: { 'webhook-id': number, 'webhook-timestamp': at, 'webhook-signature': `v1,${mac}` },
      token: { 'x-webhook-token': secret },
    }
    return app.anonymous.post(path, body, { ...headers[scheme], ...more.headers })
  }
  const apply = () => applyAll(() => app.context(), undefined, deliveries)
  return {
    id,
    address,
    secret,
    administrator,
    send,
    apply,
    tell: async (payload, more) => {
      const { status, text } = await send(payload, more)
      if (status !== 200) throw new Error(text)
      await apply()
    },
  }
}
