import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Said } from '#src/collect/intake/index.ts'
import { type Claim, goldenOf, valuesOf } from './golden.ts'

const day = (n: number) => Date.UTC(2026, 0, 1 + n)
const claim = (origin: string, said: Said, more: Partial<Claim> = {}): Claim => ({
  origin,
  sourceId: 's',
  source: 'Verkkokauppa',
  trust: 40,
  observedAt: day(0),
  said,
  ...more,
})
const email = (value: string): Said => ({ emails: [{ value, key: value.toLowerCase() }] })

test('the more trusted source wins, then the later word', () => {
  const shop = claim('a', email('kauppa@example.fi'), { trust: 40, observedAt: day(9) })
  const bookkeeping = claim('b', email('lasku@example.fi'), { trust: 50 })
  assert.equal(goldenOf('c', [shop, bookkeeping]).email, 'lasku@example.fi')
  const later = claim('d', email('uusi@example.fi'), { trust: 50, observedAt: day(1) })
  assert.equal(goldenOf('c', [shop, bookkeeping, later]).email, 'uusi@example.fi')
})

test('a told change ends the old value in every source, for good: no later import brings it back, only a later word by hand', () => {
  const old = claim('a', email('vanha@example.fi'), { trust: 90 })
  const told = claim(
    'b',
    {
      ...email('uusi@example.fi'),
      ended: [{ field: 'email', value: 'vanha@example.fi' }],
      verified: { by: 'customer' },
    },
    { trust: 70, observedAt: day(5) },
  )
  const shown = (...claims: Claim[]) => valuesOf(claims).emails.map((e) => e.value.value)
  assert.deepEqual(shown(old, told), ['uusi@example.fi'])
  const imported = claim('c', email('vanha@example.fi'), { trust: 100, observedAt: day(6) })
  assert.deepEqual(shown(old, told, imported), ['uusi@example.fi'])
  const again = { ...email('vanha@example.fi'), verified: { by: 'customer' as const } }
  assert.deepEqual(
    shown(told, claim('d', again, { observedAt: day(4) })),
    ['uusi@example.fi'],
    'an earlier word ends too',
  )
  assert.deepEqual(shown(told, claim('e', again, { observedAt: day(6) })), ['vanha@example.fi', 'uusi@example.fi'])
})

test('what staff say within one moment follows one another', () => {
  const first = { ...email('yksi@example.fi'), verified: { by: 'staff' as const }, told: '1' }
  const second = {
    ...first,
    ...email('kaksi@example.fi'),
    told: '2',
    ended: [{ field: 'email' as const, value: 'yksi@example.fi' }],
  }
  const back = { ...first, told: '3', ended: [{ field: 'email' as const, value: 'kaksi@example.fi' }] }
  const claims = [claim('z', first), claim('y', second), claim('x', back)]
  assert.deepEqual(
    valuesOf(claims).emails.map((e) => e.value.value),
    ['yksi@example.fi'],
  )
})

test('an unconfirmed word fades: half of its weight in six years', () => {
  const year = 365
  const bookkeeping = claim('a', email('lasku@example.fi'), { trust: 50 })
  const shop = (years: number) => claim('b', email('kauppa@example.fi'), { observedAt: day(years * year) })
  assert.equal(goldenOf('c', [bookkeeping, shop(1)]).email, 'lasku@example.fi')
  assert.equal(goldenOf('c', [bookkeeping, shop(3)]).email, 'kauppa@example.fi')
  const checked = claim('d', { ...email('oikea@example.fi'), verified: { by: 'staff' } })
  assert.equal(goldenOf('c', [checked, shop(30)]).email, 'oikea@example.fi', 'what somebody vouched for does not')
})

test('a pinned value is in use until it is unpinned, ended or told by nobody', () => {
  const a = claim('a', email('a@example.fi'), { trust: 10 })
  const b = claim('b', { ...email('b@example.fi'), verified: { by: 'customer' } }, { trust: 90, observedAt: day(9) })
  const pinned = (value: string | null, at: number) =>
    claim(`p${at}`, { pins: [{ field: 'email' as const, value }] }, { observedAt: day(at) })
  const inUse = (...claims: Claim[]) => goldenOf('c', claims).email
  assert.equal(inUse(a, b), 'b@example.fi')
  assert.equal(inUse(pinned('a@example.fi', 10), a, b), 'a@example.fi')
  assert.equal(inUse(pinned('a@example.fi', 10), pinned(null, 11), a, b), 'b@example.fi')
  assert.equal(inUse(pinned('a@example.fi', 10), b), 'b@example.fi')
  const tells = (at: number, value: string | null) =>
    claim(`t${at}`, { ...email('a@example.fi'), pins: [{ field: 'email', value }] }, { trust: 70, observedAt: day(at) })
  assert.equal(inUse(tells(10, 'a@example.fi'), b), 'a@example.fi', 'the pin keeps it, whatever its source tells now')
  assert.deepEqual(
    valuesOf([tells(10, 'a@example.fi'), pinned(null, 11), b]).emails.map((e) => e.value.value),
    ['b@example.fi'],
    'and lets go of it',
  )
  const ends = claim(
    'e',
    { ended: [{ field: 'email', value: 'a@example.fi' }], verified: { by: 'staff' } },
    { observedAt: day(12) },
  )
  assert.equal(inUse(pinned('a@example.fi', 10), a, b, ends), 'b@example.fi')
})

test('one more e-mail or telephone never takes the place of the one in use', () => {
  const main = claim('a', { phones: [{ value: '+358401' }] })
  const more = claim(
    'b',
    { phones: [{ value: '+358402', also: true }], verified: { by: 'customer' } },
    { trust: 70, observedAt: day(3) },
  )
  assert.deepEqual(
    valuesOf([main, more]).phones.map((p) => p.value.value),
    ['+358401', '+358402'],
  )
})

test('an address is chosen whole, and one a letter can reach goes first', () => {
  const city = claim('a', { addresses: [{ city: 'Turku' }] }, { trust: 50 })
  const street = claim(
    'b',
    { addresses: [{ street: 'Käpykuja 8', postcode: '00330', city: 'Helsinki' }] },
    { trust: 30 },
  )
  const golden = goldenOf('c', [city, street])
  assert.deepEqual([golden.street, golden.postcode, golden.city], ['Käpykuja 8', '00330', 'Helsinki'])
})

test('one source that asks for non-disclosure is enough', () => {
  const golden = goldenOf('c', [claim('a', {}, { trust: 90 }), claim('b', { protected: true }, { trust: 10 })])
  assert.equal(golden.protected, true)
})

test('non-disclosure is lifted by a later word by hand only, and comes back with a later word of anybody', () => {
  const asks = claim('a', { protected: true, emails: [{ value: 'salainen@example.fi', key: 'salainen@example.fi' }] })
  const says = (origin: string, at: number, more: Said) => claim(origin, more, { observedAt: day(at) })
  const isIt = (...claims: Claim[]) => goldenOf('c', [asks, ...claims]).protected
  assert.equal(isIt(says('b', 1, { protected: false })), true)
  assert.equal(isIt(says('b', 1, { protected: false, verified: { by: 'staff' } })), false)
  assert.equal(
    isIt(says('b', 1, { protected: false, verified: { by: 'staff' } }), says('d', 2, { protected: true })),
    true,
  )
  assert.equal(goldenOf('c', [asks]).name, '#', 'an e-mail that may not be disclosed is no name either')
})

const anySaid: fc.Arbitrary<Said> = fc.record(
  {
    name: fc.record({ display: fc.constantFrom('Liisa', 'L. Virtanen', 'Liisa Virtanen') }),
    emails: fc.array(
      fc.constantFrom('a@x.fi', 'b@x.fi').map((v) => ({ value: v, key: v })),
      { maxLength: 2 },
    ),
    phones: fc.array(
      fc.constantFrom('+358401', '+358402').map((value) => ({ value })),
      { maxLength: 2 },
    ),
    addresses: fc.array(
      fc.record({ street: fc.constantFrom('Tie 1', 'Tie 2'), city: fc.constantFrom('Oulu', 'Turku') }),
      { maxLength: 2 },
    ),
    kind: fc.constantFrom('person' as const, 'organisation' as const),
  },
  { requiredKeys: [] },
)
const anyClaim = fc.record({
  origin: fc.uuid(),
  sourceId: fc.uuid(),
  source: fc.constant('Verkkokauppa'),
  trust: fc.integer({ min: 0, max: 100 }),
  observedAt: fc.integer({ min: 0, max: 1e12 }),
  said: anySaid,
})

/** What people say by hand, within few moments, so that it meets often. */
const anyWord: fc.Arbitrary<Said> = fc.record(
  {
    emails: fc.constantFrom('a@x.fi', 'b@x.fi').map((v) => [{ value: v, key: v }]),
    ended: fc.constantFrom('a@x.fi', 'b@x.fi').map((value) => [{ field: 'email' as const, value }]),
    pins: fc.constantFrom('a@x.fi', 'b@x.fi', null).map((value) => [{ field: 'email' as const, value }]),
    protected: fc.boolean(),
    verified: fc.constantFrom('customer' as const, 'staff' as const).map((by) => ({ by })),
    told: fc.uuid(),
  },
  { requiredKeys: ['verified', 'told'] },
)
const anyHand = fc.record({
  origin: fc.uuid(),
  sourceId: fc.constant('staff'),
  source: fc.constant('Henkilöstö'),
  trust: fc.constant(70),
  observedAt: fc.integer({ min: 0, max: 3 }),
  said: anyWord,
})

test('the order of arrival does not matter', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(fc.oneof(anyClaim, anyHand), { selector: (c) => c.origin, maxLength: 7 })
        .chain((claims) => fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length }))),
      ([claims, shuffled]) => assert.deepEqual(goldenOf('c', shuffled), goldenOf('c', claims)),
    ),
  )
})

test('what was ended by hand never comes back through any number of imports', () => {
  const ends = claim(
    'e',
    { ended: [{ field: 'email', value: 'a@x.fi' }], verified: { by: 'customer' } },
    { observedAt: 0 },
  )
  fc.assert(
    fc.property(fc.uniqueArray(anyClaim, { selector: (c) => c.origin, maxLength: 30 }), (dirt) => {
      assert.ok(!valuesOf([...dirt, ends]).emails.some((e) => e.value.key === 'a@x.fi'))
    }),
    { numRuns: 1000 },
  )
})

test('verified values survive any number of dirtier imports', () => {
  const vouched = claim(
    'v',
    {
      name: { display: 'Matti Möttönen' },
      ...email('matti@example.fi'),
      phones: [{ value: '+358405551234' }],
      verified: { by: 'customer' },
    },
    { trust: 10, observedAt: 0 },
  )
  fc.assert(
    fc.property(fc.uniqueArray(anyClaim, { selector: (c) => c.origin, maxLength: 30 }), (dirt) => {
      const golden = goldenOf('c', [...dirt, vouched])
      assert.deepEqual(
        [golden.name, golden.email, golden.phone],
        ['Matti Möttönen', 'matti@example.fi', '+358405551234'],
      )
    }),
    { numRuns: 1000 },
  )
})
