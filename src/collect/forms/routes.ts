import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { byId, page, type PageAnswer, type Route, route, versionOf } from '#src/platform/http/index.ts'
import { confirm, look } from './confirm.ts'
import { ConfirmToken, Form, FormChange, FormDraft, FormKey, FormList, FormMade } from './contract.ts'
import { add, change, list, read, remove } from './forms.ts'
import { show, type Shown, submit } from './submit.ts'

function answer(reply: FastifyReply, { status, page: shown, location }: Shown): PageAnswer {
  reply.code(status)
  if (location !== undefined) reply.header('location', location)
  return { page: shown }
}

const visitors: Route[] = [
  route({
    method: 'GET',
    path: '/f/:key',
    summary: 'A form as a page, without script',
    verb: 'public',
    accepts: 'anything',
    params: FormKey,
    responses: { 200: page },
    handle: async ({ context, params, reply }) => answer(reply, await show(context, params.key)),
  }),
  route({
    method: 'POST',
    path: '/v1/forms/:key',
    summary: 'What a visitor wrote; nothing of it enters before the link of a mail is confirmed',
    verb: 'public',
    accepts: 'anything',
    bodyLimit: 64 * 1024,
    idempotency: 'none',
    params: FormKey,
    responses: { 200: page },
    handle: async ({ context, params, request, reply }) =>
      answer(
        reply,
        await submit(context, params.key, {
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          type: request.headers['content-type'] ?? '',
          network: request.ip,
        }),
      ),
  }),
  route({
    method: 'GET',
    path: '/f/confirm/:token',
    summary: 'What the link of a mail opens: a page with a button; changes nothing',
    verb: 'public',
    accepts: 'anything',
    params: ConfirmToken,
    responses: { 200: page },
    handle: async ({ context, params, reply }) => answer(reply, await look(context, params.token)),
  }),
  route({
    method: 'POST',
    path: '/f/confirm/:token',
    summary: 'Confirm: what was written enters',
    verb: 'public',
    accepts: 'anything',
    bodyLimit: 1024,
    idempotency: 'none',
    params: ConfirmToken,
    responses: { 200: page },
    handle: async ({ context, params, reply }) => answer(reply, await confirm(context, params.token)),
  }),
]

export const routes: Route[] = [
  ...visitors,
  route({
    method: 'GET',
    path: '/api/v1/forms',
    summary: 'Forms on web sites',
    verb: 'source.read',
    responses: { 200: FormList },
    handle: ({ context }) => list(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/forms',
    summary: 'Make a form',
    verb: 'source.manage',
    body: FormDraft,
    responses: { 201: FormMade },
    handle: ({ context, body }) => add(context, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/forms/:id',
    summary: 'One form with its HTML and the wordings of its consent',
    verb: 'source.read',
    params: byId,
    responses: { 200: Form },
    handle: ({ context, params }) => read(context, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/forms/:id',
    summary: 'Change a form; If-Match names the version',
    verb: 'source.manage',
    params: byId,
    body: FormChange,
    responses: { 200: FormMade },
    handle: ({ context, params, body, request }) => change(context, params.id, versionOf(request), body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/forms/:id',
    summary: 'End a form; what was confirmed stays',
    verb: 'source.manage',
    params: byId,
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await remove(context, params.id)
      return undefined
    },
  }),
]
