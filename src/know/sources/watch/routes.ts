import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { causes, chart } from './causes.ts'
import { Causes, Chart, entrances, OwnerChange, SourceOwner } from './contract.ts'
import { changeOwner, owner } from './owner.ts'

export const watchRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/quality/causes',
    summary:
      'Where faults come from: by source, field and cause, with what left its limits and verified values that were lost',
    verb: 'quality.read',
    responses: { 200: Causes },
    handle: ({ context }) => causes(context),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/:id/chart',
    summary: 'The share of faulty rows of a source by delivery or day, with its control limits',
    verb: 'quality.read',
    params: byId,
    query: shape({ entrance: oneOf(entrances) }),
    responses: { 200: Chart },
    handle: ({ context, params, query }) => chart(context, params.id, query.entrance),
  }),
  route({
    method: 'GET',
    path: '/api/v1/sources/:id/owner',
    summary: 'Who sees to a source, and who could',
    verb: 'source.manage',
    params: byId,
    responses: { 200: SourceOwner },
    handle: ({ context, params }) => owner(context, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/sources/:id/owner',
    summary: 'Who sees to a source; they get a letter a week when there is something to say',
    verb: 'source.manage',
    params: byId,
    body: OwnerChange,
    responses: { 200: SourceOwner },
    handle: ({ context, params, body }) => changeOwner(context, params.id, body.ownerId),
  }),
]
