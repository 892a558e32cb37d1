import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { importJob, planImport } from '#src/collect/imports/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import '#src/pipeline.ts'

const migrations = fileURLToPath(new URL('../../../../db/migrations/', import.meta.url))

test('rows that imports set aside before there was a quarantine wait under the ids that they would have now', async (t) => {
  const db = await freshDatabase(t)
  const context = testContext(db)
  const path = join(mkdtempSync(join(tmpdir(), 'kauppias-')), 'tilaukset.csv')
  const good = Array.from({ length: 30 }, (_, i) => `K${i};A1;${1 + (i % 28)}.11.2026;1,00`)
  const same = 'T1;Äijä "A";31.2.2026;1,00'
  writeFileSync(path, `tilausnumero;asiakas numero;päivä;summa\n${[...good, same, same, 'T3;A;x;1'].join('\n')}\n`)
  const id = await planImport(context, [{ name: 'tilaukset.csv', path }], { source: 'Kauppa', confirmed: true })
  await importJob.handle({ input: { importId: id }, context, signal: new AbortController().signal, attempt: 0 })
  const rows = () =>
    db.rows(sql`
      select q.id, q.content, q.state, q.import_id, q.file_no, q.line_no, q.times, q.code, q.field, q.kind, convert_from(q.cells, 'UTF8') as cells,
        l.columns, l.mapping, l.name, l.currency, l.delimiter
      from collect.quarantine q join collect.quarantine_layout l on l.id = q.layout_id order by line_no`)
  const before = await rows()
  assert.equal(before.length, 3)
  await db.run(sql`delete from collect.quarantine`)
  await db.run(sql`delete from collect.quarantine_line`)
  await db.run(sql`delete from collect.quarantine_layout`)
  const text = readFileSync(join(migrations, '202611230320_intake_quarantine.sql'), 'utf8')
  const copying = text.slice(text.indexOf('-- What imports have set aside before today.'))
  await db.pool.query(copying)
  assert.deepEqual(await rows(), before)
})
