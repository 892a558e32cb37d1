import { Type } from 'typebox'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { Entry, EntryDraft, Timeline } from './contract.ts'
import { timeline, write } from './timeline.ts'

const Query = shape({
  kinds: Type.Optional(Type.String({ maxLength: 300 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/timeline',
    summary: 'What happened with a customer, newest first',
    verb: 'timeline.read',
    params: byId,
    query: Query,
    responses: { 200: Timeline },
    handle: ({ context, params, query }) => timeline(context, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/timeline',
    summary: 'Write a note, call, visit or wish',
    verb: 'note.write',
    params: byId,
    body: EntryDraft,
    responses: { 201: Entry },
    handle: ({ context, params, body }) => write(context, params.id, body),
  }),
]
