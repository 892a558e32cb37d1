import type { Uuid } from '#src/terms/index.ts'
import type { Teller } from '../pipeline.ts'
import type { VersionRow } from './queries.ts'

/** What taking back makes of one record. */
export interface Outcome {
  current: VersionRow
  /** The version in use from now on; null: none is left. */
  target: VersionRow | null
  /** Versions that go. */
  removed: VersionRow[]
  /** Versions that stay in the name of a later delivery that told the same. */
  handed: { version: VersionRow; teller: Teller }[]
  /** The version in use stays, but counts from another moment. */
  redated: boolean
}

/**
 * The versions of one record without those of an import (or, without one, without the current): what would stand had they never been told.
 * A version that a later delivery told again stays in that one's name; one that says what the version before said counts from that moment.
 * @param versions oldest first @param tellers oldest first
 */
export function outcomeOf(
  versions: readonly VersionRow[],
  importId: Uuid | undefined,
  tellers: readonly Teller[],
  whole = false,
): Outcome {
  const current = versions.at(-1)!
  const kept: VersionRow[] = []
  const outcome: Outcome = { current, target: null, removed: [], handed: [], redated: false }
  for (const [i, version] of versions.entries()) {
    const goes = whole || (importId === undefined ? version === current : version.import_id === importId)
    if (!goes) {
      kept.push(version)
      continue
    }
    const until = versions[i + 1]?.received_at
    const teller = tellers.find((t) => t.at >= version.received_at && (until === undefined || t.at < until))
    if (!teller) {
      outcome.removed.push(version)
      continue
    }
    outcome.handed.push({ version, teller })
    kept.push({
      ...version,
      import_id: teller.import_id,
      file_no: teller.file_no,
      line_no: teller.line_no,
      received_at: teller.at,
      read_import: version.read_import ?? version.import_id,
      read_file: version.read_file ?? version.file_no,
    })
  }
  const last = kept.at(-1)
  if (!last) return outcome
  const before = kept.at(-2)
  if (last.version === current.version && before?.hash === last.hash && before.version < last.version - 1) {
    outcome.redated = true
    outcome.target = { ...last, received_at: before.received_at }
  } else outcome.target = last
  return outcome
}
