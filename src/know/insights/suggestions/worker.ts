/** The thread that learns links: its memory and time are not those of the requests. */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#src/platform/db/index.ts'
import { makeLinks } from './make.ts'

const { url, now, timeZone } = workerData as { url: string; now: number; timeZone: string }
const db = connect(url, { size: 2, name: 'kauppias suggestions' })
try {
  const result = await makeLinks(db, {
    now: new Date(now),
    timeZone,
    onProgress: (progress) => parentPort?.postMessage({ progress }),
  })
  parentPort?.postMessage({ result })
} finally {
  await db.close()
}
