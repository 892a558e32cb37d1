import type { Fault, Field, IntakeRecord, MappedRow } from '#src/collect/intake/index.ts'
import { shortened } from './normalise/text.ts'
import { type Gate, RowReader } from './records/cells.ts'
import { readCustomer } from './records/customer.ts'
import { readFeedback, readInteraction } from './records/encounters.ts'
import { readInvoice, readPayment, readProduct, readPurchase, readPurchaseLine } from './records/trade.ts'

const readers = {
  product: readProduct,
  customer: readCustomer,
  purchase: readPurchase,
  purchaseLine: readPurchaseLine,
  invoice: readInvoice,
  payment: readPayment,
  interaction: readInteraction,
  feedback: readFeedback,
} as const satisfies Record<MappedRow['kind'], (row: RowReader) => IntakeRecord | undefined>

/** UTF-16 units of one cell. Beyond it stands no value but a file whose quotes have come apart. */
const longestCell = 100_000

/**
 * Makes a typed record of a mapped row. Good values enter; a value that cannot be read is left out and named in `faults`. With a fatal
 * fault there is no record and the row waits to be repaired. Never throws, whatever is written.
 */
export function readRecord(row: MappedRow, context: Gate): { record?: IntakeRecord; faults: Fault[] } {
  const reader = new RowReader(row, context)
  const { faults } = reader
  refuseEndless(reader)
  const record = faults.length === 0 ? readers[row.kind](reader) : undefined
  // a value that the mapping's own list does not know is left out by itself
  for (const { field, text } of row.unknown ?? []) reader.fault(field, 'value_unknown', text)
  if (record === undefined || faults.some(({ fatal }) => fatal)) return { faults }
  return { record, faults }
}

function refuseEndless(reader: RowReader): void {
  const { fields, attributes } = reader.row
  for (const field in fields) {
    for (const { text } of fields[field as Field]!) {
      if (text.length > longestCell) reader.fault(field, 'text_too_long', text, true)
    }
  }
  for (const header in attributes) {
    const text = attributes[header]!
    if (text.length > longestCell) reader.fault(shortened(header), 'text_too_long', text, true)
  }
}
