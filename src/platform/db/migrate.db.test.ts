import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshDatabase } from '#test/support/database.ts'
import { connect, sql } from './index.ts'
import { type Migration, migrate, migrationsFolder, missingMigrations, readMigrations } from './migrate.ts'

const ours = readMigrations()
const migration = (name: string, text: string): Migration => ({
  name,
  text,
  sha256: createHash('sha256').update(text).digest(),
})
const first = migration('299901010000_platform_first.sql', 'create table one (id int); insert into one values (1);')
const second = migration('299901020000_platform_second.sql', 'insert into one values (2); select 1;')
const rowsOfOne = sql<{ id: number }>`select id from one order by id`

test('runs what is missing, once, in order', async (t) => {
  const db = await freshDatabase(t)
  const all = [...ours, first, second]
  assert.deepEqual(await missingMigrations(db, all), [first.name, second.name])
  assert.deepEqual(await migrate(db, all), [first.name, second.name])
  assert.deepEqual(await migrate(db, all), [])
  assert.deepEqual(await db.rows(rowsOfOne), [{ id: 1 }, { id: 2 }])
})

test('programs that migrate at the same time do it once', async (t) => {
  const db = await freshDatabase(t)
  const other = connect(db.url, { size: 2 })
  const done = await Promise.all([
    migrate(db, [...ours, first]),
    migrate(other, [...ours, first]),
    migrate(db, [...ours, first]),
  ])
  await other.close()
  assert.deepEqual(done.flat(), [first.name])
})

test('a migration that fails leaves nothing of itself, keeps those before it, and frees the lock', async (t) => {
  const db = await freshDatabase(t)
  const broken = migration(second.name, 'insert into one values (2); select nonsense;')
  await assert.rejects(migrate(db, [...ours, first, broken]), /299901020000_platform_second\.sql: .*nonsense/)
  assert.deepEqual(await db.rows(rowsOfOne), [{ id: 1 }])
  assert.deepEqual(await migrate(db, [...ours, first, second]), [second.name])
})

test('an edited or unknown applied migration is refused by name', async (t) => {
  const db = await freshDatabase(t)
  await migrate(db, [...ours, first])
  const edited = migration(first.name, `${first.text} -- edited`)
  await assert.rejects(migrate(db, [...ours, edited]), {
    code: 'migration_edited',
    message: /299901010000_platform_first/,
  })
  await assert.rejects(missingMigrations(db, ours), {
    code: 'migration_unknown',
    message: /299901010000_platform_first/,
  })
})

test('line ends do not change a migration, and a name out of form is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-migrations-'))
  try {
    writeFileSync(join(folder, first.name), 'select 1;\r\nselect 2;\r\n')
    writeFileSync(join(folder, '.hidden'), '')
    const [read] = readMigrations(folder)
    assert.equal(read?.sha256.toString('hex'), migration('', 'select 1;\nselect 2;\n').sha256.toString('hex'))
    writeFileSync(join(folder, '7_wrong.sql'), '')
    assert.throws(() => readMigrations(folder), { code: 'migration_name', message: /7_wrong\.sql/ })
  } finally {
    rmSync(folder, { recursive: true })
  }
  assert.ok(ours.length > 0, `no migrations in ${migrationsFolder}`)
})
