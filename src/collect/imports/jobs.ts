import { Type } from 'typebox'
import { defineJob } from '#src/platform/jobs/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
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
      if (!(error instanceof Refusal) || error.status === 503) throw error
    }
  },
  { longest: 6 * 3600, batch: 1 },
)
export const jobs = [importJob]
