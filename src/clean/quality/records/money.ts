import type { Field } from '#src/collect/intake/index.ts'
import type { LineRecord } from '#src/collect/intake/index.ts'
import type { Currency, Minor } from '#src/terms/index.ts'
import { multiplied, readAmount, readCurrency, readDecimal } from '../normalise/amounts.ts'
import { limits } from '../normalise/text.ts'
import type { RowReader } from './cells.ts'

/** Money of a row. An amount that cannot be read makes the row wait: a purchase without its sum would falsify every total. */

/** The fields of a row that hold money, the most telling first: the first that names a currency decides for the row. */
const moneyFields = [
  'total',
  'amount',
  'lineTotal',
  'totalNet',
  'unitPrice',
  'freight',
  'price',
] as const satisfies readonly Field[]

/** The currency of a row: its column, else the sign in one of its amounts, else the company's. Undefined after a fatal fault. */
export function rowCurrency(row: RowReader): Currency | undefined {
  const home = row.context.currency
  const column = row.cell('currency')
  if (column !== undefined) return row.take('currency', column.text, readCurrency(column.text, home), true)
  for (const field of moneyFields) {
    const cell = row.cell(field)
    if (cell === undefined || /^[\d.,\s-]*$/.test(cell.text)) continue
    const amount = readAmount(cell.text, home, cell.decimal)
    if ('value' in amount && amount.value.stated) return amount.value.currency
  }
  return home
}

/** An amount in minor units of `currency`; a cell in another currency is a fault. */
export function money(row: RowReader, field: Field, currency: Currency, fatal = true): Minor | undefined {
  const cell = row.cell(field)
  if (cell === undefined) return undefined
  const amount = row.take(field, cell.text, readAmount(cell.text, currency, cell.decimal), fatal)
  if (amount === undefined) return undefined
  return amount.currency === currency ? amount.minor : row.fault(field, 'currency_unknown', cell.text, fatal)
}

const lineFields = ['sku', 'description', 'quantity', 'unitPrice', 'lineTotal'] as const

/** Whether the row tells of one line of a purchase. */
export function hasLine(row: RowReader): boolean {
  return lineFields.some((field) => row.has(field))
}

/**
 * One line of a purchase: its amount is the line's total, else quantity × unit price, else `whole`, the sum of a purchase that is told on
 * one row. Undefined after a fatal fault.
 */
export function readLineOf(row: RowReader, currency: Currency, whole?: Minor): LineRecord | undefined {
  const quantity = row.read('quantity', (text, cell) => readDecimal(text, cell.decimal), true)
  const unitPrice = row.read('unitPrice', (text, cell) => readDecimal(text, cell.decimal), !row.has('lineTotal'))
  const count = quantity ?? '1'
  let amount = money(row, 'lineTotal', currency)
  if (amount === undefined && unitPrice !== undefined) {
    amount = multiplied(count, unitPrice, currency)
    if (amount === undefined) row.fault('unitPrice', 'out_of_range', unitPrice, true)
  }
  if (amount === undefined && !row.has('lineTotal') && !row.has('unitPrice')) amount = whole
  if (amount === undefined) {
    if (!row.has('lineTotal') && !row.has('unitPrice')) row.fault('lineTotal', 'amount_missing', '', true)
    return undefined
  }
  const line: LineRecord = { quantity: count, amount }
  if (unitPrice !== undefined) line.unitPrice = unitPrice
  const freight = money(row, 'freight', currency)
  if (freight !== undefined) line.freight = freight
  const lineNumber = row.line('lineNumber', limits.place)
  if (lineNumber !== undefined) line.lineNumber = lineNumber
  const sku = row.ref('sku')
  if (sku !== undefined) line.sku = sku
  const description = row.line('description')
  if (description !== undefined) line.description = description
  const category = row.line('category', limits.place)
  if (category !== undefined) line.category = category
  return line
}
