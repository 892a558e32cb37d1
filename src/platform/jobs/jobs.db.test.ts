import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Type } from 'typebox'
import { silentLog } from '#src/platform/log.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { defineJob, type Job, type JobCall, startJobs } from './index.ts'

const input = Type.Object({ n: Type.Integer() }, { additionalProperties: false })
type Input = { n: number }

/** A queue whose handler is `handle`, and a promise for the first `count` runs. */
async function open(
  db: Awaited<ReturnType<typeof freshDatabase>>,
  count: number,
  handle: (call: JobCall<Input>) => void = () => {},
) {
  const runs: number[] = []
  let done = () => {}
  const finished = new Promise<void>((resolve) => {
    done = resolve
  })
  const job = defineJob('test.count', input, async (call) => {
    runs.push(call.input.n)
    if (runs.length >= count) done()
    handle(call)
  })
  const nightly = defineJob('test.nightly', Type.Object({}), async () => {}, { cron: '0 3 * * *' })
  const jobs = await start(db, [job, nightly])
  return { jobs, job, runs, finished }
}
function start(db: Awaited<ReturnType<typeof freshDatabase>>, jobs: Job[]) {
  const contextFor = () => testContext(db)
  return startJobs({ url: db.url, jobs, work: true, timeZone: 'Europe/Helsinki', log: silentLog, contextFor })
}

suite('jobs', () => {
  test('exist exactly if what caused them commits, run soon, wait once per key, and come again after a failure', async (t) => {
    const db = await freshDatabase(t)
    const { jobs, job, runs, finished } = await open(db, 3, ({ input, attempt }) => {
      if (input.n === 3 && attempt === 0) throw new Error('not yet')
    })
    t.after(() => jobs.stop())
    const failed = db.tx(async (tx) => {
      await jobs.enqueue(tx, job, { n: 1 })
      throw new Error('the cause failed')
    })
    await assert.rejects(failed)
    const began = performance.now()
    await db.tx(async (tx) => {
      await jobs.enqueue(tx, job, { n: 2 }, { key: 'same' })
      await jobs.enqueue(tx, job, { n: 2 }, { key: 'same' })
      await jobs.enqueue(tx, job, { n: 3 })
    })
    await finished
    t.diagnostic(`two jobs, one tried twice: ${Math.round(performance.now() - began)} ms`)
    assert.deepEqual(runs.sort(), [2, 3, 3])
  })

  test('input is checked when it is put in', async (t) => {
    const db = await freshDatabase(t)
    const { jobs, job } = await open(db, 1)
    t.after(() => jobs.stop())
    await assert.rejects(jobs.enqueue(db, job, { n: 'x' } as unknown as Input), /not of its schema/)
  })

  test('the timetable is what the program says, in the company’s time', async (t) => {
    const db = await freshDatabase(t)
    const first = await open(db, 1)
    const schedules = async () =>
      (await db.pool.query<{ name: string }>('select name, cron, timezone from jobs.schedule order by name')).rows
    assert.deepEqual(await schedules(), [{ name: 'test.nightly', cron: '0 3 * * *', timezone: 'Europe/Helsinki' }])
    await first.jobs.stop()
    const second = await start(db, [first.job])
    t.after(() => second.stop())
    assert.deepEqual(await schedules(), [])
  })

  test('a job whose worker was killed runs again within 30 s', async (t) => {
    const db = await freshDatabase(t)
    const worker = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../../test/support/stuck-worker.ts', import.meta.url)), db.url],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    t.after(() => worker.kill('SIGKILL'))
    await once(worker.stdout, 'data')
    worker.kill('SIGKILL')
    const began = performance.now()
    const { jobs, finished, runs } = await open(db, 1)
    t.after(() => jobs.stop())
    await finished
    assert.deepEqual(runs, [7])
    const seconds = (performance.now() - began) / 1000
    t.diagnostic(`again after ${seconds.toFixed(1)} s`)
    assert.ok(seconds <= 30, String(seconds))
  })
})
