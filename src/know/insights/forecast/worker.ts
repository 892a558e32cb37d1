/** The thread that fits and forecasts: its memory and time are not those of the requests. */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { makeAll } from './make.ts'

const { url, runId, now, timeZone } = workerData as { url: string; runId: Uuid; now: number; timeZone: string }
const db = connect(url, { size: 2, name: 'kauppias forecasts' })
try {
  const result = await makeAll(db, {
    runId,
    now: new Date(now),
    timeZone,
    onProgress: (progress) => parentPort?.postMessage({ progress }),
  })
  parentPort?.postMessage({ result })
} finally {
  await db.close()
}
