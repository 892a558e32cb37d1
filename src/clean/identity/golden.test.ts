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

test('a told change ends the old value in every source told before, not after', () => {
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
  const values = valuesOf([old, told])
  assert.deepEqual(
    values.emails.map((e) => e.value.value),
    ['uusi@example.fi'],
  )
  const anew = claim('c', email('vanha@example.fi'), { observedAt: day(6) })
  assert.deepEqual(
    valuesOf([old, told, anew]).emails.map((e) => e.value.value),
    ['uusi@example.fi', 'vanha@example.fi'],
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

test('the order of arrival does not matter', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(anyClaim, { selector: (c) => c.origin, maxLength: 6 })
        .chain((claims) => fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length }))),
      ([claims, shuffled]) => assert.deepEqual(goldenOf('c', shuffled), goldenOf('c', claims)),
    ),
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
