import type { RecordKind } from '#src/terms/index.ts'
import { type Field, fieldsOf, type Mapping } from '#src/collect/intake/index.ts'
import type { MappingFields } from './contract.ts'
import { keyFields, mappingKeys } from './keys.ts'
import { labelWords } from './vocabulary.ts'

/** A row about a customer may have several of these, told apart by labels. */
export const several: ReadonlySet<Field> = new Set<Field>([
  'email',
  'phone',
  'street',
  'streetExtra',
  'postcode',
  'city',
  'postcodeCity',
  'region',
  'country',
  'website',
  'note',
  'consentEmail',
  'consentSms',
  'consentPhone',
  'consentPost',
])
export const timeFields: ReadonlySet<Field> = new Set<Field>([
  'at',
  'dueOn',
  'paidAt',
  'birthDate',
  'customerSince',
  'updatedAt',
  'answeredAt',
])
export const numberFields: ReadonlySet<Field> = new Set<Field>([
  'price',
  'total',
  'totalNet',
  'quantity',
  'unitPrice',
  'lineTotal',
  'freight',
  'amount',
  'score',
])
export const idFields: ReadonlySet<Field> = new Set<Field>([
  'externalId',
  'personId',
  'customerRef',
  'orderNumber',
  'invoiceNumber',
  'lineNumber',
  'sku',
  'reference',
  'postcode',
  'phone',
  'customerPhone',
  'sequence',
  'businessId',
])

/** What a record of the kind cannot do without; of each list, one. */
export const required: Record<RecordKind, Field[][]> = {
  product: [['sku']],
  customer: [['name', 'familyName', 'organisation', 'email', 'phone', 'externalId']],
  purchase: [['at']],
  purchaseLine: [['orderNumber'], ['unitPrice', 'lineTotal']],
  invoice: [['invoiceNumber'], ['at'], ['total']],
  payment: [['amount']],
  interaction: [['at']],
  feedback: [['at'], ['score', 'text', 'subject']],
}

const yesNo = ['yes', 'no']
const choices: Partial<Record<Field, readonly string[]>> = {
  customerKind: ['person', 'organisation'],
  gender: ['female', 'male', 'other'],
  language: ['fi', 'sv', 'en', 'et', 'ru', 'de', 'se'],
  consentEmail: yesNo,
  consentSms: yesNo,
  consentPhone: yesNo,
  consentPost: yesNo,
  protected: yesNo,
  deleted: yesNo,
  inStock: yesNo,
  channel: ['shop', 'web', 'phone', 'email', 'sms', 'post', 'visit', 'form', 'social', 'system'],
  direction: ['in', 'out'],
  entryKind: ['call', 'mail', 'visit', 'note', 'wish', 'inquiry', 'complaint', 'feedback', 'lead', 'deal', 'other'],
}

const formOf = (field: Field): MappingFields['fields'][number]['form'] => {
  if (choices[field]) return 'choice'
  if (timeFields.has(field)) return 'date'
  if (numberFields.has(field)) return 'number'
  return idFields.has(field) ? 'id' : 'text'
}

/** Fields that a key is made of. */
export const needsOf = (key: Mapping['key']): Field[] => keyFields[key] ?? [key as Field]

/** Whether several columns may have the field. A customer's name on an order may stand in two columns. */
export const isSeveral = (kind: RecordKind, field: Field): boolean =>
  kind === 'customer' ? several.has(field) : field === 'customerName'

/** What the columns of a kind can mean, for an editor. */
export function mappingFields(kind: RecordKind): MappingFields {
  const all: readonly Field[] = fieldsOf[kind]
  return {
    kind,
    fields: all.map((field) => ({
      field,
      several: isSeveral(kind, field),
      form: formOf(field),
      ...(choices[field] && { choices: [...choices[field]] }),
    })),
    keys: mappingKeys
      .map((key) => ({ key, needs: needsOf(key) }))
      .filter(({ needs }) => needs.every((field) => all.includes(field))),
    required: required[kind],
    labels: [...new Set([...labelWords.values(), 'fax', 'contact'])],
  }
}
