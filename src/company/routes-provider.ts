import { Type } from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#src/platform/context.ts'
import { entryCookie, type Route, route, setEntryCookie, setSessionCookie, shape } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { EntryWays } from './contract.ts'
import { comeBack, goToProvider } from './provider.ts'
import { sessionDays, signOut } from './sessions.ts'
import { limitTries } from './sign-in.ts'

const Text = Type.Optional(Type.String({ maxLength: 4000 }))
/** What providers add to the address they send people back to; all but the first two mean nothing to us. */
const Returned = shape({
  state: Type.Optional(Type.String({ maxLength: 200 })),
  code: Text,
  iss: Text,
  error: Text,
  error_description: Text,
  error_uri: Text,
  session_state: Text,
  scope: Text,
  authuser: Text,
  hd: Text,
  prompt: Text,
  client_info: Text,
})

function go(reply: FastifyReply, to: string): undefined {
  reply.code(302).header('location', to)
  return undefined
}

/** Single sign-on: out to the provider and back. */
export const providerRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/sign-in/ways',
    summary: 'How one can come in beside the password',
    verb: 'public',
    responses: { 200: EntryWays },
    handle: async ({ context }) => ({ provider: context.config.provider?.name ?? null }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sign-in/oidc',
    summary: 'Go to the provider of single sign-on',
    verb: 'public',
    query: shape({ to: Type.Optional(Type.String({ maxLength: 500 })) }),
    responses: { 204: Type.Null() },
    handle: async ({ context, query, request, reply }) => {
      if (context.config.provider !== undefined) await limitTries(context, request.ip)
      const { url, browser } = await goToProvider(context, query.to ?? '/')
      setEntryCookie(request, reply, browser)
      return go(reply, url)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/sign-in/oidc/callback',
    summary: 'Come back from the provider of single sign-on',
    verb: 'public',
    query: Returned,
    responses: { 204: Type.Null() },
    handle: async ({ context, query, request, reply }) => {
      if (context.config.provider === undefined) throw new Refusal(404, 'not_found', 'No single sign-on here.')
      return go(reply, await returned(context, query.state ?? '', request, reply))
    },
  }),
]

/** The page of ours to show next: what was wanted, the code, or the sign-in with what went wrong. */
async function returned(
  context: Context,
  state: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  try {
    await limitTries(context, request.ip)
    const browser = entryCookie(request)
    setEntryCookie(request, reply)
    const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
    const { entered, wanted } = await comeBack(context, { search, state, browser })
    await signOut(context)
    if ('half' in entered) return `/sign-in?to=${encodeURIComponent(wanted)}#${entered.half}`
    setSessionCookie(request, reply, { token: entered.session, maxAgeSeconds: sessionDays * 24 * 3600 })
    return wanted
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `/sign-in?problem=${error.code}`
  }
}
