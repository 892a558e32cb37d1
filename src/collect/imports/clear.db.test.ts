import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import '#src/pipeline.ts'
import type { Context } from '#src/platform/context.ts'
import type { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { changeFile, refuseCleared } from './change.ts'
import { clearUploads } from './clear.ts'
import { planImport } from './plan.ts'
import { end } from './queries.ts'
import { runImport } from './run.ts'

const db = await freshDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-clear-'))
after(() => rmSync(dataDir, { recursive: true, force: true }))
const base = testContext(db)
const now = base.now
/** The same, some days later. */
const later = (days: number): Context => ({
  ...base,
  config: { ...base.config, dataDir },
  now: new Date(now.getTime() + days * 86_400_000),
})

let nth = 0
async function dropped(name: string): Promise<{ id: Uuid; path: string }> {
  const folder = join(dataDir, 'uploads', `${++nth}`)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, '1')
  writeFileSync(path, 'asiakasnumero;nimi;sähköposti\nA1;Liisa Virtanen;liisa@example.fi\n')
  return { id: await planImport(later(0), [{ name, path }], { source: `Lähde ${nth}` }), path }
}

test('files of finished imports go after a week, of left plans after a month; stopped imports and files of others keep theirs', async () => {
  const finished = await dropped('valmis.csv')
  await runImport(later(0), finished.id)
  const left = await dropped('jäi.csv')
  const stopped = await dropped('kesken.csv')
  await end(db, stopped.id, 'failed', now)
  const own = join(dataDir, 'oma.csv')
  writeFileSync(own, 'nimi;sähköposti\nLiisa Virtanen;liisa@example.fi\n')
  await runImport(later(0), await planImport(later(0), [{ name: 'oma.csv', path: own }], { source: 'Komentorivi' }))
  const abandoned = join(dataDir, 'uploads', 'katkennut')
  mkdirSync(abandoned)
  writeFileSync(join(abandoned, '1'), 'x')
  utimesSync(abandoned, new Date(now.getTime() - 5 * 86_400_000), new Date(now.getTime() - 5 * 86_400_000))

  assert.deepEqual(await clearUploads(later(1)), { imports: 0, abandoned: 1 })
  assert.ok(existsSync(finished.path))
  assert.deepEqual(await clearUploads(later(8)), { imports: 2, abandoned: 0 })
  assert.ok(!existsSync(dirname(finished.path)) && existsSync(left.path))
  assert.ok(existsSync(own), 'a file of the command line is the person’s own')
  assert.deepEqual(await clearUploads(later(31)), { imports: 1, abandoned: 0 })
  assert.ok(!existsSync(left.path) && existsSync(stopped.path))
  await assert.rejects(
    changeFile(later(31), left.id, 1, { confirm: true }),
    (error: Refusal) => error.code === 'files_cleared',
  )
  await assert.rejects(refuseCleared(later(31), left.id), (error: Refusal) => error.status === 410)
})
