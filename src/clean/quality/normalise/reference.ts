import type { Reading } from './reading.ts'
import { readLine } from './text.ts'

/** Check digit of a Finnish payment reference (viitenumero): weights 7, 3, 1 from the right. */
function checkDigit(core: string): number {
  let sum = 0
  for (let at = core.length - 1, step = 0; at >= 0; at--, step++) sum += Number(core[at]) * [7, 3, 1][step % 3]!
  return (10 - (sum % 10)) % 10
}

function isViitenumero(digits: string): boolean {
  return /^[1-9]\d{3,19}$/.test(digits) && checkDigit(digits.slice(0, -1)) === Number(digits.at(-1))
}

function isRf(text: string): boolean {
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(text)) return false
  let remainder = 0
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

/**
 * A payment reference in its one form: a viitenumero as digits without blanks and leading zeros, also when written in RF form; another
 * RF reference in capitals; anything else as written. Only `text_too_long` is a fault: free references exist.
 */
export function readReference(written: string): Reading<string> {
  const line = readLine(written, 100)
  if ('fault' in line) return line
  const compact = line.value.replace(/\s/g, '').toUpperCase()
  const digits = compact.replace(/^0+/, '')
  if (isViitenumero(digits)) return { value: digits }
  if (!isRf(compact)) return line
  const core = compact.slice(4).replace(/^0+/, '')
  return { value: isViitenumero(core) ? core : compact }
}
