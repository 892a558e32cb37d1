import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../context.ts'
import { Refusal } from '../refusal.ts'

export interface HttpSettings extends Settings {
  /** Plain HTTP is accepted from other machines. */
  readonly insecureHttp: boolean
}

/** Nothing comes from elsewhere, nothing inline runs, nobody frames us. The web app needs no exception. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Only for the API page: its viewer sets styles from script. Scripts stay ours and nothing may be called but ourselves. */
export const apiPagePolicy = policy
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
  .replace("img-src 'self' data:", "img-src 'self' data: blob:")

const always: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // not no-referrer: browsers would then hide the origin that the origin check needs
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  'x-robots-tag': 'none',
}

export function setSecurityHeaders(reply: FastifyReply, settings: HttpSettings): void {
  reply.headers(always)
  if (settings.publicUrl.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000')
}

/** Pages of every site may send here and read the answer, which tells nothing of anybody. No cookie comes with it. */
export function openToOrigins(reply: FastifyReply): void {
  reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
}

/** Whether a Host header means this very machine. */
function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}

/**
 * Browsers keep a `__Host-` cookie only over TLS or on this machine. Elsewhere plain HTTP is refused (403 `plain_http_refused`), unless a
 * setting accepts it: then the cookie has another name and no `Secure`.
 */
function cookieName(request: FastifyRequest, settings: HttpSettings): '__Host-kauppias' | 'kauppias' {
  return settings.insecureHttp && settings.publicUrl.startsWith('http:') && !isLoopback(request.headers.host ?? '')
    ? 'kauppias'
    : '__Host-kauppias'
}

export function refusePlainHttp(request: FastifyRequest, settings: HttpSettings): void {
  if (settings.publicUrl.startsWith('https:') || settings.insecureHttp || isLoopback(request.headers.host ?? '')) return
  throw new Refusal(403, 'plain_http_refused', 'Plain HTTP is refused.', undefined, { publicUrl: settings.publicUrl })
}

/**
 * A state-changing request with a cookie must come from our own pages: `Origin` is the configured address (or this machine under the name
 * the browser used), and the browser does not say it came from another site. Throws 403 `origin_not_allowed`. The Host header is compared
 * only where it names this machine; links are never made of it.
 */
export function checkOrigin(request: FastifyRequest, settings: HttpSettings, withCookie: boolean): void {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers
  const refusal = () =>
    new Refusal(403, 'origin_not_allowed', 'Not from our pages.', undefined, { publicUrl: settings.publicUrl })
  if (site !== undefined && site !== 'same-origin') throw refusal()
  if (origin === undefined) {
    if (withCookie) throw refusal()
    return
  }
  const here = isLoopback(host) || settings.insecureHttp ? `http://${host.toLowerCase()}` : settings.publicUrl
  if (origin !== settings.publicUrl && origin !== here) throw refusal()
}

/** The value of our cookie, if it looks like one of our tokens. */
export function sessionToken(request: FastifyRequest, settings: HttpSettings): string | undefined {
  return cookieOf(request, cookieName(request, settings))
}

/** What this browser was given when it went to the provider of single sign-on. */
export function entryCookie(request: FastifyRequest): string | undefined {
  return cookieOf(request, `${cookieName(request, request.server.settings)}-entry`)
}

/** Marks the browser that goes to the provider, for ten minutes; without a token takes the mark away. */
export function setEntryCookie(request: FastifyRequest, reply: FastifyReply, token?: string): void {
  setCookie(request, reply, '-entry', token ?? '', token === undefined ? 0 : 600)
}

function cookieOf(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name)
      return /^[\w-]{43}$/.test(part.slice(at + 1).trim()) ? part.slice(at + 1).trim() : undefined
  }
  return undefined
}

/** Gives the browser its session cookie until `expires`; without a token takes it away. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  session?: { token: string; maxAgeSeconds: number },
): void {
  setCookie(request, reply, '', session?.token ?? '', session?.maxAgeSeconds ?? 0)
}

function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  suffix: '' | '-entry',
  value: string,
  seconds: number,
): void {
  const name = cookieName(request, request.server.settings)
  const secure = name === '__Host-kauppias' ? '; Secure' : ''
  // Fastify gathers several of this header into a list
  reply.header('set-cookie', `${name}${suffix}=${value}; Path=/; Max-Age=${seconds}; HttpOnly${secure}; SameSite=Lax`)
}
