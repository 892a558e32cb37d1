import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeSpace, nodeVersion } from './checks.ts'
import type { BackupRow } from '#src/platform/db/backup/index.ts'
import { judgeBackups, judgeClock } from './database.ts'

test('Node', () => {
  assert.equal(nodeVersion('22.17.9').state, 'bad')
  assert.equal(nodeVersion('22.18.0').state, 'good')
  assert.equal(nodeVersion('24.21.0').state, 'good')
})

test('disk space', () => {
  assert.deepEqual(judgeSpace(2e8, 'en'), { state: 'bad', key: 'diskFull', values: { free: '200 MB' } })
  assert.deepEqual(judgeSpace(4.94e9, 'fi'), { state: 'note', key: 'diskLow', values: { free: '4,9 Gt' } })
  assert.equal(judgeSpace(50e9, 'en').state, 'good')
})

test('clock', () => {
  const now = new Date('2026-11-01T12:00:00Z')
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  assert.equal(judgeClock(now, later(4), null).key, 'clock')
  assert.deepEqual(judgeClock(now, later(-90), null), { state: 'bad', key: 'clockSkewed', values: { seconds: 90 } })
  assert.equal(judgeClock(now, now, later(3600)).key, 'clockBehind')
})

test('backups: one that was never read again is as bad as a failed one', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  const row = (given: Partial<BackupRow>): BackupRow => ({
    id: 'x',
    kind: 'physical',
    place: '/b',
    state: 'done',
    started_at: new Date('2026-11-24T00:07:00Z'),
    finished_at: null,
    bytes: '1',
    problem: null,
    verified_at: null,
    restored_at: null,
    ...given,
  })
  const checked = row({ verified_at: now })
  assert.deepEqual(judgeBackups([], now), { state: 'note', key: 'backupNone' })
  assert.deepEqual(judgeBackups([row({})], now).key, 'backupUnproved')
  assert.deepEqual(judgeBackups([checked], now).state, 'good')
  assert.deepEqual(judgeBackups([row({ state: 'failed', problem: 'backup_disk_full' }), checked], now).state, 'bad')
  assert.deepEqual(judgeBackups([{ ...checked, started_at: new Date('2026-11-20T00:00:00Z') }], now).key, 'backupOld')
})
