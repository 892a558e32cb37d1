import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Role, roles, type Verb, verbs } from '#src/terms/index.ts'
import { anonymous, authorize, may, systemActor, verbsOf } from './permissions.ts'

const cannot = (role: Role, ...some: Verb[]) => some.filter((verb) => verbsOf(role).has(verb))

test('the administrator may everything, and each verb somebody', () => {
  assert.deepEqual([...verbsOf('administrator')], [...verbs])
})

test('what each role must not have', () => {
  assert.deepEqual(cannot('viewer', 'customer.contact', 'customer.protected', 'export.run', 'note.write'), [])
  assert.deepEqual(cannot('marketing', 'import.run', 'customer.edit', 'customer.protected', 'user.read'), [])
  assert.deepEqual(cannot('sales', 'import.run', 'export.run', 'customer.protected', 'customer.merge'), [])
  assert.deepEqual(cannot('service', 'import.run', 'export.run', 'source.manage'), [])
  assert.deepEqual(cannot('steward', 'user.manage', 'settings.manage', 'customer.protected'), [])
  for (const role of roles.filter((r) => r !== 'administrator')) assert.deepEqual(cannot(role, 'user.manage'), [])
})

test('a refusal says whether to sign in or to ask', () => {
  assert.throws(() => authorize(anonymous, 'customer.read'), { status: 401, code: 'sign_in_needed' })
  const viewer = { ...systemActor, kind: 'user', verbs: verbsOf('viewer') } as const
  assert.throws(() => authorize(viewer, 'note.write'), { status: 403, code: 'not_allowed' })
  authorize(viewer, 'customer.read')
  assert.equal(may(viewer, 'customer.contact'), false)
})
