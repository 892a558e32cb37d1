import { fold } from './fold.ts'

interface SortableName {
  display: string
  given?: string | undefined
  family?: string | undefined
  kind?: 'person' | 'organisation' | undefined
}

const longest = 120

/**
 * A key whose byte order (C collation) is the Finnish alphabetical order: digits before letters, å ä ö after z, v and w distinct, letter
 * case and foreign accents without weight. Persons sort by family name, organisations by the whole name. At most 120 characters.
 */
export function sortKey(name: SortableName): string {
  const { display, given, family, kind } = name
  const text =
    kind === 'organisation' || family === undefined || family === '' ? display : `${family}\u0001${given ?? ''}`
  return keyOf(text)
}

function keyOf(text: string): string {
  let key = ''
  for (const sign of text
    .slice(0, 2 * longest)
    .toWellFormed()
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')) {
    if (key.length >= longest) break
    key += weight(sign)
  }
  return key.trim()
}

function weight(sign: string): string {
  if ((sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9')) return sign
  // Behind z in ASCII, and in this order.
  if (sign === 'å') return '{'
  if (sign === 'ä' || sign === 'æ') return '|'
  if (sign === 'ö' || sign === 'ø') return '}'
  if (sign === '\u0001') return ' '
  if (/[\s\p{P}]/u.test(sign)) return sign === "'" || sign === '’' ? '' : ' '
  return fold(sign)
}
