import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { fillDatabase, makeBackup, readManifest, settle } from '#src/platform/db/backup/index.ts'
import { connect, type Db, raw, sql } from '#src/platform/db/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import { renewMarked } from '#src/act/today/index.ts'
import { replayErasures } from '#src/know/erasure/index.ts'
import { build, lookAll } from '#src/know/segments/index.ts'
import { tables } from '#src/tables.ts'
import { testApp } from '#test/support/app.ts'
import { databaseUrl, testServer } from '#test/support/database.ts'
import { deliver } from '#test/support/deliver.ts'

// trust.md §4.2: erase, erase against backups, import after erase. The canary's every value holds one of these.
const canary = ['kanariai', 'zefyri', '1239876', 'kx-0042']
const dataDir = mkdtempSync(join(tmpdir(), 'kauppias-erase-'))
const app = await testApp(undefined, { dataDir, language: 'fi' })
after(() => rmSync(dataDir, { recursive: true, force: true }))
const people = `asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka
KX-0042;Zefyria Kanariainen;zefyria.kanariainen@piilo.example;040 1239876;Kanariaikuja 7;00990;Kanariaila
A2;Olli Öhman;olli@example.com;050 7654321;Tie 1;00100;Helsinki
KX-0043;Zefyria Kanariainen;zefyria.kanariainen@piilo.example;040 1239876;;;;liikaa;soluja
`
const orders = `tilausnumero;asiakasnumero;päivä;summa
TKX-00421;KX-0042;1.11.2026;12,90
T2;A2;2.11.2026;30,00
T3;KX-0042;31.2.2026;77,01
`
const invoices = `laskunumero;asiakasnumero;laskun päivä;eräpäivä;summa
L1;KX-0042;1.11.2026;15.11.2026;12,90
L0;KX-0042;1.11.2015;15.11.2015;99,00
`
const payments = `tilausnumero;maksupäivä;maksettu;maksutapa;viite
TKX-00421;1.11.2026;12,90;kortti;Kanariaisen viite
`
const files = { 'asiakkaat.csv': people, 'tilaukset.csv': orders, 'laskut.csv': invoices, 'maksut.csv': payments }
/** What a dry run tells of somebody who is known, and of somebody who is not. */
const tried = `asiakasnumero;nimi;sähköposti;katuosoite;postinumero;postitoimipaikka
KX-0042;Zefyria Kanariainen;zefyria.kanariainen@piilo.example;Kanariaikuja 9;00990;Kanariaila
KX-0044;Zefyria Kanariainen;zefyria.kanariainen@piilo.example;Kanariaikuja 9;00990;Kanariaila
`

/** Plants the canary where people ask for it by name: exports, kept views, changes of many, segments and what is on a list of the day. */
async function askedFor(id: string): Promise<void> {
  const administrator = await app.as('administrator')
  const { id: sourceId } = await app.db.one(sql<{ id: string }>`select id from collect.source where name = 'Kauppa'`)
  const named = { field: 'name', op: 'contains', value: 'Kanariainen' }
  const look = { list: 'customers', columns: ['name'], conditions: named }
  const bulk = {
    selection: { conditions: { field: 'email', op: 'is', value: 'zefyria.kanariainen@piilo.example' } },
    change: { attributes: [{ name: 'muistiin', value: 'Kanariainen itse' }] },
  }
  const asked = [
    await administrator.post('/api/v1/exports', { ...look, format: 'csv' }),
    await administrator.post('/api/v1/views', { ...look, name: 'Zefyria Kanariainen', shared: true }),
    await administrator.post('/api/v1/lists/customers/edit', bulk),
    await administrator.post('/api/v1/segments', { name: 'Zefyria Kanariainen', condition: named }),
    await administrator.post('/api/v1/segments', {
      name: 'Numeroita',
      about: 'zefyria.kanariainen@piilo.example ja muut',
      condition: {
        any: [{ field: 'customerNumber', op: 'is', value: 'KX-0042' }, { not: { field: 'id', op: 'is', value: id } }],
      },
    }),
    await administrator.post('/api/v1/segments/lists', { name: 'Poimitut', customers: [id] }),
    await administrator.post(`/api/v1/customers/${id}/timeline`, { kind: 'wish', text: 'Kanariaisen toive' }),
    await administrator.post(`/api/v1/customers/${id}/suggestions/excluded`, { sourceId, code: 'K1' }),
  ]
  for (const { status, text } of asked) assert.ok(status < 300, text)
  const made = await app.db.rows(sql<{ id: string }>`select id from know.segment`)
  for (const segment of made) await build(app.context(), segment.id)
  await lookAll(() => app.context())
  await renewMarked(app.db, app.context().config, () => app.clock.now())
  const taken = await administrator.post(`/api/v1/attention/${id}/take`, {})
  assert.ok(taken.status < 300, taken.text)
}

/** Every table that holds one of the canary's values, in letters or as bytes. */
async function holding(db: Db): Promise<string[]> {
  const wanted = canary.flatMap((text) => [text, Buffer.from(text).toString('hex')])
  const found: string[] = []
  const all = await db.rows(sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`)
  for (const { name } of all) {
    const rows = await db.rows(
      sql<{
        text: string
      }>`select lower(t::text) as text from ${raw(name)} t`,
    )
    for (const { text } of rows) {
      // bytes are written in small letters only where the text was: look at what they say
      const said = text.replace(/\\\\?x([0-9a-f]{8,})/g, (_, hex: string) =>
        Buffer.from(hex, 'hex').toString().toLowerCase(),
      )
      for (const one of wanted)
        if (text.includes(one) || said.includes(one)) found.push(`${name}: ${said.slice(0, 200)}`)
    }
  }
  return [...new Set(found)]
}
/** Every table that the id of a customer stands in. */
async function naming(id: string): Promise<string[]> {
  const all = await app.db.rows(sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`)
  const found: string[] = []
  for (const { name } of all)
    if ((await app.db.rows(sql`select from ${raw(name)} t where strpos(t::text, ${id}) > 0 limit 1`)).length > 0)
      found.push(name)
  return found.sort()
}
function onDisk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return []
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8').toLowerCase()
    return canary.some((one) => text.includes(one)) ? [entry.name] : []
  })
}

async function emptyDatabase(t: { after(work: () => Promise<void>): void }): Promise<Db> {
  const server = await testServer()
  const name = `t_${process.pid}_erase`
  const admin = connect(server.adminUrl, { size: 1 })
  await admin.run({ text: `create database ${name} owner kauppias`, values: [] })
  const empty = connect(databaseUrl(server, name))
  t.after(async () => {
    await empty.close()
    await admin.run({ text: `drop database ${name} with (force)`, values: [] })
    await admin.close()
  })
  return empty
}

suite('erasing a person', () => {
  test('leaves nothing but what the law keeps, and keeps them out', async (t) => {
    const steward = await app.as('steward')
    await deliver(app, 'Kauppa', files)
    const found = await steward.get('/api/v1/customers?email=zefyria.kanariainen@piilo.example')
    const [{ id }] = found.body.customers as [{ id: string }]
    await steward.post(
      '/api/v1/customers',
      { name: 'Liisa Virtanen', email: 'liisa@example.com' },
      { 'idempotency-key': 'a'.repeat(20) },
    )
    assert.equal(
      (
        await steward.patch(
          `/api/v1/customers/${id}`,
          { title: 'Kanariainen johtaja' },
          { 'if-match': '"1"', 'idempotency-key': 'b'.repeat(20) },
        )
      ).status,
      200,
    )
    await steward.post(`/api/v1/customers/${id}/timeline`, { kind: 'note', text: 'Zefyrian kanariainen toive' })
    await deliver(app, 'Kauppa', { 'asiakkaat.csv': people.replace('Kanariaikuja 7', 'Kanariaikuja 8') })
    await askedFor(id)
    await deliver(app, 'Kauppa', { 'kokeeksi.csv': tried }, { dryRun: true })
    const planted = new Set((await holding(app.db)).map((found) => found.replace(/:.*/s, '')))
    for (const name of [
      'collect.import_effect',
      'collect.import_line',
      'act.attention_reason',
      'know.bulk_edit',
      'know.export',
      'know.payment',
      'know.segment',
      'know.view',
    ])
      assert.ok(planted.has(name), `the canary is in ${name}: ${[...planted]}`)
    const belonging = await naming(id)
    for (const name of [
      'act.attention',
      'act.attention_done',
      'know.bucket',
      'know.segment_member',
      'know.segment_pick',
      'know.suggestion_excluded',
    ])
      assert.ok(belonging.includes(name), `the customer is in ${name}: ${belonging}`)

    const backups = join(dataDir, 'backups')
    const made = await makeBackup({
      db: app.db,
      clock: app.clock,
      uuid: uuidMaker(app.clock, app.context().random),
      version: 'test',
      tables: Object.keys(tables),
      folder: backups,
      dataDir,
      kind: 'logical',
    })

    const { body: before } = await steward.get(`/api/v1/customers/${id}/erasure`)
    assert.equal((before.held as { count: number }[])[0]?.count, 1, JSON.stringify(before))
    assert.equal((await steward.post(`/api/v1/customers/${id}/erase`, { reason: 'asked', confirm: 99 })).status, 409)
    const seller = await app.as('sales')
    assert.equal(
      (await seller.post(`/api/v1/customers/${id}/erase`, { reason: 'asked', confirm: before.version })).status,
      403,
    )
    const { status, body } = await steward.post(`/api/v1/customers/${id}/erase`, {
      reason: 'asked',
      confirm: before.version,
    })
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual(body.held, [{ what: 'invoices', count: 1, because: 'bookkeeping', until: '2032-12-31' }])

    assert.deepEqual(await holding(app.db), [])
    // an id that leads to nobody: that a change of many was made, and that somebody was erased
    assert.deepEqual(await naming(id), ['know.bulk_edit_row', 'know.erasure'])
    assert.deepEqual(onDisk(join(dataDir, 'uploads')), [])
    assert.deepEqual(onDisk(join(dataDir, 'erasure')), [])
    assert.ok(!app.logged.some((line) => canary.some((one) => line.toLowerCase().includes(one))))
    assert.equal((await steward.get(`/api/v1/customers/${id}`)).status, 404)
    const kept = await app.db.rows(sql<{ name: string; number: string }>`
      select c.name, i.number from know.invoice i join know.customer c on c.id = i.customer_id`)
    assert.deepEqual(kept, [{ name: 'Poistettu asiakas', number: 'L1' }])

    const again = await deliver(app, 'Kauppa', files)
    assert.deepEqual(await holding(app.db), [])
    const lines = await app.db.rows(sql<{ bucket: string; faults: { code: string }[] | null; cells: Buffer | null }>`
      select bucket, faults, cells from collect.import_line where import_id = ${again} and bucket = 'ignored'`)
    assert.equal(lines.length, 7)
    assert.ok(lines.every(({ faults, cells }) => faults?.[0]?.code === 'erased' && cells === null))

    const other = await emptyDatabase(t)
    const manifest = await readManifest(made.place)
    await fillDatabase(other, made.place, manifest, { replace: false })
    assert.ok((await holding(other)).length > 5)
    const context = { ...app.context(), db: other }
    let replayed = 0
    const last = async () => {
      replayed = await replayErasures(context)
    }
    await settle(other, made.place, manifest, { owned: [], owners: 'know.customer', now: app.clock.now(), last })
    assert.equal(replayed, 1)
    assert.deepEqual(await holding(other), [])
    assert.equal(await replayErasures(context), 0)
  })

  test('comes back only on their own word', async () => {
    const steward = await app.as('steward')
    const person = { name: 'Zefyria Kanariainen', email: 'zefyria.kanariainen@piilo.example' }
    const refused = await steward.post('/api/v1/customers', person)
    assert.deepEqual([refused.status, refused.body.code], [409, 'person_erased'])
    assert.equal((await steward.post('/api/v1/customers', { ...person, saidByCustomer: true })).status, 201)
    assert.equal((await steward.get(`/api/v1/customers?email=${person.email}`)).status, 200)
  })
})
