import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { routes } from '#src/app.ts'
import { sights, unseen } from '#src/know/access/ways.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Route } from '#src/platform/http/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { furnish, requestFor } from './furnish.ts'
import { openHouse } from './house.ts'

// trust.md: who viewed whom. The route matrix of looks: each route tells what it shows of people, and a look leaves a row.

const db = await freshDatabase()
const house = await openHouse(db)
after(() => house.close())
const objects = await furnish(house)
const { administrator } = house.people
const nameOf = (route: Route) => `${route.method} ${route.path}`

suite('every look at people is noted', () => {
  const looks = async () => {
    await house.looks.flush()
    return (
      await db.one(
        sql<{
          n: number
        }>`select coalesce((select sum(times) from know.access), 0)::int + coalesce((select sum(times) from know.access_many), 0)::int as n`,
      )
    ).n
  }

  test('a route tells what it shows of people, or why it shows nothing', () => {
    const untold = routes.map(nameOf).filter((name) => !sights[name] && !unseen.some(([pattern]) => pattern.test(name)))
    assert.deepEqual(
      untold,
      [],
      'put these into src/know/access/ways.ts: `sights` if the answer holds anything of people',
    )
    const twice = Object.keys(sights).filter((name) => unseen.some(([pattern]) => pattern.test(name)))
    assert.deepEqual(twice, [], 'a route stands in one of the two')
    const names = new Set(routes.map(nameOf))
    assert.deepEqual(
      Object.keys(sights).filter((name) => !names.has(name)),
      [],
      'no such route',
    )
    for (const [pattern] of unseen)
      assert.ok(
        [...names].some((name) => pattern.test(name)),
        `${pattern} stands for nothing`,
      )
  })

  for (const route of routes.filter((one) => sights[nameOf(one)] !== undefined)) {
    test(`${nameOf(route)}: leaves a row when it answers, none when it refuses`, async () => {
      const before = await looks()
      await house.ask(house.strangers[0]!, requestFor(route, objects))
      assert.equal(await looks(), before, 'a denied look is none')
      const { statusCode } = await house.ask(administrator, requestFor(route, objects))
      const noted = (await looks()) - before
      if (statusCode < 300) assert.ok(noted > 0, 'nothing was noted')
      else assert.ok(route.method !== 'GET' && noted === 0, `${statusCode}`)
    })
  }
})
