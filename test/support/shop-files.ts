import type { TestFile } from './world.ts'

/** Files of a shop, as the tests of rollback deliver them. */
export const customers = (...rows: string[][]): TestFile => ({
  kind: 'customer',
  key: 'externalId',
  fields: ['externalId', 'name', 'email', 'phone', 'personId'],
  rows,
})
export const orders = (...rows: string[][]): TestFile => ({
  kind: 'purchase',
  key: 'orderNumber',
  fields: ['orderNumber', 'customerRef', 'customerEmail', 'customerName', 'at', 'total'],
  rows,
})
export const items = (...rows: string[][]): TestFile => ({
  kind: 'purchaseLine',
  key: 'orderAndLine',
  fields: ['orderNumber', 'lineNumber', 'sku', 'quantity', 'lineTotal'],
  rows,
})
export const payments = (...rows: string[][]): TestFile => ({
  kind: 'payment',
  key: 'orderAndSequence',
  fields: ['orderNumber', 'sequence', 'amount', 'method'],
  rows,
})
export const products = (...rows: string[][]): TestFile => ({
  kind: 'product',
  key: 'sku',
  fields: ['sku', 'productName', 'category'],
  rows,
})
/** Each row a line of an order, without ids of its own. */
export const sales = (...rows: string[][]): TestFile => ({
  kind: 'purchase',
  key: 'row',
  fields: ['orderNumber', 'customerRef', 'at', 'description', 'quantity', 'lineTotal'],
  rows,
})
