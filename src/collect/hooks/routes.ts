import { Type } from 'typebox'
import { byId, type Route, route, versionOf } from '#src/platform/http/index.ts'
import {
  Hook,
  HookChange,
  HookDraft,
  HookKey,
  HookList,
  HookMade,
  HookVersion,
  NewSecret,
  Received,
  SecretDraft,
  SuggestAsk,
  Suggested,
} from './contract.ts'
import { add, change, list, read, remove, renewSecret, suggest } from './hooks.ts'
import { receive } from './receive.ts'

export const routes: Route[] = [
  route({
    method: 'POST',
    path: '/v1/hooks/:key',
    summary: 'What a shop or program tells by a web hook; acknowledged when it is on the disk',
    verb: 'public',
    accepts: 'anything',
    bodyLimit: 1024 * 1024,
    idempotency: 'none',
    params: HookKey,
    responses: { 200: Received },
    handle: async ({ context, params, request }) => {
      await receive(
        context,
        params.key,
        request.headers,
        Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      )
      return { received: true as const }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/hooks',
    summary: 'Web hooks in: addresses that shops and programs call',
    verb: 'source.read',
    responses: { 200: HookList },
    handle: ({ context }) => list(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/hooks',
    summary: 'Make a web hook of a source; a secret of ours is answered once',
    verb: 'source.manage',
    body: HookDraft,
    idempotency: 'once',
    responses: { 201: HookMade },
    handle: ({ context, body }) => add(context, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/hooks/:id',
    summary: 'One web hook: what its payloads mean, and what became of the latest',
    verb: 'source.read',
    params: byId,
    responses: { 200: Hook },
    handle: ({ context, params }) => read(context, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/hooks/:id',
    summary: 'Change the name or the meaning; If-Match names the version. What waits is applied with it',
    verb: 'source.manage',
    params: byId,
    body: HookChange,
    responses: { 200: HookVersion },
    handle: ({ context, params, body, request }) => change(context, params.id, versionOf(request), body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/hooks/:id/secret',
    summary: 'A new secret, ours or the sender’s; the old one is dead within seconds',
    verb: 'source.manage',
    params: byId,
    body: SecretDraft,
    idempotency: 'once',
    responses: { 200: NewSecret },
    handle: ({ context, params, body }) => renewSecret(context, params.id, body.secret),
  }),
  route({
    method: 'POST',
    path: '/api/v1/hooks/:id/suggest',
    summary: 'What a payload seems to mean and what would become of it; nothing of it is kept',
    verb: 'source.manage',
    params: byId,
    body: SuggestAsk,
    idempotency: 'none',
    responses: { 200: Suggested },
    handle: ({ context, params, body }) => suggest(context, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/hooks/:id',
    summary: 'Hear nobody at this address any more',
    verb: 'source.manage',
    params: byId,
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await remove(context, params.id)
      return undefined
    },
  }),
]
