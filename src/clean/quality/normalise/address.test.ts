import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPlace, readPlaceName, readPostcode, readStreet } from './address.ts'
import { readCountry } from './country.ts'
import { written } from './hostile.arbitrary.ts'

test('streets', () => {
  for (const [text, street, extra] of [
    ['Käpykuja 8', 'Käpykuja 8'],
    ['Teikäläistentie 2a B 12', 'Teikäläistentie 2a B 12'],
    ['MANNERHEIMINTIE 12 A 5', 'Mannerheimintie 12 A 5'],
    ['Kauppakatu 3 as 1', 'Kauppakatu 3 as. 1'],
    ['Kauppakatu 3 AS. 12', 'Kauppakatu 3 as. 12'],
    ['pl 55', 'PL 55'],
    ['PL55', 'PL 55'],
    ['P.O. Box 12', 'PO Box 12'],
    ['c/o Virtanen, Kauppakatu 3', 'Kauppakatu 3', 'c/o Virtanen'],
    ['Kauppakatu 3, C/O VIRTANEN', 'Kauppakatu 3', 'c/o Virtanen'],
    ['c/o Matti Virtanen Kauppakatu 3 B', 'Kauppakatu 3 B', 'c/o Matti Virtanen'],
    ['00045742 150 Palmer Drive', '00045742 150 Palmer Drive'],
    ['88 Clasper Way', '88 Clasper Way'],
  ] as [string, string, string?][]) {
    assert.deepEqual(readStreet(text), { value: extra === undefined ? { street } : { street, extra } }, text)
  }
  assert.deepEqual(readStreet('Käpykuja 8, 00330 Helsinki'), {
    value: { street: 'Käpykuja 8', place: { postcode: '00330', city: 'Helsinki', country: undefined } },
  })
  assert.deepEqual(readStreet('K\uFFFDpykuja 8'), { fault: 'text_unreadable' })
})

test('postcodes', () => {
  for (const [text, country, certain, expected] of [
    ['00330', 'FI', true, '00330'],
    ['330', 'FI', true, '00330'],
    ['330.0', 'FI', false, '00330'],
    ['FI-00330', 'FI', true, '00330'],
    ['00 330', 'FI', true, '00330'],
    ['12345', 'SE', true, '123 45'],
    ['gl151xd', 'GB', true, 'GL15 1XD'],
    ['GL15 1XD', 'FI', false, 'GL15 1XD'],
    ['347', 'ZA', true, '347'],
    ['330', 'DE', true, '330'],
  ] as [string, string, boolean, string][]) {
    assert.deepEqual(readPostcode(text, country, certain), { value: expected }, text)
  }
  for (const [text, country, certain] of [
    ['00000', 'FI', true],
    ['12', 'FI', false],
    ['Helsinki', 'FI', false],
    ['GL15 1XD', 'FI', true],
    ['', 'FI', false],
    ['123456', 'FI', true],
  ] as const) {
    assert.deepEqual(readPostcode(text, country, certain), { fault: 'postcode_invalid' }, text)
  }
})

test('postcode and city in one cell', () => {
  for (const [text, postcode, city, country] of [
    ['00330 Helsinki', '00330', 'Helsinki'],
    ['54110  KARHULA', '54110', 'Karhula'],
    ['FI-00330 HELSINKI', '00330', 'Helsinki', 'FI'],
    ['SE-123 45 Stockholm', '123 45', 'Stockholm', 'SE'],
    ['D-10115 Berlin', '10115', 'Berlin', 'DE'],
    ['Helsinki 00330', '00330', 'Helsinki'],
    ['85501 NIVALA', '85501', 'Nivala'],
  ] as [string, string, string, string?][]) {
    assert.deepEqual(readPlace(text), { value: { postcode, city, country } }, text)
  }
  assert.deepEqual(readPlace('Helsinki'), { value: { city: 'Helsinki' } })
  assert.deepEqual(readPlace('123 Helsinki'), { fault: 'postcode_invalid' })
  assert.deepEqual(readPlaceName('PEDERSÖREN KUNTA'), { value: 'Pedersören kunta' })
})

test('countries by code and by Finnish, Swedish and English name', () => {
  for (const [text, code] of [
    ['FI', 'FI'],
    ['fi', 'FI'],
    ['FIN', 'FI'],
    ['Suomi', 'FI'],
    ['SUOMI', 'FI'],
    ['Finland', 'FI'],
    ['Ruotsi', 'SE'],
    ['Sverige', 'SE'],
    ['Sweden', 'SE'],
    ['Saksa', 'DE'],
    ['Tyskland', 'DE'],
    ['Iso-Britannia', 'GB'],
    ['United Kingdom', 'GB'],
    ['UK', 'GB'],
    ['EIRE', 'IE'],
    ['USA', 'US'],
    ['RSA', 'ZA'],
    ['Yhdysvallat', 'US'],
    ['Channel Islands', 'Channel Islands'],
    ['European Community', 'European Community'],
    ['Unspecified', ''],
    ['Viro', 'EE'],
    ['Ahvenanmaa', 'AX'],
    ['South Africa', 'ZA'],
    ['Czech Republic', 'CZ'],
    ['Hong Kong', 'HK'],
  ] as const) {
    assert.equal(readCountry(text).value, code, text)
  }
})

test('every Finnish postcode survives the loss of its zeros', (t) => {
  const file = new URL('../../../../../shared/data/fi-reference/postnumbers_2020.txt', import.meta.url)
  if (!existsSync(file)) return t.skip('shared/data is absent')
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((row) => /^\d{5}$/.test(row[0]!))
  assert.ok(rows.length > 3000)
  for (const [code = '', , , , town = ''] of rows) {
    assert.deepEqual(readPostcode(String(Number(code))), { value: code })
    assert.deepEqual(readPlace(`${code} ${town.toUpperCase()}`), {
      value: { postcode: code, city: town, country: undefined },
    })
  }
})

test('reading what was read changes nothing, and no text breaks it', () => {
  const streets = fc
    .array(
      fc.constantFrom(
        'KAUPPAKATU',
        'Kauppakatu',
        '3',
        'A',
        '12',
        'as',
        '1',
        'c/o',
        'Virtanen',
        'PL',
        '55',
        ',',
        '00330',
        'Helsinki',
        'C/O',
        'VON',
      ),
      { maxLength: 7 },
    )
    .map((words) => words.join(' '))
  fc.assert(
    fc.property(
      fc.oneof(written, streets),
      fc.constantFrom('FI', 'SE', 'GB', 'DE'),
      fc.boolean(),
      (text, country, certain) => {
        const street = readStreet(text)
        if ('value' in street && street.value.street !== undefined) {
          const again = readStreet(street.value.street)
          assert.deepEqual(again, { value: { street: street.value.street } })
        }
        const postcode = readPostcode(text, country, certain)
        if ('value' in postcode) assert.deepEqual(readPostcode(postcode.value, country, certain), postcode)
        const name = readPlaceName(text)
        if ('value' in name) assert.deepEqual(readPlaceName(name.value), name)
        const { value } = readCountry(text)
        if (value !== '') assert.equal(readCountry(value).value, value)
        readPlace(text)
      },
    ),
    { numRuns: 5000 },
  )
})
