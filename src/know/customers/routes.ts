import { type Static, Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import {
  AlikeCustomers,
  AlikeDraft,
  CustomerChanged,
  CustomerCreated,
  CustomerDraft,
  CustomerEdit,
  CustomerHistory,
  CustomerList,
  CustomerValues,
  FieldUnpinned,
  HistoryQuery,
  ValuePinned,
  ValueSaid,
} from './contract.ts'
import { alike } from './alike.ts'
import { create, list } from './customers.ts'
import { archive, restore } from './archive.ts'
import { edit } from './edit.ts'
import { history, undo } from './history.ts'
import { end, pin, unpin, values, verify } from './values.ts'

const ListQuery = shape({
  sort: Type.Optional(oneOf(['newest', 'name'])),
  after: Type.Optional(Type.String({ maxLength: 1000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  phone: Type.Optional(Type.String({ maxLength: 60 })),
})
export type ListQuery = Static<typeof ListQuery>

/** `If-Match: "7"` → 7. */
function versionOf(header: string | undefined): number {
  const version = /^"?(\d{1,9})"?$/.exec(header ?? '')?.[1]
  if (version === undefined)
    throw new Refusal(
      428,
      'version_needed',
      'The change does not say which version it changes.',
      'Send the version that was read as If-Match.',
    )
  return Number(version)
}

const asked = (request: { headers: { 'if-match'?: string | undefined } }) => versionOf(request.headers['if-match'])

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers',
    summary: 'Customers, newest first or by name, or the holders of an e-mail or telephone',
    verb: 'customer.read',
    query: ListQuery,
    responses: { 200: CustomerList },
    handle: ({ context, query }) => list(context, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers',
    summary: 'Add a customer; 409 customer_exists names those who share contact details',
    verb: 'customer.create',
    body: CustomerDraft,
    responses: { 201: CustomerCreated },
    handle: ({ context, body }) => create(context, body),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/customers/:id',
    summary: 'Change values; the old ones end in every source (If-Match: version)',
    verb: 'customer.edit',
    params: byId,
    body: CustomerEdit,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, body, request }) => edit(context, params.id, asked(request), body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/archive',
    summary: 'Put a customer away: out of lists and search, everything kept (If-Match: version)',
    verb: 'customer.archive',
    params: byId,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, request }) => archive(context, params.id, asked(request)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/restore',
    summary: 'Take a customer back from the archive (If-Match: version)',
    verb: 'customer.archive',
    params: byId,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, request }) => restore(context, params.id, asked(request)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/alike',
    summary: 'Who somebody about to be added may be, and why; nothing is saved',
    verb: 'customer.create',
    idempotency: 'none',
    body: AlikeDraft,
    responses: { 200: AlikeCustomers },
    handle: ({ context, body }) => alike(context, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/values',
    summary: 'All values that are and were claimed, who told them, and why the first is in use',
    verb: 'customer.read',
    params: byId,
    responses: { 200: CustomerValues },
    handle: ({ context, params }) => values(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/values/verify',
    summary: 'Vouch for a known value (If-Match: version)',
    verb: 'customer.edit',
    params: byId,
    body: ValueSaid,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, body, request }) => verify(context, params.id, asked(request), body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/values/end',
    summary: 'Say that a value holds no more, in any source (If-Match: version)',
    verb: 'customer.edit',
    params: byId,
    body: ValueSaid,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, body, request }) => end(context, params.id, asked(request), body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/values/pin',
    summary: 'Keep a known value in use until it is unpinned (If-Match: version)',
    verb: 'customer.edit',
    params: byId,
    body: ValuePinned,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, body, request }) => pin(context, params.id, asked(request), body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/values/unpin',
    summary: 'Let the rule choose the value of a field again (If-Match: version)',
    verb: 'customer.edit',
    params: byId,
    body: FieldUnpinned,
    responses: { 200: CustomerChanged },
    handle: ({ context, params, body, request }) => unpin(context, params.id, asked(request), body.field),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/history',
    summary: 'What became of a customer, newest first: who, when, from what source, old and new',
    verb: 'history.read',
    params: byId,
    query: HistoryQuery,
    responses: { 200: CustomerHistory },
    handle: ({ context, params, query }) => history(context, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/history/:entryId/undo',
    summary: 'Take back one change made by hand, as if it had not been said',
    verb: 'customer.edit',
    params: shape({ id: Type.String({ format: 'uuid' }), entryId: Type.String({ format: 'uuid' }) }),
    responses: { 200: CustomerChanged },
    handle: ({ context, params }) => undo(context, params.id, params.entryId),
  }),
]
