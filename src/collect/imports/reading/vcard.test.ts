import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { detectFormat } from './detect.ts'
import type { Source } from './format.ts'
import { openFile } from './read.ts'

const source =
  (content: Buffer | string, step = 1_000_000): Source =>
  () => {
    const bytes = Buffer.from(content as string)
    const pieces: Buffer[] = []
    for (let i = 0; i < bytes.length; i += step) pieces.push(bytes.subarray(i, i + step))
    return Readable.from(pieces)
  }

async function cards(content: Buffer | string, step?: number): Promise<Record<string, string>[]> {
  const format = await detectFormat(source(content, step))
  const found: Record<string, string>[] = []
  for await (const rows of openFile(source(content, step), format))
    for (const row of rows) {
      const cells = format.header!.names.map((name, i) => [name, row.cells[i] ?? ''] as const)
      found.push({
        ...Object.fromEntries(cells.filter(([, cell]) => cell !== '')),
        ...(row.unreadable && { unreadable: row.why ?? '' }),
      })
    }
  return found
}

const three = `BEGIN:VCARD
VERSION:3.0
N:Virtanen;Liisa;Maria;;
FN:Liisa Virtanen
ORG:Konepaja Ranta Oy;Myynti
TITLE:Myyntipäällikkö
item1.EMAIL;type=INTERNET;type=HOME:liisa@example.fi
EMAIL;TYPE=INTERNET,WORK:liisa.virtanen@ranta.example
TEL;TYPE=CELL:+358 40 123 4567
TEL;TYPE=WORK,VOICE:09 123 456
TEL;TYPE=HOME,FAX:09 123 457
ADR;TYPE=HOME:;;Mannerheimintie 1 A 2\\, takapiha;Helsinki;;00100;Suomi
ADR;TYPE=WORK:PL 12;;;Espoo;Uusimaa;02100;Suomi
BDAY:19850312
URL:https\\://example.fi
NOTE:Soita aamulla.\\nEi perjantaisin\\; tai l
 auantaisin.
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ
 AAAQABAAD/7QAcUGhvdG9zaG9wIDMuMAA4
REV:2024-01-15T10:10:10Z
UID:abc-1
END:VCARD
`

test('a card of version 3 becomes a row: names, e-mails, telephones and addresses under their labels', async () => {
  assert.deepEqual((await cards(three))[0], {
    UID: 'abc-1',
    'Full name': 'Liisa Virtanen',
    'Given name': 'Liisa',
    'Additional name': 'Maria',
    'Family name': 'Virtanen',
    Organisation: 'Konepaja Ranta Oy',
    Department: 'Myynti',
    'Job title': 'Myyntipäällikkö',
    'Home email': 'liisa@example.fi',
    'Work email': 'liisa.virtanen@ranta.example',
    'Mobile phone': '+358 40 123 4567',
    'Work phone': '09 123 456',
    Fax: '09 123 457',
    'Home street': 'Mannerheimintie 1 A 2, takapiha',
    'Home postcode': '00100',
    'Home city': 'Helsinki',
    'Home country': 'Suomi',
    'Work street': 'PL 12',
    'Work postcode': '02100',
    'Work city': 'Espoo',
    'Work region': 'Uusimaa',
    'Work country': 'Suomi',
    Birthday: '1985-03-12',
    Website: 'https://example.fi',
    Note: 'Soita aamulla.\nEi perjantaisin; tai lauantaisin.',
    Updated: '2024-01-15T10:10:10Z',
  })
})

test('a card of version 2.1 keeps its letters: quoted-printable, soft line ends, character sets, bare types', async () => {
  const two = [
    'BEGIN:VCARD',
    'VERSION:2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=A4kel=C3=A4;P=C3=A4ivi',
    'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:P=E4ivi M=E4kel=E4',
    'ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;H=C3=A4meentie 3=0D=0A=',
    'as. 4;Helsinki;;00500;',
    'TEL;CELL;PREF:0401234567',
    'TEL;WORK:091234',
    'EMAIL;INTERNET:paivi@example.fi',
    'END:VCARD',
    '',
  ].join('\r\n')
  const [card] = await cards(two)
  assert.equal(card!['Full name'], 'Päivi Mäkelä')
  assert.equal(card!['Family name'], 'Mäkelä')
  assert.match(card!['Home street']!, /^Hämeentie 3,?\s.*as\. 4$/s)
  assert.equal(card!['Mobile phone'], '0401234567')
  assert.equal(card!['Work phone'], '091234')
})

test('a card of version 4 becomes a row: tel: and mailto:, an organisation, a birthday without its year', async () => {
  const four = `BEGIN:VCARD
VERSION:4.0
KIND:org
FN:Talo Oy
ORG;SORT-AS="Talo":Talo Oy
TEL;VALUE=uri;TYPE="voice,work":tel:+358-9-123-456
EMAIL:mailto:info@talo.example
BDAY:--0312
END:VCARD`
  assert.deepEqual(await cards(four), [
    {
      'Customer kind': 'organisation',
      'Full name': 'Talo Oy',
      Organisation: 'Talo Oy',
      Email: 'info@talo.example',
      'Work phone': '+358-9-123-456',
    },
  ])
})

test('every card is a line, whole or not; text beside the cards is told', async () => {
  const broken = `${three}hei\n${three.replace('END:VCARD\n', '')}${three}BEGIN:VCARD\nFN:Kesken`
  const found = await cards(broken)
  assert.deepEqual(
    found.map((card) => card.unreadable ?? card['Full name']),
    ['Liisa Virtanen', 'notACard', 'Liisa Virtanen', 'Liisa Virtanen', 'cutOff'],
  )
})

test('however the bytes are cut into pieces, and packed, the cards are the same', async () => {
  const whole = await cards(three)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (step) => {
      assert.deepEqual(await cards(three, step), whole)
      assert.deepEqual(await cards(three.replaceAll('\n', '\r\n'), step), whole)
    }),
    { numRuns: 30 },
  )
  assert.deepEqual(await cards(gzipSync(three)), whole)
  assert.deepEqual(await cards(Buffer.from(three, 'latin1')), whole)
})
