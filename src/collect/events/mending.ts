import type { FeedbackRecord, InteractionRecord } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { organisationKey, partKey } from './gathering.ts'
import {
  type Layout,
  lineLayout,
  orderLayout,
  organisationGroups,
  organisationLayouts,
  refundLayout,
  strangeLayout,
  traitGroups,
  traitLayouts,
} from './layouts.ts'
import { type Json, messageKey } from './message.ts'
import type { Known } from './known.ts'
import { tell } from './state.ts'
import type { Translation } from './translate.ts'
import type { Order, Product } from './translate/orders.ts'

/** A row of a message as somebody mended it. */
export interface Mended {
  /** Of the row that waited. */
  id: Uuid
  layout: Layout
  cells: readonly string[]
  /** The moment of the message. */
  at: number
}

const traitsOf = (layout: Layout) => traitGroups.find((group) => traitLayouts[group].name === layout.name)
const organisationOf = (layout: Layout) =>
  organisationGroups.find((group) => organisationLayouts[group].name === layout.name)
const isOrder = ({ name }: Layout) => [orderLayout, lineLayout, refundLayout].some((one) => one.name === name)
const orderIdOf = ({ layout, cells }: Mended) => cells[layout.columns.indexOf('order_id')] ?? ''

export function wantedByMended(rows: readonly Mended[]): Parameters<typeof Known.of>[2] {
  return rows.flatMap((row): Parameters<typeof Known.of>[2][number][] => {
    const key = row.cells[0] ?? ''
    if (traitsOf(row.layout)) return [{ kind: 'person', key }]
    if (organisationOf(row.layout)) return [{ kind: 'organisation', key }]
    return isOrder(row.layout) ? [{ kind: 'order', key: orderIdOf(row) }] : []
  })
}

/** Tells what a mended row says. Returns the key of the record that it becomes; null: something later is known, and stays. */
export function tellMended(translation: Translation, row: Mended): string | null {
  const { layout, cells, at } = row
  // after the message itself: "~" follows every digit
  const word = { at, id: `~${row.id}` }
  const key = cells[0] ?? ''
  const said = layout.columns.slice(1).map((name, i): [string, Json] => [name, cells[i + 1] || null])
  const group = traitsOf(layout)
  if (group !== undefined) {
    if (!isNews(translation.known.get('person', key), said, word)) return null
    translation.traits(key, said, word)
    return partKey(key, group)
  }
  const organisation = organisationOf(layout)
  if (organisation !== undefined) {
    if (!isNews(translation.known.get('organisation', key), said, word)) return null
    translation.organisation(key, said, word)
    return partKey(organisationKey(key), organisation)
  }
  return isOrder(layout) ? tellOfOrder(translation, row, word) : tellEvent(translation, row)
}

const isNews = (state: Order['said'], said: readonly [string, Json][], { at, id }: { at: number; id: string }) =>
  said.some(([name]) => {
    const known = state[name]
    return known === undefined || known[1] < at || (known[1] === at && known[2] <= id)
  })

function tellOfOrder(translation: Translation, row: Mended, { at, id }: { at: number; id: string }): string | null {
  const orderId = orderIdOf(row)
  const order = translation.known.get('order', orderId)
  const cell = (name: string) => row.cells[row.layout.columns.indexOf(name)] ?? ''
  const done = (key: string) => {
    const person = order.said.person
    translation.known.changed('order', orderId, person === undefined ? null : String(person[0]))
    return key
  }
  if (row.layout.name === refundLayout.name) {
    const refund = order.refunds[cell('messageId')]
    if (refund === undefined) return null
    refund.total = cell('total').replace(/^-/, '')
    refund.currency = cell('currency') || refund.currency
    return done(partKey(orderId, cell('messageId')))
  }
  if (row.layout.name === lineLayout.name)
    return tellLine(order, cell, { at, id }) ? done(partKey(orderId, cell('line'))) : null
  const words: [string, string][] = [
    ['person', cell('userId')],
    ['total', cell('total')],
    ['currency', cell('currency')],
    ['status', cell('status') || 'completed'],
  ]
  const news = words.filter(([name, value]) => value !== '' && tell(order.said, name, [value, at, id]))
  const time = Date.parse(cell('time'))
  if (!Number.isNaN(time)) order.completed = time
  return news.length > 0 ? done(orderId) : null
}

function tellLine(order: Order, cell: (name: string) => string, { at, id }: { at: number; id: string }): boolean {
  const known = order.said.products
  const place = Number(cell('line')) - 1
  const products = [...((known?.[0] ?? []) as unknown as Product[])]
  if (products[place] === undefined || (known !== undefined && known[1] > at)) return false
  products[place] = {
    sku: cell('sku'),
    name: cell('name'),
    category: cell('category'),
    quantity: cell('quantity'),
    price: cell('price'),
  }
  return tell(order.said, 'products', [products as unknown as Json, at, id > (known?.[2] ?? '') ? id : `${known![2]}~`])
}

/** Anything else is a line of the timeline, if it is said whose. */
function tellEvent({ gathering }: Translation, { layout, cells, at }: Mended): string | null {
  const read = gathering.read(layout, [...cells], at, false) as InteractionRecord | FeedbackRecord | undefined
  if (read?.party.ref === undefined) return null
  gathering.person(read.party.ref)
  const key = cells[0] || messageKey(JSON.stringify(cells))
  const strange = layout.name === strangeLayout.name && read.kind === 'interaction'
  gathering.put(strange ? { ...read, entryKind: 'event' } : read, key)
  return key
}
