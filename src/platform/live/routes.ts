import { Type } from 'typebox'
import { plain, type Route, route } from '../http/route.ts'
import { oneOf, shape } from '../http/schemas.ts'
import { Refusal } from '../refusal.ts'
import { topicNames } from './contract.ts'

export const liveRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/changes',
    summary: 'Server-sent events: what has changed of the topics that one may read',
    verb: 'self',
    query: shape({
      topics: Type.Array(oneOf(topicNames), { minItems: 1, maxItems: topicNames.length, uniqueItems: true }),
      /** The stream ends after so long; browsers then ask again by themselves. */
      seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3600 })),
    }),
    responses: { 200: plain },
    handle: async ({ context, query, request, reply }) => {
      const { live } = request.server
      if (live === null) throw new Refusal(503, 'busy', 'Changes are not told here.')
      reply.header('x-accel-buffering', 'no') // a proxy must not hold the stream back
      const body = live.open(context.actor, query.topics, query.seconds ?? 3600)
      return { body, type: 'text/event-stream; charset=utf-8' }
    },
  }),
]
