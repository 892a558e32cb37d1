/** Letter case of names and places. */

const capsWord = /^[A-ZÅÄÖÉÜ]+$/
const particles = new Set([
  'von',
  'af',
  'av',
  'de',
  'van',
  'der',
  'den',
  'di',
  'du',
  'del',
  'della',
  'dos',
  'zu',
  'la',
  'ter',
])

/** Nobility and origin particles that belong to the family name and stay lower case. */
export function isParticle(word: string): boolean {
  return word.length < 6 && particles.has(word.toLowerCase())
}
/** Has letters with case, and all of them are capitals. */
export function isCaps(text: string): boolean {
  return capsWord.test(text) || (text === text.toUpperCase() && text !== text.toLowerCase())
}
/** Has letters with case, and all of them are small. */
export function isSmall(text: string): boolean {
  return text === text.toLowerCase() && text !== text.toUpperCase()
}

function upperFirst(part: string): string {
  const first = String.fromCodePoint(part.codePointAt(0) ?? 0)
  const upper = first.toUpperCase()
  // Ligatures and ß have no single capital: they stay.
  return upper.length === first.length ? upper + part.slice(first.length) : part
}

function properPart(part: string): string {
  if (part === '') return part
  const lower = part.toLowerCase()
  if (/^mc\p{L}{3,}$/u.test(lower)) return `Mc${upperFirst(lower.slice(2))}`
  return upperFirst(lower)
}

/** A word in capitals or small letters as a proper noun: `MÄKI-VIRTANEN` → `Mäki-Virtanen`, `O'BRIEN` → `O'Brien`. */
export function properWord(word: string): string {
  if (/^[IVX]{2,4}$/.test(word)) return word
  let proper = ''
  // O'Brien, but Morton's.
  for (const part of word.split(/([-./&(]|(?<=^\p{L}{1,2})['’])/u)) proper += properPart(part)
  return proper.normalize('NFC')
}
