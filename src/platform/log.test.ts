import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonLog } from './log.ts'
import { fixedClock } from './ports/index.ts'

const logged = (write: (log: ReturnType<typeof jsonLog>) => void): Record<string, unknown> => {
  const lines: string[] = []
  write(jsonLog((line) => lines.push(line), fixedClock('2026-11-23T09:00:00Z')))
  assert.equal(lines.length, 1)
  assert.match(lines[0]!, /^[^\n]*\n$/)
  return JSON.parse(lines[0]!) as Record<string, unknown>
}

test('one event is one line of JSON', () => {
  assert.deepEqual(
    logged((log) => log.info('request', { route: '/a\nb', status: 200 })),
    { at: '2026-11-23T09:00:00.000Z', level: 'info', event: 'request', route: '/a\nb', status: 200 },
  )
})

test('an error keeps its kind and place, not what it quotes', () => {
  const quoting = logged((log) =>
    log.error('x', new Error('no "Liisa Virtanen" <liisa@example.fi> at +358 40 123 4567')),
  )
  assert.ok(!/Liisa|liisa|358|4567/.test(JSON.stringify(quoting)))
  assert.match(String(quoting.where), /log\.test\.ts/)
  const driver = Object.assign(new Error('duplicate key Liisa'), {
    severity: 'ERROR',
    code: '23505',
    detail: '(Liisa)',
  })
  const { message, code } = logged((log) => log.error('x', driver))
  assert.deepEqual([message, code], [undefined, '23505'])
})

test('a line is bounded', () => {
  const line = logged((log) =>
    log.info('x', Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i, 'y'.repeat(9000)]))),
  )
  assert.ok(JSON.stringify(line).length < 4000)
})
