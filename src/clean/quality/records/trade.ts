import type {
  InvoiceRecord,
  PaymentRecord,
  ProductRecord,
  PurchaseLineRecord,
  PurchaseRecord,
} from '#src/collect/intake/index.ts'
import { readDecimal } from '../normalise/amounts.ts'
import { readReference } from '../normalise/reference.ts'
import { limits } from '../normalise/text.ts'
import { channelOf, readYesNo, turnOf } from '../normalise/words.ts'
import type { RowReader } from './cells.ts'
import { readParty } from './contacts.ts'
import { hasLine, money, readLineOf, rowCurrency } from './money.ts'

/** Products, purchases, invoices and payments. Undefined means that a fatal fault was noted. */

export function readProduct(row: RowReader): ProductRecord | undefined {
  const sku = row.id('sku')
  if (sku === undefined) return row.has('sku') ? undefined : row.fault('sku', 'key_missing', '', true)
  const record: ProductRecord = { kind: 'product', sku }
  const name = row.line('productName')
  if (name !== undefined) record.name = name
  const category = row.line('category', limits.place)
  if (category !== undefined) record.category = category
  const price = row.read('price', (text, cell) => readDecimal(text, cell.decimal))
  if (price !== undefined) {
    record.price = price
    const currency = rowCurrency(row)
    if (currency !== undefined) record.currency = currency
  }
  const inStock = row.choice('inStock', readInStock)
  if (inStock !== undefined) record.inStock = inStock
  const attributes = row.attributes()
  if (attributes !== undefined) record.attributes = attributes
  return record
}

/** Yes or no, or how many there are. */
function readInStock(text: string) {
  return /^-?\d+([.,]\d+)?$/.test(text.trim()) ? { value: Number(text.replace(',', '.')) > 0 } : readYesNo(text)
}

/** A row of a purchases file. Some shops tell the header on a purchase's first row only: the rows after it are lines of it. */
export function readPurchase(row: RowReader): PurchaseRecord | PurchaseLineRecord | undefined {
  return row.has('orderNumber') && !row.has('at') && hasLine(row) ? readPurchaseLine(row) : readHeader(row)
}

function readHeader(row: RowReader): PurchaseRecord | undefined {
  const externalId = row.id('externalId')
  const number = row.id('orderNumber')
  const at = row.instant('at', true)
  const currency = rowCurrency(row)
  if (at === undefined) missing(row, 'at', 'date_missing')
  if (at === undefined || currency === undefined) return undefined
  const record: PurchaseRecord = { kind: 'purchase', party: readParty(row), at, type: 'purchase', currency }
  if (externalId !== undefined) record.externalId = externalId
  if (number !== undefined) record.number = number
  const status = row.line('status', limits.place)
  if (status !== undefined) record.status = status
  const total = money(row, 'total', currency)
  if (total !== undefined) record.total = total
  const net = money(row, 'totalNet', currency)
  if (net !== undefined) record.net = net
  if (hasLine(row)) {
    record.line = readLineOf(row, currency, total)
    if (record.line === undefined) return undefined
  }
  record.type = typeOf(record)
  const attributes = row.attributes() ?? {}
  const channel = row.line('channel', limits.place)
  if (channel !== undefined) {
    record.channel = channelOf(channel)
    // A channel of the company's own words is kept beside the known ones.
    if (record.channel === undefined) {
      delete record.channel
      attributes.channel = channel
    }
  }
  if (Object.keys(attributes).length > 0) record.attributes = attributes
  return record
}

/** What the purchase turned into: by its status, by a cancelling invoice number (C536365), or by a negative total. */
function typeOf({ status, number, externalId, total, line }: PurchaseRecord): PurchaseRecord['type'] {
  const turned = status === undefined ? undefined : turnOf(status)
  if (turned !== undefined) return turned
  const negative = (value: string | undefined): boolean => value?.startsWith('-') === true
  if (/^C\d+$/.test(number ?? externalId ?? '') && (negative(line?.quantity) || negative(total))) return 'cancellation'
  return negative(total) ? 'return' : 'purchase'
}

export function readPurchaseLine(row: RowReader): PurchaseLineRecord | undefined {
  const orderNumber = row.id('orderNumber')
  const externalId = row.id('externalId')
  const currency = rowCurrency(row)
  if (orderNumber === undefined) missing(row, 'orderNumber', 'order_number_missing')
  if (orderNumber === undefined || currency === undefined) return undefined
  const line = readLineOf(row, currency)
  if (line === undefined) return undefined
  const record: PurchaseLineRecord = { kind: 'purchaseLine', orderNumber, line, currency }
  if (externalId !== undefined) record.externalId = externalId
  return record
}

export function readInvoice(row: RowReader): InvoiceRecord | undefined {
  const externalId = row.id('externalId')
  const number = row.id('invoiceNumber') ?? externalId
  const at = row.instant('at', true)
  const currency = rowCurrency(row)
  const total = currency === undefined ? undefined : money(row, 'total', currency)
  if (number === undefined) missing(row, 'invoiceNumber', 'key_missing')
  if (at === undefined) missing(row, 'at', 'date_missing')
  if (total === undefined) missing(row, 'total', 'amount_missing')
  if (number === undefined || at === undefined || total === undefined || currency === undefined) return undefined
  const record: InvoiceRecord = { kind: 'invoice', number, party: readParty(row), at, total, currency }
  if (externalId !== undefined) record.externalId = externalId
  const orderNumber = row.ref('orderNumber')
  if (orderNumber !== undefined) record.orderNumber = orderNumber
  const dueOn = row.day('dueOn')
  if (dueOn !== undefined) record.dueOn = dueOn
  const paidAt = row.instant('paidAt')
  if (paidAt !== undefined) record.paidAt = paidAt
  const net = money(row, 'totalNet', currency)
  if (net !== undefined) record.net = net
  const status = row.line('status', limits.place)
  if (status !== undefined) record.status = status
  const reference = row.read('reference', (text) => readReference(text))
  if (reference !== undefined) record.reference = reference
  return record
}

export function readPayment(row: RowReader): PaymentRecord | undefined {
  const externalId = row.id('externalId')
  const orderNumber = row.ref('orderNumber')
  const invoiceNumber = row.ref('invoiceNumber')
  const party = readParty(row)
  const reference = row.read('reference', (text) => readReference(text))
  const currency = rowCurrency(row)
  const amount = currency === undefined ? undefined : money(row, 'amount', currency)
  if (amount === undefined) missing(row, 'amount', 'amount_missing')
  if ((orderNumber ?? invoiceNumber ?? reference ?? party.ref) === undefined) {
    row.fault('orderNumber', 'order_number_missing', '', true)
  }
  if (amount === undefined || currency === undefined) return undefined
  const record: PaymentRecord = { kind: 'payment', party, amount, currency }
  if (externalId !== undefined) record.externalId = externalId
  if (orderNumber !== undefined) record.orderNumber = orderNumber
  if (invoiceNumber !== undefined) record.invoiceNumber = invoiceNumber
  const sequence = row.line('sequence', limits.place)
  if (sequence !== undefined) record.sequence = sequence
  const method = row.line('method', limits.place)
  if (method !== undefined) record.method = method
  const at = row.instant('at')
  if (at !== undefined) record.at = at
  if (reference !== undefined) record.reference = reference
  return record
}

/** Notes that a needed value is missing, unless a fatal fault of its field already says why. */
export function missing(
  row: RowReader,
  field: string,
  code: 'date_missing' | 'amount_missing' | 'key_missing' | 'order_number_missing',
): void {
  if (!row.faults.some((fault) => fault.fatal && (fault.field === field || fault.code === 'currency_unknown'))) {
    row.fault(field, code, '', true)
  }
}
