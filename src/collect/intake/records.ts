import type { Channel, Currency, CustomerKind, Day, EntryKind, Instant, Minor, Uuid } from '#src/terms/index.ts'

/** Typed, normalised records: what quality makes of a mapped row, and what every other entrance hands in directly. */

export interface EmailClaim {
  /** As written, blanks trimmed. */
  value: string
  /** Lower case, IDN in ASCII, for matching and look-up. */
  key: string
  label?: string
  also?: true
}
export interface PhoneClaim {
  /** E.164, e.g. `+358405551234`. */
  value: string
  written?: string
  label?: string
  type?: 'mobile' | 'fixed' | 'service' | 'other'
  /** One more beside the one in use, whose place it never takes by itself. */
  also?: true
}
export interface AddressClaim {
  street?: string
  extra?: string
  postcode?: string
  city?: string
  region?: string
  /** ISO 3166-1 alpha-2 where known, else as written. */
  country?: string
  label?: string
}
export interface NameClaim {
  /** As it is shown: "Liisa Virtanen", "Konepaja Ranta Oy". */
  display: string
  given?: string
  family?: string
}
export type ConsentChannel = 'email' | 'sms' | 'phone' | 'post'
export interface ConsentClaim {
  channel: ConsentChannel
  granted: boolean
  at?: Instant
  /** A ban kept when two customers were made one: only a dated permission or a word by hand ends it. */
  strict?: true
}
/** What values are of. An attribute goes by the name that its source gives it. */
export type ValueField =
  | 'name'
  | 'email'
  | 'phone'
  | 'address'
  | 'language'
  | 'businessId'
  | 'birthDate'
  | 'title'
  | `attribute:${string}`
/** A value that the customer or staff said is no longer true; it ends the value in every source, until one of them says it again. */
export interface EndedValue {
  field: ValueField
  /** The key (e-mail), E.164 (phone) or display text of the ended value. */
  value: string
}
/** A value that staff chose to be in use, whatever the rule says; null lets the rule choose again. */
export interface Pin {
  field: ValueField
  value: string | null
}
/** Everything one source record says of one customer. Absent = says nothing. */
export interface Claims {
  kind?: CustomerKind
  name?: NameClaim
  emails?: EmailClaim[]
  phones?: PhoneClaim[]
  addresses?: AddressClaim[]
  /** Y-tunnus `1234567-1`. Strong for organisations. */
  businessId?: string
  vatId?: string
  birthDate?: Day
  gender?: 'female' | 'male' | 'other'
  language?: string
  title?: string
  website?: string
  consents?: ConsentClaim[]
  protected?: boolean
  customerSince?: Instant
  leadSource?: string
  attributes?: Record<string, string>
  ended?: EndedValue[]
  pins?: Pin[]
  /** Who vouched for these values: said by the customer, or checked by staff. Through which channel; `way`: not on the customer's page. */
  verified?: { by: 'customer' | 'staff'; channel?: Channel; way?: 'bulk' | 'api' }
  /** Puts what staff said within one moment in order: a UUIDv7, growing. */
  told?: Uuid
}

export interface CustomerRecord {
  kind: 'customer'
  externalId?: string
  personId?: string
  claims: Claims
  /** A person named on an organisation's row: becomes a customer of its own, linked to the organisation. */
  contact?: Claims
  /** When the source says that this was true; the time of receiving if it does not say. */
  observedAt?: Instant
  deleted?: boolean
  note?: string
  /** The customer it speaks of, where that is known already: an edit by staff or by the customer. */
  about?: Uuid
  /** What was done on the customer's page, where it was not a change of values. */
  act?: 'verified' | 'pinned' | 'unpinned'
}
export interface ProductRecord {
  kind: 'product'
  sku: string
  name?: string
  category?: string
  price?: string
  currency?: Currency
  /** Whether it can be had. */
  inStock?: boolean
  attributes?: Record<string, string>
}
export interface LineRecord {
  lineNumber?: string
  sku?: string
  description?: string
  category?: string
  /** Decimal number as text; negative = came back. */
  quantity: string
  /** Decimal number as text in whole currency units; sub-cent prices occur. */
  unitPrice?: string
  /** Minor units. */
  amount: Minor
  freight?: Minor
}
/** Who bought or spoke: the source's own id of the customer, or contact points. All absent = unknown person. */
export interface Party {
  /** A customer known already: what staff write on a customer's page. */
  customer?: Uuid
  ref?: string
  email?: EmailClaim
  phone?: PhoneClaim
  name?: NameClaim
  country?: string
}
export interface PurchaseRecord {
  kind: 'purchase'
  externalId?: string
  number?: string
  party: Party
  at: Instant
  /** purchase, or what it turned into. */
  type: 'purchase' | 'return' | 'cancellation'
  status?: string
  channel?: Channel
  currency: Currency
  total?: Minor
  net?: Minor
  /** Present where each row of the file is one line of a purchase. */
  line?: LineRecord
  attributes?: Record<string, string>
}
export interface PurchaseLineRecord {
  kind: 'purchaseLine'
  externalId?: string
  orderNumber: string
  line: LineRecord
  currency: Currency
}
export interface InvoiceRecord {
  kind: 'invoice'
  externalId?: string
  number: string
  orderNumber?: string
  party: Party
  at: Instant
  dueOn?: Day
  paidAt?: Instant
  total: Minor
  net?: Minor
  currency: Currency
  status?: string
  reference?: string
}
export interface PaymentRecord {
  kind: 'payment'
  externalId?: string
  orderNumber?: string
  invoiceNumber?: string
  party: Party
  sequence?: string
  method?: string
  amount: Minor
  currency: Currency
  /** Absent: the time of what was paid. */
  at?: Instant
  reference?: string
}
export interface InteractionRecord {
  kind: 'interaction'
  externalId?: string
  party: Party
  entryKind: EntryKind
  at: Instant
  channel?: Channel
  direction?: 'in' | 'out'
  subject?: string
  text?: string
  handler?: string
  status?: string
  amount?: Minor
  currency?: Currency
}
export interface FeedbackRecord {
  kind: 'feedback'
  externalId?: string
  orderNumber?: string
  party: Party
  entryKind: 'feedback' | 'complaint'
  at: Instant
  answeredAt?: Instant
  score?: string
  subject?: string
  text?: string
  status?: string
}
export type IntakeRecord =
  | CustomerRecord
  | ProductRecord
  | PurchaseRecord
  | PurchaseLineRecord
  | InvoiceRecord
  | PaymentRecord
  | InteractionRecord
  | FeedbackRecord

/** What is wrong with a value. `code` is a key of the dictionary (`fault.<code>`); the row waits in quarantine if `fatal`. */
export interface Fault {
  field: string
  code: FaultCode
  /** What was written, shortened to 200 characters. */
  written: string
  /** The whole row waits; otherwise only this value is left out (and named in the report). */
  fatal: boolean
}
export const faultCodes = [
  'email_invalid',
  'phone_invalid',
  'date_invalid',
  'amount_invalid',
  'number_invalid',
  'business_id_invalid',
  'postcode_invalid',
  'currency_unknown',
  'name_missing',
  'key_missing',
  'order_number_missing',
  'text_too_long',
  'text_unreadable',
  'value_unknown',
  'row_ragged',
  'nothing_in_row',
  'date_missing',
  'amount_missing',
  'out_of_range',
  'erased',
] as const
export type FaultCode = (typeof faultCodes)[number]
