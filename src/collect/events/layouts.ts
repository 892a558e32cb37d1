import type { Column, Field, Mapping, MappedRow } from '#src/collect/intake/index.ts'
import { rowMapper } from '#src/collect/imports/index.ts'
import type { RecordKind } from '#src/terms/index.ts'

/** How one part of a message stands as a row: what a bad one is shown and mended as (Korjattavat), and what the gate reads. */
export interface Layout {
  /** Shown to people, and by which a mended row is known again. */
  name: string
  kind: RecordKind
  columns: string[]
  mapping: Mapping
  read(cells: readonly string[]): MappedRow
}

type Meaning = Field | 'ignore' | `attribute:${string}`

function layout(name: string, kind: RecordKind, columns: Readonly<Record<string, Meaning>>): Layout {
  const mapped = Object.entries(columns).map(([header, meaning], at): Column => {
    if (meaning.startsWith('attribute:'))
      return { at, header, field: 'attribute', label: meaning.slice('attribute:'.length) }
    const field = meaning as Field | 'ignore'
    const isTime = field === 'at' || field === 'birthDate' || field === 'customerSince'
    const isNumber = ['total', 'totalNet', 'unitPrice', 'quantity', 'amount', 'lineTotal', 'freight', 'score'].includes(
      field,
    )
    return {
      at,
      header,
      field,
      ...(isTime && { dateOrder: 'ymd' as const }),
      ...(isNumber && { decimal: '.' as const }),
    }
  })
  const mapping: Mapping = { kind, columns: mapped, key: 'row' }
  return { name, kind, columns: Object.keys(columns), mapping, read: rowMapper(mapping) }
}

/** Traits that are one value together, each group a record of its own: so each has its own moment. */
export const traitLayouts = {
  name: layout('identify · name', 'customer', {
    userId: 'ignore',
    name: 'name',
    firstName: 'givenName',
    lastName: 'familyName',
  }),
  // no id leads past a contact point that cannot be read: the row waits
  email: layout('identify · email', 'customer', { userId: 'ignore', email: 'email' }),
  phone: layout('identify · phone', 'customer', { userId: 'ignore', phone: 'phone' }),
  address: layout('identify · address', 'customer', {
    userId: 'personId',
    street: 'street',
    postalCode: 'postcode',
    city: 'city',
    state: 'region',
    country: 'country',
  }),
  birthday: layout('identify · birthday', 'customer', { userId: 'personId', birthday: 'birthDate' }),
  language: layout('identify · language', 'customer', { userId: 'personId', language: 'language' }),
  title: layout('identify · title', 'customer', { userId: 'personId', title: 'title' }),
  gender: layout('identify · gender', 'customer', { userId: 'personId', gender: 'gender' }),
  website: layout('identify · website', 'customer', { userId: 'personId', website: 'website' }),
  since: layout('identify · createdAt', 'customer', { userId: 'personId', createdAt: 'customerSince' }),
  organisation: layout('group', 'customer', { userId: 'personId', organisation: 'attribute:organisation' }),
  consent: layout('unsubscribe', 'customer', { userId: 'personId', consentEmail: 'consentEmail' }),
} as const satisfies Record<string, Layout>
export type TraitGroup = keyof typeof traitLayouts
export const traitGroups = Object.keys(traitLayouts) as TraitGroup[]

/** Organisations by the id that a group call gives them. */
export const organisationLayouts = {
  organisationName: layout('group · name', 'customer', { groupId: 'ignore', name: 'organisation' }),
  organisationPhone: layout('group · phone', 'customer', { groupId: 'ignore', phone: 'phone' }),
  organisationEmail: layout('group · email', 'customer', { groupId: 'ignore', email: 'email' }),
  organisationWebsite: layout('group · website', 'customer', { groupId: 'personId', website: 'website' }),
  organisationBusinessId: layout('group · businessId', 'customer', { groupId: 'ignore', businessId: 'businessId' }),
  organisationAddress: layout('group · address', 'customer', {
    groupId: 'personId',
    street: 'street',
    postalCode: 'postcode',
    city: 'city',
    state: 'region',
    country: 'country',
  }),
} as const satisfies Record<string, Layout>
export type OrganisationGroup = keyof typeof organisationLayouts
export const organisationGroups = Object.keys(organisationLayouts) as OrganisationGroup[]

export const orderLayout = layout('order', 'purchase', {
  order_id: 'orderNumber',
  userId: 'customerRef',
  time: 'at',
  status: 'status',
  total: 'total',
  currency: 'currency',
})
export const lineLayout = layout('order · product', 'purchaseLine', {
  order_id: 'orderNumber',
  line: 'lineNumber',
  sku: 'sku',
  name: 'description',
  category: 'category',
  quantity: 'quantity',
  price: 'unitPrice',
  currency: 'currency',
})
export const refundLayout = layout('refund', 'purchase', {
  messageId: 'ignore',
  order_id: 'ignore',
  userId: 'customerRef',
  time: 'at',
  status: 'status',
  total: 'total',
  currency: 'currency',
})
export const eventLayout = layout('track', 'interaction', {
  messageId: 'ignore',
  userId: 'customerRef',
  time: 'at',
  kind: 'entryKind',
  event: 'subject',
  text: 'text',
  channel: 'channel',
  status: 'status',
  revenue: 'amount',
  currency: 'currency',
})
/** An answer to a survey, or a review. */
export const answerLayout = layout('survey', 'feedback', {
  messageId: 'ignore',
  userId: 'customerRef',
  time: 'at',
  score: 'score',
  question: 'subject',
  answer: 'text',
})
/** What cannot be understood at all: kept to be looked at and put aside. */
export const strangeLayout = layout('message', 'interaction', {
  messageId: 'ignore',
  userId: 'customerRef',
  time: 'at',
  event: 'subject',
  message: 'text',
})

const all: readonly Layout[] = [
  ...Object.values(traitLayouts),
  ...Object.values(organisationLayouts),
  orderLayout,
  lineLayout,
  refundLayout,
  eventLayout,
  answerLayout,
  strangeLayout,
]
export const layoutNamed = (name: string): Layout | undefined => all.find((one) => one.name === name)
