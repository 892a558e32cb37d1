import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { cutRfm, rebuild } from '#src/know/insights/index.ts'
import { insertMany, sql, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testContext } from '#test/support/context.ts'
import { freshDatabase } from '#test/support/database.ts'
import { type TestCustomer, type TestEntry, writeCustomers, writeTimeline } from '#test/support/timeline.ts'
import { makeList } from './renew.ts'

const db = await freshDatabase()
const context = testContext(db)

beforeEach(async () => {
  for (const name of [
    'act.attention',
    'act.attention_reason',
    'act.attention_done',
    'act.attention_run',
    'know.customer',
    'know.timeline',
    'know.rollup',
    'know.spend',
    'know.rfm_cut',
    'know.forecast',
    'know.forecast_model',
    'know.deviation',
  ])
    await db.run({ text: `delete from ${name}`, values: [] })
})

const person = (name: string, more: Partial<TestCustomer> = {}): TestCustomer => ({ id: uuidOf(name), name, ...more })
/** A purchase each month of the given ones. */
const monthly = ({ id }: TestCustomer, months: string[], amount: number): TestEntry[] =>
  months.map((month) => ({ customer: id, at: `${month}-10T10:00:00Z`, kind: 'purchase', amount, currency: 'EUR' }))
const spring = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09']
const all = [...spring, '2026-10', '2026-11']

interface Row {
  id: Uuid
  name: string
  kind: string
  figures: Record<string, string>
  score: number
  worth: string | null
  code: string
}
async function made(customers: TestCustomer[], entries: TestEntry[], before?: () => Promise<void>): Promise<Row[]> {
  await db.tx(async (tx) => {
    await writeCustomers(tx, customers)
    await writeTimeline(tx, entries)
  })
  await rebuild(db, 'Europe/Helsinki')
  await cutRfm(db, context.now)
  await before?.()
  await makeList(db, context.config, context.now)
  return db.rows(sql<Row>`
    select c.id, c.name, r.kind, r.figures, a.score, a.worth::text as worth, a.how ->> 'code' as code
    from act.attention a join know.customer c on c.id = a.customer_id join act.attention_reason r on r.customer_id = a.customer_id
    order by a.score desc, r.kind desc, c.id`)
}
const of = (rows: readonly Row[], kind: string) => rows.filter((row) => row.kind === kind)

test('whoever slips away, best first with the evidence; not who is lost, came once, keeps pace or is put away', async () => {
  const [slips, less, comes, gone, once] = [
    person('Salla'),
    person('Sulo'),
    person('Kaisa'),
    person('Leena'),
    person('Yrjö'),
  ]
  const archived = person('Arkisto', { archivedAt: '2026-01-01T00:00:00Z' })
  const rows = await made(
    [slips, less, comes, gone, once, archived],
    [
      ...monthly(slips, spring, 2000),
      ...monthly(less, spring.slice(2), 200),
      ...monthly(comes, all, 3000),
      ...monthly(gone, ['2022-01', '2022-02', '2022-03'], 5000),
      ...monthly(once, ['2026-09'], 90_000),
      ...monthly(archived, spring, 99_000),
    ],
  )
  assert.deepEqual(
    of(rows, 'slipping').map((row) => row.name),
    ['Salla', 'Sulo'],
  )
  const { figures, worth, code } = of(rows, 'slipping')[0]!
  assert.deepEqual([figures.rhythmDays, figures.sinceDays, figures.lasted, figures.purchases], ['30', '74', '243', '9'])
  assert.deepEqual([worth, code], [null, 'notKnown'], 'nothing is said of money before there is a forecast')
})

test('those beyond their rhythm are found behind many better customers', async () => {
  const better = Array.from({ length: 650 }, (_, i) => person(`Hyvä ${i}`))
  const slipping = Array.from({ length: 10 }, (_, i) => person(`Salla ${i}`))
  const rows = await made(
    [...better, ...slipping],
    [
      ...better.flatMap((p) => monthly(p, ['2026-10', '2026-11'], 50_000)),
      ...slipping.flatMap((p, i) => monthly(p, spring, 100 + i * 100)),
    ],
  )
  assert.deepEqual(
    of(rows, 'slipping').map((row) => row.name),
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((i) => `Salla ${i}`),
  )
})

test('the best of many who fell silent, who has just become a champion, and a birthday of the relationship', async () => {
  const others = Array.from({ length: 40 }, (_, i) => person(`Muu ${i}`))
  const [silent, champion, birthday] = [person('Hiljainen'), person('Uusi paras'), person('Vuosipäivä')]
  const rows = await made(
    [...others, silent, champion, birthday],
    [
      ...others.flatMap((p, i) => monthly(p, [`2026-${String((i % 9) + 1).padStart(2, '0')}`], 1000)),
      ...monthly(silent, ['2025-10', '2025-11', '2025-12', ...spring.slice(0, 3)], 9000),
      ...monthly(champion, ['2026-10'], 4000),
      { customer: champion.id, at: '2026-11-22T10:00:00Z', kind: 'purchase', amount: 4000 },
      { customer: birthday.id, at: '2021-11-22T10:00:00Z', kind: 'purchase', amount: 4000 },
      ...monthly(
        birthday,
        ['2022-05', '2022-11', '2023-05', '2023-11', '2024-05', '2024-11', '2025-05', '2025-11', '2026-05'],
        4000,
      ),
    ],
  )
  assert.deepEqual(
    of(rows, 'cantLose').map((row) => row.name),
    ['Hiljainen'],
  )
  assert.deepEqual(
    of(rows, 'champion').map((row) => [row.name, row.figures.purchaseDays]),
    [['Uusi paras', '2']],
  )
  const [born] = of(rows, 'birthday')
  assert.deepEqual([born?.name, born?.figures.years, born?.figures.on], ['Vuosipäivä', '5', '2026-11-22'])
})

test('what was said and not answered: wishes, complaints, inquiries that repeat; not what a contact of ours followed', async () => {
  const [wishes, complains, asks, answered, old] = [
    person('Toivoja'),
    person('Valittaja'),
    person('Kysyjä'),
    person('Vastattu'),
    person('Vanha'),
  ]
  const said = (
    who: TestCustomer,
    at: string,
    kind: 'wish' | 'complaint' | 'inquiry' | 'call',
    body = 'x',
  ): TestEntry => ({
    customer: who.id,
    at,
    kind,
    body,
    handler: 'Joonas',
  })
  const rows = await made(
    [wishes, complains, asks, answered, old],
    [
      said(wishes, '2026-11-20T10:00:00Z', 'wish', 'lasten kokoja'),
      said(complains, '2026-11-21T10:00:00Z', 'complaint'),
      said(asks, '2026-11-15T10:00:00Z', 'inquiry'),
      said(asks, '2026-11-22T10:00:00Z', 'inquiry', 'vieläkin'),
      said(answered, '2026-11-10T10:00:00Z', 'complaint'),
      said(answered, '2026-11-11T10:00:00Z', 'call'),
      said(old, '2026-08-01T10:00:00Z', 'wish'),
    ],
  )
  assert.deepEqual(
    rows.map((row) => [row.name, row.kind, row.figures.what, row.figures.times, row.figures.text]),
    [
      ['Valittaja', 'unanswered', 'complaint', '1', 'x'],
      ['Kysyjä', 'unanswered', 'inquiry', '2', 'vieläkin'],
      ['Toivoja', 'wish', 'wish', '1', 'lasten kokoja'],
    ],
  )
})

test('who says that they leave is there at once, until somebody of ours comes back to it', async () => {
  const said: [name: string, kind: TestEntry['kind'], body: string][] = [
    ['Irja', 'inquiry', 'Haluan irtisanoa sopimukseni.'],
    ['Leo', 'feedback', 'I am switching to another provider.'],
    ['Eeva', 'call', 'Sanoi: emme enää osta teiltä.'],
    ['Matti', 'complaint', 'Vaihdan muualle, jos tämä ei korjaannu.'],
    ['Kaija', 'wish', 'Lopetan tilauksen kirjoittamisen tähän, kiitos!'],
    ['Aatu', 'inquiry', 'Voiko toiseen kokoon vaihtaa?'],
    ['Sirpa', 'inquiry', 'I will not be at home on Monday.'],
    ['Vastattu', 'complaint', 'Irtisanon sopimuksen.'],
  ]
  const people = said.map(([name]) => person(name))
  const rows = await made(people, [
    ...said.map(
      ([, kind, body], i): TestEntry => ({
        customer: people[i]!.id,
        at: '2026-11-20T10:00:00Z',
        kind,
        body,
      }),
    ),
    { customer: people.at(-1)!.id, at: '2026-11-21T10:00:00Z', kind: 'call', body: 'Soitettu' },
  ])
  const leaving = of(rows, 'leaving')
  assert.deepEqual(leaving.map(({ name }) => name).sort(), ['Eeva', 'Irja', 'Leo', 'Matti'])
  assert.equal(leaving.find(({ name }) => name === 'Irja')?.figures.text, 'Haluan irtisanoa sopimukseni.')
})

const model = table('know.forecast_model', {
  version: 'int',
  made_at: 'timestamptz',
  as_of: 'date',
  customers: 'int',
  horizon: 'int',
  fit: 'jsonb',
  spend: 'jsonb',
  lapse: 'jsonb',
  warnings: 'jsonb',
})
const forecast = table('know.forecast', {
  customer_id: 'uuid',
  version: 'int',
  as_of: 'date',
  alive: 'numeric',
  none: 'numeric',
  purchases: 'numeric',
  spend: 'bigint',
  value: 'bigint',
  currency: 'text',
  state: 'text',
  state_since: 'date',
  purchase_days: 'int',
  first_purchase: 'date',
  last_purchase: 'date',
})
const deviation = table('know.deviation', {
  customer_id: 'uuid',
  kind: 'text',
  since: 'date',
  found_on: 'date',
  size: 'numeric',
  bits: 'numeric',
  evidence: 'jsonb',
  ended_on: 'date',
  version: 'int',
})

test('the forecast and changes of behaviour bring lines, and the worth is what their figures say', async () => {
  const [lapses, long, changes, over] = [person('Raukea'), person('Kauan'), person('Muuttuja'), person('Ohi')]
  const rows = await made(
    [lapses, long, changes, over],
    [
      ...monthly(lapses, all, 10_000),
      ...monthly(long, all, 10_000),
      ...monthly(changes, all, 10_000),
      ...monthly(over, all, 100),
    ],
    async () => {
      await db.tx(async (tx) => {
        await insertMany(tx, model, [
          {
            version: 1,
            made_at: context.now,
            as_of: '2026-11-23',
            customers: 4,
            horizon: 90,
            fit: {},
            spend: {},
            lapse: {},
            warnings: [],
          },
        ])
        const row = { version: 1, as_of: '2026-11-23', alive: 0.5, purchases: 3.5, spend: 10_000, value: 33_000 }
        const bought = { currency: 'EUR', purchase_days: 11, first_purchase: '2026-01-10', last_purchase: '2026-11-10' }
        await insertMany(tx, forecast, [
          { ...row, ...bought, customer_id: lapses.id, none: 0.84, state: 'lapsing', state_since: '2026-11-21' },
          { ...row, ...bought, customer_id: long.id, none: 0.9, state: 'lapsing', state_since: '2026-09-21' },
        ])
        const found = { since: '2026-10-01', found_on: '2026-11-20', size: -0.6, bits: 9, ended_on: null, version: 1 }
        await insertMany(tx, deviation, [
          { ...found, customer_id: changes.id, kind: 'rise', evidence: { bought: '9', expected: '3' } },
          { ...found, customer_id: changes.id, kind: 'drop', evidence: { bought: '1', expected: '4' } },
          { ...found, customer_id: over.id, kind: 'drop', evidence: {}, ended_on: '2026-11-22' },
        ])
      })
    },
  )
  assert.deepEqual(
    rows.map((row) => [row.name, row.kind]),
    [
      ['Raukea', 'lapsing'],
      ['Muuttuja', 'deviation'],
    ],
  )
  // 0.16 × 1,100 € a year, no margin given
  assert.deepEqual([rows[0]!.code, rows[0]!.worth], ['comesBack', '17600'])
  assert.deepEqual([rows[1]!.figures.deviation, rows[1]!.figures.expected], ['drop', '4'])
})
