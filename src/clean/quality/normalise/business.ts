import { hetu, ytunnus } from 'stdnum/lib/cjs/fi/index.js'
import type { Reading } from './reading.ts'
import { oneLine } from './text.ts'

/**
 * A Finnish business id (Y-tunnus) as `1234567-1`: also from its VAT form `FI12345671`, without the hyphen, or with a lost leading
 * zero. The check digit must be right. Fault `business_id_invalid`.
 */
export function readBusinessId(written: string): Reading<string> {
  const m = /^(?:FI[- ]?)?(\d{6,7})[- ]?(\d)$/i.exec(oneLine(written))
  if (m === null) return { fault: 'business_id_invalid' }
  const digits = `${m[1]!.padStart(7, '0')}${m[2]}`
  if (!ytunnus.validate(digits).isValid) return { fault: 'business_id_invalid' }
  return { value: `${digits.slice(0, 7)}-${digits[7]}` }
}

/**
 * A VAT number with its country's letters, e.g. `FI12345671`. The check digit is checked for Finland, elsewhere the form only. A
 * Finnish business id gives its VAT form. Fault `business_id_invalid`.
 */
export function readVatId(written: string): Reading<string> {
  const compact = oneLine(written)
    .toUpperCase()
    .replace(/[\s.-]/g, '')
  const m = /^([A-Z]{2})([0-9A-Z+*]{2,13})$/.exec(compact)
  if (m === null || m[1] === 'FI') {
    const own = readBusinessId(m === null ? written : compact)
    return 'fault' in own ? own : { value: `FI${own.value.replace('-', '')}` }
  }
  return /\d{2}/.test(m[2]!) ? { value: compact } : { fault: 'business_id_invalid' }
}

/** Birth date (`YYYY-MM-DD`) in a Finnish personal identity code, or undefined. The code itself is not kept. */
export function birthDateInCode(line: string): string | undefined {
  const m = /^(\d\d)(\d\d)(\d\d)([-+A-FU-Y])\d{3}[0-9A-Y]$/i.exec(line)
  if (m === null || !hetu.validate(line.toUpperCase()).isValid) return undefined
  const sign = m[4]!.toUpperCase()
  const century = sign === '+' ? '18' : 'ABCDEF'.includes(sign) ? '20' : '19'
  return `${century}${m[3]}-${m[2]}-${m[1]}`
}
