import { Type } from 'typebox'
import { authorize } from '#src/company/index.ts'
import { byId, oneOf, type Route, route, shape } from '#src/platform/http/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { buckets, recordKinds } from '#src/terms/index.ts'
import { changeFile, refuseCleared, refuseUnlooked } from './change.ts'
import { Import, ImportFileChange, ImportLines, ImportList, ImportRun, Preview } from './contract.ts'
import { importJob } from './jobs.ts'
import { MappingFields } from './mapping/contract.ts'
import { mappingFields } from './mapping/fields.ts'
import { filePreview } from './preview.ts'
import { askToCancel, askToRun } from './queries.ts'
import { importLines, importList, importReport } from './report.ts'
import { rollbackRoutes } from './rollback/routes.ts'
import { receive, uploadLimit } from './upload.ts'

const some = (most: number) => Type.Optional(Type.Integer({ minimum: 0, maximum: most }))
const aFile = shape({
  id: Type.String({ format: 'uuid' }),
  fileNo: Type.Integer({ minimum: 1, maximum: 1000 }),
})
const cursor = Type.Optional(Type.String({ maxLength: 100 }))

export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/imports',
    summary: 'Imports, newest first',
    verb: 'import.read',
    query: shape({ after: cursor }),
    responses: { 200: ImportList },
    handle: ({ context, query }) => importList(context, query.after),
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports',
    summary: 'Upload the files of one delivery (multipart: source, currency, files); answers with what was detected',
    verb: 'import.run',
    accepts: 'files',
    bodyLimit: uploadLimit,
    idempotency: 'none',
    responses: { 201: Import },
    handle: async ({ context, request }) => importReport(context, await receive(context, request)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/imports/:id',
    summary: 'One import: plan, progress or report',
    verb: 'import.read',
    params: byId,
    responses: { 200: Import },
    handle: ({ context, params }) => importReport(context, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/v1/imports/fields',
    summary: 'What the columns of a file can mean, for one kind of records',
    verb: 'import.read',
    query: shape({ kind: oneOf(recordKinds) }),
    responses: { 200: MappingFields },
    handle: async ({ context, query }) => {
      authorize(context.actor, 'import.read')
      return mappingFields(query.kind)
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/imports/:id/files/:fileNo',
    summary:
      'Correct how a file is read and what its columns mean, or leave it out, before running; shows its rows at once',
    verb: 'import.run',
    params: aFile,
    body: ImportFileChange,
    responses: { 200: Import },
    handle: async ({ context, params, body }) => {
      await changeFile(context, params.id, params.fileNo, body)
      const preview = await filePreview(context, params.id, params.fileNo)
      return importReport(context, params.id, new Map([[params.fileNo, preview]]))
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/imports/:id/files/:fileNo/preview',
    summary: 'Rows of a file as they would be read, cell by cell, and how many cells of each column are faulty',
    verb: 'import.read',
    params: aFile,
    query: shape({ rows: some(100), faulty: some(200) }),
    responses: { 200: Preview },
    handle: ({ context, params, query }) => filePreview(context, params.id, params.fileNo, query),
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports/:id/run',
    summary: 'Run a planned import, go on with a stopped one, or try it without effect (dryRun)',
    verb: 'import.run',
    params: byId,
    body: ImportRun,
    responses: { 202: Import },
    handle: async ({ context, params, body }) => {
      authorize(context.actor, 'import.run')
      await refuseCleared(context, params.id)
      if (body.dryRun !== true) await refuseUnlooked(context, params.id, body.confirm ?? false)
      await context.db.tx(async (tx) => {
        const by = context.actor.kind === 'system' ? null : context.actor.id
        const letIn = body.letIn === true ? { by, at: context.now } : null
        if (await askToRun(tx, params.id, body.dryRun ?? false, letIn))
          await context.jobs.enqueue(tx, importJob, { importId: params.id })
        else
          throw new Refusal(
            409,
            'import_started',
            'The import runs already, has finished, or does not exist.',
            'Look at its page.',
          )
      })
      return importReport(context, params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/imports/:id/cancel',
    summary: 'Stop an import; what is committed stays',
    verb: 'import.run',
    params: byId,
    responses: { 202: Import },
    handle: async ({ context, params }) => {
      authorize(context.actor, 'import.run')
      if (!(await askToCancel(context.db, params.id)))
        throw new Refusal(409, 'import_not_running', 'The import does not run.', 'Look at its page.')
      return importReport(context, params.id)
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/imports/:id/lines',
    summary: 'The lines that ended in one bucket, with what was written and what was wrong',
    verb: 'import.read',
    params: byId,
    query: shape({ bucket: oneOf(buckets), after: cursor }),
    responses: { 200: ImportLines },
    handle: ({ context, params, query }) => importLines(context, params.id, query.bucket, query.after),
  }),
  ...rollbackRoutes,
]
