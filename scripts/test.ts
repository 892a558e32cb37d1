/**
 * `npm test [part of a path …]`: every *.test.ts, browser tests and journeys last; those that use the database
 * (*.db.test.ts) once more on Debian's PostgreSQL when it is installed. Starts and stops what they need.
 * A browser shares the machine with everything: a file of browser tests that fails runs once more, alone, and what passed then is named.
 * `onOneServer` is left out of that second round: it asks nothing of SQL that the other files do not ask.
 */
import { existsSync, globSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { prepareTestServer } from '#test/support/database.ts'
import { newTally, report, summary, type Tally } from './test-report.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const otherPostgres = '/usr/lib/postgresql/15/bin'
const longestFileMs = 300_000
const onOneServer = ['test/trust/hostile-text.db.test.ts']

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

process.chdir(root)
for (const name of Object.keys(process.env)) {
  if (name === 'DATABASE_URL' || /^KAUPPIAS_(?!TEST_)/.test(name)) delete process.env[name] // a person's own must not be touched
}

const begun = performance.now()
const filters = process.argv.slice(2)
const all = globSync(['{src,test,web,scripts,bench}/**/*.test.ts'], {
  exclude: (path) => path.includes('node_modules'),
})
  .map((path) => relative(root, path))
  .filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)))
  .sort()
const slow = all.filter((path) => /^test\/(browser|journeys)\//.test(path))
const quick = all.filter((path) => !slow.includes(path))
const onDatabase = all.filter((path) => path.endsWith('.db.test.ts') && !onOneServer.includes(path))

const tally = newTally()
await withServer(undefined, async () => {
  await runFiles(quick, 2, tally)
  const spared = await runFiles(slow, 1, tally, { spares: true })
  const before = tally.failed.length
  await runFiles([...spared.keys()], 1, tally)
  const failedAgain = new Set(tally.failed.slice(before))
  tally.unsteady.push(...[...spared.values()].flat().filter((name) => !failedAgain.has(name)))
})
const other = existsSync(otherPostgres)
if (other) await withServer(otherPostgres, () => runFiles(onDatabase, 2, tally, { where: 'PostgreSQL 15' }))

process.stdout.write(summary(tally, performance.now() - begun, stopping.signal.aborted))
if (!other && onDatabase.length > 0) {
  process.stdout.write(`Not run on PostgreSQL 15: it is not installed (${otherPostgres}).\n`)
}
process.exit(tally.failed.length > 0 || tally.tests === 0 || stopping.signal.aborted ? 1 : 0)

async function withServer(bin: string | undefined, work: () => Promise<unknown>): Promise<void> {
  if (stopping.signal.aborted) return
  const server = await prepareTestServer(bin).catch((error: Error) => {
    tally.failed.push(`the test database could not be made: ${error.message}`)
  })
  if (server === undefined) return
  if (bin === undefined) delete process.env.KAUPPIAS_TEST_POSTGRES
  else process.env.KAUPPIAS_TEST_POSTGRES = bin
  try {
    await work()
  } finally {
    await server.close()
  }
}

async function runFiles(
  files: readonly string[],
  concurrency: number,
  into: Tally,
  { where = '', spares = false }: { where?: string; spares?: boolean } = {},
): Promise<Map<string, readonly string[]>> {
  if (files.length === 0 || stopping.signal.aborted) return new Map()
  const events = run({
    files: files.map((path) => resolve(path)),
    concurrency,
    timeout: longestFileMs,
    signal: stopping.signal,
  })
  const write = (text: string) => process.stdout.write(text)
  return report(events, files, into, { where, write, stopping: stopping.signal, spares })
}
