import type { Runner } from '#src/platform/db/connection.ts'
import { raw, sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { runsIn } from '../../runs/queries.ts'
import type { forecastSteps } from '../contract.ts'

export const runs = runsIn<(typeof forecastSteps)[number]>(raw('know.forecast_run'))
export const { insertRun, lastRun, runOf } = runs

/** The model that the rows of a run are made by; null before it is fitted. */
export async function versionOf(runner: Runner, id: Uuid): Promise<number | null> {
  const row = await runner.maybe(sql<{ version: number | null }>`
    select version from know.forecast_run where id = ${id}`)
  return row?.version ?? null
}
export async function setRunVersion(tx: Tx, id: Uuid, version: number): Promise<void> {
  await tx.run(sql`update know.forecast_run set version = ${version} where id = ${id}`)
}
