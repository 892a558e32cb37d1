/** The thread that searches the whole base: its memory and time are not those of the requests. */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { searchBase } from './search.ts'

const { url, runId, now } = workerData as { url: string; runId: Uuid; now: number }
const db = connect(url, { size: 2, name: 'kauppias duplicates' })
try {
  const result = await searchBase(db, {
    runId,
    now: new Date(now),
    onProgress: (progress) => parentPort?.postMessage({ progress }),
  })
  parentPort?.postMessage({ result })
} finally {
  await db.close()
}
