import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemRandom } from '#src/platform/ports/index.ts'
import { hashPassword, mustBeStrong, verifyPassword } from './passwords.ts'

test('a hash is argon2id with its own salt and fits its password only', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => hashPassword('kolme sinistä hevosta', systemRandom)))
  assert.match(one!, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await verifyPassword('kolme sinistä hevosta', one), true)
  assert.equal(await verifyPassword('kolme sinista\u0308 hevosta'.normalize('NFD'), one), true)
  assert.equal(await verifyPassword('kolme sinistä hevosta ', one), false)
})

test('nobody has no password, not even the empty one', async () => {
  for (const nobody of [undefined, null]) assert.equal(await verifyPassword('', nobody), false)
})

test('a crowd waits in a line of limited length', async () => {
  const crowd = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword('x', null)))
  const refused = crowd.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 60 - 42)
  assert.ok(refused.every((one) => one.reason.code === 'busy'))
})

test('weak passwords are refused, long ones of any kind are not', () => {
  const about = ['aino.arvo@kukkakauppa.fi', 'Aino Arvo']
  for (const weak of [
    'lyhyt1!',
    'aaaaaaaaaaaaaaaa',
    'password 1234',
    'Kukkakauppa2026',
    'aino.arvo.1234',
    'Kauppias123!',
  ]) {
    assert.throws(() => mustBeStrong(weak, about), { code: 'password_too_weak' }, weak)
  }
  for (const strong of ['kolme sinistä hevosta', 'X7!kq-02mVz_p', '四つの青い馬が丘を越えて走る'])
    mustBeStrong(strong, about)
})
