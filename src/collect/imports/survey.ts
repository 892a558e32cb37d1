import { setImmediate as breathe } from 'node:timers/promises'
import {
  type Fault,
  type GateContext,
  type Limits,
  type MappedRow,
  type Mapping,
  ports,
} from '#src/collect/intake/index.ts'
import { Fingerprints } from './fingerprints.ts'
import { keyOf } from './keys.ts'
import type { Measured, Problem } from './queries.ts'
import type { Format, Row } from './reading/format.ts'
import { openFile } from './reading/read.ts'

/** Up to so many rows are all put through the gate; of more, an evenly spread part. */
const allRows = 20_000

interface Seen {
  quarantined: boolean
  faults: Fault[]
}

/** An evenly spread part of the rows that pass by: every n-th, n doubling whenever there are too many. */
class Sample {
  #stride = 1
  #rows: Seen[] = []
  #passed = 0

  /** Whether the next row is to be looked at. */
  next(): boolean {
    return this.#passed++ % this.#stride === 0
  }
  add(seen: Seen): void {
    this.#rows.push(seen)
    if (this.#rows.length <= allRows) return
    this.#rows = this.#rows.filter((_, i) => i % 2 === 0)
    this.#stride *= 2
  }
  get rows(): readonly Seen[] {
    return this.#rows
  }
}

export interface Survey {
  lines: number
  /** How often each key occurs; null where rows have no keys. */
  keys: Fingerprints | null
  measured: Measured
  worst: NonNullable<Problem['worst']>
}
export interface SurveyOptions {
  path: string
  format: Format
  mapping: Mapping
  toRow: (cells: readonly string[]) => MappedRow
  gate: GateContext
  onLines: (lines: number) => void
  signal?: AbortSignal | undefined
}

/** Counts the lines of a file, finds the keys that occur more than once, and sees how good the rows are, before anything is written. */
export async function survey({ path, format, mapping, toRow, gate, onLines, signal }: SurveyOptions): Promise<Survey> {
  const keys = mapping.key === 'row' ? null : new Fingerprints()
  const sample = new Sample()
  let lines = 0
  for await (const rows of openFile(path, format)) {
    lines += rows.length
    for (const row of rows) {
      const look = sample.next()
      if (!look && keys === null) continue
      const whole = !row.unreadable && !row.ragged
      const mapped = whole ? toRow(row.cells) : undefined
      if (look) sample.add(judge(row, mapped, gate))
      const key = keys && mapped ? keyOf(mapped, mapping) : null
      if (key !== null) keys!.add(key)
    }
    onLines(lines)
    signal?.throwIfAborted()
    await breathe()
  }
  return { lines, keys, ...sum(sample.rows, lines) }
}

function judge(row: Row, mapped: MappedRow | undefined, gate: GateContext): Seen {
  if (!mapped) {
    const code = row.unreadable ? 'text_unreadable' : 'row_ragged'
    return { quarantined: true, faults: [{ field: '', code, written: '', fatal: true }] }
  }
  const { record, faults } = ports().gate(mapped, gate)
  return { quarantined: record === undefined, faults }
}

function sum(seen: readonly Seen[], rows: number): Pick<Survey, 'measured' | 'worst'> {
  const kinds = new Map<string, { field: string; code: string; count: number; example: string }>()
  let quarantined = 0
  let faulty = 0
  for (const one of seen) {
    if (one.quarantined) quarantined++
    else if (one.faults.length > 0) faulty++
    for (const { field, code, written } of one.faults) {
      const key = `${field} ${code}`
      const kind = kinds.get(key) ?? { field, code, count: 0, example: '' }
      kind.count++
      if (kind.example === '') kind.example = written.slice(0, 200).toWellFormed()
      kinds.set(key, kind)
    }
  }
  const share = (n: number) => (seen.length === 0 ? 0 : Math.round((n / seen.length) * 10_000) / 10_000)
  return {
    measured: { looked: seen.length, rows, quarantined: share(quarantined), faulty: share(faulty) },
    worst: [...kinds.values()].sort((a, b) => b.count - a.count).slice(0, 5),
  }
}

/** Why a file is out of the limits of its source; undefined: it is within them. Few rows say nothing. Pure. */
export function beyond(limits: Limits, name: string, { measured, worst }: Survey): Problem | undefined {
  if (measured.rows < limits.rows) return undefined
  for (const limit of ['quarantined', 'faulty'] as const)
    if (measured[limit] > limits[limit])
      return {
        code: 'held',
        because: `Too many rows of ${name.slice(0, 200)} cannot be right.`,
        next: 'Look at the examples: mend the file or what its columns mean, let it in anyway, or leave it.',
        limit,
        allowed: limits[limit],
        measured: measured[limit],
        rows: measured.looked,
        worst,
      }
  return undefined
}

/** What several files amount to. */
export function together(surveys: readonly Survey[]): Measured | null {
  const looked = surveys.reduce((all, { measured }) => all + measured.looked, 0)
  if (looked === 0) return null
  const mean = (of: 'quarantined' | 'faulty') =>
    Math.round((surveys.reduce((all, { measured }) => all + measured[of] * measured.looked, 0) / looked) * 10_000) /
    10_000
  const rows = surveys.reduce((all, { measured }) => all + measured.rows, 0)
  return { looked, rows, quarantined: mean('quarantined'), faulty: mean('faulty') }
}
