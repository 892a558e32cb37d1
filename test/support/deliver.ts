import assert from 'node:assert/strict'
import { importJob } from '#src/collect/imports/index.ts'
import { multipart } from '#test/trust/house.ts'
import type { TestApp } from './app.ts'

/** Uploads files and runs their import as the browser does, or only tries it; one minute passes, so that imports have an order. */
export async function deliver(
  app: TestApp,
  source: string,
  files: Record<string, string>,
  { dryRun = false } = {},
): Promise<string> {
  const steward = await app.as('steward')
  app.clock.set(new Date(app.clock.now().getTime() + 60_000).toISOString())
  const { payload, headers } = multipart({ source }, files)
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/v1/imports',
    payload,
    headers: { ...headers, host: 'localhost:8080', origin: 'http://localhost:8080', cookie: steward.cookie },
  } as never)
  const { id } = (answer as unknown as { json(): { id: string } }).json()
  const run = async (how: object) => assert.equal((await steward.post(`/api/v1/imports/${id}/run`, how)).status, 202)
  await run(dryRun ? { dryRun } : { confirm: true })
  const work = { input: { importId: id }, context: app.context(), signal: new AbortController().signal, attempt: 0 }
  await importJob.handle(work)
  if ((await steward.get(`/api/v1/imports/${id}`)).body.state === 'held') {
    await run({ letIn: true })
    await importJob.handle(work)
  }
  return id
}
