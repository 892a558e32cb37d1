import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { planImport, runImport } from '#src/collect/imports/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { qualityMeasures, type Uuid } from '#src/terms/index.ts'
import { testApp } from '#test/support/app.ts'
import type { Rows, SourceInventory } from './contract.ts'
import { measureSources } from './index.ts'

const app = await testApp()
const steward = await app.as('steward')
const folder = mkdtempSync(join(tmpdir(), 'kauppias-worlds-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const good = ['a@example.fi', 'b@example.fi', 'c@example.fi', 'd@example.fi']
const bad = ['ei osoite', 'a@@b', 'nimi@']
const person = fc.record({
  email: fc.constantFrom('', ...good, ...bad),
  phone: fc.constantFrom('', '040 1234567', '050 7654321', '12'),
  place: fc.constantFrom(';', '33100;Tampere', '33100;Turku', '33100;', '00100;Helsinki', ';Espoo'),
  birth: fc.constantFrom('', '1.2.1980', '31.2.1980'),
})

let nth = 0
async function deliver(people: readonly (typeof person extends fc.Arbitrary<infer P> ? P : never)[]): Promise<Uuid> {
  const source = `Maailma ${++nth}`
  const path = join(folder, `${nth}.csv`)
  const rows = people.map((p, i) => `P${i};Maija Malli${i};${p.email};${p.phone};Tie ${i};${p.place};${p.birth}`)
  const head = 'asiakasnumero;nimi;sähköposti;puhelin;katuosoite;postinumero;postitoimipaikka;syntymäaika'
  writeFileSync(path, `${[head, ...rows].join('\n')}\n`)
  await runImport(app.context(), await planImport(app.context(), [{ name: 'lista.csv', path }], { source }))
  return (await app.db.one(sql<{ id: Uuid }>`select id from collect.source where name = ${source}`)).id
}
const get = async <T>(path: string) => (await steward.get(`/api/v1/sources/${path}`)).body as T
const rowsOn = async (id: Uuid, fact: string, measure: string, side: string) =>
  (await get<Rows>(`${id}/rows?${new URLSearchParams({ fact, measure, side, limit: '200' })}`)).rows.length

test('in any world a numerator is within its denominator, and the three sides are the rows that the fact applies to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 8, maxLength: 30 }), async (people) => {
      const id = await deliver(people)
      await measureSources(app.db, { clock: app.clock, timeZone: 'Europe/Helsinki', sources: [id] })
      const { facts } = await get<SourceInventory>(`${id}/inventory`)
      const fact = (name: string) => facts.find((line) => line.fact === name)!
      for (const line of facts) {
        const applicable = line.measures[0]!.ratio.of!
        for (const { ratio } of line.measures)
          if (ratio.state === 'measured') assert.ok(0 <= ratio.n! && ratio.n! <= ratio.of! && ratio.of! <= applicable)
          else assert.deepEqual([ratio.n, ratio.of], [null, null])
      }
      for (const name of ['email', 'postcode', 'birthDate'])
        for (const measure of qualityMeasures) {
          const { ratio } = fact(name).measures.find((one) => one.measure === measure)!
          if (ratio.state !== 'measured') continue
          const [passes, fails, unchecked] = await Promise.all(
            ['passes', 'fails', 'unchecked'].map((side) => rowsOn(id, name, measure, side)),
          )
          assert.deepEqual([passes, passes! + fails!], [ratio.n, ratio.of], `${name} ${measure}`)
          assert.equal(passes! + fails! + unchecked!, fact(name).measures[0]!.ratio.of, `${name} ${measure}`)
        }
      const told = people.filter((p) => good.includes(p.email)).length
      const left = people.filter((p) => bad.includes(p.email)).length
      const [completeness, validity] = fact('email').measures.map((one) => one.ratio)
      assert.deepEqual([completeness!.n, completeness!.of], [told, people.length])
      assert.deepEqual([validity!.n, validity!.of], told + left === 0 ? [null, null] : [told, told + left])
    }),
    { numRuns: 5 },
  )
})
