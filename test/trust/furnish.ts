import type { InjectOptions } from 'fastify'
import { renewMarked } from '#src/act/today/index.ts'
import type { Route } from '#src/platform/http/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { type House, multipart } from './house.ts'
import { sampleOf } from './sample.ts'

/** What a path can name, by the step before it: `/customers/:id` takes one of `customers`. */
export type Objects = Readonly<Record<string, readonly string[]>>

const people =
  'asiakasnumero;nimi;sähköposti;puhelin\nA1;Liisa Virtanen;liisa@example.com;040 1234567\nA2;Olli Öhman;olli@example.com;050 7654321\n'
const orders =
  'tilausnumero;asiakasnumero;päivä;summa\nT1;A1;1.11.2026;12,90\nT2;A2;2.11.2026;30,00\nT3;A2;31.2.2026;1,00\nT4;A2;31.2.2026;2,00\n'

/** Customers with purchases, a finished import and one that waits to be run, a token and people. */
export async function furnish(house: House): Promise<Objects> {
  const { db } = house
  const done = await house.deliver('Kauppa', { 'asiakkaat.csv': people, 'tilaukset.csv': orders })
  const dropped = await house.ask(house.people.administrator, {
    method: 'POST',
    url: '/api/v1/imports',
    ...multipart({ source: 'Messut' }, { 'lista.csv': 'nimi;sähköposti\nAino Laine;aino@example.com\n' }),
  })
  const planned = dropped.json<{ id: string }>().id
  const repairs = await db.rows(sql<{ id: string }>`select id from collect.quarantine order by line_no`)
  await db.run(sql`
    insert into collect.quarantine_run (id, filter, state, total, created_at)
    values (${planned}, '{"filter":{"ready":true}}', 'running', 0, ${house.context().now})`)
  await house.program(['customer.read'])
  const made = async (url: string, payload: object): Promise<string> =>
    (await house.ask(house.people.administrator, { method: 'POST', url, payload })).json<{ id: string }>().id
  const look = { list: 'customers', columns: ['name'], conditions: { field: 'city', op: 'empty' } }
  const view = await made('/api/v1/views', { ...look, name: 'Ilman kaupunkia', shared: true })
  const segment = await made('/api/v1/segments', {
    name: 'Ilman kaupunkia',
    condition: look.conditions,
    shared: true,
  })
  const bulk = await made('/api/v1/lists/customers/edit', {
    selection: { conditions: { field: 'city', op: 'is', value: 'Ei missään' } },
    change: { language: 'fi' },
  })
  const exported = await made('/api/v1/exports', { ...look, format: 'csv' })
  const bought = await db.rows(
    sql<{ id: string; customer_id: string }>`select id, customer_id from know.purchase order by number`,
  )
  const { id: source } = await db.one(sql<{ id: string }>`select id from collect.source where name = 'Kauppa'`)
  await made('/api/v1/event-sources', { name: 'Verkkokaupan tapahtumat' })
  const keys = await db.rows(
    sql<{ id: string; source_id: string; key: string }>`select id, source_id, key from collect.write_key`,
  )
  const tokens = await db.rows(
    sql<{ id: string }>`select id from company.token where revoked_at is null order by id desc`,
  )
  const hook = await made('/api/v1/hooks', { name: 'Kutsu', source: 'Kutsuja', preset: 'own', scheme: 'standard' })
  const form = await made('/api/v1/forms', {
    name: 'Lomake',
    source: 'Sivut',
    title: 'Ota yhteyttä',
    intro: '',
    language: 'fi',
    fields: [],
    ask: null,
    channels: [],
    consent: '',
    returns: [],
    days: 7,
  })
  const { key: formKey } = await db.one(sql<{ key: string }>`select key from collect.form where id = ${form}`)
  const connected = await made('/api/v1/systems', {
    name: 'Laskutus',
    way: 'folder',
    folder: 'laskutus',
    begin: 'changes',
  })
  // one record of each kind by the id of its source
  const told = { customers: bought[0]!.customer_id, purchases: bought[0]!.id }
  const rest = ['products', 'invoices', 'payments', 'interactions', 'feedback'] as const
  const at = '2026-11-01'
  for (const [kind, payload] of Object.entries({
    customers: { name: 'Riitta Rekisteri' },
    purchases: { at, total: 1 },
    products: { productName: 'Kenkä' },
    invoices: { at, total: 1 },
    payments: { orderNumber: 'T1', amount: 1 },
    interactions: { at },
    feedback: { at },
  })) {
    const url = `/api/v1/records/${kind}/${told[kind as 'customers'] ?? 'R1'}?source=Rekisteri`
    await house.ask(house.people.administrator, { method: 'PUT', url, payload })
  }
  const [a, b] = bought.map((row) => row.customer_id).sort()
  await db.run(sql`
    insert into clean.match_group (id, kind, customers, pairs, probability, auto, worth, rank, later)
    values (${a}, 'person', ${[a, b]}::uuid[], 1, 0.9, false, 0, 0.9, false)`)
  await db.run(sql`
    insert into clean.match_decision (id, at, verdict, kind, customers, merges, pairs, auto)
    values (${planned}, ${house.context().now}, 'later', 'person', ${[a, b]}::uuid[], '{}', '[]', false)`)
  const edited = await house.ask(house.people.administrator, {
    method: 'PATCH',
    url: `/api/v1/customers/${bought[0]!.customer_id}`,
    headers: { 'if-match': '"1"' },
    payload: { title: 'Rehtori' },
  })
  // two who are one, for whoever takes it back
  await house.deliver('Messukävijät', { 'lista.csv': 'asiakasnumero;nimi\nM1;Meri Yhteinen\nM2;Meri Yhteinen\n' })
  const [twin, other] = await db.rows(
    sql<{ id: string }>`select id from know.customer where name = 'Meri Yhteinen' order by id`,
  )
  const merged = await house.ask(house.people.administrator, {
    method: 'POST',
    url: `/api/v1/customers/${twin!.id}/merge`,
    headers: { 'if-match': '"1"' },
    payload: { with: other!.id, version: 1 },
  })
  const excluded = await made(`/api/v1/customers/${bought[0]!.customer_id}/suggestions/excluded`, {
    sourceId: source,
    code: 'K1',
  })
  // somebody who is on the list of the day, and something that was done there
  const listed = bought[0]!.customer_id
  await house.ask(house.people.administrator, {
    method: 'POST',
    url: `/api/v1/customers/${listed}/timeline`,
    payload: { kind: 'wish', text: 'Iltahuoltoa' },
  })
  const { db: base, config, now } = house.context()
  await renewMarked(base, config, () => now)
  const taken = await house.ask(house.people.administrator, {
    method: 'POST',
    url: `/api/v1/attention/${listed}/take`,
    payload: {},
  })
  return {
    ...Object.fromEntries(rest.map((kind) => [kind, ['R1']])),
    merges: [merged.json<{ mergeId: string }>().mergeId],
    history: [edited.json<{ entry: string }>().entry],
    customers: bought.map((row) => row.customer_id),
    purchases: bought.map((row) => row.id),
    imports: [planned, done],
    duplicates: [a!],
    decisions: [planned],
    files: ['1'],
    repairs: repairs.map((row) => row.id),
    runs: [planned],
    sources: [source],
    'event-sources': keys.map((one) => one.source_id),
    keys: keys.map((one) => one.id),
    projects: keys.map((one) => one.key),
    hooks: [hook],
    forms: [form],
    f: [formKey],
    confirm: ['no-such-token'],
    views: [view],
    segments: [segment],
    excluded: [excluded],
    attention: [listed],
    acts: [taken.json<{ act: string }>().act],
    exports: [exported],
    'bulk-edits': [bulk],
    systems: [connected],
    users: [house.people.viewer.id],
    tokens: tokens.map((row) => row.id),
  }
}

/** An id of the right form that nothing has. */
export const unknown = '01939393-0000-7000-8000-00000000f00d'

/** The address of a route. `choose` picks the object for each step; throws for a step that the furniture lacks. */
export function urlOf(route: Route, choose: (step: string, place: number) => string): string {
  const steps = route.path.split('/')
  let place = 0
  return steps
    .map((step, i) => (step.startsWith(':') ? encodeURIComponent(choose(steps[i - 1]!, place++)) : step))
    .join('/')
}

/** A request that the schemas of the route accept, for objects that exist unless told otherwise. */
export function requestFor(
  route: Route,
  objects: Objects,
  choose?: (step: string, place: number) => string,
): InjectOptions {
  const existing = (step: string) => {
    const id = objects[step]?.[0]
    if (id === undefined)
      throw new Error(`${route.path}: nothing is known of "${step}"; add one in test/trust/furnish.ts`)
    return id
  }
  const query =
    route.query === undefined
      ? {}
      : (sampleOf(route.query, {
          after: undefined,
          cursor: undefined,
          kinds: 'note',
          with: objects.customers?.[1],
          fact: 'email',
          ...(route.path.startsWith('/api/v1/records/') ? { source: 'Rekisteri' } : {}),
        }) as Record<string, unknown>)
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  )
  const url = urlOf(route, choose ?? existing) + (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '')
  const request: InjectOptions = { method: route.method, url, headers: { 'if-match': '"1"' } }
  if (route.accepts === 'files') {
    const { headers, payload } = multipart({ source: 'Lista' }, { 'lista.csv': 'nimi\nAino\n' })
    return { ...request, payload, headers: { ...request.headers, ...headers } }
  }
  return route.body === undefined ? request : { ...request, payload: sampleOf(route.body) as object }
}
