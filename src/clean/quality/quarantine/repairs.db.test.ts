import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { forgetTold } from '#src/collect/intake/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type Client, testApp } from '#test/support/app.ts'
import { deliver } from '#test/support/deliver.ts'
import { corpus, unholdable } from '#test/trust/hostile.ts'
import type {
  RepairAlikeDone,
  RepairChecked,
  RepairList,
  RepairReplayed,
  RepairRun,
  RepairSummary,
} from './contract.ts'
import { replayJob } from './jobs.ts'
import '#src/pipeline.ts'

const body = <T>(answer: { status: number; body: unknown; text: string }, status = 200): T => {
  assert.equal(answer.status, status, answer.text)
  return answer.body as T
}

const orders = (rows: string[]) => `tilausnumero;asiakasnumero;päivä;summa\n${rows.join('\n')}\n`
const people = (rows: string[]) => `sähköposti;kaupunki\n${rows.join('\n')}\n`

const list = async (client: Client, query = ''): Promise<RepairList> =>
  body<RepairList>(await client.get(`/api/v1/repairs${query}`))
const summary = async (client: Client, query = ''): Promise<RepairSummary> =>
  body<RepairSummary>(await client.get(`/api/v1/repairs/summary${query}`))
const replay = async (client: Client, choice: unknown): Promise<RepairReplayed> =>
  body<RepairReplayed>(await client.post('/api/v1/repairs/replay', choice))

suite('rows to repair', () => {
  test('a faulty row waits with its reason and enters once it is mended', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const importId = await deliver(app, 'Kauppa', {
      'tilaukset.csv': orders(['T1;A1;1.11.2026;12,90', 'T2;A1;31.2.2026;30,00', 'T3;A2;3.11.2026;5,00']),
    })
    const found = await summary(steward)
    assert.equal(found.waiting, 1)
    assert.deepEqual(
      found.causes.map(({ code, field, rows, name }) => ({ code, field, rows, name })),
      [{ code: 'date_invalid', field: 'at', rows: 1, name: 'tilaukset.csv' }],
    )
    const { rows, layouts } = await list(steward, `?import=${importId}&code=date_invalid`)
    assert.deepEqual(rows[0]!.cells, ['T2', 'A1', '31.2.2026', '30,00'])
    assert.deepEqual(rows[0]!.faults[0], {
      field: 'at',
      code: 'date_invalid',
      written: '31.2.2026',
      fatal: true,
      at: 2,
    })
    assert.equal(layouts[0]!.columns[2]!.header, 'päivä')

    const still = body<RepairChecked>(
      await steward.patch(`/api/v1/repairs/${rows[0]!.id}`, { cells: { päivä: '32.1.2026' } }),
    )
    assert.equal(still.enters, false)
    const mended = body<RepairChecked>(
      await steward.patch(`/api/v1/repairs/${rows[0]!.id}`, { cells: { päivä: '28.2.2026' } }),
    )
    assert.equal(mended.enters, true)
    assert.deepEqual([mended.row.changed, mended.row.written], [[2], ['31.2.2026']])
    assert.match(mended.row.becomes[2]!, /^2026-02-2/)
    assert.equal((await summary(steward)).ready, 1)

    const done = await replay(steward, { ids: [rows[0]!.id] })
    assert.deepEqual(done.counts, { entered: 1 })
    assert.equal(done.rows[0]!.bucket, 'new')
    assert.ok(done.rows[0]!.customer)
    const again = await replay(steward, { ids: [rows[0]!.id] })
    assert.deepEqual(again.counts, { gone: 1 })
    assert.deepEqual(
      await app.db.rows(
        sql`select number, import_id::text from know.purchase p join collect.record r on r.id = p.id where number = 'T2'`,
      ),
      [{ number: 'T2', import_id: importId }],
    )
    assert.equal((await app.db.rows(sql`select from know.purchase where number = 'T2'`)).length, 1)
    const now = await summary(steward)
    assert.deepEqual([now.waiting, now.mended, now.dropped], [0, 1, 0])
  })

  test('the same row told again is the same row, and one mended before enters as it was mended', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const files = {
      'tilaukset.csv': orders(['T1;A1;1.11.2026;12,90', 'T2;A1;31.2.2026;30,00', 'T9;A1;99.9.2026;1,00']),
    }
    await deliver(app, 'Kauppa', files)
    const second = await deliver(app, 'Kauppa', files)
    const { rows } = await list(steward)
    assert.deepEqual(
      rows.map(({ times, import: told }) => [times, told]),
      [
        [2, second],
        [2, second],
      ],
    )
    await steward.patch(`/api/v1/repairs/${rows[0]!.id}`, { cells: { päivä: '28.2.2026' } })
    assert.deepEqual((await replay(steward, { filter: { ready: true } })).counts, { entered: 1 })
    const third = await deliver(app, 'Kauppa', files)
    const report = body<{ counts: Record<string, number> }>(await steward.get(`/api/v1/imports/${third}`))
    assert.deepEqual(report.counts, { unchanged: 2, quarantined: 1 })
    const left = await list(steward)
    assert.deepEqual(
      left.rows.map(({ times }) => times),
      [3],
    )
  })

  test('what came later is not written over by an old row', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const file = (rows: string[]) => `asiakasnumero;nimi;puhelin;päivitetty;extra\n${rows.join('\n')}\n`
    await deliver(app, 'CRM', {
      'asiakkaat.csv': file(['1;Liisa Virtanen;040 1234567;;', '2;Olli Öhman;050 7654321;;']),
    })
    await deliver(app, 'CRM', {
      'asiakkaat.csv': file(['1;Liisa Virtanen;040 1111111;;liikaa;liikaa', '2;Olli Öhman;050 7654321;;']),
    })
    await deliver(app, 'CRM', {
      'asiakkaat.csv': file(['1;Liisa Virtanen;040 2222222;;', '2;Olli Öhman;050 7654321;;']),
    })
    const { rows } = await list(steward)
    assert.equal(rows[0]!.faults[0]!.code, 'row_ragged')
    const mended = body<RepairChecked>(await steward.patch(`/api/v1/repairs/${rows[0]!.id}`, { cells: { '#6': '' } }))
    assert.equal(mended.enters, true)
    const done = await replay(steward, { ids: [rows[0]!.id] })
    assert.deepEqual(done.counts, { older: 1 })
    assert.deepEqual(await app.db.rows(sql`select phone from know.customer where name = 'Liisa Virtanen'`), [
      { phone: '+358402222222' },
    ])
    assert.equal((await summary(steward)).waiting, 0)
  })

  test('one act mends all rows alike, says so first, and can be undone', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    await deliver(app, 'Lista', {
      'tilaajat.csv': people([
        'liisa@example.fi;Espoo',
        'olli@example.fi;Turku',
        'aino(at)example;Oulu',
        'aino(at)example;Kemi',
        'pekka;Lahti',
      ]),
    })
    await deliver(app, 'Kauppa', {
      'tilaukset.csv': orders([
        'T1;A1;1.11.2026;12,90',
        'T2;A2;2.11.2026;2,00',
        'T3;A2;3.11.2026;3,00',
        'T4;A2;4.11.2026;4,00',
        'T5;A1;13,00;5.11.2026',
        'T6;A1;14,50;6.11.2026',
      ]),
    })
    const found = await summary(steward)
    const swapped = found.causes.find(({ name }) => name === 'tilaukset.csv')!
    assert.deepEqual(
      [swapped.rows, swapped.act?.operation, swapped.act?.column, swapped.act?.to, swapped.act?.mends],
      [2, 'swap', 'päivä', 'summa', 2],
    )
    const { rows } = await list(steward, `?layout=${swapped.layout}`)
    const act = { like: rows[0]!.id, column: 'päivä', operation: 'swap', to: 'summa' }
    const preview = body<RepairAlikeDone>(await steward.post('/api/v1/repairs/fix-alike', { ...act, preview: true }))
    assert.deepEqual([preview.rows, preview.changed, preview.mended, preview.act], [2, 2, 2, null])
    assert.deepEqual(preview.examples[0]!.after, ['5.11.2026', '13,00'])
    assert.equal((await summary(steward)).ready, 0, 'a preview changes nothing')
    const done = body<RepairAlikeDone>(await steward.post('/api/v1/repairs/fix-alike', act))
    assert.equal((await summary(steward)).ready, 2)
    assert.deepEqual(body(await steward.post('/api/v1/repairs/undo', { act: done.act })), { rows: 2 })
    assert.equal((await summary(steward)).ready, 0)
    body(await steward.post('/api/v1/repairs/fix-alike', act))
    assert.deepEqual((await replay(steward, { filter: { layout: swapped.layout, ready: true } })).counts, {
      entered: 2,
    })

    const mails = await list(steward)
    const aino = mails.rows.find(({ cells }) => cells[0] === 'aino(at)example')!
    const checked = body<RepairChecked>(
      await steward.patch(`/api/v1/repairs/${aino.id}`, { cells: { sähköposti: 'aino@example.fi' } }),
    )
    assert.equal(checked.alike, 1)
    const same = body<RepairAlikeDone>(
      await steward.post('/api/v1/repairs/fix-alike', {
        like: aino.id,
        column: 'sähköposti',
        operation: 'replace',
        from: 'aino(at)example',
        text: 'aino@example.fi',
      }),
    )
    assert.deepEqual([same.rows, same.mended], [1, 1])
    const entered = await replay(steward, { filter: { ready: true } })
    assert.deepEqual(entered.counts, { entered: 2 })
    const ainos = await app.db.rows(
      sql<{ city: string }>`select city from know.customer where email = 'aino@example.fi' order by city`,
    )
    assert.deepEqual(ainos, [{ city: 'Kemi' }, { city: 'Oulu' }], 'rows without a name are matched later, not here')
  })

  test('dropped rows are kept with their reason and can be restored', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    await deliver(app, 'Lista', {
      'tilaajat.csv': people(['liisa@example.fi;Espoo', 'olli@example.fi;Turku', 'pekka;Lahti', 'x;y']),
    })
    const dropped = body<{ rows: number; act: string }>(
      await steward.post('/api/v1/repairs/drop', { filter: {}, reason: 'testirivejä' }),
    )
    assert.equal(dropped.rows, 2)
    const kept = await list(steward, '?state=dropped')
    assert.deepEqual(
      kept.rows.map(({ reason, state }) => [reason, state]),
      [
        ['testirivejä', 'dropped'],
        ['testirivejä', 'dropped'],
      ],
    )
    assert.deepEqual(body(await steward.post('/api/v1/repairs/restore', { ids: [kept.rows[0]!.id] })), { rows: 1 })
    assert.deepEqual(body(await steward.post('/api/v1/repairs/undo', { act: dropped.act })), { rows: 1 })
    assert.equal((await summary(steward)).waiting, 2)
  })

  test('the file of waiting rows, mended and imported again, closes them', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    await deliver(app, 'Kauppa', {
      'tilaukset.csv': orders(['T1;A1;1.11.2026;12,90', 'T2;A1;31.2.2026;30,00', "'=T3;A2;x;-5,00", 'T4;A2;y;4,00']),
    })
    const file = await steward.get('/api/v1/repairs/file')
    assert.equal(file.status, 200)
    assert.match(file.text, /^\uFEFFKauppias: reason;Kauppias: row;tilausnumero;asiakasnumero;päivä;summa\r\n/)
    assert.match(file.text, /The date cannot be read \(päivä: 31\.2\.2026\)/)
    assert.match(file.text, /''=T3;A2;x;'-5,00/, 'nothing in it is a formula')
    const mended = file.text.replace(';31.2.2026;', ';28.2.2026;').replace(';x;', ';2.11.2026;')
    const back = await deliver(app, 'Kauppa', { 'tilaukset-korjattavat.csv': mended })
    const report = body<{ counts: Record<string, number> }>(await steward.get(`/api/v1/imports/${back}`))
    assert.deepEqual(report.counts, { new: 2, quarantined: 1 })
    const now = await summary(steward)
    assert.deepEqual([now.waiting, now.mended, now.causes[0]?.rows], [1, 2, 1])
    assert.deepEqual(await app.db.rows(sql`select number from know.purchase where number like '%T3'`), [
      { number: "'=T3" },
    ])
    const attributes = await app.db.rows(sql`select from clean.claim where said::text like '%Kauppias:%'`)
    assert.equal(attributes.length, 0, 'our own columns tell nothing of a customer')
    assert.deepEqual((await list(steward)).rows[0]!.cells, ['T4', 'A2', 'y', '4,00'])
  })

  test('more than 500 rows are taken in by a run that can be followed and stopped', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const good = Array.from({ length: 20 }, (_, i) => `K${i};A${i};1.11.2026;1,00`)
    const bad = Array.from({ length: 600 }, (_, i) => `T${i};A${i % 50};31.2.2026;1,00`)
    await deliver(app, 'Kauppa', { 'tilaukset.csv': orders([...good, ...bad]) })
    const { rows, next } = await list(steward)
    assert.equal(rows.length, 100)
    const second = await list(steward, `?after=${next}`)
    assert.equal(second.rows[0]!.line, rows.at(-1)!.line + 1)
    const all = { like: rows[0]!.id, column: 'päivä', operation: 'replace', from: '31.2.2026', text: '28.2.2026' }
    assert.equal(body<RepairAlikeDone>(await steward.post('/api/v1/repairs/fix-alike', all)).mended, 600)
    const { run } = await replay(steward, { filter: { ready: true } })
    assert.equal(run!.total, 600)
    const work = { context: app.context(), signal: new AbortController().signal, attempt: 0 }
    await replayJob.handle({ input: { runId: run!.id }, ...work })
    const over = body<RepairRun>(await steward.get(`/api/v1/repairs/runs/${run!.id}`))
    assert.deepEqual([over.state, over.done, over.outcomes], ['finished', 600, { entered: 600 }])
    await replayJob.handle({ input: { runId: run!.id }, ...work })
    assert.equal((await app.db.rows(sql`select from know.purchase where number like 'T%'`)).length, 600)
    assert.equal((await steward.post(`/api/v1/repairs/runs/${run!.id}/cancel`)).status, 409)
  })

  test('an import that is taken back takes its rows along, and leaves those that another told', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const both = 'T2;A1;31.2.2026;30,00'
    const first = await deliver(app, 'Kauppa', {
      'tilaukset.csv': orders(['T1;A1;1.11.2026;1,00', both, 'T3;A1;x;1,00']),
    })
    const second = await deliver(app, 'Kauppa', {
      'tilaukset.csv': orders(['T1;A1;1.11.2026;1,00', both, 'T4;A1;y;1,00']),
    })
    await app.db.tx((tx) => forgetTold(tx, second))
    const { rows } = await list(steward)
    assert.deepEqual(
      rows.map(({ cells, import: told }) => [cells[0], told]),
      [
        ['T2', first],
        ['T3', first],
      ],
    )
  })

  test('rows of people under non-disclosure are covered for those who may not see them', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const row = (n: number, rest = '') => `${n};Salla Laine;040 123456${n};Kuja ${n};00100;Helsinki;kyllä${rest}`
    const head = 'asiakasnumero;nimi;puhelin;katuosoite;postinumero;kaupunki;turvakielto'
    const good = Array.from({ length: 9 }, (_, n) => row(n))
    await deliver(app, 'CRM', { 'asiakkaat.csv': `${[head, ...good, row(9, ';liikaa')].join('\n')}\n` })
    const { rows } = await list(steward)
    assert.deepEqual(rows[0]!.cells.slice(0, 6), ['9', 'Salla Laine', '•••', '•••', '•••', '•••'])
    assert.equal((await steward.patch(`/api/v1/repairs/${rows[0]!.id}`, { cells: { nimi: 'x' } })).status, 403)
    const file = await steward.get('/api/v1/repairs/file')
    assert.ok(!file.text.includes('Kuja 9'))
    const seen = await list(await app.as('manager'))
    assert.equal(seen.rows[0]!.cells[3], 'Kuja 9')
  })

  test('hostile text in cells stays text', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const texts = corpus
      .map(({ text }) => text.replace(/\r\n?|\n/g, ' ').slice(0, 500))
      .filter((text) => !unholdable(text))
    const rows = texts.map((text, i) => `T${i};A1;${quoted(text)};1,00`)
    const good = Array.from({ length: 2000 }, (_, i) => `K${i};A1;${1 + (i % 28)}.11.2026;1,00`)
    await deliver(app, 'Kauppa', { 'tilaukset.csv': orders([...good, ...rows]) })
    let seen: RepairList['rows'] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await list(steward, next === '' ? '' : `?after=${next}`)
      seen = [...seen, ...page.rows]
      next = page.next
    }
    assert.ok(seen.length > 30, String(seen.length))
    for (const row of seen) assert.equal(row.cells[2], texts[Number(row.cells[0]!.slice(1))]?.toWellFormed())
    const file = await steward.get('/api/v1/repairs/file')
    const { data } = Papa.parse<string[]>(file.text.slice(1), { delimiter: ';' })
    for (const cell of data.flat()) assert.doesNotMatch(cell, /^[=+\-@＝＋－＠\t\r]/u)
    const { id } = seen[0]!
    for (const { text } of corpus.filter(({ text }) => !unholdable(text) && text.length < 20_000)) {
      const checked = body<RepairChecked>(await steward.patch(`/api/v1/repairs/${id}`, { cells: { summa: text } }))
      assert.equal(checked.row.cells[3], text)
    }
    assert.ok(!app.logged.join('').includes('Kqzvaara'), 'personal data in the log')
  })

  test('every row ends exactly once, whatever is done', async (t) => {
    const app = await testApp(t)
    const steward = await app.as('steward')
    let told = 0
    // the n-th copy of a row within a file is a row of its own; told by another file it is the same one
    const copies = new Map<number, number>()
    const step = fc.oneof(
      fc.record({
        act: fc.constant('tell' as const),
        rows: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }),
      }),
      fc.record({ act: fc.constant('mend' as const), nth: fc.nat(20) }),
      fc.record({ act: fc.constantFrom('replay' as const, 'drop' as const, 'restore' as const), nth: fc.nat(20) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        for (const one of steps) {
          if (one.act === 'tell') {
            told++
            for (const [n, same] of Map.groupBy(one.rows, (row) => row))
              copies.set(n, Math.max(copies.get(n) ?? 0, same.length))
            const rows = one.rows.map((n) => `P${n};A${n};31.2.2026;${n},00`)
            await deliver(app, 'Kauppa', { 'tilaukset.csv': orders([`H${told};A1;1.11.2026;1,00`, ...rows]) })
            continue
          }
          const { rows } = await list(steward, one.act === 'restore' ? '?state=dropped' : '')
          const row = rows[one.nth % Math.max(1, rows.length)]
          if (!row) continue
          if (one.act === 'mend') await steward.patch(`/api/v1/repairs/${row.id}`, { cells: { päivä: '28.2.2026' } })
          else await steward.post(`/api/v1/repairs/${one.act}`, { ids: [row.id] })
        }
        const counts = await summary(steward)
        const all = await app.db.one(sql<{
          rows: number
          lines: number
          doubled: number
          mended: number
          records: number
        }>`
          select count(*)::int as rows,
            count(*) filter (where state = 'mended')::int as mended,
            (select count(*)::int from know.purchase where number like 'P%') as records from collect.quarantine`)
        assert.equal(counts.waiting + counts.mended + counts.dropped, all.rows)
        assert.equal(
          all.rows,
          [...copies.values()].reduce((sum, n) => sum + n, 0),
        )
        assert.ok(all.records <= all.mended, 'nothing entered twice')
      }),
      { numRuns: 8 },
    )
  })
})
