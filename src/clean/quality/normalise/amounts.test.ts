import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { multiplied, readAmount, readCurrency, readDecimal } from './amounts.ts'
import { written } from './hostile.arbitrary.ts'

const cents = (text: string, decimal?: ',' | '.', currency = 'EUR') => {
  const reading = readAmount(text, currency, decimal)
  return 'value' in reading ? `${reading.value.minor} ${reading.value.currency}` : reading.fault
}
const number = (text: string, decimal?: ',' | '.') => {
  const reading = readDecimal(text, decimal)
  return 'value' in reading ? reading.value : reading.fault
}

test('amounts as files write them', () => {
  for (const [text, decimal, expected] of [
    ['128.45', '.', '12845 EUR'],
    ['128,45', ',', '12845 EUR'],
    ['1 234,50', ',', '123450 EUR'],
    ['1\u00A0234,50 €', ',', '123450 EUR'],
    ['1.234,50', ',', '123450 EUR'],
    ['1.234', ',', '123400 EUR'],
    ['1.234.567', ',', '123456700 EUR'],
    ['1,234.50', '.', '123450 EUR'],
    ["1'234.50", '.', '123450 EUR'],
    ['12,5', '.', '1250 EUR'],
    ['12.5', ',', '1250 EUR'],
    ['€ 12,50', ',', '1250 EUR'],
    ['12,50 EUR', ',', '1250 EUR'],
    ['12,50 euroa', ',', '1250 EUR'],
    ['$1,234.56', '.', '123456 USD'],
    ['-$5.00', '.', '-500 USD'],
    ['$-5.00', '.', '-500 USD'],
    ['SEK 99', '.', '9900 SEK'],
    ['¥1200', '.', '1200 JPY'],
    ['(12,50)', ',', '-1250 EUR'],
    ['(12,50 €)', ',', '-1250 EUR'],
    ['12,50-', ',', '-1250 EUR'],
    ['−12,50', ',', '-1250 EUR'],
    ['+12,50', ',', '1250 EUR'],
    ['5,-', ',', '500 EUR'],
    ['5,– €', ',', '500 EUR'],
    ['.5', '.', '50 EUR'],
    ['1.5E+3', '.', '150000 EUR'],
    ['0.005', '.', '1 EUR'],
    ['-0.005', '.', '-1 EUR'],
    ['0.0049999', '.', '0 EUR'],
    ['-0.004', '.', '0 EUR'],
    ['2.675', '.', '268 EUR'],
    ['10000000000000.00', '.', '1000000000000000 EUR'],
    ['90071992547409.93', '.', '9007199254740993 EUR'],
    ['0', undefined, '0 EUR'],
  ] as [string, ',' | '.' | undefined, string][]) {
    assert.equal(cents(text, decimal), expected, text)
  }
  assert.equal(cents('1,5', ',', 'JPY'), '2 JPY')
  assert.equal(cents('1,2345', ',', 'KWD'), '1235 KWD')
  assert.equal(cents('100 kr', ',', 'SEK'), '10000 SEK')
})

test('what is no amount', () => {
  for (const text of [
    '',
    'ilmainen',
    '12,34,56',
    '1.2.3',
    '12 34',
    '--5',
    '(-5)',
    '-5-',
    '1,23.456',
    '5 €5',
    'EUR',
    '-',
    '12;50',
  ]) {
    assert.equal(cents(text, ','), 'amount_invalid', text)
  }
  assert.equal(cents('100 kr'), 'currency_unknown')
  assert.equal(cents('5 xyz'), 'currency_unknown')
  assert.equal(cents('9'.repeat(30)), 'out_of_range')
  assert.equal(cents('1,234'), 'amount_invalid')
})

test('decimal numbers', () => {
  for (const [text, decimal, expected] of [
    ['6', '.', '6'],
    ['6.0', '.', '6'],
    ['006', '.', '6'],
    ['-0', '.', '0'],
    ['2,50', ',', '2.5'],
    ['0,00345', ',', '0.00345'],
    ['6 kpl', ',', '6'],
    ['2,5 kg', ',', '2.5'],
    ['-12', '.', '-12'],
    ['1 000', ',', '1000'],
    ['1e-3', '.', '0.001'],
  ] as [string, ',' | '.', string][]) {
    assert.equal(number(text, decimal), expected, text)
  }
  assert.equal(number('kuusi'), 'number_invalid')
  assert.equal(number('1234567890123456'), 'out_of_range')
})

test('quantity times price is exact', () => {
  assert.equal(multiplied('3', '0.1', 'EUR'), '30')
  assert.equal(multiplied('-6', '2.55', 'EUR'), '-1530')
  assert.equal(multiplied('3', '0.335', 'EUR'), '101')
  assert.equal(multiplied('999999999999999', '999999999999999', 'EUR'), undefined)
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      (count, tenthCents) => {
        const price = `${tenthCents / 1000n}.${String(tenthCents % 1000n).padStart(3, '0')}`
        const exact = count * tenthCents
        const size = exact < 0n ? -exact : exact
        const rounded = (size + 5n) / 10n
        assert.equal(multiplied(String(count), price, 'EUR'), String(exact < 0n ? -rounded : rounded))
      },
    ),
  )
})

test('every amount comes back from every way of writing it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      fc.constantFrom(',', '.'),
      fc.constantFrom('', ' ', '\u00A0', "'", 'other'),
      (minor, decimal, mark) => {
        const size = String(minor < 0n ? -minor : minor).padStart(3, '0')
        const thousands = mark === 'other' ? (decimal === ',' ? '.' : ',') : mark
        const text = `${minor < 0n ? '-' : ''}${size.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${size.slice(-2)}`
        assert.equal(cents(text, decimal as ',' | '.'), `${minor} EUR`, text)
      },
    ),
  )
})

test('currencies', () => {
  for (const [text, code] of [
    ['eur', 'EUR'],
    ['€', 'EUR'],
    ['Euroa', 'EUR'],
    ['$', 'USD'],
    ['usd', 'USD'],
    ['GBP', 'GBP'],
  ] as const) {
    assert.deepEqual(readCurrency(text), { value: code })
  }
  assert.deepEqual(readCurrency('$', 'CAD'), { value: 'CAD' })
  assert.deepEqual(readCurrency('rahaa'), { fault: 'currency_unknown' })
})

test('reading what was read changes nothing, and no text breaks it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        written,
        fc.double().map(String),
        fc.float().map((n) => `${n} €`),
      ),
      fc.constantFrom(',', '.', undefined),
      (text, decimal) => {
        const found = readDecimal(text, decimal as ',' | '.' | undefined)
        if ('value' in found) assert.deepEqual(readDecimal(found.value, '.'), found)
        const amount = readAmount(text, 'EUR', decimal as ',' | '.' | undefined)
        if ('value' in amount) assert.match(amount.value.minor, /^(?:0|-?[1-9]\d*)$/)
        const currency = readCurrency(text)
        if ('value' in currency) assert.deepEqual(readCurrency(currency.value), currency)
      },
    ),
    { numRuns: 5000 },
  )
})
