import type { RecordKind } from '#src/terms/index.ts'

/** What a column can mean. The mapping of a source points columns at these; quality reads them and makes typed records. */
export const fieldsOf = {
  product: ['sku', 'productName', 'category', 'price', 'currency', 'inStock'],
  customer: [
    'externalId', // the id of this row in its source
    'personId', // a second id that says which rows are one person (strong within the source)
    'customerKind',
    'name',
    'givenName',
    'familyName',
    'organisation',
    'contactName', // a person named on an organisation's row
    'businessId',
    'vatId',
    'email', // several columns may be e-mails or phones; a label tells them apart
    'phone',
    'street',
    'streetExtra',
    'postcode',
    'city',
    'postcodeCity', // "00330 Helsinki" in one cell
    'region',
    'country',
    'birthDate',
    'gender',
    'language',
    'title',
    'website',
    'consentEmail',
    'consentSms',
    'consentPhone',
    'consentPost',
    'protected', // non-disclosure for safety (turvakielto)
    'customerSince',
    'updatedAt',
    'deleted',
    'leadSource',
    'note',
  ],
  purchase: [
    'externalId',
    'orderNumber',
    'customerRef', // externalId of the customer in the same source
    'customerEmail',
    'customerName',
    'customerPhone',
    'country',
    'at',
    'status',
    'channel',
    'currency',
    'total',
    'totalNet',
    'sku',
    'description',
    'category',
    'quantity',
    'unitPrice',
    'lineTotal',
    'freight',
  ],
  purchaseLine: [
    'externalId',
    'orderNumber',
    'lineNumber',
    'sku',
    'description',
    'category',
    'quantity',
    'unitPrice',
    'lineTotal',
    'freight',
    'currency',
  ],
  invoice: [
    'externalId',
    'invoiceNumber',
    'customerRef',
    'customerEmail',
    'customerName',
    'orderNumber',
    'at',
    'dueOn',
    'paidAt',
    'total',
    'totalNet',
    'currency',
    'status',
    'reference', // viitenumero or RF
  ],
  payment: [
    'externalId',
    'orderNumber',
    'invoiceNumber',
    'customerRef',
    'sequence',
    'method',
    'amount',
    'currency',
    'at',
    'reference',
  ],
  interaction: [
    'externalId',
    'customerRef',
    'customerEmail',
    'entryKind',
    'at',
    'channel',
    'direction',
    'subject',
    'text',
    'handler',
    'status',
    'amount',
    'currency',
  ],
  feedback: [
    'externalId',
    'orderNumber',
    'customerRef',
    'customerEmail',
    'at',
    'answeredAt',
    'entryKind',
    'score',
    'subject',
    'text',
    'status',
  ],
} as const satisfies Record<RecordKind, readonly string[]>

export type FieldOf<K extends RecordKind> = (typeof fieldsOf)[K][number]
export type Field = FieldOf<RecordKind>

/** How the dates of a column are written; decided per column, never per cell. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'unix' | 'excel'

/** Other words for what is written: `K` → `yes`. Compared without case and blanks around; `otherwise` is for words not named. */
export interface ValueMap {
  pairs: { from: string; to: string }[]
  /** `keep` as written, `ignore` as if the cell were empty, `fault` = left out and named `value_unknown`. */
  otherwise: 'keep' | 'ignore' | 'fault'
}

/** Where a value goes. */
export interface Target {
  /** A field of the kind, `attribute` (kept under `label`, else under the header's name) or `ignore`. */
  field: Field | 'attribute' | 'ignore'
  /** Tells apart several of the same: home, work, billing, shipping, mobile, fax…; the name of an attribute. */
  label?: string
  dateOrder?: DateOrder
  /** Decimal sign of a number column. */
  decimal?: ',' | '.'
  values?: ValueMap
}

/** One cell cut into several values: "Liisa Virtanen", "00100 Helsinki". Either by a separator or at places. */
export interface Split {
  /** Text between the parts; a blank stands for any run of blanks. */
  separator?: string
  /** Where each part after the first starts, in characters from 0, rising. */
  places?: number[]
  /** Which part takes what is left over where a separator occurs more often than parts are wanted; `last` unless said. */
  rest?: 'first' | 'last'
  into: Target[]
}

/** Several columns as one value, empty cells left out: day and time of day, street and house number. */
export interface Join extends Target {
  /** Positions of the columns, in the order in which they are joined. */
  columns: number[]
  separator: string
}

/** What one column of a file means. */
export interface Column extends Target {
  /** Position in the file, from 0. */
  at: number
  header: string
  /** The cell is cut into these; `field` is `ignore` then. */
  split?: Split
  /** Texts that mean "nothing" in this column, e.g. `NULL`, `\\N`, `0000-00-00`. */
  nulls?: string[]
  /** A spreadsheet made the ids of this column numbers: `17850.0` is `17850`. */
  dropPointZero?: boolean
}

/** How the rows of a file become records of one kind. Saved per source and reused while the file's layout is the same. */
export interface Mapping {
  kind: RecordKind
  columns: Column[]
  joins?: Join[]
  /** Values for fields that the file, or the row, lacks. */
  constants?: Partial<Record<Field, string>>
  /**
   * Which field names the record within its source; `row` = the row's own content and its n-th occurrence.
   * `externalIdAndOrder` (feedback whose ids repeat), `orderAndLine` (orderNumber + lineNumber) and
   * `orderAndSequence` (payments: orderNumber + sequence) are composite.
   */
  key:
    | 'externalId'
    | 'externalIdAndOrder'
    | 'orderAndLine'
    | 'orderAndSequence'
    | 'email'
    | 'emailAndName'
    | 'phone'
    | 'businessId'
    | 'sku'
    | 'orderNumber'
    | 'invoiceNumber'
    | 'row'
}

/** One row after mapping, before normalising: what was written, by field. Empty cells are absent. */
export interface Cell {
  text: string
  label?: string
  dateOrder?: DateOrder
  decimal?: ',' | '.'
}
export interface MappedRow {
  kind: RecordKind
  fields: Partial<Record<Field, Cell[]>>
  attributes: Record<string, string>
  /** Values that the mapping's own list does not know: left out, and named by the gate as `value_unknown`. */
  unknown?: { field: string; text: string }[]
}
