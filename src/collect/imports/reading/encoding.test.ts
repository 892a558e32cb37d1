import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decode, detectEncoding, textOf } from './encoding.ts'

async function read(bytes: Buffer, encoding: Parameters<typeof decode>[1], size: number): Promise<string> {
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
  }
  let text = ''
  for await (const piece of textOf(chunks(), encoding)) text += piece
  return text
}

test('any text in UTF-8 and UTF-16 reads back the same from chunks of any size, lone surrogates included', async () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', 'ä', '€', '😀', '\0', '\ud83d', '\udc00', '\n'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (written, size) => {
      if (written.startsWith('\ufeff')) return
      const le = Buffer.from(written, 'utf16le')
      assert.equal(await read(le, 'utf-16le', size), written)
      assert.equal(await read(Buffer.from(le).swap16(), 'utf-16be', size), written)
      const wellFormed = written.toWellFormed()
      assert.equal(await read(Buffer.from(wellFormed, 'utf8'), 'utf-8', size), wellFormed)
    }),
    { numRuns: 200 },
  )
})

test('bytes foreign to UTF-8 are read as windows-1252, the rest of the line stays what it was', async () => {
  const bytes = Buffer.concat([
    Buffer.from('Päivi;'),
    Buffer.from([0x4d, 0xe4, 0x6b, 0x69, 0x80]),
    Buffer.from(';Öhman\n'),
  ])
  for (const size of [1, 2, 3, 100]) assert.equal(await read(bytes, 'utf-8', size), 'Päivi;Mäki€;Öhman\n')
  assert.equal(decode(Buffer.from([0xed, 0xa0, 0x80, 0x61]), 'utf-8'), '\ud800a')
  assert.equal(decode(Buffer.from([0xc3]), 'utf-8'), 'Ã')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (any) =>
      assert.equal(typeof decode(Buffer.from(any), 'utf-8'), 'string'),
    ),
  )
})

test('the byte order mark is left out, a later one is not', async () => {
  assert.equal(await read(Buffer.from('\ufeffa\ufeffb'), 'utf-8', 2), 'a\ufeffb')
})

test('the encoding is found: mark, zero bytes, strict UTF-8, then the code page whose letters make words', () => {
  const found = (bytes: Buffer) => detectEncoding(bytes, true).encoding
  const finnish = 'nimi;kaupunki\nPäivi Mäkelä;Hämeenlinna\nÅke Öhman;Jyväskylä\n'
  const utf16 = Buffer.from(finnish, 'utf16le')
  assert.equal(found(Buffer.from(finnish)), 'utf-8')
  assert.equal(found(utf16), 'utf-16le')
  assert.equal(found(Buffer.from(utf16).swap16()), 'utf-16be')
  assert.equal(found(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])), 'utf-16le')
  assert.equal(found(Buffer.from(finnish, 'latin1')), 'windows-1252')
  const on = (table: Record<string, number>) => Buffer.from([...finnish].map((c) => table[c] ?? c.charCodeAt(0)))
  const dos = on({ ä: 0x84, ö: 0x94, å: 0x86, Ä: 0x8e, Ö: 0x99, Å: 0x8f })
  const mac = on({ ä: 0x8a, ö: 0x9a, å: 0x8c, Ä: 0x80, Ö: 0x85, Å: 0x81 })
  assert.equal(decode(dos, found(dos)), finnish)
  assert.equal(decode(mac, found(mac)), finnish)
  assert.equal(decode(Buffer.from([0xa4, 0xa6]), 'iso-8859-15'), '€Š')
})

test('a file that is UTF-8 but for a few bytes is UTF-8 with a note', () => {
  const bytes = Buffer.concat([Buffer.from('ä'.repeat(50)), Buffer.from([0xe4, 0x0a])])
  assert.deepEqual(detectEncoding(bytes, true), { encoding: 'utf-8', notes: ['encoding_mixed'] })
  assert.deepEqual(detectEncoding(Buffer.from('aaä').subarray(0, 3), false), { encoding: 'utf-8', notes: [] })
})
