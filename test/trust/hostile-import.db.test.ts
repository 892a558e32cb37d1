import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import papaparse from 'papaparse'
import type { Import, ImportLines } from '#src/collect/imports/contract.ts'
import { writeOut } from '#src/know/lists/index.ts'
import { buckets } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { corpus, evil, marker, unholdable } from './hostile.ts'
import { fileNames, hostileFiles, lineCount } from './hostile-files.ts'
import { multipart, openHouse } from './house.ts'

// Hostile text in files: every line ends somewhere, what was written can be read again, nothing breaks.

const house = await openHouse(await freshDatabase())
after(() => house.close())
const { administrator } = house.people

async function get<T>(url: string): Promise<T> {
  const answer = await house.ask(administrator, { method: 'GET', url })
  assert.equal(answer.statusCode, 200, `${url.slice(0, 200)}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
  return answer.json<T>()
}
async function linesOf(id: string, bucket: string): Promise<ImportLines['lines']> {
  const lines: ImportLines['lines'] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: ImportLines = await get(
      `/api/v1/imports/${id}/lines?bucket=${bucket}${after && `&after=${encodeURIComponent(after)}`}`,
    )
    lines.push(...page.lines)
    after = page.next
  }
  return lines
}
const plain = (text: string) =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\s\uFFFD]+/gu, '')

suite('in cells', () => {
  for (const [name, content] of Object.entries(hostileFiles)) {
    test(`${name}: every line ends in one bucket and shows what was written`, async () => {
      const id = await house.deliver(`Vihamielinen ${name}`, { [name]: content })
      const report = await get<Import>(`/api/v1/imports/${id}`)
      assert.equal(report.state, 'finished', JSON.stringify(report.problem))
      assert.equal(report.files[0]?.kind, 'customer', JSON.stringify(report.files[0]?.columns))
      assert.equal(
        Object.values(report.counts).reduce((sum, count) => sum + count, 0),
        lineCount,
      )
      const shown = new Map<number, string>()
      for (const bucket of buckets) {
        const lines = await linesOf(id, bucket)
        assert.equal(lines.length, report.counts[bucket] ?? 0, bucket)
        for (const { line, cells } of lines) {
          assert.ok(!shown.has(line), `line ${line} is in two buckets`)
          shown.set(line, cells.join(' '))
        }
      }
      const all = plain([...shown.values()].join(' '))
      const lost = corpus.filter(({ text }) => text.length < 200 && !unholdable(text) && !all.includes(plain(text)))
      assert.deepEqual(
        lost.map((one) => one.name),
        [],
      )
    })
  }

  test('customers made of them can be listed, opened and found', async () => {
    const { customers } = await get<{ customers: { id: string; name: string }[] }>('/api/v1/customers?limit=200')
    assert.ok(customers.length > 100, `${customers.length} customers`)
    for (const { id } of customers) await get(`/api/v1/customers/${id}`)
    for (const { text } of corpus)
      if (!unholdable(text)) await get(`/api/v1/search?q=${encodeURIComponent(text.slice(0, 400))}`)
    await get('/api/v1/today')
  })
})

suite('in exports', () => {
  /** What spreadsheets take for the beginning of a formula (OWASP, CSV injection): also in full width. A telephone in E.164 is none. */
  const formula = /^[=+\-@\t\r\n＝＋－＠]/
  const harmless = /^\+\d{5,15}$/
  const columns = [
    'id',
    'name',
    'given',
    'family',
    'email',
    'phone',
    'street',
    'postcode',
    'city',
    'country',
    'businessId',
  ]

  test('the export of all customers', async () => {
    const draft = { list: 'customers', format: 'csv', columns, language: 'en' } as const
    const pieces = await Array.fromAsync(await writeOut(house.context(), draft, () => {}))
    const text = Buffer.concat(pieces)
      .toString()
      .replace(/^\uFEFF/, '')
    const rows = papaparse.parse<string[]>(text, { delimiter: ',', newline: '\n' }).data.filter((row) => row.length > 1)
    assert.ok(rows.length > 50, `${rows.length} rows`)
    for (const row of rows) {
      assert.equal(row.length, columns.length)
      for (const cell of row) assert.ok(!formula.test(cell) || harmless.test(cell), cell.slice(0, 80))
    }
  })
})

suite('around cells', () => {
  test('names of files', async () => {
    for (const [i, name] of fileNames.entries()) {
      const body = multipart({ source: 'Nimet' }, { [name]: `asiakasnumero;nimi\nF${i};Aino ${i}\n` })
      const answer = await house.ask(administrator, { method: 'POST', url: '/api/v1/imports', ...body })
      assert.ok(
        answer.statusCode === 201 || answer.statusCode === 422 || answer.statusCode === 400,
        `${name}: ${answer.statusCode} ${answer.body}`,
      )
      if (answer.statusCode === 201) assert.doesNotMatch(answer.json<Import>().files[0]!.name, /\p{Cc}/u)
    }
  })

  test('names of sources', async () => {
    for (const { name, text } of corpus) {
      const body = multipart({ source: text }, { 'a.csv': 'asiakasnumero;nimi\n1;Aino\n' })
      const answer = await house.ask(administrator, { method: 'POST', url: '/api/v1/imports', ...body })
      assert.ok(answer.statusCode < 500, `${name}: ${answer.statusCode} ${answer.body} ${house.log.at(-2)}`)
    }
    await get('/api/v1/sources')
    await get('/api/v1/imports')
  })

  test('headers', async () => {
    const heads = corpus.map(({ text }) => `"${text.slice(0, 500).replaceAll('"', '""')}"`)
    const content = `asiakasnumero;nimi;${heads.join(';')}\n1;Aino;${heads.map((_, i) => `arvo ${i}`).join(';')}\n`
    const id = await house.deliver('Otsikot', { 'a.csv': content })
    const report = await get<Import>(`/api/v1/imports/${id}`)
    assert.equal(report.state, 'finished', JSON.stringify(report.problem))
  })

  const files: [name: string, content: Buffer][] = [
    ['empty.csv', Buffer.alloc(0)],
    ['zeros.csv', Buffer.alloc(100_000)],
    ['one quote.csv', Buffer.from(`asiakasnumero;nimi\n1;"${'a'.repeat(300_000)}\n`)],
    ['all quotes.csv', Buffer.from('"'.repeat(100_001))],
    [
      'many columns.csv',
      Buffer.from(`${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(';')}\n${';'.repeat(9_999)}\n`),
    ],
    ['ragged.csv', Buffer.from('asiakasnumero;nimi\n1;a;b;c;d\n2\n;;;;;;;\n3;x\n')],
    ['long cell.csv', Buffer.from(`asiakasnumero;nimi\n1;${'a'.repeat(10_000_000)}\n`)],
    ['deep.ndjson', Buffer.from(`{"nimi":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`)],
    [
      'prototype.ndjson',
      Buffer.from('{"__proto__":{"nimi":"x"},"constructor":"y","nimi":"Aino","asiakasnumero":"1"}\n'),
    ],
    ['not json.ndjson', Buffer.from('{"nimi":"a"}\n{"nimi":\nnull\n[]\n"x"\n')],
    ['broken.csv.gz', Buffer.from('1f8b0800000000000003', 'hex')],
    [
      'mixed.csv',
      Buffer.concat([
        Buffer.from('asiakasnumero;nimi\n1;Väinö\n2;'),
        Buffer.from([0xe4, 0xf6, 0xff, 0xfe]),
        Buffer.from('\n'),
      ]),
    ],
    ['page.html', Buffer.from(`<html><script src="${evil}"></script></html>`)],
  ]
  for (const [name, content] of files) {
    test(`file ${name}`, async () => {
      const answer = await house.ask(administrator, {
        method: 'POST',
        url: '/api/v1/imports',
        ...multipart({ source: 'Oudot' }, { [name]: content }),
      })
      assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body.slice(0, 300)} ${house.log.at(-2)}`)
      if (answer.statusCode !== 201) return
      const id = await house
        .deliver('Oudot', { [name]: content })
        .catch((error: Error) => assert.match(error.message, /may not run/))
      if (typeof id !== 'string') return
      const { state, counts, files: read } = await get<Import>(`/api/v1/imports/${id}`)
      assert.ok(['finished', 'failed'].includes(state), state)
      if (state === 'finished')
        assert.equal(
          Object.values(counts).reduce((sum, count) => sum + count, 0),
          read[0]!.lines ?? 0,
        )
    })
  }

  test('a small file that is a large one inside does not fill the memory', async () => {
    const { gzipSync } = await import('node:zlib')
    const bomb = gzipSync(Buffer.concat([Buffer.from('asiakasnumero;nimi\n1;'), Buffer.alloc(200_000_000, 97)]), {
      level: 9,
    })
    const before = process.memoryUsage().rss
    const answer = await house.ask(administrator, {
      method: 'POST',
      url: '/api/v1/imports',
      ...multipart({ source: 'Pommi' }, { 'pommi.csv.gz': bomb }),
    })
    assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body.slice(0, 300)}`)
    const grown = Math.round((process.memoryUsage().rss - before) / 1e6)
    assert.ok(grown < 400, `${grown} MB more`)
  })
})

test('logs hold no text of files', () => {
  assert.deepEqual(house.log.filter((line) => line.includes(marker)).slice(0, 5), [])
})
