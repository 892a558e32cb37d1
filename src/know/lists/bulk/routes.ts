import { Type } from 'typebox'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { bulkEdit, bulkEdits, bulkReport, cancelBulk, undoBulk } from './bulk.ts'
import { BulkDraft, BulkEdit, BulkList } from './contract.ts'

export const bulkRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/lists/customers/edit',
    summary: 'Make one change to every customer of a selection; more than 200 in the background',
    verb: 'customer.bulk',
    body: BulkDraft,
    responses: { 200: BulkEdit },
    handle: ({ context, body }) => bulkEdit(context, body as BulkDraft),
  }),
  route({
    method: 'GET',
    path: '/api/v1/bulk-edits',
    summary: 'Changes made to many customers at once, newest first',
    verb: 'customer.bulk',
    query: shape({ after: Type.Optional(Type.String({ maxLength: 100 })) }),
    responses: { 200: BulkList },
    handle: ({ context, query }) => bulkEdits(context, query.after),
  }),
  route({
    method: 'GET',
    path: '/api/v1/bulk-edits/:id',
    summary: 'How far a change of many customers is, and what became of them',
    verb: 'customer.bulk',
    params: byId,
    responses: { 200: BulkEdit },
    handle: ({ context, params }) => bulkReport(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/bulk-edits/:id/cancel',
    summary: 'Stop a change of many customers; what is changed stays',
    verb: 'customer.bulk',
    params: byId,
    responses: { 200: BulkEdit },
    handle: ({ context, params }) => cancelBulk(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/bulk-edits/:id/undo',
    summary: 'Take back every edit of a change that nobody has changed since',
    verb: 'customer.bulk',
    params: byId,
    responses: { 200: BulkEdit },
    handle: ({ context, params }) => undoBulk(context, params.id),
  }),
]
