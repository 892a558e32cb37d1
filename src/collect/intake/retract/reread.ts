import { Refusal } from '#src/platform/refusal.ts'
import { expand, itemOf } from '../expand.ts'
import { type Incoming, type Item, ports, type Stored, type Work } from '../pipeline.ts'
import type { IntakeRecord } from '../records.ts'
import { payloadsOf, type VersionRow } from './queries.ts'

/** A stored version as it came: itself, and what else its line told. */
export interface Reread {
  item: Item
  others: Item[]
}

/**
 * Reads versions again, each as it stands in the table unless its payload comes with it. What cannot be read any more is absent.
 */
export async function rereadAll(
  work: Work,
  versions: readonly (VersionRow & { payload?: Buffer })[],
): Promise<Map<VersionRow, Reread>> {
  const payloads = await payloadsOf(
    work.tx,
    versions.flatMap((v) => (v.payload ? [] : [v.id])),
  )
  const stored = versions.map((v): Stored => ({ ...v, payload: v.payload ?? payloads.get(v.id) ?? Buffer.alloc(0) }))
  const rows = stored.filter((s) => isRow(s.payload))
  const read = rows.length === 0 ? new Map<Stored, IntakeRecord>() : await ports().reread(work, rows)
  const all = new Map<VersionRow, Reread>()
  stored.forEach((one, i) => {
    const record = isRow(one.payload) ? read.get(one) : recordIn(one.payload)
    if (record) all.set(versions[i]!, itemsOf(versions[i]!, one.payload, record))
  })
  return all
}

/** Cells of a row are kept as a list, records as objects. */
const isRow = (payload: Buffer) => payload[0] === 0x5b

function recordIn(payload: Buffer): IntakeRecord | undefined {
  return payload.length === 0 ? undefined : (JSON.parse(payload.toString()) as IntakeRecord)
}

/** A row that has no id of its own goes by its content and n-th occurrence. */
const nthOfContent = /^[0-9a-f-]{36}#(\d+)$/

function itemsOf(version: VersionRow, payload: Buffer, record: IntakeRecord): Reread {
  const nth = Number(nthOfContent.exec(version.key)?.[1] ?? 1)
  const incoming: Incoming = {
    fileNo: version.file_no ?? 0,
    line: version.line_no ?? 0,
    record,
    key: version.key,
    hash: version.hash,
    payload,
    copy: nth > 1,
    overtaken: false,
  }
  const items = expand(version.source_id, incoming)
  const own = items.find((item) => item.id === version.id) ?? itemOf(incoming, version.id)
  const item: Item = {
    ...own,
    derived: true, // a line of a file was reported when it came
    bucket: nth > 1 ? 'duplicate' : 'updated',
    hash: version.hash,
    payload,
    version: Math.max(2, version.version),
    recordVersion: version.version,
    receivedAt: version.received_at,
    importId: version.import_id,
  }
  const others = items
    .filter((other) => other.id !== version.id && items.includes(own))
    .map(
      (other): Item => ({
        ...other,
        bucket: 'updated',
        version: 2,
        recordVersion: 1,
        receivedAt: version.received_at,
        importId: version.import_id,
      }),
    )
  return { item, others }
}

/** What 409 `record_unreadable` says. */
export const unreadable = () =>
  new Refusal(
    409,
    'record_unreadable',
    'Something of it was kept by an earlier version of the program in a form that cannot be read again.',
    'Correct the customers by hand, or bring the same files in again.',
  )
