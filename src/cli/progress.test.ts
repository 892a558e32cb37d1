import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { progressOn } from './progress.ts'

function screen(isTTY: boolean): { stream: Writable & { isTTY: boolean; columns: number }; text: () => string } {
  let text = ''
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk)
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY, columns: 100 }), text: () => text }
}

test('a terminal gets one line that is redrawn, at most ten times a second', () => {
  let now = 0
  const { stream, text } = screen(true)
  const progress = progressOn(stream, 'Rivejä', 1000, () => now)
  for (now = 10; now <= 1000; now += 10) progress.at(now / 2)
  progress.end()
  const drawings = text().split('\r').slice(1)
  assert.equal(drawings.length, 11)
  assert.match(drawings[5]!, /^\[██████·+\] Rivejä: 300 \/ 1\u00a0000, 500\/s, 1\.4 s left\s*$/)
  assert.match(drawings[10]!, /^\[█{10}·{10}\] Rivejä: 500 \/ 1\u00a0000, 495\/s, 1\.0 s\s*\n$/)
})

test('elsewhere plain lines, every five seconds and at the end', () => {
  let now = 0
  const { stream, text } = screen(false)
  const progress = progressOn(stream, 'Rows', undefined, () => now)
  for (now = 1000; now <= 12_000; now += 1000) progress.at(now)
  progress.end()
  assert.doesNotMatch(text(), /\r/)
  assert.equal(
    text(),
    'Rows: 5\u00a0000, 1\u00a0000/s\nRows: 10\u00a0000, 1\u00a0000/s\nRows: 12\u00a0000, 923/s, 13 s\n',
  )
})
