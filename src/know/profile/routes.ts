import { Type } from 'typebox'
import { SearchAnswer } from '#src/know/customers/contract.ts'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { CustomerPage } from './contract.ts'
import { page, search } from './profile.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id',
    summary: 'Everything about one customer at a glance',
    verb: 'customer.read',
    params: byId,
    responses: { 200: CustomerPage },
    handle: ({ context, params }) => page(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/search',
    summary: 'Find customers by any scrap: name part, phone digits, e-mail, order or invoice number',
    verb: 'customer.search',
    query: shape({ q: Type.String({ maxLength: 500 }) }),
    responses: { 200: SearchAnswer },
    handle: ({ context, query }) => search(context, query.q),
  }),
]
