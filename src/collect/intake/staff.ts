import { uuidOf } from '#src/platform/ports/uuid.ts'
import { mayReturn } from './erased/erased.ts'
import type { Batch, Work } from './pipeline.ts'
import type { IntakeRecord } from './records.ts'
import { staffSource } from './sources.ts'
import { take } from './take.ts'

/** Takes in what a member of staff writes here and now: a source record of its own, so that it can always say where it came from. */
export async function takeFromStaff(work: Work, record: IntakeRecord): Promise<Batch> {
  const payload = Buffer.from(JSON.stringify(record))
  const key = work.uuid()
  const incoming = { fileNo: 0, line: 0, record, key, hash: uuidOf(key), payload, copy: false, overtaken: false }
  await mayReturn(work, incoming, staffSource.id)
  return take(work, { source: staffSource, importId: null, bulk: false, neverTold: true, incoming: [incoming] })
}
