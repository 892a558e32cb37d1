import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from '#src/cli/frame.ts'
import { makeBackup, verifyBackup } from '#src/platform/db/backup/index.ts'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { openServer } from '#src/platform/db/server/index.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import type { Refusal } from '#src/platform/refusal.ts'
import { tables } from '#src/tables.ts'

// trust.md, fault table: "Backup, restore on empty machine", "Corrupt backup", "Disk full: backup".

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'kauppias-backup-'))
const data = join(folder, 'data')
const backups = join(folder, 'backups')
mkdirSync(data)
mkdirSync(join(data, 'uploads', 'one'), { recursive: true })
writeFileSync(join(data, 'uploads', 'one', 'asiakkaat.csv'), 'nimi\nAino\n')
const server = await openServer({ folder: join(data, 'postgres') })
const db = connect(server.url, { size: 5 })
await migrate(db)
after(async () => {
  await db.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One command line of the program on a data folder. */
async function call(
  words: readonly string[],
  at = data,
): Promise<{ code: number; value: Record<string, unknown>; err: string }> {
  let out = ''
  let err = ''
  const into = (put: (text: string) => void) =>
    new Writable({
      write: (chunk, _, done) => {
        put(String(chunk))
        done()
      },
    })
  const streams = { out: into((text) => (out += text)), err: into((text) => (err += text)) }
  const code = await runCommandLine([...words, '--json'], { env: { KAUPPIAS_DATA: at }, streams, cwd: folder })
  return { code, value: JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>, err }
}

const make = (to: string, progress?: (bytes: number) => void) =>
  makeBackup({
    db,
    clock: systemClock,
    uuid: uuidMaker(systemClock, systemRandom),
    version: 'test',
    tables: Object.keys(tables),
    folder: to,
    dataDir: data,
    kind: 'physical',
    ...(progress === undefined ? {} : { progress }),
  })
const whole = (at: string) => (existsSync(at) ? readdirSync(at).filter((name) => name.startsWith('kauppias-')) : [])
const parts = (at: string) => readdirSync(at).filter((name) => name.startsWith('.part-'))
const latest = (on: Db) =>
  on.one(sql<{ state: string; problem: string | null }>`
    select state, problem from platform.backup order by started_at desc, id desc limit 1`)

suite('a backup of the built-in server', () => {
  let place = ''

  test('is made under writes, and holds all that was confirmed before it ended', async () => {
    const child = spawn(process.execPath, ['test/support/backup-load.ts', server.url], { cwd: root })
    let acknowledged = 0
    child.stdout.on('data', (chunk: Buffer) => {
      acknowledged = Number(String(chunk).trim().split('\n').at(-1))
    })
    while (acknowledged < 200) await pause(5)
    let during = 0
    const made = await make(backups, (bytes) => {
      if (bytes < 20e6) during = acknowledged // the copy goes on after this: what was confirmed until now must be in it
    })
    child.kill('SIGKILL')
    place = made.place
    assert.ok(during > 200)
    assert.deepEqual(parts(backups), [])
    assert.equal((await verifyBackup(place)).id, made.id)
    const restored = join(folder, 'restored')
    const { code, value } = await call(['restore', place, '--into', restored], restored)
    assert.equal(code, 0, JSON.stringify(value))
    const other = await openServer({ folder: join(restored, 'postgres') })
    const on = connect(other.url)
    try {
      const found = await on.one(sql<{ rows: number; last: number; first: number }>`
        select count(*)::int as rows, max(substr(key, 6)::int) as last, min(substr(key, 6)::int) as first
        from platform.idempotency where key like 'load %'`)
      assert.ok(found.last >= during, `${found.last} of ${during} confirmed rows`)
      assert.deepEqual([found.rows, found.first], [found.last, 1], 'none is missing in between')
      assert.equal(readFileSync(join(restored, 'uploads', 'one', 'asiakkaat.csv'), 'utf8'), 'nimi\nAino\n')
      const noted = await on.one(sql<{ restored_at: Date | null }>`
        select restored_at from platform.backup where id = ${made.id}`)
      assert.notEqual(noted.restored_at, null, 'the restored database knows that the backup is proved')
      await on.run(sql`insert into platform.rate_limit (key, since, count) values ('\\x01', '2026-11-23', 1)`)
    } finally {
      await on.close()
      await other.close()
    }
  })

  test('is not brought back over what is there, unless told, and then that is kept aside', async () => {
    const again = await call(['restore', place, '--into', join(folder, 'restored')])
    assert.equal(again.code, 1)
    assert.equal((again.value.error as { code: string }).code, 'restore_target_used')
    const told = await call(['restore', place, '--into', join(folder, 'restored'), '--replace'])
    assert.equal(told.code, 0, told.err)
    assert.ok(readdirSync(join(folder, 'restored')).some((name) => name.startsWith('postgres.before-')))
    const running = await call(['restore', place, '--replace'])
    assert.equal((running.value.error as { code: string }).code, 'restore_target_runs')
  })

  test('one changed byte, a missing file or a strange one is found, and nothing of it is restored', async () => {
    const spoil: Record<string, (at: string) => void> = {
      'cluster/global/pg_control': (at) => flip(at),
      'cluster/PG_VERSION': (at) => rmSync(at),
      'cluster/stranger': (at) => writeFileSync(at, 'x'),
      'manifest.json': (at) => flip(at),
      'connection.json': (at) => appendFileSync(at, ' '),
    }
    const copy = join(folder, 'spoilt')
    cpSync(place, copy, { recursive: true })
    for (const [path, harm] of Object.entries(spoil)) {
      harm(join(copy, path))
      const { code, value } = await call(['backup', '--verify', copy])
      assert.equal(code, 1, path)
      const error = value.error as { code: string; because: string }
      assert.equal(error.code, 'backup_corrupt', path)
      assert.match(error.because, new RegExp(path.replaceAll('.', '\\.')))
      if (/control|manifest/.test(path)) {
        const restored = await call(['restore', copy, '--into', join(folder, 'never')])
        assert.equal((restored.value.error as { code: string }).code, 'backup_corrupt', path)
        assert.ok(!existsSync(join(folder, 'never', 'postgres')))
      }
      rmSync(join(copy, path), { force: true })
      if (existsSync(join(place, path))) cpSync(join(place, path), join(copy, path))
    }
    assert.equal((await call(['backup', '--verify', copy])).code, 0, 'mended, it is whole again')
  })

  test('one by a newer program is refused before anything is touched', async () => {
    const copy = join(folder, 'newer')
    mkdirSync(copy)
    const at = join(copy, 'manifest.json')
    const text = readFileSync(join(place, 'manifest.json'), 'utf8')
      .split('\n')
      .slice(1)
      .join('\n')
      .trimEnd()
      .replace('"format": 1', '"format": 2')
    writeFileSync(at, `${createHash('sha256').update(text).digest('hex')}\n${text}\n`)
    const { value } = await call(['restore', copy, '--into', join(folder, 'never')])
    assert.equal((value.error as { code: string }).code, 'backup_newer')
  })

  test('killed half-way it leaves no backup, and the next one cleans up', async () => {
    const to = join(folder, 'killed')
    const child = spawn(process.execPath, ['src/main.ts', 'backup', '--to', to], {
      cwd: root,
      env: { ...process.env, KAUPPIAS_DATA: data, DATABASE_URL: '' },
      stdio: 'ignore',
    })
    const begun = () => existsSync(to) && parts(to).some((name) => existsSync(join(to, name, 'cluster', 'base')))
    while (!begun()) await pause(2)
    child.kill('SIGKILL')
    await new Promise((done) => child.on('close', done))
    assert.deepEqual(whole(to), [])
    assert.equal((await latest(db)).state, 'running')
    await pause(1100) // names are told apart by the second
    await make(to)
    assert.equal(whole(to).length, 1)
    assert.deepEqual(parts(to), [])
    const states = await db.rows(sql<{ problem: string | null }>`
      select problem from platform.backup where state = 'failed' order by started_at desc limit 1`)
    assert.deepEqual(states, [{ problem: 'interrupted' }])
  })

  test('on a full disk it fails aloud, and leaves nothing', async (t) => {
    const to = join(folder, 'small')
    mkdirSync(to)
    if (spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs "$0"', to]).status !== 0) {
      t.skip('this account may not mount a small file system')
      return
    }
    const script = `mount -t tmpfs -o size=6m tmpfs "$1" && shift && "$@"; code=$?; ls -A "${to}"; exit $code`
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', script, 'sh', to, process.execPath, 'src/main.ts', 'backup', '--to', to],
      { cwd: root, env: { ...process.env, KAUPPIAS_DATA: data, DATABASE_URL: '' }, encoding: 'utf8' },
    )
    assert.equal(status, 1, stderr)
    assert.match(stderr, /The disk that holds .* is full/)
    assert.equal(stdout.trim(), '', 'nothing is left on it')
    assert.deepEqual(await latest(db), { state: 'failed', problem: 'backup_disk_full' })
  })

  test('two at once are one', async () => {
    const to = join(folder, 'twice')
    const ended = await Promise.allSettled([make(to), make(to)])
    const refused = ended.filter((one) => one.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.equal((refused[0]!.reason as Refusal).code, 'backup_runs')
    assert.equal(whole(to).length, 1)
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
}
