import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import '#src/pipeline.ts'
import { ensureSource, type IntakeRecord, take, workOf } from '#src/collect/intake/index.ts'
import { verbsOf } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Role } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import type { ValuesOfField } from './contract.ts'
import { create, identity } from './customers.ts'
import { edit } from './edit.ts'
import { history, undo } from './history.ts'
import { end, pin, unpin, values, verify } from './values.ts'

const db = await freshDatabase()
const context = testContext(db)
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const at = (now: string, of: Context = context): Context => ({ ...of, now: new Date(now) })
const as = (role: Role): Context =>
  testContext(db, { actor: { ...context.actor, kind: 'user', role, verbs: verbsOf(role) } })

let orgs = 0
/** A company of one source, found again by its business id whatever else is told of it. */
async function known(
  claims: Extract<IntakeRecord, { kind: 'customer' }>['claims'],
  source: string,
  trust: number,
  day: string,
) {
  const from = await ensureSource(db, source, { id: context.uuid(), now: context.now, trust })
  const record: IntakeRecord = {
    kind: 'customer',
    externalId: claims.businessId!,
    claims: { kind: 'organisation', ...claims },
    observedAt: day,
  }
  const payload = Buffer.from(JSON.stringify(record))
  const incoming = [
    {
      fileNo: 1,
      line: 0,
      record,
      key: claims.businessId!,
      hash: uuidOf(payload.toString(), day),
      payload,
      copy: false,
      overtaken: false,
    },
  ]
  const batch = await db.tx((tx) =>
    take({ ...workOf(context, tx), now: new Date(day) }, { source: from, importId: null, bulk: true, incoming }),
  )
  return batch.items[0]!.customerId!
}
const businessIds = [
  '0737546-2',
  '1572860-0',
  '0201256-6',
  '0112038-9',
  '0109862-8',
  '1927400-1',
  '0116297-6',
  '1458359-3',
]
const nextId = () => businessIds[orgs++]!

const emailOf = (value: string) => ({ emails: [{ value, key: value }] })
const field = async (id: string, name: string): Promise<ValuesOfField | undefined> =>
  (await values(context, id)).fields.find((one) => one.field === name)
const inUse = async (id: string) => (await identity(context, id)).emails.find((e) => e.chosen)?.value
const version = async (id: string) => (await identity(context, id)).version

suite('a customer who moved (S-moved)', () => {
  test('the old value never returns through an import, whoever tells it and however late', async () => {
    const businessId = nextId()
    const id = await known(
      { businessId, name: { display: 'Ranta Oy' }, ...emailOf('vanha@ranta.fi') },
      'Kauppa',
      40,
      '2026-01-01T00:00:00Z',
    )
    const told = { email: 'uusi@ranta.fi', saidByCustomer: true, channel: 'phone' as const }
    await edit(at('2026-03-01T00:00:00Z'), id, await version(id), told)
    await known(
      { businessId, name: { display: 'Ranta Oy' }, ...emailOf('vanha@ranta.fi') },
      'Kirjanpito',
      100,
      '2026-06-01T00:00:00Z',
    )
    await known(
      { businessId, name: { display: 'Ranta Oy' }, ...emailOf('vanha@ranta.fi') },
      'Lista',
      10,
      '2026-07-01T00:00:00Z',
    )
    assert.equal(await inUse(id), 'uusi@ranta.fi')
    const email = await field(id, 'email')
    assert.deepEqual(
      email!.values.map((v) => [v.value, v.inUse, v.ended !== null]),
      [
        ['uusi@ranta.fi', true, false],
        ['vanha@ranta.fi', false, true],
      ],
    )
    assert.deepEqual(email!.values[1]!.ended!.verified, { by: 'customer', channel: 'phone' })
    assert.deepEqual(email!.values[1]!.told.map((t) => t.source).sort(), ['Kauppa', 'Kirjanpito', 'Lista'])
    const again = { field: 'email', value: 'vanha@ranta.fi', by: 'customer' as const }
    await verify(at('2026-08-01T00:00:00Z'), id, await version(id), again)
    assert.equal(await inUse(id), 'vanha@ranta.fi', 'the customer said it again')
  })
})

suite('choosing between values', () => {
  test('verify, pin, unpin and end, each one entry of the history', async () => {
    const businessId = nextId()
    const id = await known(
      { businessId, name: { display: 'Koski Oy' }, ...emailOf('a@koski.fi') },
      'Kauppa',
      40,
      '2026-01-01T00:00:00Z',
    )
    await known(
      { businessId, name: { display: 'Koski Oy' }, ...emailOf('b@koski.fi') },
      'Kirjanpito',
      50,
      '2026-01-01T00:00:00Z',
    )
    assert.equal((await field(id, 'email'))!.why, 'trusted')
    const a = { field: 'email', value: 'a@koski.fi' }
    await verify(at('2026-02-01T00:00:00Z'), id, await version(id), { ...a, by: 'staff' })
    assert.deepEqual([await inUse(id), (await field(id, 'email'))!.why], ['a@koski.fi', 'verified'])
    await pin(at('2026-02-02T00:00:00Z'), id, await version(id), { field: 'email', value: 'b@koski.fi' })
    assert.deepEqual([await inUse(id), (await field(id, 'email'))!.why], ['b@koski.fi', 'pinned'])
    const c = { businessId, name: { display: 'Koski Oy' }, ...emailOf('c@koski.fi') }
    await known(c, 'Kirjanpito', 50, '2026-02-03T00:00:00Z')
    assert.equal(await inUse(id), 'b@koski.fi', 'a source that tells it no more takes nothing away')
    await unpin(at('2026-02-04T00:00:00Z'), id, await version(id), 'email')
    await assert.rejects(unpin(context, id, await version(id), 'email'), refusal('not_pinned'))
    await end(at('2026-02-05T00:00:00Z'), id, await version(id), { ...a, by: 'customer' })
    assert.equal(await inUse(id), 'c@koski.fi')
    await assert.rejects(
      verify(context, id, await version(id), { field: 'email', value: 'z@koski.fi', by: 'staff' }),
      refusal('value_unknown'),
    )
    await assert.rejects(pin(context, id, 1, a), refusal('changed_meanwhile'))
    const { entries } = await history(context, id, {})
    assert.deepEqual(
      entries.map((e) => [e.what, e.changes.map((x) => `${x.field}: ${x.old} → ${x.new}`).join('; ')]),
      [
        ['changed', 'email: a@koski.fi → c@koski.fi'],
        ['unpinned', 'email: b@koski.fi → a@koski.fi'],
        ['pinned', 'email: a@koski.fi → b@koski.fi'],
        ['verified', 'email: b@koski.fi → a@koski.fi'],
        ['changed', 'email: a@koski.fi → b@koski.fi'],
        ['created', ''],
      ],
    )
  })

  test('every field can be corrected, and one more e-mail or telephone added', async () => {
    const { id, version: first } = await create(context, {
      name: 'Aino Kärki',
      email: 'aino@karki.fi',
      phone: '050 1234567',
    })
    const change = {
      name: 'Aino Korpi',
      birthDate: '1.2.1980',
      title: 'Toimitusjohtaja',
      language: 'sv',
      address: { street: 'Puistotie 3', postcode: '33100', city: 'Tampere' },
      attributes: [{ name: 'Koko', value: '38' }],
      also: { phone: '040 7654321', email: 'tyo@karki.fi' },
    }
    await edit(at('2026-11-24T00:00:00Z'), id, first, change)
    const who = await identity(context, id)
    assert.deepEqual(
      [who.name, who.birthDate, who.title, who.language, who.addresses[0]!.value],
      ['Aino Korpi', '1980-02-01', 'Toimitusjohtaja', 'sv', 'Puistotie 3, 33100 Tampere'],
    )
    assert.deepEqual(
      who.attributes.map((x) => [x.name, x.value]),
      [['Koko', '38']],
    )
    assert.deepEqual(
      who.phones.map((p) => p.value),
      ['+358501234567', '+358407654321'],
    )
    assert.deepEqual(
      who.emails.map((e) => e.value),
      ['aino@karki.fi', 'tyo@karki.fi'],
    )
    await edit(at('2026-11-25T00:00:00Z'), id, who.version, { attributes: [{ name: 'Koko', value: '40' }] })
    const size = await field(id, 'attribute:Koko')
    assert.deepEqual(
      size!.values.map((v) => [v.value, v.inUse]),
      [
        ['40', true],
        ['38', false],
      ],
    )
    const { entries } = await history(context, id, { field: 'attribute:Koko' })
    assert.deepEqual(entries.map((e) => e.changes[0] && [e.changes[0].old, e.changes[0].new]).slice(0, 1), [
      ['38', '40'],
    ])
    await end(at('2026-11-26T00:00:00Z'), id, await version(id), {
      field: 'title',
      value: 'Toimitusjohtaja',
      by: 'staff',
    })
    assert.equal((await identity(context, id)).title, null)
  })
})

suite('the history', () => {
  test('is read page by page and filtered', async () => {
    const { id } = await create(context, { name: 'Eero Sivu', email: 'e0@sivu.fi' })
    for (let i = 1; i <= 5; i++)
      await edit(
        at(`2026-12-0${i}T00:00:00Z`),
        id,
        await version(id),
        i === 3 ? { title: 'Isäntä' } : { email: `e${i}@sivu.fi` },
      )
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await history(context, id, { limit: 2, ...(after !== undefined && { after }) })
      seen.push(...page.entries.map((e) => e.id))
      after = page.next ?? undefined
    } while (after !== undefined)
    assert.equal(new Set(seen).size, 6)
    assert.equal((await history(context, id, { field: 'title' })).entries.length, 1)
    assert.equal((await history(context, id, { what: 'created' })).entries.length, 1)
    assert.equal((await history(context, id, { actor: uuidOf('nobody') })).entries.length, 0)
    await assert.rejects(history(context, id, { after: 'x' }), refusal('cursor'))
    await assert.rejects(history(as('sales'), id, {}), refusal('not_allowed'))
  })
})

suite('undo of one change by hand', () => {
  test('is as if it had not been said; what was said later stays', async () => {
    const { id } = await create(context, { name: 'Veikko Virhe', email: 'oikea@virhe.fi', phone: '050 1112223' })
    const before = JSON.stringify((await values(context, id)).fields)
    const wrong = await edit(at('2026-12-01T00:00:00Z'), id, 1, { email: 'vaara@virhe.fi', saidByCustomer: true })
    const later = await edit(at('2026-12-02T00:00:00Z'), id, wrong.version, { title: 'Isäntä' })
    const back = await undo(at('2026-12-03T00:00:00Z'), id, wrong.entry!)
    assert.equal(back.version, later.version + 1)
    assert.deepEqual([await inUse(id), (await identity(context, id)).title], ['oikea@virhe.fi', 'Isäntä'])
    await undo(at('2026-12-04T00:00:00Z'), id, later.entry!)
    assert.equal(JSON.stringify((await values(context, id)).fields), before)
    const { entries } = await history(context, id, {})
    assert.deepEqual(
      entries.map((e) => [e.what, e.changes.map((x) => `${x.field}: ${x.old} → ${x.new}`).join('; '), e.undoable]),
      [
        ['undone', 'title: Isäntä → null', false],
        ['undone', 'email: vaara@virhe.fi → oikea@virhe.fi', false],
        ['changed', 'title: null → Isäntä', false],
        ['changed', 'email: oikea@virhe.fi → vaara@virhe.fi', false],
        ['created', '', false],
      ],
    )
    await assert.rejects(undo(context, id, wrong.entry!), refusal('undone_already'))
    await assert.rejects(undo(context, id, entries.at(-1)!.id), refusal('not_undoable'))
    await assert.rejects(undo(context, id, uuidOf('none')), refusal('not_found'))
  })

  test('goes for a check, a pin, an ending and an attribute too, each told by the history', async () => {
    const { id } = await create(context, { name: 'Tuija Tarkka', email: 'tuija@tarkka.fi' })
    const email = { field: 'email', value: 'tuija@tarkka.fi' }
    const day = (n: number) => at(`2026-12-0${n}T00:00:00Z`)
    const act = async (n: number, work: (of: Context, v: number) => Promise<{ entry: string | null }>) => {
      const { entry } = await work(day(n), await version(id))
      const undone = await undo(day(n + 1), id, entry!)
      assert.ok(undone.version > 1)
    }
    await act(1, (of, v) => verify(of, id, v, { ...email, by: 'customer' }))
    await act(2, (of, v) => pin(of, id, v, email))
    await act(3, (of, v) => end(of, id, v, { ...email, by: 'customer' }))
    await act(4, (of, v) => edit(of, id, v, { attributes: [{ name: 'Koko', value: '38' }] }))
    const { entries } = await history(context, id, {})
    assert.equal(entries.filter((e) => e.what === 'undone').length, 4)
    assert.equal(await inUse(id), 'tuija@tarkka.fi')
    assert.equal(await field(id, 'attribute:Koko'), undefined)
  })
})

suite('non-disclosure for safety', () => {
  test('hides values and history from those without the right, who cannot change them either', async () => {
    const { id, version: first } = await create(context, { name: 'Suojattu Ihminen', email: 'piilo@example.fi' })
    const set = await edit(as('sales'), id, first, { protected: true })
    await assert.rejects(undo(as('sales'), id, set.entry!), refusal('contact_hidden'))
    await edit(at('2026-12-01T00:00:00Z'), id, await version(id), { email: 'piilossa@example.fi' })
    const steward = as('steward')
    const told = JSON.stringify([
      await values(steward, id),
      await history(steward, id, {}),
      await identity(steward, id),
    ])
    assert.doesNotMatch(told, /piilo/)
    assert.match(told, /"hidden":true/)
    const now = await version(id)
    await assert.rejects(edit(steward, id, now, { email: 'x@example.fi' }), refusal('contact_hidden'))
    await assert.rejects(edit(steward, id, now, { protected: false }), refusal('contact_hidden'))
    const email = { field: 'email', value: 'piilossa@example.fi' }
    await assert.rejects(verify(steward, id, now, { ...email, by: 'staff' }), refusal('contact_hidden'))
    assert.equal((await values(as('service'), id)).hidden, false)
    await edit(at('2026-12-02T00:00:00Z'), id, now, { protected: false })
    assert.equal((await identity(steward, id)).emails[0]!.value, 'piilossa@example.fi')
  })
})
