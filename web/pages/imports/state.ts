import type { Bucket } from '#src/terms/index.ts'
import { buckets } from '#src/terms/index.ts'
import type { Import } from '../../api/routes.ts'
import type { Tone } from '../../ui/parts.tsx'

/** Everything in order is in the colour of the house, what waits for a person is amber, what broke is red. */
export function stateTone(job: Pick<Import, 'state' | 'counts'>): Tone {
  const tones: Record<string, Tone> = {
    planned: 'plain',
    held: 'warn',
    failed: 'bad',
    cancelled: 'warn',
    rolledBack: 'plain',
  }
  if (job.state === 'finished') return (job.counts.quarantined ?? 0) > 0 ? 'warn' : 'accent'
  return tones[job.state] ?? 'accent'
}

/** The buckets that hold lines, in their own order. */
export function bucketsOf(counts: Import['counts']): [Bucket, number][] {
  return buckets.flatMap((bucket) => ((counts[bucket] ?? 0) > 0 ? [[bucket, counts[bucket]!] as [Bucket, number]] : []))
}

/** Data lines of all files that are taken in; null until they have been counted. */
export function expectedLines(job: Import): number | null {
  const taken = job.files.filter((file) => file.kind !== null)
  return taken.some((file) => file.lines === null) ? null : taken.reduce((sum, file) => sum + (file.lines ?? 0), 0)
}
