import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Bucket } from '#src/terms/index.ts'
import {
  type Fault,
  type GateContext,
  type Incoming,
  type MappedRow,
  type Mapping,
  ports,
} from '#src/collect/intake/index.ts'
import { Fingerprints } from './fingerprints.ts'
import { contentOf, keyOf } from './keys.ts'
import type { Row } from './reading/format.ts'

/** A line that no record keeps: it waits to be repaired, or a rule leaves it out. */
export interface Aside {
  line: number
  bucket: Extract<Bucket, 'quarantined' | 'ignored'>
  faults: Fault[]
  cells: string[]
}
export interface Reading {
  incoming: Incoming[]
  aside: Aside[]
  /** Values left out of rows that otherwise enter, by line. */
  faults: Map<number, Fault[]>
  copies: number
}

/**
 * Reads the rows of one file into what intake takes. Remembers, in 12 bytes a row, what the file said before,
 * so that exact copies and records told twice are known; a resumed import feeds it the rows already done with `skim`.
 */
export class FileReader {
  readonly #fileNo: number
  readonly #mapping: Mapping
  readonly #toRow: (cells: readonly string[]) => MappedRow
  readonly #gate: GateContext
  readonly #contents = new Fingerprints()
  readonly #told = new Fingerprints()
  readonly #repeated: Fingerprints | null
  readonly #heads = new Fingerprints()

  /** @param repeated how often each key stands in the whole file; null where rows have no keys */
  constructor(
    fileNo: number,
    mapping: Mapping,
    toRow: (cells: readonly string[]) => MappedRow,
    gate: GateContext,
    repeated: Fingerprints | null,
  ) {
    this.#fileNo = fileNo
    this.#mapping = mapping
    this.#toRow = toRow
    this.#gate = gate
    this.#repeated = repeated
  }

  /** Rows that are committed already: only remembered. */
  skim(rows: readonly Row[]): void {
    this.read(rows)
  }

  read(rows: readonly Row[]): Reading {
    const reading: Reading = { incoming: [], aside: [], faults: new Map(), copies: 0 }
    for (const row of rows) this.#readOne(row, reading)
    return reading
  }

  #readOne(row: Row, reading: Reading): void {
    const leave = (bucket: Aside['bucket'], faults: Fault[]) =>
      reading.aside.push({ line: row.line, bucket, faults, cells: row.cells.map(copyOf) })
    if (row.unreadable)
      return void leave('quarantined', [{ field: '', code: 'text_unreadable', written: '', fatal: true }])
    if (row.ragged) return void leave('quarantined', [{ field: '', code: 'row_ragged', written: '', fatal: true }])
    const mapped = this.#toRow(row.cells)
    const { record, faults } = ports().gate(mapped, this.#gate)
    if (!record) return void leave('quarantined', faults)
    if (record.kind === 'customer' && record.deleted) return void leave('ignored', faults)
    if (faults.length > 0) reading.faults.set(row.line, faults)
    const { key, content, copy, overtaken } = this.#identify(mapped)
    if (copy || overtaken) reading.copies++
    reading.incoming.push({
      fileNo: this.#fileNo,
      line: row.line,
      record,
      key,
      hash: uuidOf(content),
      payload: Buffer.from(JSON.stringify(row.cells)),
      copy,
      overtaken,
      tellsHeader:
        record.kind === 'purchase' && record.line !== undefined && this.#heads.add(record.number ?? key) === 1,
    })
  }

  #identify(mapped: MappedRow): { key: string; content: string; copy: boolean; overtaken: boolean } {
    const content = contentOf(mapped)
    const key = keyOf(mapped, this.#mapping)
    if (key === null) {
      const nth = this.#contents.add(content)
      return { key: `${uuidOf(content)}#${nth}`, content, copy: nth > 1, overtaken: false }
    }
    const inAll = this.#repeated?.count(key) ?? 1
    return { key, content, copy: false, overtaken: inAll > 1 && this.#told.add(key) < inAll }
  }
}

// cells are slices of a large text: a kept one is copied, so that it does not hold the whole
const copyOf = (cell: string) => Buffer.from(cell.slice(0, 100_000).toWellFormed()).toString()
