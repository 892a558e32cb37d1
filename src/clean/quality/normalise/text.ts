import type { Reading } from './reading.ts'

/** Longest accepted values in UTF-16 units. What is longer is a fault, never cut: cut text looks true. */
export const limits = {
  id: 200,
  name: 200,
  line: 500,
  street: 200,
  place: 100,
  attribute: 2_000,
  text: 20_000,
} as const

// Latin-1 without controls, no-break blank and soft hyphen, single blanks: most cells, and already in their final form.
const plain = /^[!-~¡-¬®-ÿ]+(?: [!-~¡-¬®-ÿ]+)*$/
const unseen = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu
const lineBreak = /\r\n?|[\v\f\u0085\u2028\u2029]/g

/**
 * One line of text in its one form: well-formed UTF-16 (lone surrogates become U+FFFD), NFC, without control, bidi and invisible
 * characters, blanks collapsed and trimmed. Blank text gives `''`.
 */
export function oneLine(written: string): string {
  if (plain.test(written)) return written
  return written
    .replace(lineBreak, ' ')
    .replace(/[\t\n]/g, ' ')
    .toWellFormed()
    .replace(unseen, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Text of several lines: as `oneLine`, but line breaks stay (as `\n`, at most one empty line in a row). */
export function manyLines(written: string): string {
  if (plain.test(written)) return written
  return written
    .replace(lineBreak, '\n')
    .split('\n')
    .map(oneLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A line of text within a limit of UTF-16 units; `text_too_long` beyond it. */
export function readLine(written: string, limit: number = limits.line): Reading<string> {
  const value = oneLine(written)
  return value.length > limit ? { fault: 'text_too_long' } : { value }
}

/** Free text of several lines within a limit of UTF-16 units. */
export function readText(written: string, limit: number = limits.text): Reading<string> {
  const value = manyLines(written)
  return value.length > limit ? { fault: 'text_too_long' } : { value }
}

/** The id of something in its source. A whole number that a spreadsheet wrote as `17850.0` is `17850`. */
export function readId(written: string): Reading<string> {
  const value = oneLine(written)
  if (value.length > limits.id) return { fault: 'text_too_long' }
  return { value: value.endsWith('.0') && /^\d+\.0$/.test(value) ? value.slice(0, -2) : value }
}

const nothing = new Set(['-', '--', '---', '—', '–', '.', '?', 'N/A', 'n/a', '#N/A', 'NA', 'NULL', 'null', '(null)'])
for (const word of ['[NULL]', '\\N', 'NaN', 'nan', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#PUUTTUU!', '#ARVO!']) {
  nothing.add(word)
}

/** Whether cleaned text is only a mark for "nothing here", as spreadsheets and databases write it. */
export function saysNothing(line: string): boolean {
  return line.length === 0 || (line.length < 10 && nothing.has(line))
}

/** What was written, fit for a report: at most 200 characters, safe to store and print. */
export function shortened(written: string): string {
  return oneLine(written.length > 400 ? written.slice(0, 400) : written)
    .slice(0, 200)
    .toWellFormed()
}
