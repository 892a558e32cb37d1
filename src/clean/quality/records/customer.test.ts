import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codes, customer, read } from '../gate.fixture.ts'

test('a Finnish customer row becomes claims', () => {
  const { record, faults } = read(
    'customer',
    {
      externalId: 'A-1',
      name: 'VIRTANEN LIISA',
      email: 'Liisa.Virtanen@Example.FI',
      phone: '040 123 4567',
      street: 'KÄPYKUJA 8 B 12',
      postcode: '330',
      city: 'HELSINKI',
      birthDate: { text: '13.10.52', dateOrder: 'dmy' },
      gender: 'N',
      language: 'Suomi',
      consentEmail: 'Kyllä',
      consentSms: 'ei',
      updatedAt: { text: '3.3.2026 klo 9.00', dateOrder: 'dmy' },
    },
    { Asiakasryhmä: 'Kulta', Tyhjä: ' ' },
  )
  assert.deepEqual(faults, [])
  assert.deepEqual(record, {
    kind: 'customer',
    externalId: 'A-1',
    claims: {
      name: { display: 'Liisa Virtanen', given: 'Liisa', family: 'Virtanen' },
      kind: 'person',
      emails: [{ value: 'Liisa.Virtanen@Example.FI', key: 'liisa.virtanen@example.fi' }],
      phones: [{ value: '+358401234567', type: 'mobile', written: '040 123 4567' }],
      addresses: [{ street: 'Käpykuja 8 B 12', city: 'Helsinki', postcode: '00330' }],
      birthDate: '1952-10-13',
      gender: 'female',
      language: 'fi',
      consents: [
        { channel: 'email', granted: true },
        { channel: 'sms', granted: false },
      ],
      attributes: { Asiakasryhmä: 'Kulta' },
    },
    observedAt: '2026-03-03T07:00:00.000Z',
  })
})

test('a broken value is left out and named; the good parts enter', () => {
  const result = read('customer', {
    name: 'Liisa Virtanen',
    email: 'liisa@',
    phone: '12',
    birthDate: '1.1.2099',
    postcode: 'xx',
    city: 'Turku',
  })
  assert.deepEqual(codes(result), [
    'email email_invalid',
    'phone phone_invalid',
    'postcode postcode_invalid',
    'birthDate out_of_range',
  ])
  assert.ok(result.record?.kind === 'customer')
  assert.deepEqual(result.record.claims, {
    name: { display: 'Liisa Virtanen', given: 'Liisa', family: 'Virtanen' },
    kind: 'person',
    addresses: [{ city: 'Turku' }],
  })
})

test('a row by which nobody can be recognised waits', () => {
  assert.deepEqual(codes(read('customer', {})), ['row nothing_in_row fatal'])
  assert.deepEqual(codes(read('customer', { name: ' - ', email: 'NULL' })), ['row nothing_in_row fatal'])
  assert.deepEqual(codes(read('customer', { city: 'Turku' })), ['name key_missing fatal'])
  assert.deepEqual(codes(read('customer', { email: 'liisa@', city: 'Turku' })), ['email email_invalid fatal'])
  assert.deepEqual(codes(read('customer', { externalId: 'x'.repeat(300), name: 'Liisa Virtanen' })), [
    'externalId text_too_long fatal',
  ])
  assert.equal(read('customer', { externalId: 'x'.repeat(300), name: 'Liisa Virtanen' }).record, undefined)
})

test('values in each other’s columns find their way home and are named', () => {
  const swapped = read('customer', { name: 'liisa@example.fi', email: 'Liisa Virtanen' })
  assert.deepEqual(codes(swapped), ['email email_invalid', 'name name_missing'])
  assert.ok(swapped.record?.kind === 'customer')
  assert.equal(swapped.record.claims.name?.display, 'Liisa Virtanen')
  assert.deepEqual(swapped.record.claims.emails, [{ value: 'liisa@example.fi', key: 'liisa@example.fi' }])

  const numbers = read('customer', { name: 'Liisa Virtanen', email: '040 123 4567', phone: 'liisa@example.fi' })
  assert.deepEqual(codes(numbers), ['email email_invalid', 'phone phone_invalid'])
  assert.ok(numbers.record?.kind === 'customer')
  assert.equal(numbers.record.claims.phones?.[0]?.value, '+358401234567')
  assert.equal(numbers.record.claims.emails?.[0]?.key, 'liisa@example.fi')

  assert.deepEqual(customer({ name: 'Liisa Virtanen', postcode: 'Helsinki', city: '00330' }).claims.addresses, [
    { city: 'Helsinki', postcode: '00330' },
  ])
  assert.equal(customer({ name: '0401234567', email: 'a@b.fi' }).claims.phones?.[0]?.value, '+358401234567')
})

test('persons and organisations', () => {
  assert.equal(customer({ name: 'Konepaja Ranta Oy' }).claims.kind, 'organisation')
  assert.deepEqual(customer({ name: 'Konepaja Ranta', businessId: '01120389' }).claims, {
    name: { display: 'Konepaja Ranta' },
    kind: 'organisation',
    businessId: '0112038-9',
  })
  assert.equal(customer({ name: 'Ranta', vatId: 'FI01120389' }).claims.businessId, '0112038-9')
  const account = customer({
    organisation: 'Konepaja Ranta Oy',
    contactName: 'Liisa Virtanen',
    email: [{ text: 'info@ranta.fi' }, { text: 'liisa@ranta.fi' }],
  })
  assert.equal(account.claims.kind, 'organisation')
  assert.deepEqual(
    account.claims.emails?.map(({ key }) => key),
    ['info@ranta.fi'],
  )
  assert.equal(account.contact?.name?.display, 'Liisa Virtanen')
  assert.deepEqual(
    account.contact?.emails?.map(({ key }) => key),
    ['liisa@ranta.fi'],
  )
  const lead = customer({
    givenName: 'Penny',
    familyName: 'Moore',
    organisation: 'Williams Bros.',
    email: 'PennyKMoore@dayrep.com',
  })
  assert.equal(lead.claims.kind, 'person')
  assert.equal(lead.claims.name?.display, 'Penny Moore')
  assert.deepEqual(lead.claims.attributes, { organisation: 'Williams Bros.' })
  const buyer = customer({ name: 'Liisa Virtanen', organisation: 'Ranta Oy' })
  assert.equal(buyer.claims.name?.display, 'Ranta Oy')
  assert.equal(buyer.contact?.name?.display, 'Liisa Virtanen')
  assert.equal(
    customer({ name: 'Liisa Virtanen', organisation: 'Ranta Oy', email: 'liisa.virtanen@ranta.fi' }).claims.kind,
    'person',
  )
  assert.equal(customer({ name: 'Jordan Peele', customerKind: 'yritys' }).claims.kind, 'organisation')
  assert.equal(customer({ name: 'Ranta', customerKind: 'henkilö' }).claims.kind, 'person')
  assert.equal(customer({ name: 'Zaphod Beeblebrox' }).claims.kind, undefined)
})

test('names in parts', () => {
  assert.deepEqual(customer({ givenName: 'LIISA', familyName: 'VON ESSEN' }).claims.name, {
    display: 'Liisa von Essen',
    given: 'Liisa',
    family: 'von Essen',
  })
  assert.deepEqual(customer({ givenName: 'Liisa Virtanen' }).claims.name, {
    display: 'Liisa Virtanen',
    given: 'Liisa',
    family: 'Virtanen',
  })
  assert.deepEqual(customer({ familyName: 'Virtanen Liisa' }).claims.name, {
    display: 'Liisa Virtanen',
    given: 'Liisa',
    family: 'Virtanen',
  })
  assert.deepEqual(customer({ familyName: 'von Essen' }).claims.name, { display: 'von Essen', family: 'von Essen' })
  assert.deepEqual(customer({ givenName: 'Anna Maria' }).claims.name, { display: 'Anna Maria', given: 'Anna Maria' })
})

test('several addresses by label; a country of its own belongs to the only one', () => {
  const { claims } = customer({
    name: 'Ranta Oy',
    street: [
      { text: 'Katu 1', label: 'billing' },
      { text: 'PL 55', label: 'shipping' },
    ],
    postcodeCity: [{ text: '00330 Helsinki', label: 'billing' }],
    postcode: [{ text: '85501', label: 'shipping' }],
    city: [{ text: 'NIVALA', label: 'shipping' }],
    country: [{ text: 'Suomi', label: 'billing' }],
  })
  assert.deepEqual(claims.addresses, [
    { street: 'Katu 1', country: 'FI', postcode: '00330', city: 'Helsinki', label: 'billing' },
    { street: 'PL 55', city: 'Nivala', postcode: '85501', label: 'shipping' },
  ])
  const lone = customer({
    name: 'Ranta Oy',
    street: { text: 'Gatan 1', label: 'home' },
    postcode: { text: '12345', label: 'home' },
    country: 'Sverige',
  })
  assert.deepEqual(lone.claims.addresses, [{ street: 'Gatan 1', country: 'SE', postcode: '123 45', label: 'home' }])
  const unreadable = read('customer', {
    name: 'Ranta Oy',
    street: 'K\uFFFDpykuja 8',
    postcode: '00330',
    city: 'Helsinki',
  })
  assert.deepEqual(codes(unreadable), ['street text_unreadable'])
  assert.ok(unreadable.record?.kind === 'customer' && unreadable.record.claims.addresses === undefined)
})

test('deletion, dates of consent, and the birth date in a personal identity code', () => {
  assert.equal(customer({ name: 'Liisa Virtanen', deleted: 'false' }).deleted, false)
  assert.equal(customer({ name: 'Liisa Virtanen', deleted: '2026-01-01' }).deleted, true)
  assert.deepEqual(customer({ name: 'Liisa Virtanen', consentEmail: '2025-05-25' }).claims.consents, [
    { channel: 'email', granted: true, at: '2025-05-24T21:00:00.000Z' },
  ])
  const { record } = read('customer', { name: 'Liisa Virtanen', birthDate: '131052-308T' })
  assert.ok(
    record?.kind === 'customer' && record.claims.birthDate === '1952-10-13' && !JSON.stringify(record).includes('308T'),
  )
})
