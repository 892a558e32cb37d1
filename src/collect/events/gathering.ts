import type { Incoming, IntakeRecord } from '#src/collect/intake/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { CustomerRecord, GateContext, Told as ToldRow } from '#src/collect/intake/index.ts'
import { ports } from '#src/collect/intake/index.ts'
import type { Layout } from './layouts.ts'
import type { Evidence } from './queries.ts'

/** A row that cannot enter, with the moment of its message. */
export interface Aside {
  layout: Layout
  at: number
  told: ToldRow
}

/** What the messages of one chunk become: records for the door, rows to repair, and what is noted beside them. */
export class Gathering {
  readonly records = new Map<string, Incoming>()
  readonly aside: Aside[] = []
  readonly aliases: { person: string; previous: string; at: Date }[] = []
  readonly evidence: Evidence[] = []
  readonly gate: GateContext
  constructor(gate: GateContext) {
    this.gate = gate
  }

  /** The same record told again takes the place of what was told before; its place in the order stays. */
  put(record: IntakeRecord, key: string): void {
    const text = JSON.stringify(record)
    this.records.set(`${record.kind} ${key}`, {
      fileNo: 0,
      line: 0,
      record,
      key,
      hash: uuidOf(text),
      payload: Buffer.from(text),
      copy: false,
      overtaken: false,
    })
  }

  /** Reads a row by its layout. With `whole`, a row of which anything is wrong waits; else only one that cannot enter. */
  read(layout: Layout, cells: string[], at: number, whole: boolean): IntakeRecord | undefined {
    const { record, faults } = ports().gate(layout.read(cells), this.gate)
    if (record !== undefined && (faults.length === 0 || !whole)) return record
    this.wait(layout, cells, at, faults)
    return undefined
  }

  wait(layout: Layout, cells: string[], at: number, faults: ToldRow['faults']): void {
    const fatal = faults.map((fault) => ({ ...fault, fatal: true }))
    this.aside.push({ layout, at, told: { line: 0, cells, faults: fatal } })
  }

  /** The record through which everything of a person of this source belongs to them. */
  person(key: string): void {
    const record: CustomerRecord = { kind: 'customer', externalId: key, personId: key, claims: {} }
    if (!this.records.has(`customer ${key}`)) this.put(record, key)
  }
}

/** Parts of a person have keys of their own; ids of clients hold no control characters. */
export const partKey = (person: string, part: string): string => `${person}\u001f${part}`
/** Organisations stand beside people of the same id. */
export const organisationKey = (groupId: string): string => `group:${groupId}`
