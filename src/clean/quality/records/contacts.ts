import type { Field } from '#src/collect/intake/index.ts'
import type { AddressClaim, EmailClaim, NameClaim, Party, PhoneClaim } from '#src/collect/intake/index.ts'
import { readPlace, readPlaceName, readPostcode, readStreet } from '../normalise/address.ts'
import { readCountry } from '../normalise/country.ts'
import { readEmail } from '../normalise/email.ts'
import { readName } from '../normalise/name.ts'
import { readPhone } from '../normalise/phone.ts'
import { oneLine } from '../normalise/text.ts'
import type { RowReader } from './cells.ts'

/** Contact points of a row: e-mails, phones, addresses; values in each other's columns find their way home. */

const lettersOnly = /^\p{L}[\p{L}\p{M} .,'’-]+$/u

export interface ContactPoints {
  emails: EmailClaim[]
  phones: PhoneClaim[]
  /** A name that stood in the e-mail or phone column. */
  strayName?: string
}

/** E-mails and phones of a row. A value in the wrong column is moved to the right one and noted as a fault of its column. */
export function readContactPoints(row: RowReader, country: string): ContactPoints {
  const points: ContactPoints = { emails: [], phones: [] }
  for (const { text, label } of row.cells('email')) {
    const reading = readEmail(text)
    if ('value' in reading) addEmail(points, { ...reading.value, label })
    else strayed(row, points, 'email', text, country)
  }
  for (const { text, label } of row.cells('phone')) {
    const reading = readPhone(text, country)
    if ('value' in reading) addPhone(points, text, reading.value, label)
    else strayed(row, points, 'phone', text, country)
  }
  return points
}

function strayed(row: RowReader, points: ContactPoints, field: 'email' | 'phone', text: string, country: string): void {
  row.fault(field, `${field}_invalid`, text)
  const phone = field === 'email' ? readPhone(text, country) : undefined
  const email = field === 'phone' ? readEmail(text) : undefined
  const line = oneLine(text)
  if (phone !== undefined && 'value' in phone) addPhone(points, text, phone.value)
  else if (email !== undefined && 'value' in email) addEmail(points, email.value)
  else if (lettersOnly.test(line) && line.includes(' ')) points.strayName ??= line
}

export function addEmail(points: ContactPoints, email: EmailClaim): void {
  if (points.emails.some(({ key }) => key === email.key)) return
  const { value, key, label } = email
  points.emails.push(label === undefined ? { value, key } : { value, key, label })
}

export function addPhone(
  points: ContactPoints,
  text: string,
  phone: Pick<PhoneClaim, 'value' | 'type'>,
  label?: string,
): void {
  if (points.phones.some(({ value }) => value === phone.value)) return
  const claim: PhoneClaim = { value: phone.value, type: phone.type, written: oneLine(text).slice(0, 60).toWellFormed() }
  if (label !== undefined) claim.label = label
  points.phones.push(claim)
}

/** The row's country as an ISO code, for reading its phones and postcodes; undefined if it names none that is known. */
export function countryOf(row: RowReader): string | undefined {
  const cell = row.cell('country')
  if (cell === undefined) return undefined
  const { value, known } = readCountry(cell.text)
  return known && value !== '' ? value : undefined
}

const parts = ['street', 'streetExtra', 'postcode', 'city', 'postcodeCity', 'region', 'country'] as const
type Part = (typeof parts)[number]
type Written = Partial<Record<Part, string>> & { label?: string }

/** Addresses of a row, one per label. A part that cannot be read leaves its whole address out: half an address replaces a good one. */
export function readAddresses(row: RowReader, home: string): AddressClaim[] {
  const groups: Written[] = []
  for (const part of parts) {
    for (const { text, label } of row.cells(part as Field)) {
      let group = groups.find((other) => other.label === label && (other[part] === undefined || part === 'street'))
      if (group === undefined) {
        group = { label }
        groups.push(group)
      }
      group[part] = group[part] === undefined ? text : `${group[part]}, ${text}`
    }
  }
  const lone = groups.length === 2 ? groups.findIndex((group) => Object.keys(group).length === 2 && group.country) : -1
  if (lone >= 0 && groups[1 - lone]!.country === undefined) {
    groups[1 - lone]!.country = groups[lone]!.country
    groups.splice(lone, 1)
  }
  const claims: AddressClaim[] = []
  for (const group of groups) {
    const claim = readAddress(row, group, home)
    if (claim !== undefined) claims.push(claim)
  }
  return claims
}

function readAddress(row: RowReader, written: Written, home: string): AddressClaim | undefined {
  const before = row.faults.length
  const claim: AddressClaim = {}
  if (written.street !== undefined) {
    const street = row.take('street', written.street, readStreet(written.street))
    if (street !== undefined) Object.assign(claim, { street: street.street, extra: street.extra, ...street.place })
  }
  if (written.streetExtra !== undefined) {
    const extra = row.take('streetExtra', written.streetExtra, readStreet(written.streetExtra))
    const text = [claim.extra, extra?.extra, extra?.street].filter((piece) => piece !== undefined).join(', ')
    if (text !== '') claim.extra = text
  }
  if (written.country !== undefined) {
    const { value } = readCountry(written.country)
    if (value !== '') claim.country = value
  }
  readPlaceOf(row, written, claim, home)
  if (written.region !== undefined) claim.region = row.take('region', written.region, readPlaceName(written.region))
  // A bad postcode is left out by itself: street and city still lead there.
  if (row.faults.length > before && row.faults.slice(before).some(({ code }) => code !== 'postcode_invalid'))
    return undefined
  for (const part in claim)
    if (claim[part as keyof AddressClaim] === undefined) delete claim[part as keyof AddressClaim]
  if (Object.keys(claim).length === 0) return undefined
  return written.label === undefined ? claim : { ...claim, label: written.label }
}

function readPlaceOf(row: RowReader, written: Written, claim: AddressClaim, home: string): void {
  let { postcode, city } = written
  if (postcode !== undefined && !/\d/.test(postcode) && (city === undefined || /^[\d ]+$/.test(city))) {
    ;[postcode, city] = [city, postcode]
  }
  if (written.postcodeCity !== undefined) {
    const place = row.take('postcodeCity', written.postcodeCity, readPlace(written.postcodeCity))
    claim.postcode = place?.postcode ?? claim.postcode
    claim.city = place?.city ?? claim.city
    claim.country ??= place?.country
  }
  if (city !== undefined) {
    const place = /\d/.test(city) && postcode === undefined ? readPlace(city) : undefined
    if (place !== undefined && 'value' in place) Object.assign(claim, place.value)
    else claim.city = row.take('city', city, readPlaceName(city))
  }
  if (postcode !== undefined) {
    const both = /^\d{5} \p{L}/u.test(postcode) ? readPlace(postcode) : undefined
    if (both !== undefined && 'value' in both) {
      claim.postcode = both.value.postcode
      claim.city ??= both.value.city
    } else {
      const country = claim.country ?? home
      claim.postcode = row.take('postcode', postcode, readPostcode(postcode, country, claim.country !== undefined))
    }
  }
}

/** Who bought or spoke. Faults leave only the value out: the encounter itself still counts. */
export function readParty(row: RowReader): Party {
  const party: Party = {}
  const country = row.cell('country')
  if (country !== undefined) {
    const { value } = readCountry(country.text)
    if (value !== '') party.country = value
  }
  const ref = row.ref('customerRef')
  if (ref !== undefined) party.ref = ref
  const email = row.read('customerEmail', readEmail)
  if (email !== undefined) party.email = { value: email.value, key: email.key }
  const home = countryOf(row) ?? row.context.country
  const phone = row.cell('customerPhone')
  if (phone !== undefined) {
    const read = row.take('customerPhone', phone.text, readPhone(phone.text, home))
    if (read !== undefined)
      party.phone = { value: read.value, written: oneLine(phone.text).slice(0, 60).toWellFormed(), type: read.type }
  }
  const name = row.cell('customerName')
  if (name === undefined) return party
  const stray = readEmail(name.text)
  if ('value' in stray) {
    row.fault('customerName', 'name_missing', name.text)
    party.email ??= stray.value
    return party
  }
  const read = row.take('customerName', name.text, readName(name.text))
  if (read !== undefined) party.name = nameClaim(read)
  return party
}

export function nameClaim({ display, given, family }: NameClaim): NameClaim {
  const claim: NameClaim = { display }
  if (given !== undefined) claim.given = given
  if (family !== undefined) claim.family = family
  return claim
}
