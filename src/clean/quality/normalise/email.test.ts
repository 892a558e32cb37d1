import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readEmail } from './email.ts'
import { written } from './hostile.arbitrary.ts'

const good: [string, string, string?][] = [
  ['liisa@example.fi', 'liisa@example.fi'],
  [' Liisa.Virtanen@Example.FI ', 'liisa.virtanen@example.fi', 'Liisa.Virtanen@Example.FI'],
  ['mailto:liisa@example.fi?subject=x', 'liisa@example.fi', 'liisa@example.fi'],
  ['Liisa Virtanen <liisa@example.fi>', 'liisa@example.fi', 'liisa@example.fi'],
  ['"Virtanen, Liisa" <liisa@example.fi>', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa@example.fi.', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa@example.fi; matti@example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa@example.fi, matti@example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa@example.fi/matti@example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['vanha@, liisa@example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa @example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['liisa (at) example.fi', 'liisa@example.fi', 'liisa@example.fi'],
  ['info@mäkelä.fi', 'info@xn--mkel-load.fi'],
  ['päivi@example.fi', 'päivi@example.fi'],
  ["o'brien+lista@mail.example.co.uk", "o'brien+lista@mail.example.co.uk"],
  ['ｌｉｉｓａ@example.fi', 'liisa@example.fi'],
]

test('addresses as people write them', () => {
  for (const [text, key, value = text] of good) assert.deepEqual(readEmail(text), { value: { value, key } }, text)
})

test('what is no address', () => {
  for (const text of [
    '',
    'Liisa Virtanen',
    '040 123 4567',
    'liisa@',
    '@example.fi',
    'liisa@example',
    'liisa..v@example.fi',

    'liisa@example..fi',
    'liisa@-example.fi',
    'liisa@example.1',
    'liisa@127.0.0.1',
    'liisa@example,fi',
    'a@b@c',
    `${'x'.repeat(65)}@example.fi`,
    'liisa@exa_mple.fi',
    'liisa\uD800@example.fi',
    'Nähdään @Helsinki huomenna.',
  ]) {
    assert.deepEqual(readEmail(text), { fault: 'email_invalid' }, text)
  }
})

test('reading what was read changes nothing, and no text breaks it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        written,
        fc.emailAddress(),
        fc.tuple(written, fc.emailAddress()).map(([a, b]) => `${a} ${b}`),
      ),
      (text) => {
        const first = readEmail(text)
        if ('fault' in first) return
        const { value, key } = first.value
        assert.deepEqual(readEmail(value), first)
        assert.deepEqual(readEmail(key), { value: { value: key, key } })
        assert.equal(key, key.toLowerCase())
      },
    ),
    { numRuns: 3000 },
  )
})

test('hostile length costs no time', () => {
  const from = performance.now()
  for (const text of [
    'a.'.repeat(50_000),
    `${'a.'.repeat(40)}@${'b-'.repeat(60)}`,
    `<${'@'.repeat(900)}`,
    `${' '.repeat(900)}@`,
    '('.repeat(990),
  ])
    readEmail(text)
  assert.ok(performance.now() - from < 200)
})
