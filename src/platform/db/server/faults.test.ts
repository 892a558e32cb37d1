import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { accountFor } from './account.ts'
import { boundLog, explain } from './faults.ts'
import { folderAt } from './folder.ts'

const folder = folderAt('/var/lib/kauppias/postgres')
const said = (text: string) => {
  const fault = explain(text, folder)
  return fault.kind === 'refusal' ? fault.refusal.code : fault.kind
}

test('what PostgreSQL says becomes what to do', () => {
  for (const [text, kind] of [
    ['FATAL:  lock file "postmaster.pid" already exists', 'taken'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port'],
    ['FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device', 'disk_full'],
    ['PANIC:  could not write: Disk quota exceeded', 'disk_full'],
    ['FATAL:  database files are incompatible with server', 'postgres_version_mismatch'],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'postgres_no_memory'],
    ['postgres: error while loading shared libraries: libicui18n.so.60: cannot open', 'postgres_not_installed'],
    ['FATAL:  could not open file "postgresql.conf": Permission denied', 'data_folder_denied'],
    ['FATAL:  data directory "x" has wrong ownership', 'data_folder_denied'],
    ['something new', 'postgres_did_not_start'],
    ['', 'postgres_did_not_start'],
  ] as const) {
    assert.equal(said(text), kind, text)
  }
})

test('the log stays small and its older half is kept once', (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'kauppias-log-'))
  t.after(() => rmSync(parent, { recursive: true }))
  const path = join(parent, 'server.log')
  assert.equal(boundLog(path), 0)
  writeFileSync(path, 'short')
  assert.equal(boundLog(path), 5)
  writeFileSync(path, 'x'.repeat(5_000_000))
  assert.equal(boundLog(path), 0)
  assert.equal(readFileSync(path, 'utf8'), '')
  assert.equal(statSync(`${path}.1`).size, 5_000_000)
})

test('an existing cluster of another account is run as that account by root', () => {
  assert.deepEqual(accountFor(0, { uid: 1234, gid: 99 }), {
    prefix: ['setpriv', '--reuid=1234', '--regid=99', '--clear-groups', '--'],
    owner: { uid: 1234, gid: 99 },
  })
  assert.deepEqual(accountFor(undefined), { prefix: [] })
})
