/** Background work: defined by slices, put into the queue within the transaction that wants it, run again when its worker dies. */
export { defineJob, type Job, type JobCall } from './job.ts'
export type { Jobs } from './jobs.ts'
export { heldJobs, startJobs } from './queue.ts'
export { inThread, Stopped } from './thread.ts'
