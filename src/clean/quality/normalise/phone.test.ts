import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { written } from './hostile.arbitrary.ts'
import { readAnyPhone, readPhone } from './phone.ts'

test('Finnish numbers in any writing', () => {
  for (const text of [
    '0401234567',
    '040 123 4567',
    '040-1234567',
    '+358401234567',
    '+358 40 1234567',
    '+358 (0)40 123 4567',
    '00358401234567',
    '(040) 123 4567',
    '358401234567',
    '401234567',
    '401234567.0',
    '358 40 123 4567',
    'puh. 040 123 4567',
    'Tel: 040 123 4567',
    'tel:+358-40-1234567',
    'p. 0401234567',
    "'+358401234567",
    '040 123 4567 / 050 765 4321',
    '0401234567, 0507654321',
    '0401234567 tai 0507654321',
    '040 123 4567 ext. 12',
    '040 123 4567 (työ)',
    '０４０１２３４５６７',
    '040\u00A0123\u00A04567',
    '040–123–4567',
    'GSM 0401234567',
    '040.123.4567',
  ]) {
    assert.deepEqual(readPhone(text), { value: { value: '+358401234567', type: 'mobile' } }, text)
  }
  assert.deepEqual(readPhone('(09) 1234 567'), { value: { value: '+35891234567', type: 'fixed' } })
  assert.deepEqual(readPhone('010 19 0000'), { value: { value: '+35810190000', type: 'service' } })
  assert.deepEqual(readPhone('018 12345'), { value: { value: '+3581812345', type: 'fixed' } })
})

test('numbers of other countries are read from there', () => {
  assert.deepEqual(readPhone('08-123 456 78', 'SE'), { value: { value: '+46812345678', type: 'fixed' } })
  assert.deepEqual(readPhone('+46 70 123 45 67'), { value: { value: '+46701234567', type: 'mobile' } })
  assert.deepEqual(readPhone('020 7946 0958', 'GB'), { value: { value: '+442079460958', type: 'fixed' } })
  assert.deepEqual(readPhone('040 1234567', 'ZZ'), { value: { value: '+358401234567', type: 'mobile' } })
})

test('what is no number', () => {
  for (const text of [
    '',
    'Liisa Virtanen',
    'liisa@example.fi',
    '123',
    '4.05551E+11',
    'Mannerheimintie 12 00100',
    '00330',
    '2026-11-23',
    '045 7395 1234 1',
    '23.11.2026',
    '1572860-0',
    '33100',
    '702-919-1300',
    'ei ole',
    '0',
    '+',
    '040 12',
  ]) {
    assert.deepEqual(readPhone(text), { fault: 'phone_invalid' }, text)
  }
})

test('the short way gives exactly what the library gives', () => {
  const digits = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })
  const start = fc.constantFrom(
    '04',
    '040',
    '050',
    '045',
    '09',
    '02',
    '018',
    '014',
    '010',
    '020',
    '029',
    '0600',
    '0700',
    '0800',
    '01',
    '03',
    '08',
    '05',
    '0',
    '00',
    '00358',
    '+358',
    '+358 40',
    '+358 9',
    '+3580',
    '+46',
    '99',
  )
  const spaced = fc
    .tuple(start, digits(0, 12), fc.array(fc.tuple(fc.nat(14), fc.constantFrom(' ', '-', '  ')), { maxLength: 4 }))
    .map(([head, tail, marks]) => {
      let text = head + tail
      for (const [at, mark] of marks) text = `${text.slice(0, at)}${mark}${text.slice(at)}`
      return text
    })
  fc.assert(
    fc.property(spaced, fc.constantFrom('FI', 'SE', 'AX', 'US'), (text, country) => {
      assert.deepEqual(readPhone(text, country), readAnyPhone(text, country), text)
    }),
    { numRuns: 20_000 },
  )
})

test('reading what was read changes nothing, and no text breaks it', () => {
  fc.assert(
    fc.property(written, fc.constantFrom('FI', 'SE', 'GB', 'xx', ''), (text, country) => {
      const first = readPhone(text, country)
      if ('value' in first) assert.deepEqual(readPhone(first.value.value, country), first)
    }),
    { numRuns: 3000 },
  )
})
