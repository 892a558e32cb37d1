import { Type } from 'typebox'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import { Best, CustomerForecast, ForecastRun, Insights, Terms } from './contract.ts'
import { best, insights, refit, setTerms, stop } from './insights.ts'
import { customerForecast } from './shown.ts'

export const forecastRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/forecast',
    summary:
      'What is expected of a customer: state, chance, next purchase, purchases, value, with why and by which model',
    verb: 'value.read',
    params: byId,
    responses: { 200: CustomerForecast },
    handle: ({ context, params }) => customerForecast(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/insights',
    summary:
      'How the forecasts stand: models, warnings, run, states, customer equity and its change, retention economics',
    verb: 'value.read',
    responses: { 200: Insights },
    handle: ({ context }) => insights(context),
  }),
  route({
    method: 'GET',
    path: '/api/v1/insights/best',
    summary: 'The best customers by forecast beside the best by spend so far',
    verb: 'value.read',
    query: shape({ currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'] })) }),
    responses: { 200: Best },
    handle: ({ context, query }) => best(context, query.currency),
  }),
  route({
    method: 'POST',
    path: '/api/v1/insights/refit',
    summary: 'Fit the models and make all forecasts now; a making that waits or goes on is answered instead',
    verb: 'insights.manage',
    responses: { 202: ForecastRun },
    handle: ({ context }) => refit(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/insights/stop',
    summary: 'Stop the making of forecasts that goes on; what is written stays',
    verb: 'insights.manage',
    responses: { 200: ForecastRun },
    handle: ({ context }) => stop(context),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/insights/terms',
    summary: 'What the company says of its economy: margin, discount, costs, horizon; null is not known',
    verb: 'insights.manage',
    body: Terms,
    responses: { 200: Insights },
    handle: ({ context, body }) => setTerms(context, body),
  }),
]
