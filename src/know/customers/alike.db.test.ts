import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import '#src/pipeline.ts'
import { verbsOf } from '#src/company/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { alike } from './alike.ts'
import { editsBetween, nameLikeness } from './alike-names.ts'
import type { AlikeDraft, CustomerDraft } from './contract.ts'
import { create } from './customers.ts'
import { edit } from './edit.ts'

const db = await freshDatabase()
const context = testContext(db)
const add = async (draft: CustomerDraft) => (await create(context, { ...draft, anyway: true })).id
const found = async (draft: AlikeDraft) =>
  (await alike(context, draft)).customers.map((c) => `${c.name}: ${c.sure}, ${c.because.join(' ')}`)

suite('who a new customer may be', () => {
  let liisa = ''
  before(async () => {
    liisa = await add({
      name: 'Liisa Mäkelä',
      email: 'liisa@example.fi',
      phone: '040 1234567',
      street: 'Kotikatu 2 B 7',
      postcode: '33100',
      city: 'Tampere',
    })
    for (let i = 0; i < 6; i++) await add({ name: 'Matti Virtanen', email: `matti${i}@example.fi` })
    await add({ name: 'Konepaja Ranta Oy', kind: 'organisation', businessId: '1572860-0' })
  })

  test('by what leads to a person: e-mail, telephone in any way of writing, business id', async () => {
    assert.deepEqual(await found({ email: 'LIISA@example.fi' }), ['Liisa Mäkelä: likely, sameEmail'])
    assert.deepEqual(await found({ phone: '+358 40 123 4567', name: 'Liisa Mäkelä' }), [
      'Liisa Mäkelä: certain, samePhone sameName',
    ])
    assert.deepEqual(await found({ kind: 'organisation', businessId: '1572860-0', name: 'Jokin Muu' }), [
      'Konepaja Ranta Oy: certain, sameBusinessId',
    ])
  })

  test('by the name in any order, without dots, with the same home', async () => {
    const same = ['Liisa Mäkelä: likely, sameName sameStreet samePostcode']
    const home = { street: 'kotikatu 2 b 7', postcode: '33100', city: 'Tampere' }
    assert.deepEqual(await found({ name: 'Mäkelä Liisa', ...home }), same)
    assert.deepEqual(await found({ name: 'Liisa Makela', ...home }), same)
    assert.deepEqual(await found({ name: 'Liisa Mäkelä' }), ['Liisa Mäkelä: possible, sameName'])
    assert.deepEqual(await found({ name: 'Ranta Konepaja', kind: 'organisation' }), [
      'Konepaja Ranta Oy: possible, sameName',
    ])
  })

  test('by nearly the name, with the same street', async () => {
    const home = { street: 'Kotikatu 2 B 7', postcode: '33100' }
    const near = ['Liisa Mäkelä: possible, nearName sameStreet samePostcode']
    assert.deepEqual(await found({ name: 'Lisa Mäkelä', ...home }), near)
    assert.deepEqual(await found({ name: 'Liisa Mäkälä', ...home }), near)
    assert.deepEqual(await found({ name: 'Elisabet Mäkelä', ...home }), near)
    assert.deepEqual(await found({ name: 'Lisa Mäkelä' }), [], 'near alone says nothing')
    assert.deepEqual(
      await found({ name: 'Seppo Mäkelä', ...home }),
      [],
      'a neighbour of the same family is somebody else',
    )
  })

  test('a common name alone names few, and what is half typed says nothing', async () => {
    assert.equal((await found({ name: 'Matti Virtanen' })).length, 3)
    for (const draft of [{}, { name: 'M' }, { email: 'lii' }, { phone: '04' }, { name: '%' }, { name: '\u0000' }])
      assert.deepEqual(await found(draft), [])
  })

  test('a person under non-disclosure is found by name only by those who may not see more', async () => {
    await edit(context, liisa, 1, { protected: true })
    const sales = testContext(db, { actor: { ...context.actor, kind: 'user', role: 'sales', verbs: verbsOf('sales') } })
    const draft = { name: 'Liisa Mäkelä', email: 'liisa@example.fi', street: 'Kotikatu 2 B 7', postcode: '33100' }
    assert.deepEqual((await alike(sales, draft)).customers, [
      { id: liisa, kind: 'person', name: 'Liisa Mäkelä', city: null, sure: 'possible', because: ['sameName'] },
    ])
    assert.deepEqual((await alike(sales, { email: 'liisa@example.fi' })).customers, [])
  })
})

test('likeness of names', () => {
  const like = (a: string, b: string) => nameLikeness(a.split(' '), b.split(' '))
  assert.equal(like('liisa mäkelä', 'mäkelä liisa'), 'same')
  assert.equal(like('liisa makela', 'liisa mäkelä'), 'same')
  assert.equal(like('l mäkelä', 'liisa mäkelä'), 'near')
  assert.equal(like('liisa maria mäkelä', 'liisa mäkelä'), 'near')
  assert.equal(like('pekka mäkelä', 'petteri mäkelä'), 'near')
  assert.equal(like('yrjö mäkelä', 'jyrki mäkelä'), 'near')
  assert.equal(like('leena mäkelä', 'liisa mäkelä'), undefined)
  assert.equal(like('mäkelä', 'liisa mäkelä'), undefined)
  assert.deepEqual(
    [editsBetween('liisa', 'lisa'), editsBetween('matti', 'matit'), editsBetween('a', 'abcd')],
    [1, 1, 3],
  )
})
