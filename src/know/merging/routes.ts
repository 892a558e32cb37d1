import { byId, type Route, route, versionOf } from '#src/platform/http/index.ts'
import {
  Apart,
  ApartAsked,
  CustomerRecords,
  MergeAsked,
  Merged,
  MergePreview,
  Merges,
  PreviewQuery,
  Split,
  SplitAsked,
  Unmerged,
} from './contract.ts'
import { mergeCustomers, splitCustomer, tellApart, undoMerge } from './merging.ts'
import { preview } from './preview.ts'
import { merges, records } from './shown.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/merge-preview',
    summary: 'What two customers would be as one, and what speaks against it; nothing is saved',
    verb: 'customer.merge',
    params: byId,
    query: PreviewQuery,
    responses: { 200: MergePreview },
    handle: ({ context, params, query }) => preview(context, params.id, query.with),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/merge',
    summary: 'Make two customers one (If-Match: version; version: of the other); can be taken back',
    verb: 'customer.merge',
    params: byId,
    body: MergeAsked,
    responses: { 200: Merged },
    handle: ({ context, params, body, request }) => mergeCustomers(context, params.id, versionOf(request), body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/merges',
    summary: 'Who went into a customer, and what taking each back would do',
    verb: 'customer.read',
    params: byId,
    responses: { 200: Merges },
    handle: ({ context, params }) => merges(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/merges/:id/undo',
    summary:
      'Take a merge back: both customers as they were, later changes with the records they came through (If-Match: version)',
    verb: 'customer.merge',
    params: byId,
    responses: { 200: Unmerged },
    handle: ({ context, params, request }) => undoMerge(context, params.id, versionOf(request)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/records',
    summary: 'What is told of a customer, record by record',
    verb: 'customer.merge',
    params: byId,
    responses: { 200: CustomerRecords },
    handle: ({ context, params }) => records(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/split',
    summary: 'Take records out of a customer into one of their own (If-Match: version)',
    verb: 'customer.merge',
    params: byId,
    body: SplitAsked,
    responses: { 200: Split },
    handle: ({ context, params, body, request }) => splitCustomer(context, params.id, versionOf(request), body.records),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/apart',
    summary: 'Remember that two customers are not one',
    verb: 'customer.merge',
    params: byId,
    body: ApartAsked,
    responses: { 200: Apart },
    handle: ({ context, params, body }) => tellApart(context, params.id, body.with),
  }),
]
