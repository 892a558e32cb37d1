import { isUtf8 } from 'node:buffer'
import { decode } from './encoding.ts'

/** One property of a card: `item1.TEL;TYPE=WORK,VOICE:+358 9 123`. */
interface Property {
  name: string
  types: Set<string>
  value: string
}

/** Where one card holds several of the same, more than these are left to the note of the row's own text. */
const mostAlike = 20

/** Names of columns in the order in which people look for them; labels stand before (`Work phone`), numbers behind (`Email 2`). */
const order = [
  'UID',
  'Customer kind',
  'Full name',
  'Given name',
  'Additional name',
  'Family name',
  'Name prefix',
  'Name suffix',
  'Nickname',
  'Organisation',
  'Department',
  'Job title',
  'Role',
  'Email',
  'Mobile phone',
  'Phone',
  'Fax',
  'Pager',
  'Street',
  'Street 2',
  'Postcode',
  'City',
  'Region',
  'Country',
  'Birthday',
  'Anniversary',
  'Gender',
  'Language',
  'Website',
  'Categories',
  'Note',
  'Updated',
]
const plainName = (name: string) => name.replace(/^(Home|Work|Other) /, '').replace(/^(home|work|other) /i, '')

/** Where a column stands among those of a card file. */
export function placeOfColumn(name: string): number {
  const base = plainName(name)
  const known = order.findIndex((word) => word.toLowerCase() === base.toLowerCase())
  if (known >= 0) return known * 100 + (base === name ? 0 : 10)
  const numbered = /^(.*) (\d+)$/.exec(base)
  const at = numbered ? order.findIndex((word) => word.toLowerCase() === numbered[1]!.toLowerCase()) : -1
  return at >= 0 ? at * 100 + Number(numbered![2]) : order.length * 100
}

/** A card's unfolded lines as cells by the names of their columns; empty values are absent. */
export function cardColumns(lines: readonly string[]): Map<string, string> {
  const cells = new Map<string, string>()
  const add = (name: string, value: string) => {
    const text = value.trim()
    if (text === '') return
    let free = name
    for (let n = 2; cells.has(free); n++) {
      if (cells.get(free) === text || n > mostAlike) return
      free = `${name} ${n}`
    }
    cells.set(free, text)
  }
  for (const line of lines) {
    const property = propertyOf(line)
    if (property) readProperty(property, add)
  }
  return cells
}

function propertyOf(line: string): Property | undefined {
  // a colon within a quoted parameter does not end the name
  const colon = /^(?:[^":]|"[^"]*")*:/.exec(line)?.[0].length
  if (colon === undefined) return undefined
  const [first = '', ...parameters] = line.slice(0, colon - 1).split(';')
  const types = new Set<string>()
  let encoding = ''
  let charset: string | undefined
  for (const parameter of parameters) {
    const [key, value] = parameter.includes('=') ? split(parameter, '=') : ['TYPE', parameter]
    const word = value.replaceAll('"', '').trim()
    if (/^encoding$/i.test(key)) encoding = word.toUpperCase()
    else if (/^charset$/i.test(key)) charset = word.toLowerCase()
    else if (/^(quoted-printable|base64)$/i.test(word)) encoding = word.toUpperCase()
    else if (/^type$/i.test(key)) for (const type of word.split(',')) types.add(type.trim().toLowerCase())
  }
  if (encoding === 'B' || encoding === 'BASE64') return undefined
  const written = line.slice(colon)
  const value = encoding === 'QUOTED-PRINTABLE' ? fromQuoted(written, charset) : written
  return { name: first.slice(first.lastIndexOf('.') + 1).toUpperCase(), types, value }
}

function split(text: string, at: string): [string, string] {
  const place = text.indexOf(at)
  return [text.slice(0, place), text.slice(place + 1)]
}

/** Quoted-printable (RFC 2045 §6.7) in the character set that the property names, else in UTF-8 where it is that. */
function fromQuoted(text: string, charset: string | undefined): string {
  const pieces = text.split(/=([\dA-F]{2})/i)
  const bytes = Buffer.concat(pieces.map((piece, i) => Buffer.from(piece, i % 2 === 1 ? 'hex' : 'utf8')))
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/.test(charset)) {
    try {
      return new TextDecoder(charset).decode(bytes)
    } catch {}
  }
  return decode(bytes, isUtf8(bytes) ? 'utf-8' : 'windows-1252')
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN,;:\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c))

/** Parts of a structured value, between semicolons that nothing escapes. */
const partsOf = (value: string): string[] =>
  (value.match(/(?:\\.|[^;\\])*(?:;|$)/gs) ?? []).map((part) => unescaped(part.replace(/;$/, '')).trim())

const labelOf = ({ types }: Property): string => {
  for (const [type, label] of [
    ['home', 'Home'],
    ['work', 'Work'],
    ['other', 'Other'],
  ] as const)
    if (types.has(type)) return label
  return ''
}
/** `Work` + `Email` = `Work email`; without a label just `Email`. */
const labelled = (label: string, name: string) => (label === '' ? name : `${label} ${name.toLowerCase()}`)

type Add = (name: string, value: string) => void

const simple: Record<string, string> = {
  UID: 'UID',
  FN: 'Full name',
  NICKNAME: 'Nickname',
  TITLE: 'Job title',
  ROLE: 'Role',
  NOTE: 'Note',
  CATEGORIES: 'Categories',
  LANG: 'Language',
  URL: 'Website',
  ANNIVERSARY: 'Anniversary',
}

function readProperty(property: Property, add: Add): void {
  const { name, value } = property
  if (simple[name]) add(simple[name], unescaped(value))
  else readers[name]?.(property, add)
}

const readers: Record<string, (property: Property, add: Add) => void> = {
  N({ value }, add) {
    const [family = '', given = '', additional = '', prefix = '', suffix = ''] = partsOf(value)
    add('Family name', family)
    add('Given name', given)
    add('Additional name', additional)
    add('Name prefix', prefix)
    add('Name suffix', suffix)
  },
  ORG({ value }, add) {
    const [organisation = '', ...units] = partsOf(value)
    add('Organisation', organisation)
    add('Department', units.filter((unit) => unit !== '').join(', '))
  },
  EMAIL: (property, add) =>
    add(labelled(labelOf(property), 'Email'), unescaped(property.value).replace(/^mailto:/i, '')),
  TEL(property, add) {
    const { types } = property
    const number = unescaped(property.value).replace(/^tel:/i, '').replace(/;ext=/i, ' ext ')
    if (types.has('fax')) add('Fax', number)
    else if (types.has('pager')) add('Pager', number)
    else if (types.has('cell') || types.has('mobile') || types.has('iphone')) add('Mobile phone', number)
    else add(labelled(labelOf(property), 'Phone'), number)
  },
  ADR(property, add) {
    const label = labelOf(property)
    const [box = '', extended = '', street = '', city = '', region = '', postcode = '', country = ''] = partsOf(
      property.value,
    )
    add(labelled(label, 'Street'), (street === '' ? box : street).replaceAll('\n', ', '))
    add(labelled(label, 'Street 2'), [extended, street === '' ? '' : box].filter((part) => part !== '').join(', '))
    add(labelled(label, 'Postcode'), postcode)
    add(labelled(label, 'City'), city)
    add(labelled(label, 'Region'), region)
    add(labelled(label, 'Country'), country)
  },
  BDAY({ value }, add) {
    // a birthday without its year (`--0312`, or 1604 as some address books write it) is no date of birth
    const day = isoOf(value)
    if (/^\d{4}-/.test(day) && !day.startsWith('1604-')) add('Birthday', day.slice(0, 10))
  },
  REV: ({ value }, add) => add('Updated', isoOf(value)),
  GENDER: ({ value }, add) => add('Gender', value.split(';')[0]!),
  KIND: ({ value }, add) => add('Customer kind', kindOf(value)),
  'X-ABSHOWAS': ({ value }, add) => add('Customer kind', /company/i.test(value) ? 'organisation' : ''),
}

const kindOf = (value: string): string =>
  /^org/i.test(value) ? 'organisation' : /^individual/i.test(value) ? 'person' : ''

/** Basic forms of dates (19850312, 20240115T101010Z) in their extended form; others as written. */
function isoOf(value: string): string {
  const text = value.trim()
  const basic = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(.*))?$/.exec(text)
  if (!basic) return text
  const [, year, month, day, hour, minute, second = '00', zone = ''] = basic
  return `${year}-${month}-${day}${hour === undefined ? '' : `T${hour}:${minute}:${second}${zone}`}`
}
