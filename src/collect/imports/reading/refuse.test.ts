import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Refusal } from '#src/platform/refusal.ts'
import { detectFormat } from './detect.ts'
import type { Source } from './format.ts'
import { openFile } from './read.ts'
import { zipOf } from './zip.fixture.ts'

const source =
  (content: string | Buffer): Source =>
  () =>
    Readable.from([content])

const refused: [what: string, content: Buffer | string, code: string][] = [
  ['nothing', '', 'file_empty'],
  ['blanks', ' \n\n', 'file_empty'],
  ['a lone mark', '\ufeff', 'file_empty'],
  [
    'half a workbook',
    Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from('xl/workbook.xml')]),
    'file_is_xlsx_broken',
  ],
  ['zip', zipOf({ 'a.csv': 'a,b\n1,2\n' }), 'file_is_zip'],
  ['a LibreOffice workbook', zipOf({ 'content.xml': '<office/>' }), 'file_is_ods'],
  ['a text document', zipOf({ 'word/document.xml': '<w/>' }), 'file_is_document'],
  ['a binary workbook', zipOf({ 'xl/workbook.bin': 'x' }), 'file_is_xls'],
  [
    'a locked workbook',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
    'file_is_locked',
  ],
  ['xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file_is_xls'],
  ['pdf', '%PDF-1.7 ...', 'file_is_pdf'],
  ['png', Buffer.from('89504e470d0a1a0a', 'hex'), 'file_is_image'],
  ['jpeg', Buffer.from('ffd8ffe000104a46', 'hex'), 'file_is_image'],
  ['web page', '<!DOCTYPE html><table></table>', 'file_is_html'],
  ['xml', '<?xml version="1.0"?><a/>', 'file_is_xml'],
  ['database', 'SQLite format 3\0', 'file_is_database'],
  ['program data', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7) % 9)), 'file_is_binary'],
  ['gzip in gzip', gzipSync(gzipSync('a,b\n1,2\n')), 'file_is_packed_twice'],
  ['half a gzip', gzipSync('a,b\n'.repeat(5000)).subarray(0, 60), 'file_truncated'],
  ['an empty list', '[]', 'file_empty'],
]
for (const [what, content, code] of refused)
  test(`refused kindly: ${what}`, async () => {
    await assert.rejects(
      detectFormat(source(content)),
      (error: Refusal) => error.status === 422 && error.code === code && error.next !== undefined,
    )
  })

test('refused kindly: a file that is not there, a folder', async () => {
  await assert.rejects(detectFormat('no-such-file.csv'), (error: Refusal) => error.code === 'file_not_found')
  await assert.rejects(detectFormat('.'), (error: Refusal) => error.code === 'file_is_folder')
})

test('a damaged gzip gives the rows before the damage, then says so', async () => {
  const text = Array.from({ length: 200_000 }, (_, i) => `${i},${(i * 7919) % 10007},x`).join('\n')
  const packed = gzipSync(text)
  const format = await detectFormat(source(packed))
  let rows = 0
  await assert.rejects(
    async () => {
      for await (const batch of openFile(source(packed.subarray(0, packed.length / 2)), format)) rows += batch.length
    },
    (error: Refusal) => error.code === 'file_truncated',
  )
  assert.ok(rows > 50_000)
})

test('a merely repetitive register is not taken for a bomb', async () => {
  const repetitive = gzipSync('1,Liisa,Espoo\n'.repeat(500_000))
  const format = await detectFormat(source(repetitive))
  let rows = 0
  for await (const batch of openFile(source(repetitive), format)) rows += batch.length
  assert.equal(rows, 500_000)
})
