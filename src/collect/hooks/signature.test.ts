import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Refusal } from '#src/platform/refusal.ts'
import type { Scheme } from './contract.ts'
import { verify } from './signature.ts'

const now = new Date('2026-11-23T09:00:00Z')
const seconds = String(now.getTime() / 1000)
const body = Buffer.from('{"id":1,"nimi":"Äiti \\u0000"}')
const sha = (key: string | Buffer, text: string | Buffer) => createHmac('sha256', key).update(text)
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return (error as Refusal).code
  }
}
const check = (
  scheme: Scheme,
  secret: string,
  headers: Record<string, string>,
  of = body,
  header: string | null = null,
) => codeOf(() => verify({ scheme, secret, header }, headers, of, now))

const key = Buffer.from('0123456789abcdef01234567')
const whsec = `whsec_${key.toString('base64')}`
const standard = (id: string, at: string, of: Buffer, by = key) =>
  `v1,${sha(by, Buffer.concat([Buffer.from(`${id}.${at}.`), of])).digest('base64')}`

suite('signatures', () => {
  test('Standard Webhooks: vectors made once and kept', () => {
    // HMAC-SHA256, key 000102…17, of "msg_1.1795424400.{}", by another program
    const fixed = Buffer.from(Array.from({ length: 24 }, (_, i) => i))
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1795424400',
      'webhook-signature': 'v1,+73sqGlnY5zc3DvgKD+ObVNc4HUnQK6rFWvpnQO8sKM=',
    }
    assert.equal(check('standard', `whsec_${fixed.toString('base64')}`, headers, Buffer.from('{}')), undefined)
  })

  test('Standard Webhooks: any of several signatures, both names of the headers, a secret by its letters', () => {
    const signature = standard('msg_2', seconds, body)
    const headers = {
      'webhook-id': 'msg_2',
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,AAAA v1a,x ${signature}`,
    }
    assert.equal(check('standard', whsec, headers), undefined)
    assert.deepEqual(verify({ scheme: 'standard', secret: whsec, header: null }, headers, body, now), { id: 'msg_2' })
    const svix = { 'svix-id': 'msg_2', 'svix-timestamp': seconds, 'svix-signature': signature }
    assert.equal(check('standard', whsec, svix), undefined)
    const plain = standard('m', seconds, body, Buffer.from('kuusi kuusta peräkkäin'))
    assert.equal(
      check('standard', 'kuusi kuusta peräkkäin', {
        'webhook-id': 'm',
        'webhook-timestamp': seconds,
        'webhook-signature': plain,
      }),
      undefined,
    )
    for (const wrong of [
      { ...headers, 'webhook-id': 'msg_3' },
      { ...headers, 'webhook-timestamp': String(Number(seconds) + 1) },
      { ...headers, 'webhook-signature': signature.replace('v1,', 'v2,') },
      { ...headers, 'webhook-signature': '' },
      {},
    ])
      assert.equal(check('standard', whsec, wrong as Record<string, string>), 'hook_signature')
  })

  test('a time more than five minutes off is refused though the signature is right', () => {
    for (const [off, code] of [
      [-301, 'hook_stale'],
      [-299, undefined],
      [299, undefined],
      [301, 'hook_stale'],
    ] as const) {
      const at = String(Number(seconds) + off)
      const headers = { 'webhook-id': 'a', 'webhook-timestamp': at, 'webhook-signature': standard('a', at, body) }
      assert.equal(check('standard', whsec, headers), code)
      const hex = sha('salasana', Buffer.concat([Buffer.from(`${at}.`), body])).digest('hex')
      assert.equal(check('stripe', 'salasana', { 'stripe-signature': `t=${at},v1=00,v1=${hex},v0=x` }), code)
    }
    const hex = sha('salasana', Buffer.concat([Buffer.from(`${seconds}.`), body])).digest('hex')
    assert.equal(check('stripe', 'salasana', { 'x-oma': `t=${seconds},v1=${hex}` }, body, 'x-oma'), undefined)
    assert.equal(check('stripe', 'salasana', { 'x-oma': `v1=${hex}` }, body, 'x-oma'), 'hook_signature')
  })

  test('shops sign the bytes of the body', () => {
    const base = sha('shpss_1', body).digest('base64')
    assert.equal(check('shopify', 'shpss_1', { 'x-shopify-hmac-sha256': base }), undefined)
    assert.equal(check('shopify', 'shpss_2', { 'x-shopify-hmac-sha256': base }), 'hook_signature')
    assert.equal(check('woocommerce', 'shpss_1', { 'x-wc-webhook-signature': base }), undefined)
    assert.equal(check('woocommerce', 'shpss_1', { 'x-shopify-hmac-sha256': base }), 'hook_signature')
  })

  test('a shared word, as it is or as a bearer', () => {
    assert.equal(check('token', 'sana-joka-tunnetaan', { 'x-webhook-token': 'sana-joka-tunnetaan' }), undefined)
    assert.equal(
      check('token', 'sana-joka-tunnetaan', { authorization: 'Bearer sana-joka-tunnetaan' }, body, 'authorization'),
      undefined,
    )
    assert.equal(check('token', 'sana-joka-tunnetaan', { 'x-webhook-token': 'sana-joka-tunnetaa' }), 'hook_signature')
  })

  test('no changed byte of the body and no made-up header passes, and nothing but a refusal is thrown', () => {
    const text = fc.string({ maxLength: 40 })
    const schemes: Scheme[] = ['standard', 'shopify', 'woocommerce', 'stripe', 'token']
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'stripe-signature', 'x-shopify-hmac-sha256']
    fc.assert(
      fc.property(fc.constantFrom(...schemes), fc.array(text, { minLength: 5, maxLength: 5 }), (scheme, values) => {
        const headers = Object.fromEntries(names.map((name, i) => [name, values[i]!]))
        assert.equal(check(scheme, whsec, headers), 'hook_signature')
      }),
    )
    fc.assert(
      fc.property(fc.nat({ max: body.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Buffer.from(body)
        other[at] = other[at]! ^ change
        const headers = {
          'webhook-id': 'a',
          'webhook-timestamp': seconds,
          'webhook-signature': standard('a', seconds, body),
        }
        assert.equal(check('standard', whsec, headers, other), 'hook_signature')
      }),
    )
  })
})
