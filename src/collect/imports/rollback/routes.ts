import { Type } from 'typebox'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { effectKinds, Import, ImportEffects, RollbackPreview } from '../contract.ts'
import { rollbackJob } from '../jobs.ts'
import { importReport } from '../report.ts'
import { importEffects, rollbackPreview } from './preview.ts'
import { askForRollback } from './rollback.ts'

export const rollbackRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/imports/:id/rollback',
    summary: 'What taking an import back would touch, and what stands against it',
    verb: 'import.read',
    params: byId,
    responses: { 200: RollbackPreview },
    handle: ({ context, params }) => rollbackPreview(context, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports/:id/rollback',
    summary: 'Take an import back whole: what it told is as if it had never come; what staff wrote stays',
    verb: 'import.rollback',
    params: byId,
    body: shape({}),
    responses: { 202: Import },
    handle: async ({ context, params }) => {
      await askForRollback(context, params.id, (on) =>
        context.jobs.enqueue(on, rollbackJob, { importId: params.id }, { key: params.id }),
      )
      return importReport(context, params.id)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/imports/:id/effects',
    summary: 'Examples of what an import did, or a dry run would do, to a field of known customers',
    verb: 'import.read',
    params: byId,
    query: shape({ field: Type.String({ maxLength: 100 }), what: oneOf(effectKinds) }),
    responses: { 200: ImportEffects },
    handle: ({ context, params, query }) => importEffects(context, params.id, query.field, query.what),
  }),
]
