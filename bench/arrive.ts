import '#src/pipeline.ts'
import { insertRun, runById, searchBase, setRun, workArrived } from '#src/clean/identity/index.ts'
import { takeFromStaff } from '#src/collect/intake/index.ts'
import { connect, sql } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import { judge } from './bar.ts'
import { ensureCustomers } from './base.ts'
import { personAt } from './generate/people.ts'
import { readReference, sharedFile } from './generate/reference.ts'
import { readOptions } from './options.ts'
import { openBenchServer } from './server.ts'

// One record arrives at a searched base: keys, candidates, weights, pairs and groups, from its mark to the commit. Every other one is
// somebody known, written otherwise; the rest are strangers with common names.

const options = readOptions()
sharedFile('data/fi-reference/people_names.txt')
const reference = readReference()
const server = await openBenchServer(options)
const uuid = uuidMaker(systemClock, systemRandom)
const now = () => systemClock.now()
const worthOf = () => async () => new Map<string, number>()
try {
  const base = await ensureCustomers(server, options.customers)
  const url = await server.ensure(`searched_${options.customers}`, search, base)
  const db = connect(url, { size: 4, name: 'bench' })
  await db.run(sql`delete from clean.match_stale`)
  const times: number[] = []
  let found = 0
  const rounds = Math.min(options.requests, 500)
  for (let i = 0; i < rounds + 20; i++) {
    const person = personAt(reference, i % 2 === 0 ? 1 : 9, 31 + i * 97)
    await db.tx((tx) =>
      takeFromStaff(
        { tx, now: now(), uuid, actorId: null, company: { timeZone: 'Europe/Helsinki', currency: 'EUR' } },
        {
          kind: 'customer',
          claims: {
            kind: 'person',
            name: { display: `${person.family} ${person.given}`, given: person.given, family: person.family },
            ...(i % 4 === 0 ? {} : { emails: [{ value: person.email, key: person.email.toLowerCase() }] }),
            addresses: [{ street: person.street, postcode: person.postcode, city: person.city }],
            verified: { by: 'staff' },
          },
        },
      ),
    )
    const begun = performance.now()
    await workArrived(db, { worthOf, now })
    const took = performance.now() - begun
    // plans and pages are warm after the first few
    if (i >= 20) times.push(took)
  }
  found = (
    await db.one(
      sql<{
        n: number
      }>`select count(*)::int as n from clean.match_pair where found_at > ${new Date(Date.now() - 600_000)}`,
    )
  ).n
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!
  console.log(
    `median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, longest ${times.at(-1)!.toFixed(1)} ms; ${found} pairs found lately`,
  )
  judge({
    name: `one arriving record at ${options.customers} customers, p95`,
    figure: at(0.95),
    most: 100,
    unit: ' ms',
  })
  await db.close()
} finally {
  await server.close()
}

/** The whole base searched once, as the job does it. */
async function search(url: string): Promise<void> {
  const db = connect(url, { size: 4, name: 'bench' })
  await migrate(db)
  const id = uuid()
  await insertRun(db, { id, by: null, now: now() })
  const begun = performance.now()
  let step = ''
  const result = await searchBase(db, {
    runId: id,
    now: now(),
    onProgress: (progress) => {
      if (progress.step === step) return
      step = progress.step
      console.log(`${((performance.now() - begun) / 1000).toFixed(1)} s: ${step}`)
    },
  })
  await setRun(db, id, { state: 'done', step: null, done: 1, total: 1, now: now() })
  const seconds = (performance.now() - begun) / 1000
  const memory = Math.round(process.memoryUsage().rss / 1e6)
  console.log(
    `searched ${result.customers} customers, ${result.compared} pairs, ${result.pairs} found in ${seconds.toFixed(1)} s; ${memory} MB`,
  )
  console.log((await runById(db, id))?.state)
  await db.run(sql`analyze`)
  await db.close()
}
