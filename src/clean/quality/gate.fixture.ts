import assert from 'node:assert/strict'
import type { Cell, CustomerRecord, Field, MappedRow } from '#src/collect/intake/index.ts'
import { readRecord } from './gate.ts'

/** Rows for tests, written briefly: a field's text, cell or cells. */
export type Fields = Partial<Record<Field, string | Cell | Cell[]>>

export const gate = {
  timeZone: 'Europe/Helsinki',
  currency: 'EUR',
  country: 'FI',
  now: new Date('2026-11-23T08:00:00Z'),
}

export function read(kind: MappedRow['kind'], fields: Fields, attributes: Record<string, string> = {}) {
  const cells = Object.entries(fields).map(([field, cell]) => [
    field,
    typeof cell === 'string' ? [{ text: cell }] : [cell].flat(),
  ])
  return readRecord({ kind, fields: Object.fromEntries(cells) as MappedRow['fields'], attributes }, gate)
}

export function customer(fields: Fields): CustomerRecord {
  const { record, faults } = read('customer', fields)
  assert.ok(record?.kind === 'customer', JSON.stringify(faults))
  return record
}

/** Faults as "field code", with "fatal" where they are. */
export const codes = ({ faults }: ReturnType<typeof read>) =>
  faults.map(({ field, code, fatal }) => `${field} ${code}${fatal ? ' fatal' : ''}`)
