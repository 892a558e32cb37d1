import { Type } from 'typebox'
import { defineJob } from '#src/platform/jobs/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { rollBack } from './rollback/rollback.ts'
import { clearUploads } from './clear.ts'
import { runImport } from './run.ts'

/** Runs an import that was asked for in the browser. A killed worker's import goes on from its last chunk; one that another process runs is left to it. */
export const importJob = defineJob(
  'imports.run',
  Type.Object({ importId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  async ({ input, context, signal }) => {
    try {
      await runImport(context, input.importId, { signal })
    } catch (error) {
      // a refusal is told on the import's page and would only be refused again; the database being away passes
      if (!(error instanceof Refusal) || error.status === 503 || error.code === 'source_busy') throw error
    }
  },
  { longest: 6 * 3600, batch: 1 },
)

/** Takes an import back that was asked for. A killed worker's rollback goes on where it stopped; while another import of the source runs it comes again. */
export const rollbackJob = defineJob(
  'imports.rollback',
  Type.Object({ importId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  async ({ input, context, signal }) => {
    try {
      await rollBack(context, input.importId, { signal })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 503 || error.code === 'source_busy') throw error
    }
  },
  { longest: 6 * 3600, batch: 1, retries: 50 },
)
/** Takes dropped files that nobody needs any more from the disk, once a night. */
export const clearJob = defineJob(
  'imports.clear',
  Type.Object({}, { additionalProperties: false }),
  async ({ context }) => {
    await clearUploads(context)
  },
  { cron: '40 2 * * *', batch: 1 },
)
export const jobs = [importJob, rollbackJob, clearJob]
