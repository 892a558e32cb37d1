import { type Static, Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { looked, lookedAt } from './access.ts'
import { Looks, ways } from './contract.ts'

const place = { after: Type.Optional(Type.String({ maxLength: 100 })) }
const filters = {
  actor: Type.Optional(Type.String({ format: 'uuid' })),
  way: Type.Optional(oneOf(ways)),
  /** Days of the company's calendar, both included. */
  from: Type.Optional(Type.String({ format: 'date' })),
  to: Type.Optional(Type.String({ format: 'date' })),
}
const AllQuery = shape({ ...place, ...filters, customer: Type.Optional(Type.String({ format: 'uuid' })) })
export type LooksQuery = Static<typeof AllQuery>

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/access',
    summary: 'Who looked at a customer, newest first',
    verb: 'access.read',
    params: byId,
    query: shape({ ...place, ...filters }),
    responses: { 200: Looks },
    handle: ({ context, params, query }) => lookedAt(context, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/access',
    summary: 'Who looked at whom, and who read or exported many at once, newest first',
    verb: 'access.read',
    query: AllQuery,
    responses: { 200: Looks },
    handle: ({ context, query }) => looked(context, query),
  }),
]
