import { contentOf, keyOf, rowMapper } from '#src/collect/imports/index.ts'
import {
  type Column,
  type Field,
  fieldsOf,
  type Incoming,
  type IntakeRecord,
  type Layout,
  type MappedRow,
  type Mapping,
} from '#src/collect/intake/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import { mostOfOne, type RecordBody, severalOf, type Value } from './contract.ts'

const keyOfKind: Record<RecordKind, Mapping['key']> = {
  product: 'sku',
  customer: 'externalId',
  purchase: 'orderNumber',
  purchaseLine: 'orderAndLine',
  invoice: 'invoiceNumber',
  payment: 'externalId',
  interaction: 'externalId',
  feedback: 'externalId',
}
/** The field that the id of the address stands for, beside `externalId`, where nothing else is told. */
const namedBy: Partial<Record<RecordKind, Field>> = {
  product: 'sku',
  purchase: 'orderNumber',
  invoice: 'invoiceNumber',
}

const text = (value: Value | undefined): string => (value === undefined ? '' : String(value))

/** How records of a kind stand as rows: what a faulty one is shown and mended as, and what the gate reads. */
export interface Rows {
  layout: Omit<Layout, 'sourceId' | 'currency'>
  cellsOf(externalId: string, body: RecordBody): string[]
  read(cells: readonly string[]): MappedRow
}

/** @param attributes names of the attributes of these records, in the order of their columns */
export function rowsOf(kind: RecordKind, attributes: readonly string[]): Rows {
  const columns: Column[] = []
  const add = (field: Field | 'attribute', header: string, label?: string) =>
    columns.push({
      at: columns.length,
      header,
      field,
      ...(label === undefined ? {} : { label }),
      ...(field === 'attribute' ? {} : writtenAs(field)),
    })
  const fields = fieldsOf[kind] as readonly Field[]
  for (const field of fields)
    for (let i = 1; i <= (severalOf.has(field) ? mostOfOne : 1); i++) add(field, i === 1 ? field : `${field} ${i}`)
  for (const name of attributes) add('attribute', name, name)
  const mapping: Mapping = { kind, columns, key: keyOfKind[kind] }
  return {
    layout: { kind, name: 'api', columns: columns.map(({ header }) => header), mapping, delimiter: null },
    cellsOf: (externalId, body) => [
      ...fields.flatMap((field) => {
        const value = body[field] as Value | undefined
        const told = value ?? (field === 'externalId' || field === namedBy[kind] ? externalId : undefined)
        if (!severalOf.has(field)) return [text(told)]
        const list = Array.isArray(told) ? told : told === undefined ? [] : [told]
        return Array.from({ length: mostOfOne }, (_, i) => text(list[i]))
      }),
      ...attributes.map((name) => text(body.attributes?.find((one) => one.name === name)?.value)),
    ],
    read: rowMapper(mapping),
  }
}

const moments = new Set<Field>(['at', 'paidAt', 'answeredAt', 'updatedAt', 'customerSince', 'birthDate', 'dueOn'])
const numbers = new Set<Field>([
  'total',
  'totalNet',
  'amount',
  'price',
  'unitPrice',
  'quantity',
  'lineTotal',
  'freight',
])
/** Programs write days year first and numbers with a point. */
const writtenAs = (field: Field): Pick<Column, 'dateOrder' | 'decimal'> => ({
  ...(moments.has(field) && { dateOrder: 'ymd' as const }),
  ...(numbers.has(field) && { decimal: '.' as const }),
})

/** A record that passed the gate, as intake takes it. `line` is its place in the request. */
export function incomingOf(line: number, mapped: MappedRow, record: IntakeRecord, mapping: Mapping): Incoming {
  return {
    fileNo: 0,
    line,
    record,
    key: keyOf(mapped, mapping)!,
    hash: contentId(mapped),
    // as it was understood: another version of the program reads it just so
    payload: Buffer.from(JSON.stringify(record)),
    copy: false,
    overtaken: false,
  }
}
const contentId = (mapped: MappedRow): Uuid => uuidOf(contentOf(mapped))
