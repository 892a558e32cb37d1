import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeSpace, nodeVersion } from './checks.ts'
import { judgeClock } from './database.ts'

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
