import { plain, type Route, route } from '../http/route.ts'
import { Refusal } from '../refusal.ts'

export const metricsRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/metrics',
    summary: 'Numbers for monitoring, as Prometheus text',
    verb: 'metrics.read',
    responses: { 200: plain },
    handle: async ({ context, request }) => {
      if (!context.actor.verbs.has('metrics.read'))
        throw new Refusal(403, 'not_allowed', 'Your role does not allow this.')
      const { metrics } = request.server
      if (metrics === null) throw new Refusal(503, 'busy', 'Nothing is measured here.')
      return { body: await metrics.text(context.now), type: 'text/plain; version=0.0.4; charset=utf-8' }
    },
  }),
]
