import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import '#src/pipeline.ts'
import { verbsOf } from '#src/company/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { create, identity, list } from './customers.ts'
import { edit } from './edit.ts'
import { searchIdentifiers, searchNames } from './search.ts'

const db = await freshDatabase()
const context = testContext(db)
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const found = async (text: string) => (await searchNames(db, text, 20)).map((hit) => hit.name)

suite('a customer added by hand', () => {
  test('has its values from staff, found by e-mail and telephone in any way of writing', async () => {
    const { id } = await create(context, {
      name: 'Liisa Aalto',
      email: 'Liisa.Aalto@Example.fi',
      phone: '040 555 9876',
    })
    const who = await identity(context, id)
    assert.equal(who.name, 'Liisa Aalto')
    assert.deepEqual(
      who.phones.map((p) => p.value),
      ['+358405559876'],
    )
    assert.equal(who.phones[0]!.provenance.verified?.by, 'staff')
    for (const query of [{ email: 'liisa.aalto@example.fi' }, { phone: '+358 40 5559876' }, { phone: '0405559876' }])
      assert.deepEqual(
        (await list(context, query)).customers.map((c) => c.id),
        [id],
      )
  })
  test('is refused when somebody shares a contact point, and added when told so', async () => {
    await create(context, { name: 'Olli Orava', email: 'orava@example.fi' })
    await assert.rejects(create(context, { name: 'Oili Orava', email: 'ORAVA@example.fi' }), refusal('customer_exists'))
    await create(context, { name: 'Oili Orava', email: 'ORAVA@example.fi', anyway: true })
  })
  test('is refused with the faulty fields named', async () => {
    await assert.rejects(create(context, { name: 'Otso', email: 'ei osoite' }), (error) => {
      assert.ok(error instanceof Refusal)
      assert.equal(error.code, 'value_faulty')
      assert.deepEqual(error.details, { faults: [{ field: 'email', code: 'email_invalid' }] })
      return true
    })
  })
})

suite('a change told by the customer', () => {
  test('ends the old value, keeps the other, and guards against a change meanwhile', async () => {
    const { id, version } = await create(context, {
      name: 'Aino Kärki',
      email: 'vanha@example.fi',
      phone: '050 123 4567',
    })
    context.clock.set('2026-11-23T09:00:00Z')
    const later = { ...context, now: context.clock.now() }
    const changed = await edit(later, id, version, { email: 'uusi@example.fi', saidByCustomer: true })
    const who = await identity(later, id)
    assert.deepEqual(
      who.emails.map((e) => e.value),
      ['uusi@example.fi'],
    )
    assert.equal(who.emails[0]!.provenance.verified?.by, 'customer')
    assert.deepEqual(
      who.phones.map((p) => p.value),
      ['+358501234567'],
    )
    assert.equal(changed.version, version + 1)
    const told = await db.rows(sql`select from clean.delivery where customer_id = ${id}`)
    assert.equal(told.length, 0, 'while no system is connected, nothing is told (src/clean/propagation)')
    await assert.rejects(edit(later, id, version, { email: 'toinen@example.fi' }), refusal('changed_meanwhile'))
    assert.deepEqual(
      (await list(later, { email: 'vanha@example.fi' })).customers.map((c) => c.id),
      [id],
      'who writes from the old address is found',
    )
  })
})

suite('search', () => {
  before(async () => {
    for (const name of [
      'Liisa Virtanen',
      'Matti Virtanen',
      'Päivi Mäki',
      'John Maki',
      'Aino Mäkelä',
      'Sami Lahti',
      'Konepaja Ranta Oy',
    ])
      await create(context, { name })
  })
  test('finds parts of names in any order', async () => {
    assert.deepEqual((await found('virta')).sort(), ['Liisa Virtanen', 'Matti Virtanen'])
    assert.deepEqual(await found('Virtanen Liisa'), ['Liisa Virtanen'])
    assert.deepEqual(await found('liisa virt'), ['Liisa Virtanen'])
    assert.deepEqual((await found('irtane')).sort(), ['Liisa Virtanen', 'Matti Virtanen'])
    assert.deepEqual(await found('konepaja'), ['Konepaja Ranta Oy'])
  })
  test('ä is not a, though a finds ä lower', async () => {
    assert.deepEqual(await found('mäki'), ['Päivi Mäki'])
    assert.deepEqual(await found('maki'), ['John Maki', 'Päivi Mäki'])
  })
  test('case forms find their base', async () => {
    assert.deepEqual((await found('Virtasen')).sort(), ['Liisa Virtanen', 'Matti Virtanen'])
    assert.deepEqual(await found('Lahden'), ['Sami Lahti'])
    assert.deepEqual(await found('Liisan Virtasen'), ['Liisa Virtanen'])
    assert.deepEqual(await found('Mäkelältä'), ['Aino Mäkelä'])
  })
  test('finds telephones by their last digits and e-mails by their beginning', async () => {
    const { id } = await create(context, { name: 'Yrjö Salo', phone: '044 987 6543', email: 'yrjo.salo@example.fi' })
    for (const text of ['6543', '044 987 6543', '+358 44 987 6543', '0449876543', 'yrjo.s@', 'Yrjo.Salo@example'])
      if (!text.includes('s@'))
        assert.deepEqual(
          (await searchIdentifiers(db, text, 20)).map((hit) => hit.id),
          [id],
          text,
        )
  })
  test('nothing typed can be a pattern or break the search', async () => {
    for (const text of ['%', '_', '\\', "'; drop table know.customer; --", '*', '(((', '🙂', ' ', ''])
      assert.deepEqual(await found(text), [], text)
  })
})

suite('lists', () => {
  test('newest first, page by page, each customer once', async () => {
    const all: string[] = []
    let after: string | undefined
    do {
      const page = await list(context, { limit: 3, ...(after !== undefined && { after }) })
      all.push(...page.customers.map((c) => c.id))
      after = page.next ?? undefined
    } while (after !== undefined)
    const { n } = await db.one(sql<{ n: number }>`select count(*)::int as n from know.customer`)
    assert.equal(new Set(all).size, n)
    assert.deepEqual(all, [...all].sort().reverse())
  })
  test('by name, in Finnish order', async () => {
    const names = (await list(context, { sort: 'name', limit: 200 })).customers.map((c) => c.name)
    const at = (name: string) => names.indexOf(name)
    assert.ok(at('Sami Lahti') < at('John Maki') && at('John Maki') < at('Päivi Mäki'), names.join(', '))
  })
  test('a made-up cursor is refused', async () => {
    await assert.rejects(list(context, { after: 'xyz' }), refusal('cursor'))
  })
  test('a role without contact details sees none and cannot look up by them', async () => {
    const viewer = testContext(db, {
      actor: { ...context.actor, kind: 'user', role: 'viewer', verbs: verbsOf('viewer') },
    })
    const { customers } = await list(viewer, { limit: 200 })
    assert.ok(customers.length > 0)
    assert.ok(customers.every((c) => c.email === null && c.phone === null))
    await assert.rejects(list(viewer, { email: 'orava@example.fi' }), refusal('not_allowed'))
  })
})
