import { type IntakeRecord, ports, type Stored, type Teller, type Work } from '#src/collect/intake/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import { rowMapper } from '../mapping/map-row.ts'
import { readingsOf, tellersOf } from './queries.ts'

/** Rows read again by the mapping and the currency of the import that brought them. Rows that no mapping reads any more are absent. */
export async function reread(work: Work, versions: Stored[]): Promise<Map<Stored, IntakeRecord>> {
  const imports = [...new Set(versions.flatMap((v) => v.read_import ?? v.import_id ?? []))]
  const readers = new Map(
    (await readingsOf(work.tx, imports)).flatMap(({ import_id, file_no, mapping, currency }) =>
      mapping === null ? [] : [[`${import_id} ${file_no}` as string, { toRow: rowMapper(mapping), currency }] as const],
    ),
  )
  const { timeZone } = work.company
  const found = new Map<Stored, IntakeRecord>()
  for (const version of versions) {
    const reader = readers.get(`${version.read_import ?? version.import_id} ${version.read_file ?? version.file_no}`)
    if (!reader) continue
    const cells = JSON.parse(version.payload.toString()) as string[]
    const context = { timeZone, currency: reader.currency, country: 'FI', now: version.received_at }
    const { record } = ports().gate(reader.toRow(cells), context)
    if (record) found.set(version, record)
  }
  return found
}

/** Who else told these records. */
export const toldAgain = (runner: Runner, records: Uuid[], except: Uuid): Promise<Teller[]> =>
  tellersOf(runner, records, except)
