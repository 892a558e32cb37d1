import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGivenName } from './given-names.ts'
import { written } from './hostile.arbitrary.ts'
import { readName, readNamePart, readOrganisation } from './name.ts'

const persons: [string, string, string][] = [
  ['Liisa Virtanen', 'Liisa', 'Virtanen'],
  ['Virtanen, Liisa', 'Liisa', 'Virtanen'],
  ['VIRTANEN LIISA', 'Liisa', 'Virtanen'],
  ['LIISA VIRTANEN', 'Liisa', 'Virtanen'],
  ['Virtanen Liisa', 'Liisa', 'Virtanen'],
  ['virtanen liisa', 'Liisa', 'Virtanen'],
  ['VIRTANEN Liisa', 'Liisa', 'Virtanen'],
  ['VIRTANEN, LIISA MARIA', 'Liisa Maria', 'Virtanen'],
  ['Mäkelä Anna-Liisa', 'Anna-Liisa', 'Mäkelä'],
  ['Virtanen L.', 'L.', 'Virtanen'],
  ['Korhonen Xenia', 'Xenia', 'Korhonen'],
  ['MÄKI-VIRTANEN PÄIVI', 'Päivi', 'Mäki-Virtanen'],
  ['CARL GUSTAF VON MANNERHEIM', 'Carl Gustaf', 'von Mannerheim'],
  ['VON ESSEN ANNA', 'Anna', 'von Essen'],
  ['Erik af Hällström', 'Erik', 'af Hällström'],
  ["SEAN O'BRIEN", 'Sean', "O'Brien"],
  ['RONALD MCDONALD', 'Ronald', 'McDonald'],
  ['JP Virtanen', 'JP', 'Virtanen'],
  ['Dr. Maria de la Cruz', 'Maria', 'de la Cruz'],
  ['Åsa ÖSTMAN', 'Åsa', 'Östman'],
]

test('persons, whichever way round and in whichever case', () => {
  for (const [text, given, family] of persons) {
    const { kind: _, ...name } = valueIn(readName(text))
    assert.deepEqual(name, { display: `${given} ${family}`, given, family }, text)
  }
})

test('mixed case stays as written', () => {
  for (const text of ['Liisa McDonald', 'Ludwig van Beethoven', 'LeeAnn de Witt', 'iPhone Huolto', 'Jan VanDerBerg']) {
    assert.equal(valueIn(readName(text)).display, text)
  }
})

test('organisations by legal form or by their word', () => {
  for (const [text, display = text] of [
    ['Konepaja Ranta Oy'],
    ['KONEPAJA RANTA OY', 'Konepaja Ranta Oy'],
    ['Oy Ranta Ab'],
    ['Asunto Oy Kuusikuja'],
    ['Martat ry'],
    ['MARTAT RY', 'Martat ry'],
    ['Tmi Liisa Virtanen'],
    ['Müller GmbH'],
    ['Acme, Inc.'],
    ['KONE Oyj'],
    ['ABB OY', 'ABB Oy'],
    ['Åbo Svenska Teater Ab'],
    ['Helsingin kaupunki'],
    ['Gravity Investments'],
    ['Smith & Sons'],
    ['Parturi-Kampaamo Hiuspiste Ky'],
  ] as [string, string?][]) {
    assert.deepEqual(valueIn(readName(text)), { display, kind: 'organisation' }, text)
  }
})

test('what is neither one person nor an organisation has no parts', () => {
  for (const text of ['Liisa ja Pekka Virtanen', 'Virtanen Matti kuolinpesä', 'Madonna', 'First0 Last0']) {
    assert.deepEqual(Object.keys(valueIn(readName(text))), ['display'], text)
  }
})

test('what is no name', () => {
  for (const text of ['', '12345', '---', 'liisa@example.fi'])
    assert.deepEqual(readName(text), { fault: 'name_missing' }, text)
  assert.deepEqual(readName('M\uFFFDkel\uFFFD'), { fault: 'text_unreadable' })
  assert.deepEqual(readName('x'.repeat(201)), { fault: 'text_too_long' })
})

test('parts and organisations in columns of their own', () => {
  assert.deepEqual(readNamePart('ANNA-LIISA'), { value: 'Anna-Liisa' })
  assert.deepEqual(readNamePart('von Essen'), { value: 'von Essen' })
  assert.deepEqual(readNamePart('VON ESSEN'), { value: 'von Essen' })
  assert.deepEqual(readNamePart('mäkelä'), { value: 'Mäkelä' })
  assert.deepEqual(readNamePart("D'ANGELO"), { value: "D'Angelo" })
  assert.deepEqual(readOrganisation("MORTON'S GRILL"), { value: "Morton's Grill" })
  assert.deepEqual(readOrganisation('IKEA'), { value: 'IKEA' })
  assert.deepEqual(readOrganisation('24/7'), { value: '24/7' })
  assert.deepEqual(readOrganisation('POHJOLAN HUOLTO JA LVI OY'), { value: 'Pohjolan Huolto ja LVI Oy' })
})

test('reading what was read changes nothing, and no text breaks it', () => {
  const word = fc.constantFrom(
    'VIRTANEN',
    'Virtanen',
    'liisa',
    'LIISA',
    'Matti',
    'von',
    'DE',
    'MÄKI-AHO',
    'Oy',
    'L.',
    'JP',
    'XYZW',
    'Anna,',
    'Anna',
    'Jr.',
    '&',
    'ja',
    'III',
    'af',
    'Ö',
    'MCX',
    'Dr.',
  )
  const names = fc.oneof(
    written,
    fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(names, (text) => {
      const name = readName(text)
      if ('value' in name) assert.deepEqual(valueIn(readName(name.value.display)).display, name.value.display)
      for (const reader of [readNamePart, readOrganisation]) {
        const part = reader(text)
        if ('value' in part) assert.deepEqual(reader(part.value), part)
      }
    }),
    { numRuns: 5000 },
  )
})

test('real names survive capitals and both orders', (t) => {
  const file = new URL('../../../../../shared/data/fi-reference/people_names.txt', import.meta.url)
  if (!existsSync(file)) return t.skip('shared/data is absent')
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim().split('\t'))
  const given = rows.filter((row) => row[3] === 'F' && isGivenName(row[0]!)).map((row) => row[0]!)
  const families = rows.filter((row) => row[3] === 'L' && !isGivenName(row[0]!)).map((row) => row[0]!)
  let turned = 0
  for (const [at, family] of families.entries()) {
    const first = given[at % given.length]!
    const display = `${first} ${family}`
    if (/^\p{Lu}\p{Ll}+$/u.test(family) && !family.startsWith('Mc')) {
      const caps = readName(display.toUpperCase())
      if ('value' in caps && caps.value.kind !== 'organisation') assert.equal(caps.value.display, display)
    }
    const name = readName(`${family} ${first}`)
    if ('value' in name && name.value.given === first && name.value.family === family) turned++
  }
  t.diagnostic(`${turned} of ${families.length} turned round`)
  assert.ok(turned / families.length > 0.98)
})

function valueIn<T>(reading: { value: T } | { fault: string }): T {
  assert.ok('value' in reading, JSON.stringify(reading))
  return reading.value
}
