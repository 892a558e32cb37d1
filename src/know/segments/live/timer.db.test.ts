import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import '#src/pipeline.ts'
import { takeFromStaff, workOf } from '#src/collect/intake/index.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import type { Condition } from '../contract.ts'
import type { Changes, Members, Overlap, Segment, Sizes } from '../kept/contract.ts'
import { build } from './build.ts'
import { lookAll, startLooking } from './loop.ts'
import { unbuilt } from './queries/catalogue.ts'
import { awaitLook } from './queries/marks.ts'

// Conditions that time alone makes true or untrue, as they are seen through the API while the program runs: at the company's midnight, and after
// it was down.

/** The whole program in a zone, with its clock in our hands. */
async function company(t: { after(work: () => Promise<void>): void }, timeZone: string, begins: string) {
  const app = await testApp(t, { timeZone })
  app.clock.set(begins)
  const scopes = ['segment.read', 'segment.write', 'customer.read', 'customer.contact', 'purchase.read', 'value.read']
  const { body: token } = await (await app.as('administrator')).post('/api/v1/tokens', { name: 'x', scopes, days: 400 })
  const who = app.client('', String(token.secret)) // a session ends before the days do
  let running = startLooking(app.db.url, app.context)
  t.after(() => running.stop())
  const said = async <T>(answer: Promise<{ status: number; body: unknown; text: string }>): Promise<T> => {
    const { status, body, text } = await answer
    assert.ok(status < 300, text)
    return body as T
  }
  const namesIn = async (id: Uuid) =>
    (await said<Members>(who.get(`/api/v1/segments/${id}/members`))).members.map(({ name }) => name).sort()
  return {
    /** Somebody with purchases at these moments. */
    async buyer(name: string, bought: readonly string[], claims: { birthDate?: string } = {}): Promise<Uuid> {
      const made = await app.db.tx(async (tx) => {
        const work = workOf(app.context(), tx)
        const { created } = await takeFromStaff(work, {
          kind: 'customer',
          claims: { kind: 'person', name: { display: name }, verified: { by: 'staff' }, ...claims },
        })
        return created[0]!.id
      })
      for (const at of bought)
        await app.db.tx((tx) =>
          takeFromStaff(workOf(app.context(), tx), {
            kind: 'purchase',
            party: { customer: made },
            at: new Date(at).toISOString(),
            type: 'purchase',
            currency: 'EUR',
            total: '1000',
          }),
        )
      return made
    },
    async segment(name: string, condition: Condition): Promise<Uuid> {
      const { id } = await said<Segment>(who.post('/api/v1/segments', { name, condition }))
      for (const one of await unbuilt(app.db)) await build(app.context(), one)
      return id
    },
    namesIn,
    changesOf: async (id: Uuid) =>
      (await said<Changes>(who.get(`/api/v1/segments/${id}/changes?since=2000-01-01`))).changes.map(
        ({ customer, what, because, at }) => [customer?.name, what, because, at],
      ),
    at: (moment: string) => app.clock.set(moment),
    /** Waits for the program until a segment is as it should be. */
    async becomes(id: Uuid, names: readonly string[], what: string): Promise<void> {
      let now: string[] = []
      for (let tries = 0; tries < 400; tries++) {
        now = await namesIn(id)
        if (now.join() === names.join()) return
        await pause(25)
      }
      assert.deepEqual(now, names, what)
    },
    /** Waits until whoever changed has been looked at. */
    async rests(): Promise<void> {
      for (let tries = 0; tries < 400; tries++) {
        if ((await app.db.rows(sql`select from know.segment_stale`)).length === 0) return
        await pause(25)
      }
      assert.fail('it never rests')
    },
    /** What the API answers. */
    get: <T>(path: string) => said<T>(who.get(`/api/v1${path}`)),
    /** Looks at all that is due by now; the program may be at it, since before the clock was set or after. */
    looked: async () => {
      for (let turn = 0; turn < 2; turn++) {
        await lookAll(app.context)
        await app.db.tx(awaitLook)
      }
    },
    down: () => running.stop(),
    up: () => {
      running = startLooking(app.db.url, app.context)
    },
  }
}

const older: Condition = { field: 'lastPurchase', op: 'older', value: 30 }
const silent: Condition = { happened: 'purchase', window: { last: 30 }, op: 'is', value: 0 }
const often: Condition = { happened: 'purchase', window: { last: 90 }, op: 'atLeast', value: 3 }
const between: Condition = { happened: 'purchase', window: { between: [20, 10] }, op: 'atLeast', value: 1 }
const birthday: Condition = { field: 'birthday', op: 'coming', value: 7 }
const today: Condition = { happened: 'purchase', window: { last: 0 }, op: 'atLeast', value: 1 }

suite('time alone', () => {
  test('moves people at the midnight of the company, where the clocks went back that night', async (t) => {
    // Helsinki goes from +3 to +2 on 25 October 2026: the midnight after it is at 22:00 UTC, the one before at 21:00
    const shop = await company(t, 'Europe/Helsinki', '2026-10-25T09:00:00Z')
    const three = ['2026-07-27T20:59:59Z', '2026-08-10T09:00:00Z', '2026-09-01T09:00:00Z'] // the first on the evening of the 27th
    await shop.buyer('Kolmesti', three)
    await shop.buyer('Syyskuun', ['2026-09-25T20:59:59.999Z'])
    await shop.buyer('Lokakuun', ['2026-10-16T09:00:00Z'])
    await shop.buyer('Synttäri', [], { birthDate: '1990-11-02' })
    await shop.buyer('Tuleva', ['2026-10-26T09:00:00Z'])
    const ids = {
      older: await shop.segment('Hiljaiset', older),
      silent: await shop.segment('Ei ostoja', silent),
      often: await shop.segment('Usein', often),
      between: await shop.segment('Välissä', between),
      birthday: await shop.segment('Synttärit', birthday),
      today: await shop.segment('Tänään', today),
    }
    const before = {
      older: ['Kolmesti'],
      silent: ['Kolmesti', 'Synttäri', 'Tuleva'],
      often: ['Kolmesti'],
      between: [],
      birthday: [],
      today: [],
    }
    const all = async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(ids).map(async ([name, id]) => [name, await shop.namesIn(id)])),
      )
    shop.at('2026-10-25T21:59:59.999Z')
    await shop.looked()
    assert.deepEqual(await all(), before)
    shop.at('2026-10-25T22:00:00.000Z')
    await shop.becomes(ids.today, ['Tuleva'], 'what was to come has come')
    await shop.becomes(ids.older, ['Kolmesti', 'Syyskuun'], 'not bought for 30 days')
    await shop.becomes(ids.silent, ['Kolmesti', 'Synttäri', 'Syyskuun'], 'nothing in the last 30 days')
    await shop.becomes(ids.often, [], 'three in the last 90 days no more')
    await shop.becomes(ids.between, ['Lokakuun'], 'between 10 and 20 days ago')
    await shop.becomes(ids.birthday, ['Synttäri'], 'a birthday within a week')
    assert.deepEqual(await shop.changesOf(ids.often), [['Kolmesti', 'left', 'time', '2026-10-25T22:00:00.000Z']])
    // and out again, each on its own day
    shop.at('2026-11-02T21:59:59Z')
    await shop.becomes(ids.today, [], 'yesterday is not today')
    assert.deepEqual(await shop.namesIn(ids.birthday), ['Synttäri'])
    shop.at('2026-11-02T22:00:00Z')
    await shop.becomes(ids.birthday, [], 'the birthday has passed')
    shop.at('2026-11-05T22:00:00Z')
    await shop.becomes(ids.between, ['Tuleva'], 'one leaves the window of 10 to 20 days, another has come into it')
  })

  test('moves people at the first moment of a day that has no midnight', async (t) => {
    // Cairo goes from 23:59:59 on 23 April 2026 to 01:00 on the 24th, at 22:00 UTC
    const shop = await company(t, 'Africa/Cairo', '2026-04-22T09:00:00Z')
    await shop.buyer('Maaliskuun', ['2026-03-24T21:59:59Z']) // 23:59:59 there
    await shop.buyer('Seuraavan päivän', ['2026-03-24T22:00:00Z'])
    const id = await shop.segment('Hiljaiset', older)
    shop.at('2026-04-23T21:59:59.999Z')
    await shop.looked()
    assert.deepEqual(await shop.namesIn(id), [])
    shop.at('2026-04-23T22:00:00Z')
    await shop.becomes(id, ['Maaliskuun'], 'the 24th begins at one')
    shop.at('2026-04-24T20:59:59.999Z')
    await shop.looked()
    assert.deepEqual(await shop.namesIn(id), ['Maaliskuun'])
    shop.at('2026-04-24T21:00:00Z')
    await shop.becomes(id, ['Maaliskuun', 'Seuraavan päivän'], 'midnight is at +3 now')
  })

  test('has moved people when the program comes up after days, and has told once of each', async (t) => {
    const shop = await company(t, 'Europe/Helsinki', '2026-11-02T09:00:00Z')
    await shop.buyer('Hiljenevä', ['2026-10-05T09:00:00Z'])
    await shop.buyer('Ohimenevä', ['2026-10-30T09:00:00Z'])
    await shop.buyer('Viipyvä', ['2026-10-28T09:00:00Z', '2026-11-04T09:00:00Z'])
    const quiet = await shop.segment('Hiljaiset', older)
    const mid = await shop.segment('Välissä', between)
    await shop.rests()
    await shop.down()
    shop.at('2026-11-21T12:00:00Z') // those of October have been between 10 and 20 days ago meanwhile, and are no more
    shop.up()
    await shop.becomes(mid, ['Viipyvä'], 'between 10 and 20 days ago')
    await shop.becomes(quiet, ['Hiljenevä'], 'not bought for 30 days')
    assert.deepEqual(await shop.changesOf(mid), [['Viipyvä', 'entered', 'time', '2026-11-21T12:00:00.000Z']])
    // a clock that was put right: what was looked at on a later day is looked at again
    shop.at('2026-11-12T12:00:00Z')
    await shop.becomes(quiet, ['Hiljenevä'], 'a month since the fifth of October')
  })

  test('is waited for on every day that a condition asks about, and on no other', async (t) => {
    const shop = await company(t, 'Europe/Helsinki', '2026-02-27T09:00:00Z')
    await shop.buyer('Karkauspäivän', [], { birthDate: '1992-02-29' })
    await shop.buyer('Vuodenvaihteen', [], { birthDate: '1980-01-01' })
    const id = await shop.segment('Synttärit', { field: 'birthday', op: 'coming', value: 0 })
    const days: string[] = []
    for (let day = new Date('2026-02-27T12:00:00Z'); day < new Date('2026-03-03T00:00:00Z'); ) {
      shop.at(day.toISOString())
      await shop.looked()
      if ((await shop.namesIn(id)).length > 0) days.push(day.toISOString().slice(0, 10))
      day = new Date(day.getTime() + 86_400_000)
    }
    assert.deepEqual(days, ['2026-02-28']) // there is no 29th this year
    shop.at('2026-12-31T21:59:59Z')
    await shop.looked()
    assert.deepEqual(await shop.namesIn(id), [])
    shop.at('2026-12-31T22:00:00Z')
    await shop.becomes(id, ['Vuodenvaihteen'], 'the year has turned in Helsinki')
  })
})

test('sizes, and who came and went since last week, are told by the days of the company', async (t) => {
  const shop = await company(t, 'Europe/Helsinki', '2026-11-02T09:00:00Z')
  await shop.buyer('Aina', ['2026-11-01T09:00:00Z'])
  await shop.buyer('Pian poissa', ['2026-10-29T09:00:00Z'])
  const id = await shop.segment('Viikon ostajat', { field: 'lastPurchase', op: 'within', value: 7 })
  const buyers = await shop.segment('Ostajat', { field: 'purchases', op: 'atLeast', value: 1 })
  await shop.rests()
  shop.at('2026-11-03T23:30:00Z') // half past one on the 4th
  await shop.buyer('Uusi', ['2026-11-03T23:00:00Z'])
  await shop.becomes(id, ['Aina', 'Pian poissa', 'Uusi'], 'a purchase came')
  shop.at('2026-11-05T22:00:00Z')
  await shop.becomes(id, ['Aina', 'Uusi'], 'a week has passed')
  const { sizes } = await shop.get<Sizes>(`/segments/${id}/sizes`)
  assert.deepEqual(sizes, [
    { day: '2026-11-02', members: 2, entered: 0, left: 0 },
    { day: '2026-11-04', members: 3, entered: 1, left: 0 },
    { day: '2026-11-06', members: 2, entered: 0, left: 1 },
  ])
  const week = await shop.get<Changes>(`/segments/${id}/changes`)
  assert.deepEqual([week.since, week.entered, week.left], ['2026-10-31', 1, 1])
  const who = week.changes.map(({ customer, what, because }) => [customer?.name, what, because])
  assert.deepEqual(who, [
    ['Pian poissa', 'left', 'time'],
    ['Uusi', 'entered', 'change'],
  ])
  const { overlaps, members } = await shop.get<Overlap>(`/segments/${id}/overlap?with=${buyers}`)
  assert.deepEqual([members, overlaps.map((one) => [one.members, one.both])], [2, [[3, 2]]])
  // a week on, only what is of that week
  shop.at('2026-11-10T21:59:59Z')
  const later = await shop.get<Changes>(`/segments/${id}/changes`)
  assert.deepEqual([later.since, later.entered, later.left], ['2026-11-04', 1, 1])
  shop.at('2026-11-10T22:00:00Z')
  const still = await shop.get<Segment>(`/segments/${id}`)
  assert.deepEqual([still.entered, still.left], [0, 1])
})
