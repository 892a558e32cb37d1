import type { MappedRow } from '#src/collect/intake/index.ts'
import type { Fault, IntakeRecord } from '#src/collect/intake/index.ts'
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

/**
 * Makes a typed record of a mapped row. Good values enter; a value that cannot be read is left out and named in `faults`. With a fatal
 * fault there is no record and the row waits to be repaired. Never throws, whatever is written.
 */
export function readRecord(row: MappedRow, context: Gate): { record?: IntakeRecord; faults: Fault[] } {
  const reader = new RowReader(row, context)
  const record = readers[row.kind](reader)
  const { faults } = reader
  if (record === undefined || faults.some(({ fatal }) => fatal)) return { faults }
  return { record, faults }
}
