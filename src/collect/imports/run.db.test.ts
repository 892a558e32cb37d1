import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import '#src/pipeline.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { planImport } from './plan.ts'
import { askToCancel, askToRun } from './queries.ts'
import { importLines, importReport, sumCounts } from './report.ts'
import { runImport } from './run.ts'

const db = await freshDatabase()
const context = testContext(db)
const folder = mkdtempSync(join(tmpdir(), 'kauppias-import-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let nth = 0
function file(name: string, lines: string[]): { name: string; path: string } {
  const path = join(folder, `${++nth}-${name}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return { name, path }
}
const customers = (count: number) =>
  file('asiakkaat.csv', [
    'asiakasnumero;nimi;sähköposti;puhelin',
    ...Array.from({ length: count }, (_, i) => `A${i};Liisa Virtanen${i % 50};liisa${i}@example.fi;040${1000000 + i}`),
  ])
const plan = (source: string, ...files: { name: string; path: string }[]) => planImport(context, files, { source })
const bucketsOf = async (id: Uuid) => sumCounts((await importReport(context, id)).files)
const facts = () =>
  db.one(sql<Record<string, number>>`select
    (select count(*) from know.customer)::int as customers, (select count(*) from collect.record)::int as records,
    (select count(*) from clean.history)::int as history, (select count(*) from know.timeline)::int as timeline`)

suite('a run', () => {
  test('reports every line in one bucket, and the same delivery again changes nothing', async () => {
    const files = [
      customers(120),
      file('tilaukset.csv', [
        'tilausnumero;asiakasnumero;pvm;summa',
        'T1;A1;13.11.2026;10,00',
        'T2;A999;14.11.2026;10,00',
        'T3;A2;ei päivä;10,00',
        'T4;;15.11.2026;10,00',
      ]),
    ]
    const first = await plan('Kauppa', ...files)
    assert.equal((await runImport(context, first)).state, 'finished')
    assert.deepEqual(await bucketsOf(first), { new: 121, waiting: 1, quarantined: 1, unassigned: 1 })
    const { lines } = await importLines(context, first, 'quarantined', undefined)
    assert.deepEqual(
      lines.map((l) => [l.line, l.cells[2], l.faults[0]?.code]),
      [[3, 'ei päivä', 'date_invalid']],
    )
    const [owned] = (await importLines(context, first, 'new', undefined)).lines
    assert.equal(owned!.customer?.name, 'Liisa Virtanen0')
    const before = await facts()
    const again = await plan('Kauppa', ...files)
    await runImport(context, again)
    assert.deepEqual(await bucketsOf(again), { unchanged: 121, waiting: 1, quarantined: 1, unassigned: 1 })
    assert.deepEqual(await facts(), before)
  })

  test('tried without effect leaves nothing but its report, and can then be run', async () => {
    const before = await facts()
    const id = await plan('Kokeilu', customers(30))
    await db.tx((tx) => askToRun(tx, id, true))
    await runImport(context, id)
    assert.deepEqual(await bucketsOf(id), { new: 30 })
    assert.deepEqual(await facts(), before)
    assert.equal(await db.tx((tx) => askToRun(tx, id, false)), true)
    assert.deepEqual(await bucketsOf(id), {})
    await runImport(context, id)
    assert.deepEqual(await bucketsOf(id), { new: 30 })
    assert.equal((await facts()).customers, before.customers! + 30)
    assert.equal(await db.tx((tx) => askToRun(tx, id, false)), false, 'what is done is not run again')
  })

  test('stopped half-way goes on where it stopped', async () => {
    const id = await plan('Katko', customers(12_000))
    const stop = new AbortController()
    const stopped = runImport(context, id, {
      signal: stop.signal,
      onProgress: ({ phase, doneLines }) => phase === 'reading' && doneLines >= 5000 && stop.abort(),
    })
    await assert.rejects(stopped, { name: 'AbortError' })
    const half = await importReport(context, id)
    assert.equal(half.state, 'running')
    assert.ok(half.doneLines >= 5000 && half.doneLines < 12_000, `${half.doneLines} lines`)
    await runImport(context, id)
    assert.deepEqual(await bucketsOf(id), { new: 12_000 })
  })

  test('cancelled keeps what is committed', async () => {
    const id = await plan('Peruttu', customers(12_000))
    const done = runImport(context, id, {
      onProgress: ({ phase, doneLines }) => {
        if (phase === 'reading' && doneLines >= 5000) void askToCancel(db, id)
      },
    })
    const { state } = await done
    const lines = (await bucketsOf(id)).new ?? 0
    assert.equal(state, lines === 12_000 ? 'finished' : 'cancelled')
    const { n } = await db.one(
      sql<{ n: number }>`select count(*)::int as n from collect.record where import_id = ${id}`,
    )
    assert.equal(n, lines)
  })

  test('is held by one process at a time', async () => {
    const id = await plan('Kahdesti', customers(6000))
    const results = await Promise.allSettled([runImport(context, id), runImport(context, id)])
    assert.deepEqual(results.map((r) => r.status).sort(), ['fulfilled', 'rejected'])
    assert.deepEqual(await bucketsOf(id), { new: 6000 })
  })
})

test('of a record told many times in a file the last line counts, also on the next delivery', async () => {
  const rows = Array.from({ length: 9 }, (_, i) => `A${i % 3};Nimi ${i};n${i % 3}@example.fi`)
  const lines = [
    'asiakasnumero;nimi;sähköposti',
    ...Array.from({ length: 200 }, (_, i) => `B${i};Muu ${i};m${i}@example.fi`),
    ...rows,
  ]
  const first = await plan('Toistot', file('asiakkaat.csv', lines))
  await runImport(context, first)
  assert.deepEqual(await bucketsOf(first), { new: 203, duplicate: 6 })
  const before = await facts()
  const again = await plan('Toistot', file('asiakkaat.csv', lines))
  await runImport(context, again)
  assert.deepEqual(await bucketsOf(again), { unchanged: 203, duplicate: 6 })
  assert.deepEqual(await facts(), before)
})
