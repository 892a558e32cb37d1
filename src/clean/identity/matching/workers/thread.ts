/** A thread that compares the parts it is given, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Job, type Material, type Part, PartComparer } from './part.ts'

const comparer = new PartComparer(workerData as Material)
let job: Job | undefined
parentPort!.on('message', (message: { job?: Job; part?: Part }) => {
  if (message.job) job = message.job
  if (!message.part || !job) return
  comparer.compare(job, message.part)
  parentPort!.postMessage(message.part)
})
