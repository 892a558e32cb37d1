import { Type } from 'typebox'
import { byId, type Route, route, shape, versionOf } from '#src/platform/http/index.ts'
import { Deleted, Touched } from './contract.ts'
import { remove } from './remove.ts'
import { touched } from './touched.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/touched',
    summary: 'What archiving, deleting and erasing a customer would touch, and what the law keeps',
    verb: 'customer.archive',
    params: byId,
    responses: { 200: Touched },
    handle: ({ context, params }) => touched(context, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/customers/:id',
    summary: 'Delete a customer with all its source records (If-Match: version; records: how many were shown)',
    verb: 'customer.delete',
    params: byId,
    query: shape({ records: Type.Integer({ minimum: 0 }) }),
    responses: { 200: Deleted },
    handle: ({ context, params, query, request }) => remove(context, params.id, versionOf(request), query.records),
  }),
]
