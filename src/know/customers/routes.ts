import { type Static, Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { CustomerCreated, CustomerDraft, CustomerEdit, CustomerList } from './contract.ts'
import { create, edit, list } from './customers.ts'

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
    responses: { 200: CustomerCreated },
    handle: ({ context, params, body, request }) =>
      edit(context, params.id, versionOf(request.headers['if-match']), body),
  }),
]
