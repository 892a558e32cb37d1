import {
  type Column,
  causeOf,
  type Fault,
  type GateContext,
  type IntakeRecord,
  type LayoutRow,
  type MappedRow,
} from '#src/collect/intake/index.ts'
import { rowMapper } from '#src/collect/imports/index.ts'
import { readRecord } from '../gate.ts'
import type { RepairFault } from './contract.ts'

/** A row as the gate sees it now. */
export interface Checked {
  mapped: MappedRow
  /** Absent while something keeps the row out. */
  record?: IntakeRecord
  faults: Fault[]
  code: string
  field: string
}

const ragged: Fault = { field: '', code: 'row_ragged', written: '', fatal: true }

/** Makes the check of the rows of one layout: the real mapping and the real gate, nothing written. */
export function checker(layout: LayoutRow, gate: GateContext): (cells: readonly string[]) => Checked {
  const toRow = rowMapper(layout.mapping)
  const width = layout.columns.length
  return (cells) => {
    const mapped = toRow(cells)
    const beyond = cells.slice(width).some((cell) => cell.trim() !== '')
    const read = beyond ? { faults: [ragged] } : readRecord(mapped, gate)
    return { mapped, ...read, ...causeOf(read.faults) }
  }
}

/** What a column is for: its own field, and those it is cut into or joined with others for. */
export function fieldsOfColumn(layout: LayoutRow, at: number): string[] {
  const column = columnAt(layout, at)
  const joined = (layout.mapping.joins ?? []).filter((join) => join.columns.includes(at))
  const targets = [...(column ? [column, ...(column.split?.into ?? [])] : []), ...joined]
  return targets.flatMap(({ field, label }) =>
    field === 'ignore' ? [] : field === 'attribute' ? [label ?? column?.header ?? ''] : [field],
  )
}
export const columnAt = (layout: LayoutRow, at: number): Column | undefined =>
  layout.mapping.columns.find((column) => column.at === at)

/** The cell that a fault is in: the one of its field, of several the one that holds what was written. */
export function cellOf(layout: LayoutRow, cells: readonly string[], fault: Fault): number | null {
  const places = layout.columns.flatMap((_, at) => (fieldsOfColumn(layout, at).includes(fault.field) ? [at] : []))
  const holding = fault.written === '' ? [] : places.filter((at) => cells[at]?.includes(fault.written))
  return holding[0] ?? places.find((at) => (cells[at] ?? '').trim() !== '') ?? places[0] ?? null
}

export const faultsOf = (layout: LayoutRow, cells: readonly string[], faults: readonly Fault[]): RepairFault[] =>
  faults.map((fault) => ({ ...fault, at: cellOf(layout, cells, fault) }))

/** What each cell becomes; null where nothing of it is kept by itself. */
export function becomesOf(layout: LayoutRow, cells: readonly string[], checked: Checked): (string | null)[] {
  const values = checked.record ? valuesIn(checked.record) : {}
  const faulty = new Set(checked.faults.map((fault) => cellOf(layout, cells, fault)))
  const used = new Map<string, number>()
  return layout.columns.map((_, at) => {
    const text = cells[at]?.trim() ?? ''
    if (text === '' || faulty.has(at)) return null
    const field = fieldsOfColumn(layout, at)[0]
    if (field === undefined) return null
    const told = values[field]
    if (told === undefined) return text
    const nth = used.get(field) ?? 0
    used.set(field, nth + 1)
    return told[Math.min(nth, told.length - 1)] ?? text
  })
}

type Values = Record<string, string[]>

/** The normalised values of a record by the field that they come from. */
function valuesIn(record: IntakeRecord): Values {
  const values: Values = {}
  const put = (field: string, value: unknown): void => {
    if (typeof value === 'string' && value !== '') values[field] = [...(values[field] ?? []), value]
  }
  if (record.kind === 'customer') {
    const { claims } = record
    put('externalId', record.externalId)
    put('name', claims.name?.display)
    put('givenName', claims.name?.given)
    put('familyName', claims.name?.family)
    for (const email of claims.emails ?? []) put('email', email.value)
    for (const phone of claims.phones ?? []) put('phone', phone.value)
    for (const address of claims.addresses ?? [])
      for (const part of ['street', 'postcode', 'city', 'country'] as const) put(part, address[part])
    for (const field of ['businessId', 'birthDate', 'language', 'title', 'website', 'customerSince'] as const)
      put(field, claims[field])
    return values
  }
  for (const [field, value] of Object.entries(record)) put(field, value)
  if ('party' in record) {
    put('customerRef', record.party.ref)
    put('customerEmail', record.party.email?.value)
    put('customerPhone', record.party.phone?.value)
  }
  for (const sum of ['total', 'totalNet', 'amount', 'lineTotal', 'freight', 'price', 'unitPrice', 'quantity'])
    delete values[sum] // minor units are not what a person wrote
  return values
}

/** Whether the row is of a person under non-disclosure for safety. */
export const isProtected = ({ record }: Checked): boolean =>
  record?.kind === 'customer' && record.claims.protected === true
