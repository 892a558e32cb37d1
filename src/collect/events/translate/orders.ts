import { type Json, type JsonObject, isObject, idText, type Message, textOf } from '../message.ts'
import { type State, tell } from '../state.ts'

/** Orders of shops: "Order Completed", "Updated", "Cancelled", "Refunded" (Segment's ecommerce spec v2) gathered into one purchase. Pure. */

export type OrderCall = 'completed' | 'updated' | 'cancelled' | 'refunded'
const calls: ReadonlyMap<string, OrderCall> = new Map(
  Object.entries({
    ordercompleted: 'completed',
    completedorder: 'completed',
    orderplaced: 'completed',
    orderupdated: 'updated',
    updatedorder: 'updated',
    ordercancelled: 'cancelled',
    ordercanceled: 'cancelled',
    orderrefunded: 'refunded',
    refundedorder: 'refunded',
  }),
)
export const plainName = (name: string): string => name.replace(/[\s_-]+/g, '').toLowerCase()

export function orderCall(message: Message): { call: OrderCall; orderId: string } | undefined {
  if (message.type !== 'track' || message.name === undefined) return undefined
  const call = calls.get(plainName(message.name))
  const orderId = idText(message.values.order_id ?? message.values.orderId ?? message.values.orderID)
  return call === undefined || orderId === undefined ? undefined : { call, orderId }
}

/** What has been told of an order. */
export interface Order {
  /** person, status, total, currency, products: the latest word of each. */
  said: State
  /** When it was made: the earliest word of its completion, else of anything. */
  completed: number | null
  first: number
  /** The most lines that it ever had. */
  lines: number
  /** Refunds by message. */
  refunds: Record<string, { at: number; total: string | null; currency: string | null }>
}
export const newOrder = (): Order => ({
  said: {},
  completed: null,
  first: Number.MAX_SAFE_INTEGER,
  lines: 0,
  refunds: {},
})

export interface Product {
  sku: string
  name: string
  category: string
  quantity: string
  price: string
}

/** Puts one message into an order. False: nothing of it is news. */
export function tellOrder(order: Order, call: OrderCall, message: Message, person: string | null): boolean {
  const { values, at, id } = message
  const word = (name: string, value: Json | undefined) =>
    value === undefined || value === null ? false : tell(order.said, name, [value, at, id])
  const before = JSON.stringify([order.completed, order.first, order.lines])
  order.first = Math.min(order.first, at)
  const currency = textOf(values.currency, 10) ?? null
  let news = word('person', person ?? undefined)
  if (call === 'refunded') {
    const known = order.refunds[id]
    order.refunds[id] = { at, total: sumOf(values) ?? null, currency }
    return known === undefined || news
  }
  if (call === 'completed') order.completed = Math.min(order.completed ?? at, at)
  news = word('status', call) || news
  news = word('currency', currency) || news
  if (call !== 'cancelled') news = word('total', totalOf(values)) || news
  const products = call === 'cancelled' ? undefined : productsIn(values)
  if (products !== undefined) {
    news = word('products', products as unknown as Json) || news
    order.lines = Math.max(order.lines, products.length)
  }
  return news || before !== JSON.stringify([order.completed, order.first, order.lines])
}

const numberText = (value: Json | undefined): string | undefined =>
  typeof value === 'number'
    ? decimal(value)
    : typeof value === 'string' && value.trim() !== ''
      ? value.trim().slice(0, 60)
      : undefined

/** A double as a decimal number without exponent; sums of cents lose their tail. */
function decimal(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const text = String(Math.round(value * 1e6) / 1e6)
  return text.includes('e') ? value.toFixed(6).replace(/\.?0+$/, '') : text
}

const totalOf = (values: JsonObject) =>
  numberText(values.total) ?? numberText(values.revenue) ?? numberText(values.value)

/** What came back: the sum told, else that of the products told. */
function sumOf(values: JsonObject): string | undefined {
  const told = totalOf(values)
  if (told !== undefined) return told.replace(/^-/, '')
  const products = productsIn(values)
  if (products === undefined || products.length === 0) return undefined
  const sum = products.reduce((all, { quantity, price }) => all + Number(quantity) * Number(price), 0)
  return Number.isFinite(sum) && sum > 0 ? decimal(sum) : undefined
}

function productsIn(values: JsonObject): Product[] | undefined {
  if (!Array.isArray(values.products)) return undefined
  return values.products
    .filter(isObject)
    .slice(0, 500)
    .map((one) => ({
      sku: textOf(one.sku ?? one.product_id ?? one.productId, 100) ?? '',
      name: textOf(one.name) ?? '',
      category: textOf(one.category, 100) ?? '',
      quantity: numberText(one.quantity) ?? '1',
      price: numberText(one.price) ?? '0',
    }))
}

/** Rows of an order for the gate: its header and its lines. `home`: the currency of amounts that name none. */
export function orderRows(orderId: string, order: Order, home: string) {
  const { said } = order
  const currency = String(said.currency?.[0] ?? home)
  const person = said.person === undefined ? '' : String(said.person[0])
  const status = said.status?.[0] === 'cancelled' ? 'cancelled' : ''
  const products = (said.products?.[0] ?? []) as unknown as Product[]
  const at = new Date(order.completed ?? order.first).toISOString()
  const header = [orderId, person, at, status, said.total === undefined ? '' : String(said.total[0]), currency]
  const lines = Array.from({ length: Math.max(order.lines, products.length) }, (_, i) => {
    const { sku, name, category, quantity, price } = products[i] ?? left
    return [orderId, String(i + 1), sku, name, category, quantity, price, currency]
  })
  const refunds = Object.entries(order.refunds).map(([id, refund]) => {
    const total = refund.total ?? (said.total === undefined ? '' : String(said.total[0]))
    const time = new Date(refund.at).toISOString()
    return {
      id,
      cells: [id, orderId, person, time, 'refunded', total === '' ? '' : `-${total}`, refund.currency ?? currency],
    }
  })
  const told = said.status === undefined ? undefined : header
  return { header: told, lines: told === undefined ? [] : lines, refunds, currency }
}
/** A line that an update took out of the order: it stays, as nothing. */
const left: Product = { sku: '', name: '', category: '', quantity: '0', price: '0' }
