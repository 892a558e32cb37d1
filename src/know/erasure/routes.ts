import { byId, type Route, route } from '#src/platform/http/index.ts'
import { EraseAsked, Erased, ErasurePreview } from './contract.ts'
import { erase, preview } from './erase.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/erasure',
    summary: 'What erasing a customer would take away, what the law keeps, why and until when',
    verb: 'customer.erase',
    params: byId,
    responses: { 200: ErasurePreview },
    handle: ({ context, params }) => preview(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/erase',
    summary: 'Erase a person from everything (GDPR Art. 17); cannot be taken back',
    verb: 'customer.erase',
    params: byId,
    body: EraseAsked,
    responses: { 200: Erased },
    handle: ({ context, params, body }) => erase(context, params.id, body),
  }),
]
