import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import '#src/pipeline.ts'
import { changeLimits } from '#src/collect/intake/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { planImport } from './plan.ts'
import { askToRun } from './queries.ts'
import { importReport } from './report.ts'
import { importEffects } from './rollback/preview.ts'
import { runImport } from './run.ts'

const db = await freshDatabase()
const context = testContext(db)
const folder = mkdtempSync(join(tmpdir(), 'kauppias-gate-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let nth = 0
async function plan(source: string, header: string, rows: string[]): Promise<string> {
  const path = join(folder, `${++nth}.csv`)
  writeFileSync(path, `${[header, ...rows].join('\n')}\n`)
  return planImport(context, [{ name: 'tilaukset.csv', path }], { source })
}
const orders = (source: string, count: number, bad: number) =>
  plan(
    source,
    'tilausnumero;asiakasnumero;pvm;summa',
    Array.from({ length: count }, (_, i) => `T${i};A${i};${i < bad ? 'ei päivä' : '13.11.2026'};10,00`),
  )
const records = async () => (await db.one(sql<{ n: number }>`select count(*)::int as n from collect.record`)).n

suite('the gate of a source', () => {
  test('holds a delivery that is too bad, whole, and says why', async () => {
    const before = await records()
    const id = await orders('Kassa', 100, 30)
    assert.equal((await runImport(context, id)).state, 'held')
    const { problem, gate } = await importReport(context, id)
    assert.deepEqual(gate, { looked: 100, rows: 100, quarantined: 0.3, faulty: 0 })
    assert.deepEqual(
      [problem?.code, problem?.limit, problem?.allowed, problem?.measured],
      ['held', 'quarantined', 0.1, 0.3],
    )
    assert.deepEqual(problem?.worst, [{ field: 'at', code: 'date_invalid', count: 30, example: 'ei päivä' }])
    assert.equal(await records(), before)
  })
  test('lets it in when somebody says so, and remembers it', async () => {
    const id = await orders('Kassa', 100, 20)
    await runImport(context, id)
    await db.tx((tx) => askToRun(tx, id, false, { by: null, at: context.now }))
    assert.equal((await runImport(context, id)).state, 'finished')
    const { letIn, counts, flags } = await importReport(context, id)
    assert.deepEqual(letIn, { by: null, at: context.now.toISOString() })
    assert.deepEqual([counts.quarantined, flags.quarantinedOverLimit], [20, 20])
  })
  test('does not judge a few rows, and keeps to what is set for the source', async () => {
    assert.equal((await runImport(context, await orders('Messut', 10, 5))).state, 'finished')
    const { id } = await db.one(sql<{ id: string }>`select id from collect.source where name = 'Messut'`)
    await changeLimits(context, id, { rows: 5 })
    assert.equal((await runImport(context, await orders('Messut', 10, 5))).state, 'held')
    await changeLimits(context, id, { quarantined: 0.6 })
    assert.equal((await runImport(context, await orders('Messut', 10, 5))).state, 'finished')
  })
  test('looks at an evenly spread part of a large file', async () => {
    const { measured } = await runImport(context, await orders('Iso', 30_000, 6000))
    assert.ok(measured!.looked >= 10_000 && measured!.looked <= 20_001, `${measured!.looked}`)
    assert.equal(measured!.rows, 30_000)
    assert.ok(Math.abs(measured!.quarantined - 0.2) < 0.002, `${measured!.quarantined}`)
  })
})

suite('what a delivery does to known customers', () => {
  const header = 'asiakasnumero;nimi;sähköposti;puhelin'
  test('is told field by field by a dry run, with examples', async () => {
    const first = await plan('Verkkokauppa', header, [
      '1;Liisa Virtanen;liisa@example.fi;',
      '2;Olli Öhman;olli@example.fi;0401234567',
    ])
    await runImport(context, first)
    const dry = await plan('Verkkokauppa', header, [
      '1;Liisa Korhonen;liisa@example.fi;0407654321',
      '2;Olli Öhman;olli@example.fi;0401234567',
      '3;Aino Kärki;aino@example.fi;',
    ])
    await db.tx((tx) => askToRun(tx, dry, true))
    await runImport(context, dry)
    const { effects } = await importReport(context, dry)
    assert.deepEqual(effects, { name: { changed: 1 }, phone: { filled: 1 }, customer: { new: 1 } })
    const { rows } = await importEffects(context, dry, 'name', 'changed')
    assert.deepEqual(
      rows.map(({ customer, line, old, told }) => [customer?.name, line, old, told]),
      [['Liisa Virtanen', 1, 'Liisa Virtanen', 'Liisa Korhonen']],
    )
    const news = await importEffects(context, dry, 'customer', 'new')
    assert.deepEqual(
      news.rows.map(({ customer, told }) => [customer, told]),
      [[null, 'Aino Kärki']],
    )
    await db.tx((tx) => askToRun(tx, dry, false))
    assert.equal((await importReport(context, dry)).effects, null)
    await runImport(context, dry)
    assert.deepEqual((await importReport(context, dry)).effects, effects)
  })
})

test('a full disk ends the import with a clear word, and it goes on when there is room', async () => {
  await db.run(sql`create function public.full() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  await db.run(
    sql`create trigger full_disk before insert on collect.import_line for each row when (new.line_no > 5000) execute function public.full()`,
  )
  const id = await orders('Levy', 12_000, 0)
  await assert.rejects(runImport(context, id), { code: 'disk_full_import' })
  const half = await importReport(context, id)
  assert.deepEqual([half.state, half.problem?.code], ['failed', 'disk_full_import'])
  assert.ok(half.doneLines < 12_000)
  await db.run(sql`drop trigger full_disk on collect.import_line`)
  assert.equal((await runImport(context, id)).state, 'finished')
  assert.equal((await importReport(context, id)).counts.new, 12_000)
})
