import { Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { customerKinds } from '#src/terms/index.ts'
import {
  Automatic,
  Decide,
  Decided,
  DecisionList,
  GroupDetail,
  GroupList,
  MaybeSame,
  Sample,
  SearchRun,
  State,
  TakenBack,
} from './contract.ts'
import { decide, decisions, undoDecision } from './decisions.ts'
import { group, maybeSame } from './group.ts'
import { queue } from './queue.ts'
import { askSearch, sample, setAutomatic, state, stopSearch } from './runs.ts'

const Kind = oneOf(customerKinds)
const paged = {
  after: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
}

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/duplicates',
    summary: 'Customers that may be one, the surest and worthiest first',
    verb: 'customer.merge',
    query: shape({ kind: Type.Optional(Kind), ...paged }),
    responses: { 200: GroupList },
    handle: ({ context, query }) => queue(context, query),
  }),
  route({
    method: 'GET',
    path: '/api/v1/duplicates/state',
    summary: 'How the search for duplicates stands, what was learned, and how often people agreed',
    verb: 'customer.merge',
    responses: { 200: State },
    handle: ({ context }) => state(context),
  }),
  route({
    method: 'GET',
    path: '/api/v1/duplicates/sample',
    summary: 'The least sure pairs of those that would be merged without asking',
    verb: 'customer.merge',
    query: shape({ kind: Kind }),
    responses: { 200: Sample },
    handle: ({ context, query }) => sample(context, query.kind),
  }),
  route({
    method: 'POST',
    path: '/api/v1/duplicates/search',
    summary: 'Search the whole base for duplicates; a search that waits or goes on is answered instead',
    verb: 'duplicates.manage',
    responses: { 202: SearchRun },
    handle: ({ context }) => askSearch(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/duplicates/search/stop',
    summary: 'Stop the search; what is merged stays',
    verb: 'duplicates.manage',
    responses: { 200: SearchRun },
    handle: ({ context }) => stopSearch(context),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/duplicates/automatic',
    summary: 'Merge sure pairs without asking, or stop doing so',
    verb: 'duplicates.manage',
    body: Automatic,
    responses: { 200: State },
    handle: ({ context, body }) => setAutomatic(context, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/duplicates/decisions',
    summary: 'What was decided, latest first',
    verb: 'customer.merge',
    query: shape(paged),
    responses: { 200: DecisionList },
    handle: ({ context, query }) => decisions(context, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/duplicates/decisions/:id/undo',
    summary: 'Take a decision back; merged customers come apart as they were',
    verb: 'customer.merge',
    params: byId,
    responses: { 200: TakenBack },
    handle: ({ context, params }) => undoDecision(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/duplicates/:id',
    summary: 'Customers that may be one, side by side, with what speaks for and against',
    verb: 'customer.merge',
    params: byId,
    responses: { 200: GroupDetail },
    handle: ({ context, params }) => group(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/duplicates/:id/decide',
    summary: 'Decide that customers are the same, are not, or later',
    verb: 'customer.merge',
    params: byId,
    body: Decide,
    responses: { 200: Decided },
    handle: ({ context, params, body }) => decide(context, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/api/v1/customers/:id/duplicates',
    summary: 'Who this customer may be too',
    verb: 'customer.read',
    params: byId,
    responses: { 200: MaybeSame },
    handle: ({ context, params }) => maybeSame(context, params.id),
  }),
]
