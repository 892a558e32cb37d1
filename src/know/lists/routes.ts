import { Type } from 'typebox'
import type { Condition } from '#src/know/segments/index.ts'
import { byId, oneOf, type Route, route, shape, versionOf } from '#src/platform/http/index.ts'
import { file } from '#src/platform/http/route.ts'
import {
  Count,
  CountRequest,
  ExportCreated,
  ExportDraft,
  ExportList,
  FieldList,
  ListPage,
  ListRequest,
  listNames,
  View,
  ViewChange,
  ViewDraft,
  ViewList,
} from './contract.ts'
import { bulkRoutes } from './bulk/routes.ts'
import * as exports from './exports.ts'
import * as lists from './lists.ts'
import { specs } from './queries/specs.ts'
import * as kept from './views.ts'

const ofLists: Route[] = listNames.flatMap((name) => [
  route({
    method: 'GET',
    path: `/api/v1/lists/${name}/fields`,
    summary: `What can be shown, asked and ordered in the list of ${name}`,
    verb: specs[name].verb,
    responses: { 200: FieldList },
    handle: ({ context }) => lists.fields(context, name),
  }),
  route({
    method: 'POST',
    path: `/api/v1/lists/${name}`,
    summary: `A page of ${name}: columns, conditions and order as asked`,
    verb: specs[name].verb,
    body: ListRequest,
    idempotency: 'none',
    responses: { 200: ListPage },
    handle: ({ context, body }) => lists.page(context, name, body as ListRequest),
  }),
  route({
    method: 'POST',
    path: `/api/v1/lists/${name}/count`,
    summary: `How many ${name} the conditions choose`,
    verb: specs[name].verb,
    body: CountRequest,
    idempotency: 'none',
    responses: { 200: Count },
    handle: ({ context, body }) => lists.count(context, name, (body as { conditions?: Condition }).conditions),
  }),
])

export const routes: Route[] = [
  ...ofLists,
  ...bulkRoutes,
  route({
    method: 'GET',
    path: '/api/v1/views',
    summary: 'Kept views of a list: shared ones and your own',
    verb: 'customer.read',
    query: shape({ list: oneOf(listNames) }),
    responses: { 200: ViewList },
    handle: ({ context, query }) => kept.views(context, query.list),
  }),
  route({
    method: 'POST',
    path: '/api/v1/views',
    summary: 'Keep a view of a list',
    verb: 'customer.read',
    body: ViewDraft,
    responses: { 201: View },
    handle: ({ context, body }) => kept.keep(context, body as ViewDraft),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/views/:id',
    summary: 'Change a view (If-Match: version)',
    verb: 'customer.read',
    params: byId,
    body: ViewChange,
    responses: { 200: View },
    handle: ({ context, params, body, request }) =>
      kept.change(context, params.id, versionOf(request), body as ViewChange),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/views/:id',
    summary: 'Forget a view',
    verb: 'customer.read',
    params: byId,
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await kept.forget(context, params.id)
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/exports',
    summary: 'Who exported what, newest first',
    verb: 'export.run',
    query: shape({ after: Type.Optional(Type.String({ maxLength: 100 })) }),
    responses: { 200: ExportList },
    handle: ({ context, query }) => exports.exported(context, query.after),
  }),
  route({
    method: 'POST',
    path: '/api/v1/exports',
    summary: 'Begin an export: what, of which rows, in which format',
    verb: 'export.run',
    body: ExportDraft,
    responses: { 201: ExportCreated },
    handle: ({ context, body }) => exports.order(context, body as ExportDraft),
  }),
  route({
    method: 'GET',
    path: '/api/v1/exports/:id/file',
    summary: 'The file of an export',
    verb: 'export.run',
    params: byId,
    responses: { 200: file },
    handle: ({ context, params }) => exports.file(context, params.id),
  }),
]
