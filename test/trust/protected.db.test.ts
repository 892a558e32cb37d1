import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { routes } from '#src/app.ts'
import type { Route } from '#src/platform/http/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { writeOut } from '#src/know/lists/index.ts'
import { build, lookAll } from '#src/know/segments/index.ts'
import { buckets, roles } from '#src/terms/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { furnish, requestFor } from './furnish.ts'
import { multipart, openHouse, type Visitor } from './house.ts'

// Non-disclosure for safety (turvakielto): one person with canary values in every contact field, told by files, by hand and as a past
// value. No answer of any route, to anybody without `customer.protected`, holds a canary.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const { administrator } = house.people

const canary = {
  email: 'kanarialintu@piilossa.fi',
  phone: '040 7771234',
  street: 'Kanarialinnuntie 77',
  postcode: '98765',
  city: 'Kanariala',
  birthDate: '13.2.1977',
  later: 'salakanaria@piilossa.fi',
}
const heard = /kanaria|piilossa|777 ?1234|98765|1977-02-13|13\.2\.1977/i
const rows = [
  'asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka;syntymäaika;turvakielto',
  `A1;Suvi Suojattu;${canary.email};${canary.phone};${canary.street};${canary.postcode};${canary.city};${canary.birthDate};kyllä`,
  // a row that waits to be mended is nobody's yet
  `A2;Olli Öhman;olli@example.com;050 7654321;Tie 1;00100;Helsinki;1.1.1970;ei`,
]
const orders = 'tilausnumero;asiakasnumero;päivä;summa\nT1;A1;1.11.2026;12,90\nT2;A2;2.11.2026;30,00\n'

const furniture = await furnish(house)
const imported = await house.deliver('Kauppa', { 'asiakkaat.csv': `${rows.join('\n')}\n`, 'tilaukset.csv': orders })
const again = rows.map((row) => row.replace(canary.street, 'Uusi Kanarialinnuntie 78')).join('\n')
const updated = await house.deliver('Kauppa', { 'asiakkaat.csv': `${again}\n` })
const { id } = await db.one(sql<{ id: string }>`select id from know.customer where name = 'Suvi Suojattu'`)
const versionOf = async () =>
  (await db.one(sql<{ version: number }>`select version from know.customer where id = ${id}`)).version
const edited = await house.ask(administrator, {
  method: 'PATCH',
  url: `/api/v1/customers/${id}`,
  headers: { 'if-match': `"${await versionOf()}"` },
  payload: { email: canary.later, saidByCustomer: true, channel: 'phone' },
})
assert.equal(edited.statusCode, 200, edited.body)
const objects = {
  ...furniture,
  customers: [id],
  imports: [imported],
  history: [edited.json<{ entry: string }>().entry],
}

const outsiders: Visitor[] = [
  ...roles.filter((role) => !house.people[role].verbs.has('customer.protected')).map((role) => house.people[role]),
  await house.program([...administrator.verbs].filter((verb) => verb !== 'customer.protected')),
]
const nameOf = (route: Route) => `${route.method} ${route.path}`

async function silent(visitor: Visitor, request: Parameters<typeof house.ask>[1]): Promise<void> {
  const { body, statusCode } = await house.ask(visitor, request)
  const found = heard.exec(body)
  assert.equal(
    found?.[0],
    undefined,
    `${visitor.name}, ${request.method} ${String(request.url)} (${statusCode}): …${body.slice(Math.max(0, (found?.index ?? 0) - 120), (found?.index ?? 0) + 80)}…`,
  )
}

suite('a person under non-disclosure for safety', () => {
  test('is shown whole to those who may see', async () => {
    const { body } = await house.ask(house.people.service, { method: 'GET', url: `/api/v1/customers/${id}` })
    for (const shown of [canary.later, '+358407771234', 'Uusi Kanarialinnuntie 78', '1977-02-13'])
      assert.ok(body.includes(shown), shown)
  })

  // what one does about oneself and about colleagues tells of no customer, and may end their sessions
  const telling = routes.filter((one) => one.verb !== 'public' && one.method !== 'DELETE')
  for (const route of telling.filter((one) => !['self', 'user.manage'].includes(one.verb) || one.method === 'GET')) {
    test(`${nameOf(route)} tells nothing`, async () => {
      for (const visitor of outsiders)
        for (const one of [imported, updated]) {
          const request = (() => {
            try {
              return requestFor(route, { ...objects, imports: [one] })
            } catch {
              return undefined // no furniture for it yet: the route matrix asks for some
            }
          })()
          if (request) await silent(visitor, request)
        }
    })
  }

  test('the rows of imports, bucket by bucket, tell nothing', async () => {
    for (const visitor of outsiders)
      for (const one of [imported, updated])
        for (const bucket of buckets)
          await silent(visitor, { method: 'GET', url: `/api/v1/imports/${one}/lines?bucket=${bucket}` })
  })

  test('the difference that an import made tells nothing', async () => {
    const fields = ['name', 'email', 'phone', 'address', 'street', 'postcode', 'city', 'birthDate', 'customer']
    for (const visitor of outsiders)
      for (const one of [imported, updated])
        for (const field of fields)
          for (const what of ['filled', 'changed', 'kept', 'new'])
            await silent(visitor, { method: 'GET', url: `/api/v1/imports/${one}/effects?field=${field}&what=${what}` })
  })

  test('is not found by what is not to be disclosed', async () => {
    const typed = [
      canary.email,
      canary.later,
      'kanaria',
      canary.phone,
      '+358407771234',
      '7771234',
      canary.street,
      canary.postcode,
    ]
    for (const visitor of outsiders)
      for (const q of typed) {
        const url = (path: string, key: string) => `/api/v1/${path}?${new URLSearchParams({ [key]: q })}`
        for (const request of [url('search', 'q'), url('customers', 'email'), url('customers', 'phone')]) {
          const { body, statusCode } = await house.ask(visitor, { method: 'GET', url: request })
          assert.ok(statusCode < 500)
          assert.doesNotMatch(body, /Suojattu/, `${visitor.name}: ${request}`)
        }
      }
    const named = await house.ask(house.people.sales, { method: 'GET', url: '/api/v1/search?q=Suojattu' })
    assert.match(named.body, /Suvi Suojattu/, 'by the name')
  })

  test('lists neither show it nor find by it, and no export holds it, whoever asks', async () => {
    let looked = 0
    for (const visitor of outsiders) {
      const asked = await house.ask(visitor, { method: 'GET', url: '/api/v1/lists/customers/fields' })
      if (asked.statusCode === 403) continue // not a role for lists
      assert.equal(asked.statusCode, 200, asked.body)
      looked++
      const { fields } = asked.json<{ fields: { id: string; type: string; filterOnly: boolean }[] }>()
      const columns = fields.filter((field) => !field.filterOnly).map((field) => field.id)
      for (let from = 0; from < columns.length; from += 40)
        await silent(visitor, {
          method: 'POST',
          url: '/api/v1/lists/customers',
          payload: { columns: columns.slice(from, from + 40) },
        })
      for (const [field, value] of Object.entries({
        ...canary,
        phone: '+358407771234',
        email: canary.later,
        birthDate: '1977-02-13',
      })) {
        const payload = {
          columns: ['name'],
          conditions: { field, op: field === 'email' || field === 'phone' ? 'begins' : 'is', value },
        }
        const { body } = await house.ask(visitor, { method: 'POST', url: '/api/v1/lists/customers', payload })
        assert.doesNotMatch(body, /Suojattu/, `${visitor.name}: ${field}`)
      }
    }
    assert.ok(looked > 2)
    const columns = ['id', 'name', 'email', 'phone', 'street', 'postcode', 'city', 'birthDate']
    const draft = { list: 'customers', format: 'csv', columns, language: 'fi' } as const
    const pieces = await Array.fromAsync(await writeOut(house.context(), draft, () => {}))
    const text = Buffer.concat(pieces).toString()
    assert.match(text, /Suvi Suojattu/)
    assert.doesNotMatch(text, heard)
  })

  test('segments, their counts and lists from files do not find by what is not to be disclosed', async () => {
    const leaves = Object.entries({ ...canary, email: canary.later, phone: '+358407771234', birthDate: '1977-02-13' })
      .filter(([field]) => field !== 'later')
      .map(([field, value]) => ({ field, op: 'is', value }))
    const files = [
      `sähköposti\n${canary.later}\n${canary.email}\n`,
      `puhelin\n${canary.phone}\n`,
      'asiakasnumero\nA1\n',
    ]
    let looked = 0
    for (const visitor of outsiders.filter(({ verbs }) => verbs.has('segment.write'))) {
      for (const condition of leaves) {
        const counted = await house.ask(visitor, {
          method: 'POST',
          url: '/api/v1/segments/count',
          payload: { condition },
        })
        if (counted.statusCode === 200) assert.equal(counted.json<{ count: number }>().count, 0, counted.body)
        assert.doesNotMatch(counted.body, /Suojattu/)
        const kept = await house.ask(visitor, {
          method: 'POST',
          url: '/api/v1/segments',
          payload: { name: 'Joku', condition },
        })
        if (kept.statusCode >= 300) continue
        const segment = kept.json<{ id: string }>().id
        await build(house.context(), segment)
        await lookAll(() => house.context())
        for (const part of ['members', 'changes']) {
          const { body } = await house.ask(visitor, { method: 'GET', url: `/api/v1/segments/${segment}/${part}` })
          assert.doesNotMatch(body, /Suojattu/, `${visitor.name}: ${condition.field}`)
        }
        looked++
      }
      for (const file of files) {
        const picked = await house.ask(visitor, {
          method: 'POST',
          url: '/api/v1/segments/file',
          ...multipart({ name: 'Tiedostosta' }, { 'lista.csv': file }),
        })
        assert.equal(picked.statusCode, 201, picked.body)
        assert.equal(picked.json<{ matched: number }>().matched, 0, `${visitor.name}: ${file}`)
      }
    }
    assert.ok(looked > 5)
  })

  test('somebody alike tells nothing, nor does the refusal to add one', async () => {
    const draft = {
      name: 'Suvi Suojattu',
      email: canary.later,
      phone: canary.phone,
      street: canary.street,
      postcode: canary.postcode,
    }
    const { sales } = house.people
    const alike = await house.ask(sales, { method: 'POST', url: '/api/v1/customers/alike', payload: draft })
    assert.doesNotMatch(alike.body, /sameEmail|samePhone|sameStreet|samePostcode|Kanaria/i)
    const { email, phone } = draft
    const refused = await house.ask(sales, {
      method: 'POST',
      url: '/api/v1/customers',
      payload: { name: 'Joku Muu', email, phone },
    })
    assert.doesNotMatch(refused.body, /Suojattu|kanaria/i)
  })

  test('log lines tell nothing', () => {
    for (const line of house.log) assert.doesNotMatch(line, heard)
  })
})
