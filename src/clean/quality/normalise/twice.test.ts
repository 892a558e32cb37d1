import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPlaceName, readPostcode, readStreet } from './address.ts'
import { readCurrency, readDecimal } from './amounts.ts'
import { readBusinessId, readVatId } from './business.ts'
import { readCountry } from './country.ts'
import { readDay, readInstant } from './dates.ts'
import { readEmail } from './email.ts'
import { written } from './hostile.arbitrary.ts'
import { readName, readNamePart, readOrganisation } from './name.ts'
import { readPhone } from './phone.ts'
import type { Reading } from './reading.ts'
import { readReference } from './reference.ts'
import { manyLines, oneLine, readId, readLine, readText } from './text.ts'
import { readUrl } from './url.ts'
import { readGender, readLanguage } from './words.ts'

// What a normaliser made, it leaves as it is: normalise(normalise(x)) = normalise(x).

const value =
  <T>(read: (text: string) => Reading<T>, shown: (made: T) => string | undefined) =>
  (text: string) => {
    const reading = read(text)
    return 'value' in reading ? shown(reading.value) : undefined
  }
const same = (text: string) => text
const normalisers: Record<string, (text: string) => string | undefined> = {
  oneLine,
  manyLines,
  line: value(readLine, same),
  text: value(readText, same),
  id: value(readId, same),
  'name, as shown': value(readName, (name) => name.display),
  'part of a name': value(readNamePart, same),
  organisation: value(readOrganisation, same),
  'e-mail': value(readEmail, (email) => email.value),
  'e-mail, its key': value(readEmail, (email) => email.key),
  phone: value(readPhone, (phone) => phone.value),
  street: value(readStreet, (street) => street.street),
  'place name': value(readPlaceName, same),
  postcode: value(readPostcode, same),
  country: (text) => readCountry(text).value,
  decimal: value((text) => readDecimal(text, '.'), same),
  currency: value(readCurrency, same),
  'business id': value(readBusinessId, same),
  'VAT id': value(readVatId, same),
  reference: value(readReference, same),
  url: value(readUrl, same),
  language: value(readLanguage, same),
  gender: value(readGender, same),
  day: value((text) => readDay(text, undefined, 'Europe/Helsinki'), same),
  instant: value((text) => readInstant(text, undefined, 'Europe/Helsinki'), same),
}

const usual = fc.constantFrom(
  'Virtanen Liisa',
  'LIISA VIRTANEN',
  'O’BRIEN, seán',
  'von Essen af Carl',
  'Konepaja Ranta OY',
  'oy ab firma ltd.',
  ' Liisa.Aalto@Example.FI ',
  'mailto:a@b.fi',
  '040-123 4567',
  '+358 (0)40 1234567',
  '0044 20 7946 0958',
  'kotikatu 2b as 7',
  'PL 55',
  'FI-00330',
  '33100',
  'HELSINKI',
  'Suomi',
  'finland',
  '1 234,50',
  '1572860-0',
  'FI15728600',
  'RF18 5390 0754 7034',
  '12345 67894',
  'www.example.fi',
  'suomi',
  'SWE',
  '29.2.2024',
  '2026-03-29T03:30:00',
  '1.1.70',
)

for (const [name, normalise] of Object.entries(normalisers)) {
  test(`${name}: made twice is made once`, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          written,
          usual,
          fc.tuple(usual, usual).map((two) => two.join(' ')),
        ),
        (text) => {
          const once = normalise(text)
          if (once !== undefined) assert.equal(normalise(once), once)
        },
      ),
      { numRuns: 1500 },
    )
  })
}
