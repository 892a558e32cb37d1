/** A small OpenID Connect provider of our own, which can lie in every way that a test asks for. */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
}
/** What the next ID token says instead of the truth. */
export interface Lies {
  nonce?: string
  iss?: string
  aud?: string
  exp?: number
  alg?: 'none'
  /** Signed with a key that is not published. */
  strangeKey?: true
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export async function openProvider() {
  const own = keys()
  const strange = keys()
  const codes = new Map<string, { nonce: string; challenge: string; person: Person; redirect: string }>()
  const asked: string[] = []
  const lies: Lies = {}
  let issuer = ''

  const token = (nonce: string, person: Person): string => {
    const at = Math.floor(Date.now() / 1000)
    const told = { iss: lies.iss ?? issuer, aud: lies.aud ?? 'kauppias', iat: at, exp: lies.exp ?? at + 300 }
    const body = base64({ ...told, nonce: lies.nonce ?? nonce, ...person })
    if (lies.alg === 'none') return `${base64({ alg: 'none' })}.${body}.`
    const content = `${base64({ alg: 'RS256', kid: 'one' })}.${body}`
    const key: KeyObject = lies.strangeKey ? strange.privateKey : own.privateKey
    return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    asked.push(url.pathname)
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      answer(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      })
    } else if (url.pathname === '/keys') {
      const jwk = createPublicKey(own.privateKey).export({ format: 'jwk' })
      answer(200, { keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] })
    } else if (url.pathname === '/token') {
      void text(request).then((body) => {
        const form = new URLSearchParams(body)
        const code = codes.get(form.get('code') ?? '')
        codes.delete(form.get('code') ?? '')
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url')
        const known = form.get('client_secret') === 'salaisuus' || request.headers.authorization?.startsWith('Basic ')
        if (code === undefined || !known || challenge !== code.challenge || form.get('redirect_uri') !== code.redirect)
          answer(400, { error: 'invalid_grant' })
        else answer(200, { access_token: 'x', token_type: 'Bearer', id_token: token(code.nonce, code.person) })
      })
    } else answer(404, {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return {
    issuer,
    asked,
    lies,
    /** The person signs in at the provider: the path of ours that the browser is sent back to. */
    agree: (goingTo: string, person: Person): string => {
      const wanted = new URL(goingTo).searchParams
      const code = `code${codes.size}${Math.trunc(performance.now() * 1000)}`
      const redirect = wanted.get('redirect_uri')!
      codes.set(code, {
        nonce: wanted.get('nonce')!,
        challenge: wanted.get('code_challenge')!,
        person,
        redirect,
      })
      const back = new URL(redirect)
      back.searchParams.set('code', code)
      back.searchParams.set('state', wanted.get('state')!)
      return back.pathname + back.search
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
