import { Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { CustomerDeviations, DeviationRun, Deviations, deviationKinds } from './contract.ts'
import { askRun, customerDeviations, deviationRun, listDeviations } from './deviations.ts'

export const deviationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/deviations',
    summary: 'What has changed in how a customer buys, since when, by what evidence, and the weeks behind it',
    verb: 'value.read',
    params: byId,
    responses: { 200: CustomerDeviations },
    handle: ({ context, params }) => customerDeviations(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/deviations',
    summary: 'Customers whose behaviour is unusual now, found last first',
    verb: 'value.read',
    query: shape({
      kind: Type.Optional(oneOf(deviationKinds)),
      after: Type.Optional(Type.String({ maxLength: 100 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    responses: { 200: Deviations },
    handle: ({ context, query }) => listDeviations(context, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/deviations/run',
    summary: 'How far the watch over all customers is, or how the last one ended',
    verb: 'value.read',
    responses: { 200: DeviationRun },
    handle: ({ context }) => deviationRun(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/deviations/run',
    summary: 'Look at all customers now; a run that waits or goes on is answered instead',
    verb: 'insights.manage',
    responses: { 202: DeviationRun },
    handle: ({ context }) => askRun(context),
  }),
]
