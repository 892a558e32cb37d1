import type { Comparison } from '../contract.ts'
import { editDistance, jaroWinklerReaches } from '../similarity.ts'
import { folded } from '../values.ts'
import { shaped } from './shape.ts'

const first = (values: readonly string[]) => values.find((value) => value !== '')

/** Reads year, month and day of eight digits; 00 = not known. */
function dateLevel(a: string, b: string): number {
  if (a === b) return a.endsWith('0000') ? 3 : 7
  const sameYear = a.startsWith(b.slice(0, 4))
  const [monthA, monthB, dayA, dayB] = [a.slice(4, 6), b.slice(4, 6), a.slice(6), b.slice(6)]
  if (monthA === '00' || monthB === '00') return sameYear ? 3 : 1
  if (dayA === '00' || dayB === '00') return sameYear ? (monthA === monthB ? 5 : 2) : 1
  if (sameYear && monthA === dayB && dayA === monthB) return 6
  // The first of January stands for "some time that year": then years that differ are no slip.
  if (a.endsWith('0101') && b.endsWith('0101')) return 1
  if (editDistance(a, b, 1) <= 1) return 6
  const sameDay = dayA === dayB
  const sameMonth = monthA === monthB
  if (sameDay && sameMonth) return 4
  if (sameYear) return sameDay || sameMonth ? 5 : 3
  return (sameDay || sameMonth) && editDistance(a.slice(0, 4), b.slice(0, 4), 1) <= 1 ? 2 : 1
}

/** Birth dates: one column of dates, or year, month and day apart. */
export function dateComparison(columns: readonly number[], parts: boolean): Comparison {
  return shaped<string>({
    name: 'birth date',
    kind: 'birthDate',
    columns,
    levels: [
      ['differs', 0.05, 0],
      ['a few figures alike', 0.03, 0],
      ['same year', 0.05, 0],
      ['same day and month', 0.02, 0],
      ['same year, and day or month', 0.06, 0],
      ['one slip or day and month swapped', 0.1, 0],
      ['the same', 0.69, 1],
    ],
    prepare: parts
      ? ([year = '', month = '', day = '']) =>
          year === '' ? undefined : year.padStart(4, '0') + month.padStart(2, '0') + day.padStart(2, '0')
      : first,
    level: dateLevel,
    ...(parts && { term: (values: readonly string[]) => (values[0] === '' ? '' : values.join('-')) }),
  })
}

interface Email {
  whole: string
  local: string
  domain: string
  /** What is left of the local part without the names of whoever has it; undefined where none of them is in it. */
  rest: string | undefined
}

function emailOf(whole: string, names: readonly string[]): Email {
  const at = whole.lastIndexOf('@')
  const local = at < 0 ? whole : whole.slice(0, at)
  let rest = local
  for (const name of names)
    for (const word of folded(name).split(/[^a-z]+/)) if (word.length > 2) rest = rest.replace(word, '')
  return {
    whole,
    local,
    domain: at < 0 ? '' : whole.slice(at + 1),
    rest: rest === local ? undefined : rest.replace(/[._-]/g, ''),
  }
}

/** Addresses of namesakes are alike because the names are: what is beside the names has to be alike then. */
const namesakes = ({ rest: a }: Email, { rest: b }: Email) =>
  a !== undefined && b !== undefined && a !== b && (Math.min(a.length, b.length) < 6 || editDistance(a, b, 1) > 1)

function emailLevel(a: Email, b: Email): number {
  if (a.whole === b.whole) return 6
  const sameDomain = a.domain === b.domain && a.domain !== ''
  const short = Math.min(a.local.length, b.local.length)
  if (short > 3 && !namesakes(a, b)) {
    if (editDistance(a.whole, b.whole, 2) <= 2) return 5
    if (a.local === b.local || (short > 5 && editDistance(a.local, b.local, 1) <= 1)) return 4
    if (jaroWinklerReaches(a.local, b.local, 0.88)) return sameDomain ? 5 : 3
  }
  return sameDomain ? 2 : 1
}

/** @param names columns with the names of whoever has the address */
export const emailComparison = (column: number, names: readonly number[]): Comparison =>
  shaped<Email>({
    name: 'e-mail',
    kind: 'email',
    columns: [column, ...names],
    shown: [column],
    levels: [
      ['differs', 0.2, 0],
      ['same domain', 0.04, 0],
      ['alike', 0.04, 0],
      ['same before the @', 0.06, 0.5],
      ['nearly the same', 0.1, 0.5],
      ['the same', 0.56, 1],
    ],
    prepare: ([email = '', ...all]) => (email === '' ? undefined : emailOf(email, all)),
    level: emailLevel,
    term: ([email = '']) => email,
  })

function phoneLevel(a: string, b: string): number {
  if (a === b) return 4
  const short = Math.min(a.length, b.length, 8)
  if (short >= 6 && a.slice(-short) === b.slice(-short)) return 3
  return short >= 6 && editDistance(a, b, 1) <= 1 ? 2 : 1
}

export const phoneComparison = (columns: readonly number[]): Comparison =>
  shaped<string>({
    name: 'phone',
    kind: 'phone',
    columns,
    levels: [
      ['differs', 0.25, 0],
      ['one slip', 0.05, 0.3],
      ['same last digits', 0.05, 0.5],
      ['the same', 0.65, 1],
    ],
    prepare: first,
    level: phoneLevel,
  })

function codeLevel(a: string, b: string): number {
  if (a === b) return 4
  const short = Math.min(a.length, b.length)
  if (short < 5) return 1
  const slips = editDistance(a, b, 2)
  return slips <= 1 ? 3 : slips === 2 && short > 6 ? 2 : 1
}

/** Numbers and codes given to one person or organisation: business ids, passports, customer numbers of another register. */
export const codeComparison = (
  name: string,
  columns: readonly number[],
  kind: 'code' | 'businessId' = 'code',
): Comparison =>
  shaped<string>({
    name,
    kind,
    columns,
    levels: [
      ['differs', 0.12, 0],
      ['two slips', 0.03, 0],
      ['one slip', 0.1, 0.3],
      ['the same', 0.75, 1],
    ],
    prepare: first,
    level: codeLevel,
  })

export const categoryComparison = (name: string, columns: readonly number[]): Comparison =>
  shaped<string>({
    name,
    kind: 'category',
    columns,
    levels: [
      ['differs', 0.1, 0],
      ['the same', 0.9, 1],
    ],
    prepare: first,
    level: (a, b) => (a === b ? 2 : 1),
  })
