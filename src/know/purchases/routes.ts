import { Type } from 'typebox'
import { type Route, route, shape } from '#src/platform/http/index.ts'
import { Purchase } from './contract.ts'
import { purchase } from './purchases.ts'

const id = Type.String({ format: 'uuid' })

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/purchases/:purchaseId',
    summary: 'One purchase with its lines, invoices and payments',
    verb: 'purchase.read',
    params: shape({ id, purchaseId: id }),
    responses: { 200: Purchase },
    handle: ({ context, params }) => purchase(context, params.id, params.purchaseId),
  }),
]
