import { Type } from 'typebox'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { UuidSchema } from '#src/terms/schemas.ts'
import { Excluded, ProductKey, SuggestionModel, SuggestionRun, Suggestions } from './contract.ts'
import { exclude, include, silence, unsilence } from './said.ts'
import { relearn, stopLearning, suggestionModel } from './standing.ts'
import { customerSuggestions } from './suggestions.ts'

export const suggestionRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/suggestions',
    summary: 'What to offer a customer: new products with the purchases that speak for them, and what to buy again',
    verb: 'purchase.read',
    params: byId,
    responses: { 200: Suggestions },
    handle: ({ context, params }) => customerSuggestions(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/customers/:id/suggestions/excluded',
    summary: 'Do not suggest this product to this customer',
    verb: 'note.write',
    params: byId,
    body: ProductKey,
    responses: { 201: Excluded },
    handle: ({ context, params, body }) => exclude(context, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/customers/:id/suggestions/excluded/:excludedId',
    summary: 'Take that back',
    verb: 'note.write',
    params: shape({ id: UuidSchema, excludedId: UuidSchema }),
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await include(context, params.id, params.excludedId)
      return undefined
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/suggestions',
    summary: 'How suggestions stand: model, data window, measured quality, learning, products that are never suggested',
    verb: 'value.read',
    responses: { 200: SuggestionModel },
    handle: ({ context }) => suggestionModel(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/suggestions/refit',
    summary: 'Learn the links between products now; a learning that waits or goes on is answered instead',
    verb: 'insights.manage',
    responses: { 202: SuggestionRun },
    handle: ({ context }) => relearn(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/suggestions/stop',
    summary: 'Stop the learning that goes on; the links in force stay',
    verb: 'insights.manage',
    responses: { 200: SuggestionRun },
    handle: ({ context }) => stopLearning(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/suggestions/silenced',
    summary: 'Never suggest this product to anybody',
    verb: 'insights.manage',
    body: ProductKey,
    responses: { 200: SuggestionModel },
    handle: async ({ context, body }) => {
      await silence(context, body)
      return suggestionModel(context)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/suggestions/silenced',
    summary: 'Suggest this product again',
    verb: 'insights.manage',
    query: ProductKey,
    responses: { 200: SuggestionModel },
    handle: async ({ context, query }) => {
      await unsilence(context, query)
      return suggestionModel(context)
    },
  }),
]
