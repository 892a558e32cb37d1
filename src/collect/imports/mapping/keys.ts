import type { RecordKind } from '#src/terms/index.ts'
import type { Column, DateOrder, Field, Mapping } from '#src/collect/intake/index.ts'
import type { Profile } from './profile.ts'

export const mappingKeys = [
  'externalId',
  'externalIdAndOrder',
  'orderAndLine',
  'orderAndSequence',
  'email',
  'emailAndName',
  'phone',
  'businessId',
  'sku',
  'orderNumber',
  'invoiceNumber',
  'row',
] as const satisfies readonly Mapping['key'][]
export const dateOrders = ['ymd', 'dmy', 'mdy', 'unix', 'excel'] as const satisfies readonly DateOrder[]

/** Fields that a key needs. */
export const keyFields: Partial<Record<Mapping['key'], Field[]>> = {
  externalIdAndOrder: ['externalId', 'orderNumber'],
  orderAndLine: ['orderNumber', 'lineNumber'],
  orderAndSequence: ['orderNumber', 'sequence'],
  emailAndName: ['email'],
  row: [],
}

const nearly = 0.98

/** Which field names the records of a file within their source, by what is unique in the sample. */
export function keyOf(kind: RecordKind, columns: Column[], profile: Profile): Mapping['key'] {
  const of = (field: Field) => {
    const column = columns.find((c) => c.field === field)
    return column && profile.columns[column.at]
  }
  const filled = (field: Field) => (of(field)?.filled ?? 0) >= nearly
  const unique = (field: Field) => filled(field) && of(field)!.distinct >= nearly
  if (kind === 'product') return of('sku') ? 'sku' : 'row'
  if (kind === 'customer') return customerKey(unique, of)
  if (kind === 'purchase') {
    const lines = of('sku') ?? of('quantity') ?? of('unitPrice')
    if (of('externalId')?.unique && filled('externalId')) return 'externalId'
    return unique('orderNumber') && (!lines || of('orderNumber')!.unique) ? 'orderNumber' : 'row'
  }
  if (kind === 'invoice') return unique('invoiceNumber') ? 'invoiceNumber' : unique('externalId') ? 'externalId' : 'row'
  if (kind === 'feedback' && filled('externalId') && filled('orderNumber')) return 'externalIdAndOrder'
  if (unique('externalId')) return 'externalId'
  if (kind === 'purchaseLine' && filled('orderNumber') && filled('lineNumber')) return 'orderAndLine'
  return kind === 'payment' && filled('orderNumber') && filled('sequence') ? 'orderAndSequence' : 'row'
}

function customerKey(
  unique: (field: Field) => boolean,
  of: (field: Field) => { filled: number; distinct: number } | undefined,
): Mapping['key'] {
  // a column named as the customer's number is the key also where a number stands on several rows: the last of them counts
  const id = of('externalId')
  if (id && id.filled >= nearly && id.distinct >= 0.5) return 'externalId'
  if (unique('email')) return 'email'
  if (unique('businessId')) return 'businessId'
  const named = of('name') ?? of('familyName') ?? of('organisation')
  if ((of('email')?.filled ?? 0) >= 0.5 && named) return 'emailAndName'
  return unique('phone') ? 'phone' : 'row'
}
