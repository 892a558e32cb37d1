import { Type } from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#src/platform/context.ts'
import { byId, type Route, route, setSessionCookie } from '#src/platform/http/index.ts'
import {
  Acceptance,
  CodeEntry,
  HalfSignIn,
  Invitation,
  Me,
  MeChange,
  Setup,
  SignIn,
  TokenCreated,
  TokenDraft,
  TokenList,
  User,
  UserChange,
  UserDraft,
  UserList,
} from './contract.ts'
import { type Entered, type EnteredBy, enterWithCode } from './enter.ts'
import { accept, setUp } from './links.ts'
import { entryRoutes } from './routes-entry.ts'
import { providerRoutes } from './routes-provider.ts'
import { sessionDays, signOut } from './sessions.ts'
import { limitTries, signIn } from './sign-in.ts'
import * as staff from './staff.ts'
import * as tokens from './tokens.ts'

interface Entering {
  context: Context
  request: FastifyRequest
  reply: FastifyReply
}

/** Whoever comes in gets a new session; the one the browser had before ends, so that no earlier token can be planted. */
async function enter(
  { context, request, reply }: Entering,
  entered: Entered,
  by?: EnteredBy,
): Promise<Me | HalfSignIn> {
  await signOut(context)
  if ('half' in entered) {
    reply.code(202)
    return { step: 'code', token: entered.half }
  }
  setSessionCookie(request, reply, { token: entered.session, maxAgeSeconds: sessionDays * 24 * 3600 })
  return staff.presentMe(context.db, entered.user, context, by)
}

const entrance: Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/setup',
    summary: 'Make the first administrator with the link that the start of the program printed',
    verb: 'public',
    idempotency: 'none',
    body: Setup,
    responses: { 201: Me, 202: HalfSignIn },
    handle: async (call) => {
      await limitTries(call.context, call.request.ip)
      return enter(call, await setUp(call.context, call.body))
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sign-in',
    summary: 'Sign in with e-mail and password; sets the session cookie, or asks for the code (202)',
    verb: 'public',
    idempotency: 'none',
    body: SignIn,
    responses: { 200: Me, 202: HalfSignIn },
    handle: async (call) => enter(call, await signIn(call.context, call.body, call.request.ip)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/sign-in/code',
    summary: 'The second step of signing in: the code',
    verb: 'public',
    idempotency: 'none',
    body: CodeEntry,
    responses: { 200: Me, 202: HalfSignIn },
    handle: async (call) => {
      await limitTries(call.context, call.request.ip)
      return enter(call, await enterWithCode(call.context, call.body))
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sign-out',
    summary: 'End this session',
    verb: 'public',
    idempotency: 'none',
    responses: { 204: Type.Null() },
    handle: async ({ context, request, reply }) => {
      await signOut(context)
      setSessionCookie(request, reply)
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    summary: 'Set the password with the link of an invitation, and sign in',
    verb: 'public',
    idempotency: 'none',
    body: Acceptance,
    responses: { 200: Me, 202: HalfSignIn },
    handle: async (call) => {
      await limitTries(call.context, call.request.ip)
      return enter(call, await accept(call.context, call.body))
    },
  }),
]

const people: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is signed in, and what they may do',
    verb: 'self',
    responses: { 200: Me },
    handle: ({ context }) => staff.me(context),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Change your own name, language, theme or password',
    verb: 'self',
    body: MeChange,
    responses: { 200: Me },
    handle: ({ context, body, request }) => staff.changeMe(context, body, request.ip),
  }),
  route({
    method: 'GET',
    path: '/api/v1/users',
    summary: 'Everybody who works or worked here',
    verb: 'user.read',
    responses: { 200: UserList },
    handle: async ({ context }) => ({ items: await staff.list(context) }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/users',
    summary: 'Add a person; the answer has the link for setting their password',
    verb: 'user.manage',
    idempotency: 'once',
    body: UserDraft,
    responses: { 201: Invitation },
    handle: ({ context, body }) => staff.add(context, body),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/users/:id',
    summary: 'Change a name or role, or whether the person may come in',
    verb: 'user.manage',
    params: byId,
    body: UserChange,
    responses: { 200: User },
    handle: ({ context, params, body }) => staff.change(context, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/users/:id/invitation',
    summary: 'A new link for setting the password',
    verb: 'user.manage',
    idempotency: 'once',
    params: byId,
    responses: { 201: Invitation },
    handle: ({ context, params }) => staff.inviteAgain(context, params.id),
  }),
]

const programs: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/tokens',
    summary: 'API tokens that are alive',
    verb: 'token.manage',
    responses: { 200: TokenList },
    handle: async ({ context }) => ({ items: await tokens.list(context) }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make an API token; its secret is in this answer only',
    verb: 'token.manage',
    idempotency: 'once',
    body: TokenDraft,
    responses: { 201: TokenCreated },
    handle: ({ context, body }) => tokens.create(context, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/tokens/:id',
    summary: 'Revoke an API token',
    verb: 'token.manage',
    params: byId,
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await tokens.revoke(context, params.id)
      return undefined
    },
  }),
]

export const routes: Route[] = [...entrance, ...people, ...entryRoutes, ...providerRoutes, ...programs]
