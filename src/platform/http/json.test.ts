import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { coerced } from './coercion.ts'
import { readJson } from './json.ts'
import { shape } from './schemas.ts'
import { Type } from 'typebox'

const read = (text: string) => readJson(Buffer.from(text, 'utf8'))

test('what is good JSON is read as it is', () => {
  const good = fc.jsonValue({ maxDepth: 10 }).filter((v) => !/\\u0000|\\ud[89a-f]|__proto__/i.test(JSON.stringify(v)))
  fc.assert(
    fc.property(good, (value) => assert.deepEqual(read(JSON.stringify(value)), JSON.parse(JSON.stringify(value)))),
  )
  assert.deepEqual(read('{"constructor":"x","prototype":"y"}'), { constructor: 'x', prototype: 'y' })
  assert.equal(read(''), undefined)
})

test('keys that reach into prototypes, and broken texts at any depth, are refused with their place', () => {
  assert.throws(() => read('{"a":[{"__proto__":1}]}'), { status: 400, details: { path: '/a/0/__proto__' } })
  assert.throws(() => read('{"constructor":{"prototype":{}}}'), { status: 400 })
  assert.throws(() => read('{"a":{"b/c":["x","\\u0000"]}}'), { code: 'bad_text', details: { path: '/a/b~1c/1' } })
  assert.throws(() => read('{"\\udfff":1}'), { code: 'bad_text' })
})

test('depth is counted outside texts only', () => {
  assert.deepEqual(read(`{"a":"${'['.repeat(1000)}\\"${'{'.repeat(1000)}"}`), {
    a: `${'['.repeat(1000)}"${'{'.repeat(1000)}`,
  })
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  assert.ok(Array.isArray(read(deep(256))))
  assert.throws(() => read(deep(257)), { code: 'json_too_deep' })
})

test('query texts become what the schema says, nothing else', () => {
  const schema = shape({
    n: Type.Integer(),
    x: Type.Number(),
    b: Type.Boolean(),
    list: Type.Array(Type.Integer()),
    maybe: Type.Union([Type.Integer(), Type.Null()]),
    text: Type.Union([Type.Integer(), Type.String()]),
  })
  const given = { n: '5', x: '-2.5', b: 'true', list: '7', maybe: '9', text: '9', other: '1' }
  assert.deepEqual(coerced(given, schema, 'q'), { n: 5, x: -2.5, b: true, list: [7], maybe: 9, text: '9', other: '1' })
  for (const odd of ['', ' 5', '5e3', '0x10', '1_0', '99999999999999999999']) {
    assert.equal(coerced({ n: odd }, schema, 'q').n, odd)
  }
})
