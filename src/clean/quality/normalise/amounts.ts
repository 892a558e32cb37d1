import { type Currency, decimalsOf, type Minor } from '#src/terms/index.ts'
import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'

/** Numbers as decimal text and money as whole minor units: digits are moved as text and multiplied as BigInt, never as floats. */

const plain = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,2})?$/
const largest = 9_000_000_000_000_000_000n
// biome-ignore format: a table
const signs = new Map<string, Currency>([
  ['€', 'EUR'], ['£', 'GBP'], ['¥', 'JPY'], ['₽', 'RUB'], ['zł', 'PLN'], ['₹', 'INR'], ['₺', 'TRY'],
])
const euroWords = new Set(['E', 'EURO', 'EUROA', 'EUROS', 'EUROT', 'EURON'])
const crowns = ['SEK', 'NOK', 'DKK', 'ISK', 'CZK']
const codes = new Set(Intl.supportedValuesOf('currency'))

/** An ISO 4217 code, a currency's sign or a common word for it. `home` settles `$` and `kr`. Fault `currency_unknown`. */
export function readCurrency(written: string, home?: Currency): Reading<Currency> {
  const line = oneLine(written)
  const sign = signs.get(line)
  if (sign !== undefined) return { value: sign }
  const word = line.toUpperCase().replace(/\.$/, '')
  if (euroWords.has(word)) return { value: 'EUR' }
  if (word === '$' || word === 'US$') return { value: word === '$' && home?.endsWith('D') === true ? home : 'USD' }
  if (word === 'KR')
    return home !== undefined && crowns.includes(home) ? { value: home } : { fault: 'currency_unknown' }
  return codes.has(word) ? { value: word } : { fault: 'currency_unknown' }
}

/** A number as digits: value = sign × digits ÷ 10^scale. */
interface Digits {
  negative: boolean
  digits: string
  scale: number
  /** What stood beside the number: a currency or a unit. */
  word: string
}

/**
 * A decimal number as text: no thousands marks, no leading or trailing zeros, point as the decimal sign, at most 15 digits before and
 * 10 after it. `decimal` is the column's decimal sign. Unit words after the number ("6 kpl") are left out. Fault `number_invalid`.
 */
export function readDecimal(written: string, decimal?: ',' | '.'): Reading<string> {
  const found = readDigits(written, decimal)
  if (found === undefined) return { fault: 'number_invalid' }
  const whole = found.digits.slice(0, found.digits.length - found.scale).replace(/^0+/, '')
  const fraction = found.digits.slice(found.digits.length - found.scale).replace(/0+$/, '')
  if (whole.length > 15 || fraction.length > 10) return { fault: 'out_of_range' }
  const text = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`
  return { value: found.negative && text !== '0' ? `-${text}` : text }
}

export interface Amount {
  /** Whole minor units, e.g. cents. */
  minor: Minor
  currency: Currency
  /** The currency stood in the cell itself. */
  stated: boolean
}

/**
 * An amount of money in minor units of the currency in the cell, else of `currency`; half a unit rounds away from zero. Negative are
 * a sign before or after and parentheses. Faults: `amount_invalid`, `currency_unknown`, `out_of_range`.
 */
export function readAmount(written: string, currency: Currency, decimal?: ',' | '.'): Reading<Amount> {
  const found = readDigits(written, decimal)
  if (found === undefined) return { fault: 'amount_invalid' }
  const named = found.word === '' ? { value: currency } : readCurrency(found.word, currency)
  if ('fault' in named) return named
  const minor = toMinor(found, named.value)
  return minor === undefined
    ? { fault: 'out_of_range' }
    : { value: { minor, currency: named.value, stated: found.word !== '' } }
}

/** Quantity × unit price (decimal texts) in minor units, half away from zero; `undefined` beyond 9 × 10^18. */
export function multiplied(quantity: string, unitPrice: string, currency: Currency): Minor | undefined {
  const [a, b] = [bare(quantity), bare(unitPrice)]
  const product = String(BigInt(a.digits) * BigInt(b.digits))
  const scale = a.scale + b.scale
  return toMinor(
    { negative: a.negative !== b.negative, digits: product.padStart(scale + 1, '0'), scale, word: '' },
    currency,
  )
}

function toMinor({ negative, digits, scale }: Digits, currency: Currency): Minor | undefined {
  const shift = decimalsOf(currency) - scale
  if (digits.length + Math.max(shift, 0) > 40) return undefined
  const kept = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, shift) || '0'
  const roundUp = shift < 0 && digits.length >= -shift && digits.charCodeAt(digits.length + shift) >= 53
  const size = BigInt(kept) + (roundUp ? 1n : 0n)
  if (size > largest) return undefined
  return String(negative ? -size : size)
}

/** Splits decimal text that is already in its one form. */
function bare(text: string): Digits {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  return { negative, digits: whole + fraction, scale: fraction.length, word: '' }
}

const shape = /^(-)?(\D*?)(-)?(\.?\d[\d.,' ]*)(-)?(\D*?)(-)?$/

function readDigits(written: string, decimal: ',' | '.' | undefined): Digits | undefined {
  // A point before one or two digits is a decimal point whatever the column says: thousands come in threes.
  if (plain.test(written)) return bare(written)
  if (written.length > 100) return undefined
  let line = oneLine(written)
    .normalize('NFKC')
    .replace(/[−–—‒]/g, '-')
    .replace(/[’‘´`]/g, "'")
  const bracketed = /^\((.*)\)$/.exec(line)
  if (bracketed !== null) line = bracketed[1]!
  const power = /^([+-]?\d+(?:[.,]\d+)?)[eE]([+-]?\d{1,2})$/.exec(line)
  if (power !== null) return raised(power[1]!.replace(',', '.'), Number(power[2]))
  const m = shape.exec(line.replace(/^\+/, '').replace(/(\d),-(?=\D*$)/, '$1'))
  if (m === null) return undefined
  const minus = [m[1], m[3], m[5], m[7]].filter((sign) => sign !== undefined).length + (bracketed === null ? 0 : 1)
  const word = `${m[2]!.trim()}${m[6]!.trim()}`
  if (minus > 1 || !/^(?:[\p{L}.²³]{0,8}|\p{L}{0,2}\p{Sc}|%)$/u.test(word)) return undefined
  const number = unpointed(m[4]!.trim(), decimal)
  return number === undefined ? undefined : { ...number, negative: minus === 1, word }
}

function raised(text: string, power: number): Digits | undefined {
  const { negative, digits, scale } = bare(text.replace(/^\+/, ''))
  const left = scale - power
  if (left > 30 || left < -30) return undefined
  if (left < 0) return { negative, digits: digits + '0'.repeat(-left), scale: 0, word: '' }
  return { negative, digits: digits.padStart(left + 1, '0'), scale: left, word: '' }
}

/** Decides which marks are thousands and which one is the decimal sign; `undefined` where both readings are possible. */
function unpointed(text: string, decimal: ',' | '.' | undefined): Pick<Digits, 'digits' | 'scale'> | undefined {
  const grouped = /^\d{1,3}([ ',.])\d{3}(?:\1\d{3})*(?:([.,])(\d*))?$/.exec(text)
  const single = /^(\d*)([.,])(\d+)$/.exec(text)
  if (single !== null && !mayGroup(text, single[2]!, decimal)) return split(`${single[1]}`, single[3]!)
  if (/^\d+[.,]?$/.test(text)) return split(text.replace(/\D$/, ''), '')
  if (grouped === null || grouped[1] === grouped[2]) return undefined
  if (grouped[1] === decimal || (grouped[2] !== undefined && decimal !== undefined && grouped[2] !== decimal)) {
    return undefined
  }
  // One comma and three digits in a column of unknown kind: 1,234 is a thousand to one writer and one to another.
  if (decimal === undefined && single !== null) return undefined
  const whole = grouped[2] === undefined ? text : text.slice(0, text.lastIndexOf(grouped[2]))
  return split(whole.replace(/\D/g, ''), grouped[3] ?? '')
}

function mayGroup(text: string, mark: string, decimal: ',' | '.' | undefined): boolean {
  if (mark === decimal || (decimal === undefined && mark === '.')) return false
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)
}

function split(whole: string, fraction: string): Pick<Digits, 'digits' | 'scale'> {
  return { digits: `${whole || '0'}${fraction}`, scale: fraction.length }
}
