import { Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import {
  Inventory,
  MeasureAnswer,
  MeasureAsk,
  MeasureName,
  Quality,
  Rows,
  SourceInventory,
  sides,
  TrustChange,
  TrustChanged,
} from './contract.ts'
import { inventory, sourceInventory } from './inventory.ts'
import { quality } from './quality.ts'
import { inventoryRows } from './rows.ts'
import { askMeasuring } from './runs.ts'
import { changeTrust } from './trust.ts'
import { watchRoutes } from './watch/routes.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/sources/inventory',
    summary: 'What each source tells of each kind of data: one property of quality, with its trend',
    verb: 'source.read',
    query: shape({ measure: Type.Optional(MeasureName) }),
    responses: { 200: Inventory },
    handle: ({ context, query }) => inventory(context, query.measure ?? 'completeness'),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/:id/inventory',
    summary: 'One source, or with id 0…0 all customers: every fact with every property, its trend and what uses it',
    verb: 'source.read',
    params: byId,
    responses: { 200: SourceInventory },
    handle: ({ context, params }) => sourceInventory(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/:id/rows',
    summary: 'The rows behind a number of the inventory, as they are now',
    verb: 'quality.read',
    params: byId,
    query: shape({
      fact: Type.String({ minLength: 1, maxLength: 300 }),
      measure: MeasureName,
      side: oneOf(sides),
      after: Type.Optional(Type.String({ maxLength: 400 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    responses: { 200: Rows },
    handle: ({ context, params, query }) => inventoryRows(context, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/sources/measure',
    summary: 'Measure the sources now; a measuring that waits or goes on is answered instead',
    verb: 'quality.read',
    body: MeasureAsk,
    responses: { 202: MeasureAnswer },
    handle: async ({ context, body }) => ({ measuring: await askMeasuring(context, body.sourceId ?? null) }),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/sources/:id/trust',
    summary: 'How far a source is believed; the values in use are chosen anew',
    verb: 'source.manage',
    params: byId,
    body: TrustChange,
    responses: { 200: TrustChanged },
    handle: ({ context, params, body }) => changeTrust(context, params.id, body.trust),
  }),
  route({
    method: 'GET',
    path: '/api/v1/quality',
    summary: 'The data steward’s first screen: what stopped, what waits, what changed, who is silent, what nobody uses',
    verb: 'quality.read',
    responses: { 200: Quality },
    handle: ({ context }) => quality(context),
  }),
  ...watchRoutes,
]
