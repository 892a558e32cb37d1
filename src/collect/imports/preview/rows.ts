import type { Column, Fault, GateContext, IntakeRecord, MappedRow, Mapping, Target } from '#src/collect/intake/index.ts'
import type { Preview, PreviewRow } from '../contract.ts'
import { rowMapper } from '../mapping/map-row.ts'
import type { Row } from '../reading/format.ts'
import { becomes, mappedText } from './becomes.ts'

type Gate = (row: MappedRow, context: GateContext) => { record?: IntakeRecord; faults: Fault[] }

/** Longest text of one cell that a preview shows. */
const longestShown = 300
const shownOf = (text: string) => text.slice(0, longestShown).toWellFormed().replaceAll('\u0000', '\u2400')

interface Place {
  /** Where values of the column go, itself or its parts. */
  targets: Target[]
  header: string
  at: number
}

/** Reads rows as the import would, and says cell by cell what became of them. Nothing is written anywhere. */
export class PreviewReader {
  readonly #mapping: Mapping | null
  readonly #names: string[]
  readonly #gate: Gate
  readonly #context: GateContext
  readonly #toRow: ((cells: readonly string[]) => MappedRow) | undefined
  readonly #places: Place[]
  readonly #filled: number[]
  readonly #faulty: number[]
  readonly #codes: Map<string, number>[]
  readonly sample: Preview['sample'] = { lines: 0, whole: true, quarantined: 0, ignored: 0, withFaults: 0 }

  constructor(mapping: Mapping | null, names: string[], gate: Gate, context: GateContext) {
    this.#mapping = mapping
    this.#names = names
    this.#gate = gate
    this.#context = context
    this.#toRow = mapping ? rowMapper(mapping) : undefined
    this.#places = names.map((header, at) => placeOf(mapping, header, at))
    this.#filled = names.map(() => 0)
    this.#faulty = names.map(() => 0)
    this.#codes = names.map(() => new Map())
  }

  /** A row of the sample, counted; `line` null where its number is not known. */
  read(row: Row, line: number | null): PreviewRow {
    const { sample } = this
    sample.lines++
    const shown = this.#shown(row, line)
    for (const [at, cell] of shown.cells.entries()) {
      if (at >= this.#names.length) break
      if (cell.written !== '') this.#filled[at]!++
      if (cell.fault === null) continue
      this.#faulty[at]!++
      const codes = this.#codes[at]!
      codes.set(cell.fault, (codes.get(cell.fault) ?? 0) + 1)
    }
    if (shown.outcome === 'quarantined') sample.quarantined++
    if (shown.outcome === 'ignored') sample.ignored++
    if (shown.faults.length > 0) sample.withFaults++
    return shown
  }

  columns(): Preview['columns'] {
    const { lines } = this.sample
    return this.#names.map((header, at) => ({
      at,
      header,
      filled: lines === 0 ? 0 : this.#filled[at]! / lines,
      // an empty cell may be the fault: a date that is missing
      faulty: this.#faulty[at] === 0 ? 0 : Math.min(1, this.#faulty[at]! / Math.max(1, this.#filled[at]!)),
      codes: Object.fromEntries(this.#codes[at]!),
    }))
  }

  #shown(row: Row, line: number | null): PreviewRow {
    const plain = row.cells.map((cell) => ({ written: shownOf(cell), becomes: null, fault: null }))
    if (this.#mapping === null || this.#toRow === undefined)
      return { line, outcome: 'ignored', cells: plain, faults: [] }
    if (row.unreadable || row.ragged) {
      const code = row.unreadable ? 'text_unreadable' : 'row_ragged'
      return { line, outcome: 'quarantined', cells: plain, faults: [{ field: '', code, written: '', fatal: true }] }
    }
    const mapped = this.#toRow(row.cells)
    const { record, faults } = this.#gate(mapped, this.#context)
    const ignored = record?.kind === 'customer' && record.deleted === true
    const marks = this.#marks(row, faults)
    return {
      line,
      outcome: record === undefined ? 'quarantined' : ignored ? 'ignored' : 'enters',
      cells: row.cells.map((cell, at) => {
        const fault = marks.get(at) ?? null
        return {
          written: shownOf(cell),
          becomes: fault === null ? this.#becomes(at, cell, mapped, record) : null,
          fault,
        }
      }),
      faults: faults.map(({ field, code, written, fatal }) => ({ field, code, written, fatal })),
    }
  }

  /** Which cell each fault belongs to: of the columns that tell the field the one that holds what was complained of. */
  #marks(row: Row, faults: Fault[]): Map<number, string> {
    const marks = new Map<number, string>()
    for (const { field, code, written } of faults) {
      const places = this.#places.filter(({ targets, header }) =>
        targets.some((target) => tells(target, header, field)),
      )
      const holds = (at: number) => row.cells[at]?.replace(/\s+/g, ' ').trim() ?? ''
      const free = places.filter(({ at }) => !marks.has(at))
      const place =
        free.find(({ at }) => written !== '' && (holds(at) === written || holds(at).startsWith(written))) ??
        free.find(
          ({ at }) =>
            written !== '' && holds(at) !== '' && (written.includes(holds(at)) || holds(at).includes(written)),
        ) ??
        (written === '' ? free.find(({ at }) => holds(at) === '') : undefined) ??
        free[0]
      if (place) marks.set(place.at, code)
    }
    return marks
  }

  #becomes(at: number, cell: string, mapped: MappedRow, record: IntakeRecord | undefined): string | null {
    const place = this.#places[at]
    if (!place || cell.trim() === '') return null
    const made = place.targets.flatMap(({ field, label }) => {
      const name = field === 'attribute' ? (label ?? place.header) : label
      const text = mappedText(mapped, { field, text: '', label: name })
      if (text === null) return []
      const own = place.targets.length > 1 ? text : cell.trim()
      // of several of the same, the mapping's own words for this cell cannot be told apart from the others'
      const value = record ? becomes(record, { field, text: wordsOf(place, own, text), label: name }) : text
      return value === null ? [] : [shownOf(value)]
    })
    return made.length === 0 ? null : made.join(' · ')
  }
}

const wordsOf = ({ targets }: Place, own: string, mapped: string): string => (targets[0]?.values ? mapped : own)

const tells = ({ field, label }: Target, header: string, faulty: string): boolean =>
  field === 'attribute' ? (label ?? header) === faulty : field === faulty

function placeOf(mapping: Mapping | null, header: string, at: number): Place {
  const column: Column | undefined = mapping?.columns.find((one) => one.at === at)
  const own: Target[] = column?.split
    ? column.split.into.map(
        (target, i) =>
          ({
            ...target,
            label: target.label ?? (target.field === 'attribute' ? `${header} ${i + 1}` : undefined),
          }) as Target,
      )
    : column && column.field !== 'ignore'
      ? [column]
      : []
  // a joined value is shown at the first of its columns
  const joined = mapping?.joins?.filter((join) => join.columns[0] === at) ?? []
  return { targets: [...own, ...joined].filter(({ field }) => field !== 'ignore'), header, at }
}
