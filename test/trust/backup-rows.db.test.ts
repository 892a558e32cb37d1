import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { latestBackups, makeBackup, fillDatabase, readManifest, settle } from '#src/platform/db/backup/index.ts'
import { backupJob } from '#src/platform/db/backup/job.ts'
import { connect, type Db, raw, sql } from '#src/platform/db/index.ts'
import type { Refusal } from '#src/platform/refusal.ts'
import { ownedTables, tables } from '#src/tables.ts'
import { databaseUrl, freshDatabase, testServer } from '#test/support/database.ts'
import { testContext } from '#test/support/context.ts'
import { furnish } from './furnish.ts'
import { openHouse } from './house.ts'

// trust.md, fault table: "Backup, restore on empty machine", for outside servers: rows instead of files.

const folder = mkdtempSync(join(tmpdir(), 'kauppias-rows-'))
const db = await freshDatabase()
const house = await openHouse(db)
await furnish(house)
after(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})
const names = Object.keys(tables)
const options = (to: string, at = '2026-11-23T09:00:00Z') => {
  const { clock, uuid } = testContext(db, { now: at })
  mkdirSync(join(folder, 'data', 'uploads'), { recursive: true })
  return {
    db,
    clock,
    uuid,
    version: 'test',
    tables: names,
    folder: join(folder, to),
    dataDir: join(folder, 'data'),
    kind: 'logical' as const,
  }
}

/** An empty database of the test server. */
async function emptyDatabase(t: { after(work: () => Promise<void>): void }): Promise<Db> {
  const server = await testServer()
  const name = `t_${process.pid}_empty${Math.trunc(performance.now())}`
  const admin = connect(server.adminUrl, { size: 1 })
  await admin.run({ text: `create database ${name} owner kauppias`, values: [] })
  const empty = connect(databaseUrl(server, name))
  t.after(async () => {
    await empty.close()
    await admin.run({ text: `drop database ${name} with (force)`, values: [] })
    await admin.close()
  })
  return empty
}

const digest = async (on: Db, table: string) =>
  on.one(sql<{ rows: number; sum: string }>`
    select count(*)::int as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from ${raw(table)} t`)

suite('a backup by rows', () => {
  test('fills an empty database with the very same rows', async (t) => {
    const made = await makeBackup(options('whole'))
    const manifest = await readManifest(made.place)
    assert.deepEqual(manifest.tables.map(({ name }) => name).sort(), [...names].sort(), 'every table is in it')
    assert.ok(manifest.tables.some(({ name, rows }) => name === 'know.customer' && rows > 0))
    const other = await emptyDatabase(t)
    await fillDatabase(other, made.place, manifest, { replace: false })
    for (const name of names) {
      if (name === 'platform.backup') continue // it has ended meanwhile
      assert.deepEqual(await digest(other, name), await digest(db, name), name)
    }
    const now = testContext(db).now
    assert.deepEqual(await settle(other, made.place, manifest, { owned: ownedTables, owners: 'know.customer', now }), {
      counts: [],
      orphans: [],
    })
    await other.run(sql`delete from know.customer`)
    const harmed = await settle(other, made.place, manifest, { owned: ownedTables, owners: 'know.customer', now })
    assert.ok(harmed.counts.some(({ table, found }) => table === 'know.customer' && found === 0))
    assert.ok(harmed.orphans.some(({ table }) => table === 'know.purchase'))
    const again = await fillDatabase(other, made.place, manifest, { replace: false }).catch((error: Refusal) => error)
    assert.equal((again as Refusal).code, 'restore_target_used')
    await fillDatabase(other, made.place, manifest, { replace: true })
    assert.deepEqual(await digest(other, 'know.customer'), await digest(db, 'know.customer'))
  })

  test('a folder that cannot be written is told, and the failure is kept', async () => {
    writeFileSync(join(folder, 'file'), '')
    const refused = await makeBackup(options('file/inside', '2026-11-23T09:10:00Z')).catch((error: Refusal) => error)
    assert.equal((refused as Refusal).code, 'backup_folder_denied')
    const [latest] = await db.rows(latestBackups)
    assert.deepEqual([latest?.state, latest?.problem], ['failed', 'backup_folder_denied'])
  })

  test('every night one is made and checked once, and the oldest go', async () => {
    const to = join(folder, 'nightly')
    const job = backupJob(names, 'test')
    const signal = new AbortController().signal
    const run = async (now: string) => {
      const context = testContext(db, { now })
      const config = {
        ...context.config,
        dataDir: join(folder, 'data'),
        ownServer: false,
        backup: { folder: to, hour: 2, keep: 2 },
      }
      await job.handle({ input: {}, context: { ...context, config }, signal, attempt: 0 })
    }
    const made = () => (existsSync(to) ? readdirSync(to).sort() : [])
    await run('2026-11-24T00:07:00Z') // 02:07 in Helsinki
    await run('2026-11-24T01:07:00Z')
    await run('2026-11-24T23:07:00Z')
    assert.deepEqual(made(), ['kauppias-2026-11-24T00-07-00Z'])
    const [first] = await db.rows(latestBackups)
    assert.notEqual(first?.verified_at, null)
    await run('2026-11-25T03:07:00Z') // the program was down at two
    await run('2026-11-26T00:07:00Z')
    assert.deepEqual(made(), ['kauppias-2026-11-25T03-07-00Z', 'kauppias-2026-11-26T00-07-00Z'])
  })
})
