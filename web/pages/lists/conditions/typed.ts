import { decimalsOf } from '#src/terms/index.ts'

export type Kind = 'text' | 'number' | 'whole' | 'money' | 'date' | 'several'

/** A value as people write it: minor units ("12890", "EUR") → "128.90". */
export function readable(kind: Kind, value: unknown, currency: string): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return kind === 'several' ? value.join(', ') : ''
  const text = String(value)
  if (kind !== 'money' || !/^-?\d+$/.test(text)) return text
  const decimals = decimalsOf(currency)
  const digits = text.replace('-', '').padStart(decimals + 1, '0')
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return text.startsWith('-') ? `-${whole}` : whole
}

/** What was typed as a value, or undefined while it is none. */
export function typedValue(kind: Kind, text: string, currency: string): string | string[] | undefined {
  if (text === '') return undefined
  if (kind === 'several') {
    const parts = text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
    return parts.length > 0 ? parts : undefined
  }
  if (kind === 'text' || kind === 'date') return text
  const plain = text.replace(/[\s\u00a0]/g, '').replace(',', '.')
  if (kind === 'whole') return /^\d{1,5}$/.test(plain) ? plain : undefined
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(plain)) return undefined
  if (kind === 'number') return plain
  const decimals = decimalsOf(currency)
  const [whole = '0', part = ''] = plain.split('.')
  return part.length > decimals ? undefined : `${whole}${part.padEnd(decimals, '0')}`.replace(/^(-?)0+(?=\d)/, '$1')
}
