import { Type } from 'typebox'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { Deleted, Touched } from './contract.ts'
import { remove } from './remove.ts'
import { touched } from './touched.ts'

/** `If-Match: "7"` → 7. */
function versionOf(header: string | undefined): number {
  const version = /^"?(\d{1,9})"?$/.exec(header ?? '')?.[1]
  if (version === undefined)
    throw new Refusal(428, 'version_needed', 'The change does not say which version it changes.', 'Send If-Match.')
  return Number(version)
}

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
    handle: ({ context, params, query, request }) =>
      remove(context, params.id, versionOf(request.headers['if-match']), query.records),
  }),
]
