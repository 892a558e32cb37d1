import type { Claims, ConsentChannel, ConsentClaim, CustomerRecord } from '#src/collect/intake/index.ts'
import { birthDateInCode, readBusinessId, readVatId } from '../normalise/business.ts'
import { dayIn, readInstant } from '../normalise/dates.ts'
import { readEmail } from '../normalise/email.ts'
import { isGivenName } from '../normalise/given-names.ts'
import { joined, type Name, readName, readNamePart, readOrganisation } from '../normalise/name.ts'
import { limits, oneLine } from '../normalise/text.ts'
import { readPhone } from '../normalise/phone.ts'
import { readUrl } from '../normalise/url.ts'
import { isUnknown, readCustomerKind, readGender, readLanguage, readYesNo } from '../normalise/words.ts'
import type { RowReader } from './cells.ts'
import {
  addEmail,
  addPhone,
  type ContactPoints,
  countryOf,
  nameClaim,
  readAddresses,
  readContactPoints,
} from './contacts.ts'

/** A row about a customer. Only a row by which nobody could be recognised is refused as a whole. */
export function readCustomer(row: RowReader): CustomerRecord | undefined {
  const record: CustomerRecord = { kind: 'customer', claims: {} }
  const externalId = row.id('externalId')
  if (externalId !== undefined) record.externalId = externalId
  const personId = row.ref('personId')
  if (personId !== undefined) record.personId = personId
  const country = countryOf(row) ?? row.context.country
  const points = readContactPoints(row, country)
  readIdentity(row, record, points)
  const { claims } = record
  if (points.emails.length > 0) claims.emails = points.emails
  if (points.phones.length > 0) claims.phones = points.phones
  const addresses = readAddresses(row, country)
  if (addresses.length > 0) claims.addresses = addresses
  readTraits(row, claims)
  readConsents(row, claims)
  readRecordFacts(row, record)
  moveToContact(record)
  return known(row, record) ? record : undefined
}

function known(row: RowReader, { externalId, personId, claims }: CustomerRecord): boolean {
  if (externalId ?? personId ?? claims.name ?? claims.emails ?? claims.phones ?? claims.businessId ?? claims.vatId)
    return true
  if (row.faults.length > 0) for (const fault of row.faults) fault.fatal = true
  else if (Object.keys(claims).length === 0) row.fault('row', 'nothing_in_row', '', true)
  else row.fault('name', 'key_missing', '', true)
  return false
}

interface Names {
  person?: Name
  organisation?: string
  contact?: Name
  /** The person's name came in parts: this is a list of people. */
  inParts: boolean
}

function readIdentity(row: RowReader, record: CustomerRecord, points: ContactPoints): void {
  const { claims } = record
  const names = readNames(row, points)
  claims.businessId = row.read('businessId', (text) => readBusinessId(text))
  const vatId = row.read('vatId', (text) => readVatId(text))
  if (vatId !== undefined) {
    claims.vatId = vatId
    if (vatId.startsWith('FI')) claims.businessId ??= `${vatId.slice(2, 9)}-${vatId.slice(9)}`
  }
  if (claims.businessId === undefined) delete claims.businessId
  const stated = row.choice('customerKind', readCustomerKind)
  const registered = claims.businessId !== undefined || claims.vatId !== undefined
  if (stated === 'person' || (stated === undefined && isPerson(names, points, registered)))
    asPerson(claims, names, stated)
  else
    asOrganisation(
      record,
      names,
      stated ?? (registered || names.organisation !== undefined ? 'organisation' : undefined),
    )
}

/** A person with a company behind the name, rather than a company with a person behind it. */
function isPerson(
  { person, organisation, contact, inParts }: Names,
  points: ContactPoints,
  registered: boolean,
): boolean {
  if (person === undefined || registered || contact !== undefined || person.kind === 'organisation') return false
  if (organisation === undefined) return person.kind === 'person'
  return inParts || points.emails.some(({ key }) => isPersonal(key, person))
}

/** The address carries the person's own name. */
function isPersonal(key: string, { given, family }: Name): boolean {
  const local = plainLetters(key.slice(0, key.indexOf('@')))
  return [given, family].some((part) => {
    const letters = part === undefined ? '' : plainLetters(part)
    return letters.length > 2 && local.includes(letters)
  })
}

function plainLetters(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
}

function asPerson(claims: Claims, { person, organisation }: Names, stated: 'person' | undefined): void {
  if (person !== undefined) claims.name = nameClaim(person)
  const kind = stated ?? person?.kind
  if (kind !== undefined) claims.kind = kind
  if (organisation !== undefined) claims.attributes = { organisation }
}

function asOrganisation(record: CustomerRecord, names: Names, stated: 'organisation' | undefined): void {
  const { claims } = record
  const { person, organisation } = names
  const kind = stated ?? person?.kind
  if (kind !== undefined) claims.kind = kind
  const display = organisation ?? person?.display
  if (display !== undefined) {
    claims.name = kind === 'organisation' || person === undefined ? { display } : nameClaim(person)
  }
  const second =
    organisation !== undefined && person?.display !== organisation && person?.kind !== 'organisation'
      ? person
      : undefined
  const contact = names.contact ?? second
  if (contact !== undefined) record.contact = { kind: 'person', name: nameClaim(contact) }
}

function readNames(row: RowReader, points: ContactPoints): Names {
  const names: Names = { inParts: row.has('givenName') || row.has('familyName') }
  const organisation = row.read('organisation', readOrganisation)
  if (organisation !== undefined) names.organisation = organisation
  const contact = row.read('contactName', readName)
  if (contact !== undefined) names.contact = contact
  names.person = (names.inParts ? fromParts(row) : undefined) ?? fromName(row, points)
  if (names.person === undefined && names.organisation === undefined && points.strayName !== undefined) {
    const stray = readName(points.strayName)
    if ('value' in stray) names.person = stray.value
  }
  return names
}

/** The name column. An e-mail address or phone number in it goes where it belongs and never becomes a name. */
function fromName(row: RowReader, points: ContactPoints): Name | undefined {
  const cell = row.cell('name')
  if (cell === undefined) return undefined
  const name = row.take('name', cell.text, readName(cell.text))
  if (name !== undefined) return name
  const email = readEmail(cell.text)
  const phone = readPhone(cell.text, row.context.country)
  if ('value' in email) addEmail(points, email.value)
  else if ('value' in phone) addPhone(points, cell.text, phone.value)
  return undefined
}

function fromParts(row: RowReader): Name | undefined {
  const given = row.read('givenName', readNamePart)
  const family = row.read('familyName', readNamePart)
  if (given === undefined && family === undefined) return undefined
  // A whole name in one of the two columns.
  const only = family === undefined ? given! : given === undefined ? family : ''
  if (only.includes(' ')) {
    const whole = readName(only)
    const [first = '', ...rest] = only.split(' ')
    const isWhole = family === undefined ? !rest.every(isGivenName) : isGivenName(first) || rest.every(isGivenName)
    if ('value' in whole && isWhole && whole.value.given !== undefined) return whole.value
  }
  return joined(given, family)
}

function readTraits(row: RowReader, claims: Claims): void {
  const set = <K extends keyof Claims>(key: K, value: Claims[K] | undefined): void => {
    if (value !== undefined) claims[key] = value
  }
  const birth = row.cell('birthDate')
  if (birth !== undefined) {
    const inCode = birthDateInCode(oneLine(birth.text))
    const today = dayIn(row.context.timeZone, row.context.now.getTime())
    set('birthDate', inCode ?? row.day('birthDate', today))
  }
  set('gender', row.choice('gender', readGender))
  set('language', row.choice('language', readLanguage))
  set('title', row.line('title', limits.place))
  set('website', row.read('website', readUrl))
  set('leadSource', row.line('leadSource'))
  set('protected', row.choice('protected', readYesNo))
  set('customerSince', row.instant('customerSince'))
  const attributes = row.attributes()
  if (attributes !== undefined) claims.attributes = { ...claims.attributes, ...attributes }
}

const consentFields = [
  ['consentEmail', 'email'],
  ['consentSms', 'sms'],
  ['consentPhone', 'phone'],
  ['consentPost', 'post'],
] as const satisfies readonly (readonly [string, ConsentChannel])[]

/** Consents: a word for yes or no, or the date on which it was given. */
function readConsents(row: RowReader, claims: Claims): void {
  const consents: ConsentClaim[] = []
  for (const [field, channel] of consentFields) {
    const cell = row.cell(field)
    if (cell === undefined || isUnknown(cell.text)) continue
    const word = readYesNo(cell.text)
    if ('value' in word) consents.push({ channel, granted: word.value })
    else {
      const at = readInstant(cell.text, cell.dateOrder, row.context.timeZone)
      if ('value' in at) consents.push({ channel, granted: true, at: at.value })
      else row.fault(field, word.fault, cell.text)
    }
  }
  if (consents.length > 0) claims.consents = consents
}

function readRecordFacts(row: RowReader, record: CustomerRecord): void {
  const updated = row.instant('updatedAt')
  if (updated !== undefined) record.observedAt = updated
  const note = row.text('note')
  if (note !== undefined) record.note = note
  const deleted = row.cell('deleted')
  if (deleted === undefined) return
  const word = readYesNo(deleted.text)
  // A column of deletion times says yes by having one.
  const at = 'fault' in word ? readInstant(deleted.text, deleted.dateOrder, row.context.timeZone) : undefined
  if ('value' in word) record.deleted = word.value
  else if (at !== undefined && 'value' in at) record.deleted = true
  else row.fault('deleted', word.fault, deleted.text)
}

/** E-mails that carry the contact person's name, and what is labelled so, are the person's own. */
function moveToContact({ claims, contact }: CustomerRecord): void {
  if (contact?.name === undefined) return
  const { name } = contact
  const own = claims.emails?.filter(({ key, label }) => label === 'contact' || isPersonal(key, name)) ?? []
  if (own.length > 0) {
    contact.emails = own
    claims.emails = claims.emails!.filter((email) => !own.includes(email))
    if (claims.emails.length === 0) delete claims.emails
  }
  const phones = claims.phones?.filter(({ label }) => label === 'contact') ?? []
  if (phones.length > 0) {
    contact.phones = phones
    claims.phones = claims.phones!.filter((phone) => !phones.includes(phone))
    if (claims.phones.length === 0) delete claims.phones
  }
}
