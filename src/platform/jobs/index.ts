/** Background work: defined by slices, put into the queue within the transaction that wants it, run again when its worker dies. */
export { defineJob, type Job, type JobCall, type JobOptions } from './job.ts'
export type { EnqueueOptions, Jobs, Work } from './jobs.ts'
export { heldJobs, type RunningJobs, startJobs } from './queue.ts'
