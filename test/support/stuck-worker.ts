/** A worker that takes a job and never ends it; prints a line when it has it. For killing. */
import { Type } from 'typebox'
import { connect } from '#src/platform/db/index.ts'
import { defineJob, startJobs } from '#src/platform/jobs/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { testContext } from './context.ts'

const url = process.argv[2]!
const db = connect(url)
const job = defineJob('test.count', Type.Object({ n: Type.Integer() }), async () => {
  process.stdout.write('has it\n')
  await new Promise(() => {})
})
const contextFor = () => testContext(db)
const jobs = await startJobs({ url, jobs: [job], work: true, timeZone: 'UTC', log: silentLog, contextFor })
await jobs.enqueue(db, job, { n: 7 })
