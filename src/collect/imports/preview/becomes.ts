import { type Currency, decimalsOf, type Minor } from '#src/terms/index.ts'
import type {
  AddressClaim,
  Claims,
  CustomerRecord,
  IntakeRecord,
  MappedRow,
  NameClaim,
} from '#src/collect/intake/index.ts'

/** A value on its way: what was written (after the mapping's own changes) under which field and label. */
export interface Written {
  field: string
  text: string
  label?: string | undefined
}

/**
 * What the gate made of a written value, as people read it: `+358401234567`, `2026-11-23T08:00:00.000Z`, `1234.50 EUR`.
 * Null when the record does not hold it (left out for a fault, or of no use).
 */
export function becomes(record: IntakeRecord, written: Written): string | null {
  if (written.field === 'attribute') return attributeOf(record, written.label ?? '')
  if (record.kind === 'customer') return ofCustomer(record, written)
  const trade = ofTrade(record as unknown as Loose, written.field)
  return trade === undefined ? null : trade
}

function attributeOf(record: IntakeRecord, name: string): string | null {
  const attributes =
    record.kind === 'customer' ? record.claims.attributes : 'attributes' in record ? record.attributes : undefined
  const own = name.replace(/\s+/g, ' ').trim().slice(0, 100)
  return attributes !== undefined && Object.hasOwn(attributes, own) ? attributes[own]! : null
}

function ofCustomer(record: CustomerRecord, written: Written): string | null {
  const { claims, contact } = record
  const { field } = written
  if (field === 'email') return emailOf(written, claims, contact)
  if (field === 'phone') return phoneOf(written, claims, contact)
  if (field in addressParts) return placeOf(claims.addresses ?? [], written)
  if (field.startsWith('consent')) return consentOf(field, claims)
  if (field === 'name' || field === 'contactName') return nameOf(field, record)
  const person: NameClaim | undefined = claims.kind === 'organisation' && contact ? contact.name : claims.name
  const values: Record<string, string | boolean | undefined> = {
    externalId: record.externalId,
    personId: record.personId,
    customerKind: claims.kind,
    givenName: person?.given,
    familyName: person?.family ?? (person?.given === undefined ? person?.display : undefined),
    organisation: claims.kind === 'person' ? claims.attributes?.organisation : claims.name?.display,
    businessId: claims.businessId,
    vatId: claims.vatId,
    birthDate: claims.birthDate,
    gender: claims.gender,
    language: claims.language,
    title: claims.title,
    website: claims.website,
    protected: claims.protected,
    customerSince: claims.customerSince,
    updatedAt: record.observedAt,
    deleted: record.deleted,
    leadSource: claims.leadSource,
    note: record.note,
  }
  const value = values[field]
  return value === undefined ? null : said(value)
}

const said = (value: string | boolean): string => (typeof value === 'string' ? value : value ? 'yes' : 'no')

function nameOf(field: string, { claims, contact }: CustomerRecord): string | null {
  if (field === 'contactName') return contact?.name?.display ?? null
  return claims.name?.display ?? contact?.name?.display ?? null
}

function emailOf({ text }: Written, claims: Claims, contact: Claims | undefined): string | null {
  const lower = text.toLowerCase()
  const all = [...(claims.emails ?? []), ...(contact?.emails ?? [])]
  return all.find(({ value, key }) => lower.includes(value.toLowerCase()) || lower.includes(key))?.value ?? null
}

function phoneOf({ text }: Written, claims: Claims, contact: Claims | undefined): string | null {
  const figures = text.replace(/\D/g, '')
  const all = [...(claims.phones ?? []), ...(contact?.phones ?? [])]
  const same = all.find(({ written, value }) => (written ?? value).replace(/\D/g, '') === figures)
  return (same ?? all.find(({ value }) => figures.length > 5 && value.endsWith(figures.slice(-6))))?.value ?? null
}

const addressParts: Record<string, (address: AddressClaim) => (string | undefined)[]> = {
  street: ({ street }) => [street],
  streetExtra: ({ extra }) => [extra],
  postcode: ({ postcode }) => [postcode],
  city: ({ city }) => [city],
  postcodeCity: ({ postcode, city }) => [postcode, city],
  region: ({ region }) => [region],
  country: ({ country }) => [country],
}
function placeOf(addresses: AddressClaim[], { field, label }: Written): string | null {
  const address = addresses.find((one) => one.label === label) ?? addresses[0]
  const parts = address ? addressParts[field]!(address).filter((part) => part !== undefined) : []
  return parts.length === 0 ? null : parts.join(' ')
}

const channels: Record<string, string> = {
  consentEmail: 'email',
  consentSms: 'sms',
  consentPhone: 'phone',
  consentPost: 'post',
}
function consentOf(field: string, { consents }: Claims): string | null {
  const consent = consents?.find(({ channel }) => channel === channels[field])
  return consent === undefined
    ? null
    : consent.at === undefined
      ? said(consent.granted)
      : `${said(consent.granted)} ${consent.at}`
}

/** Records of what happened, looked at by the names of fields: each holds its fields under names of its own. */
type Loose = Record<string, unknown> & {
  currency?: Currency
  party?: Record<string, unknown>
  line?: Record<string, unknown>
}

const ofParty: Record<string, string> = {
  customerRef: 'ref',
  customerEmail: 'email',
  customerPhone: 'phone',
  customerName: 'name',
  country: 'country',
}
const ofLine: Record<string, string> = { lineTotal: 'amount' }
const otherNames: Record<string, string> = {
  orderNumber: 'orderNumber',
  invoiceNumber: 'invoiceNumber',
  totalNet: 'net',
  productName: 'name',
}
const money = new Set(['total', 'totalNet', 'amount', 'freight', 'lineTotal'])

function ofTrade(record: Loose, field: string): string | null {
  const partyKey = ofParty[field]
  if (partyKey !== undefined && record.party) return shown(record.party[partyKey])
  const own = record[otherNames[field] ?? field] ?? numberOf(record, field)
  const value = own ?? record.line?.[ofLine[field] ?? field]
  if (value === undefined) return null
  const currency = record.currency
  return money.has(field) && typeof value === 'string' && currency ? amountText(value, currency) : shown(value)
}

/** A purchase and an invoice call their number just so. */
const numberOf = (record: Loose, field: string): unknown =>
  (field === 'orderNumber' && record.kind === 'purchase') || (field === 'invoiceNumber' && record.kind === 'invoice')
    ? record.number
    : undefined

function shown(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return said(value)
  if (typeof value !== 'object' || value === null) return null
  const claim = value as { value?: string; display?: string }
  return claim.value ?? claim.display ?? null
}

function amountText(minor: Minor, currency: Currency): string {
  const decimals = decimalsOf(currency)
  const negative = minor.startsWith('-')
  const figures = (negative ? minor.slice(1) : minor).padStart(decimals + 1, '0')
  const whole = figures.slice(0, figures.length - decimals)
  const cents = decimals === 0 ? '' : `.${figures.slice(-decimals)}`
  return `${negative ? '-' : ''}${whole}${cents} ${currency}`
}

/** What was written for the fields of a row once the mapping has spoken, for rows that the gate refuses. */
export function mappedText(row: MappedRow, { field, label }: Written): string | null {
  if (field === 'attribute') return row.attributes[label ?? ''] ?? null
  const cells = row.fields[field as keyof MappedRow['fields']]
  return (cells?.find((cell) => cell.label === label) ?? cells?.[0])?.text ?? null
}
