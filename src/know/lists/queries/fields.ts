import { customerFields, type Field, type FieldTable, type Place } from '#src/know/segments/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import { channels, entryKinds } from '#src/terms/index.ts'

const own = (value: Statement) => (): Place => ({ at: 'own', value })
const sourceName = (id: Statement) => () => sql`(select s.name from collect.source s where s.id = ${id})`

/** A field of the customer whom the row is about: `customer.city`. */
function ofCustomer(id: string): Field | undefined {
  const inner = /^customer\.(.+)$/.exec(id)?.[1]
  if (inner === undefined) return undefined
  const field = customerFields.fixed.find((one) => one.id === inner) ?? customerFields.made?.(inner)
  return field && { ...field, id }
}

export const productFields: FieldTable = {
  nobody: true,
  fixed: [
    { id: 'sku', type: 'identifier', place: own(sql`p.sku`) },
    { id: 'name', type: 'text', place: own(sql`p.name`) },
    { id: 'category', type: 'text', place: own(sql`p.category`) },
    { id: 'price', type: 'number', place: own(sql`p.price`) },
    { id: 'currency', type: 'identifier', place: own(sql`p.currency`) },
    { id: 'source', type: 'choice', cast: 'uuid', place: own(sql`p.source_id`), shown: sourceName(sql`p.source_id`) },
  ],
}

export const purchaseTypes = ['purchase', 'return', 'cancellation'] as const
export const purchaseFields: FieldTable = {
  fixed: [
    { id: 'at', type: 'date', instant: true, place: own(sql`p.at`) },
    { id: 'number', type: 'identifier', place: own(sql`p.number`) },
    { id: 'type', type: 'choice', choices: purchaseTypes, place: own(sql`p.type`) },
    { id: 'status', type: 'text', place: own(sql`p.status`) },
    { id: 'channel', type: 'text', place: own(sql`p.channel`) },
    { id: 'total', type: 'money', verb: 'value.read', currency: sql`p.currency`, place: own(sql`p.total`) },
    { id: 'currency', type: 'identifier', place: own(sql`p.currency`) },
    { id: 'items', type: 'number', place: own(sql`p.items`) },
    { id: 'source', type: 'choice', cast: 'uuid', place: own(sql`p.source_id`), shown: sourceName(sql`p.source_id`) },
  ],
  made: ofCustomer,
}

/** What is heard and said: the kinds of the timeline that are no purchase, invoice or payment. */
export const encounterKinds = entryKinds.filter(
  (kind) => !['purchase', 'return', 'cancellation', 'invoice', 'payment'].includes(kind),
)
export const interactionFields: FieldTable = {
  fixed: [
    { id: 'at', type: 'date', instant: true, place: own(sql`t.at`) },
    { id: 'kind', type: 'choice', choices: encounterKinds, place: own(sql`t.kind`) },
    { id: 'channel', type: 'choice', choices: channels, place: own(sql`t.channel`) },
    { id: 'direction', type: 'choice', choices: ['in', 'out'], place: own(sql`t.direction`) },
    { id: 'title', type: 'text', place: own(sql`t.title`) },
    { id: 'body', type: 'text', place: own(sql`t.body`) },
    { id: 'status', type: 'text', place: own(sql`t.status`) },
    { id: 'score', type: 'number', verb: 'value.read', place: own(sql`t.score`) },
    { id: 'handler', type: 'text', place: own(sql`t.handler`) },
    { id: 'reference', type: 'identifier', place: own(sql`t.reference`) },
    { id: 'source', type: 'choice', cast: 'uuid', place: own(sql`t.source_id`), shown: sourceName(sql`t.source_id`) },
  ],
  made: ofCustomer,
}
