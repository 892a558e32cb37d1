import { fold } from './fold.ts'

interface SortableName {
  display: string
  given?: string | undefined
  family?: string | undefined
  kind?: 'person' | 'organisation' | undefined
}

const longest = 120

/**
 * A key whose byte order (C collation) is the Finnish alphabetical order: digits before letters, å ä ö after z, ü as y, v and w apart,
 * letter case and foreign marks without weight. Persons sort by family name, organisations by the whole name. At most 120 characters.
 */
export function sortKey(name: SortableName): string {
  const { display, given, family, kind } = name
  if (kind === 'organisation' || family === undefined || family === '') return keyOf(display, ' ')
  // A blank is the lowest sign of all: Mäki Zeus stands before Mäki-Aho Anna.
  return `${keyOf(family, '!')} ${keyOf(given ?? '', ' ')}`.slice(0, longest).trimEnd()
}

function keyOf(text: string, gap: string): string {
  let key = ''
  for (const sign of text
    .slice(0, 2 * longest)
    .toWellFormed()
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')) {
    if (key.length >= longest) break
    const next = weight(sign, gap)
    if (next !== gap || (key !== '' && !key.endsWith(gap))) key += next
  }
  return (key.endsWith(gap) ? key.slice(0, -1) : key).slice(0, longest)
}

/** The Finnish letters behind z, in ASCII and in their order. */
const letters: Record<string, string> = { å: '{', ä: '|', æ: '|', ö: '}', ø: '}', ü: 'y' }

function weight(sign: string, gap: string): string {
  if ((sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9')) return sign
  const own = letters[sign]
  if (own !== undefined) return own
  if (sign === "'" || sign === '’') return ''
  return /[\s\p{P}\p{C}\p{S}]/u.test(sign) ? gap : fold(sign)
}
