import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { birthDateInCode, readBusinessId, readVatId } from './business.ts'
import { written } from './hostile.arbitrary.ts'
import { readReference } from './reference.ts'
import { readUrl } from './url.ts'
import {
  channelOf,
  directionOf,
  entryKindOf,
  readCustomerKind,
  readGender,
  readLanguage,
  readYesNo,
  turnOf,
} from './words.ts'

test('business ids', () => {
  for (const text of ['0112038-9', '01120389', 'FI01120389', 'FI 0112038-9', '112038-9', ' 0112038-9 ', '1120389']) {
    assert.deepEqual(readBusinessId(text), { value: '0112038-9' }, text)
  }
  for (const text of ['0112038-8', '1234567-8', '', 'Oy Ab', '123', '0112038-99'])
    assert.deepEqual(readBusinessId(text), { fault: 'business_id_invalid' }, text)
  assert.deepEqual(readVatId('FI01120389'), { value: 'FI01120389' })
  assert.deepEqual(readVatId('0112038-9'), { value: 'FI01120389' })
  assert.deepEqual(readVatId('FI01120388'), { fault: 'business_id_invalid' })
  assert.deepEqual(readVatId('SE 556012-5790 01'), { value: 'SE556012579001' })
  assert.equal(birthDateInCode('131052-308T'), '1952-10-13')
  assert.equal(birthDateInCode('131052-308U'), undefined)
})

test('payment references', () => {
  for (const [text, expected] of [
    ['1234561', '1234561'],
    ['12 34561', '1234561'],
    ['0000 1234561', '1234561'],
    ['RF34 1234 561', '1234561'],
    ['RF18 5390 0754 7034', 'RF18539007547034'],
    ['Sopimus 12', 'Sopimus 12'],
    ['1234562', '1234562'],
  ] as const) {
    assert.deepEqual(readReference(text), { value: expected }, text)
  }
})

test('web addresses', () => {
  assert.deepEqual(readUrl('WikiFire.co.uk'), { value: 'https://wikifire.co.uk' })
  assert.deepEqual(readUrl('http://example.fi/'), { value: 'http://example.fi' })
  assert.deepEqual(readUrl('https://example.fi/a?b=c#d'), { value: 'https://example.fi/a?b=c#d' })
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.fi',
    'esimerkki',
    '',
    'https://',
    'http://user@example.fi',
    'ei ole',
  ]) {
    assert.ok('fault' in readUrl(text), text)
  }
})

test('words of three languages', () => {
  for (const word of ['Kyllä', 'x', '1', 'TRUE', 'ja', 'Sallittu', 'opt-in', 'opt_in'])
    assert.deepEqual(readYesNo(word), { value: true }, word)
  for (const word of ['ei', '0', 'False', 'nej', 'kielletty', 'Unsubscribed'])
    assert.deepEqual(readYesNo(word), { value: false }, word)
  assert.deepEqual(readYesNo('ehkä'), { fault: 'value_unknown' })
  assert.deepEqual(readGender('Nainen'), { value: 'female' })
  assert.deepEqual(readGender('Mr.'), { value: 'male' })
  for (const [word, code] of [
    ['suomi', 'fi'],
    ['sv-FI', 'sv'],
    ['fi_FI', 'fi'],
    ['EN', 'en'],
    ['Ruotsi', 'sv'],
    ['fr', 'fr'],
  ])
    assert.deepEqual(readLanguage(word!), { value: code })
  assert.deepEqual(readLanguage('klingon'), { fault: 'value_unknown' })
  assert.deepEqual(readCustomerKind('Yritys'), { value: 'organisation' })
  assert.equal(turnOf('canceled'), 'cancellation')
  assert.equal(turnOf('Peruttu'), 'cancellation')
  assert.equal(turnOf('palautettu'), 'return')
  assert.equal(turnOf('delivered'), undefined)
  assert.equal(channelOf('Verkkokauppa'), 'web')
  assert.equal(entryKindOf('Reklamaatio'), 'complaint')
  assert.equal(directionOf('Saapuva'), 'in')
})

test('reading what was read changes nothing, and no text breaks it', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789 -'), maxLength: 14 })
  fc.assert(
    fc.property(
      fc.oneof(
        written,
        digits,
        digits.map((text) => `FI${text}`),
        digits.map((text) => `RF${text}`),
        fc.webUrl(),
      ),
      (text) => {
        for (const reader of [readBusinessId, readVatId, readReference, readUrl, readLanguage, readGender]) {
          const first = reader(text)
          if ('value' in first) assert.deepEqual(reader(first.value), first)
        }
        for (const reader of [
          readYesNo,
          readCustomerKind,
          turnOf,
          channelOf,
          entryKindOf,
          directionOf,
          birthDateInCode,
        ])
          reader(text)
      },
    ),
    { numRuns: 3000 },
  )
})
