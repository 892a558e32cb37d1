import { rmSync } from 'node:fs'
import { connect, sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { ensureCustomers, importFile } from './base.ts'
import { peopleHeader, personAt, writeLines } from './generate/people.ts'
import { readReference, type Reference, sharedFile } from './generate/reference.ts'
import { readOptions, root } from './options.ts'
import { kauppias } from './program.ts'
import { openBenchServer } from './server.ts'

// A tenth as many rows as there are customers, half of them changes of known ones: imported, then taken back whole.

/** Customers who have moved, and new ones. */
function* delivery(reference: Reference, rows: number): Generator<string> {
  for (let i = 0; i < rows; i++) {
    const known = i % 2 === 0
    const p = personAt(reference, known ? 1 : 2, i)
    const street = known ? `Uusikatu ${1 + (i % 90)}` : p.street
    yield `${p.id};${p.given};${p.family};${p.email};${p.phone};${street};${p.postcode};${p.city};${p.since}\n`
  }
}

const options = readOptions()
sharedFile('data/fi-reference/people_names.txt')
const server = await openBenchServer(options)
try {
  const base = await ensureCustomers(server, options.customers)
  const rows = Math.round(options.customers / 10)
  await server.drop('rollingback')
  const url = await server.ensure('rollingback', async () => {}, base)
  const path = `${root}.cache/bench/moved-${rows}.csv`
  await writeLines(path, peopleHeader, delivery(readReference(), rows))
  const db = connect(url, { size: 1, name: 'bench' })
  const facts = () =>
    db.one(sql`select (select count(*) from know.customer)::int as customers, (select count(*) from clean.identifier)::int as identifiers,
      (select md5(string_agg(street, ',' order by id)) from know.customer) as streets`)
  const before = await facts()
  const { running, seconds } = await importFile(url, path)
  rmSync(path)
  console.log(running.lines.at(-1))
  const begun = performance.now()
  const back = kauppias(['rollback', '--last', '--json'], {
    DATABASE_URL: url,
    KAUPPIAS_DATA: `${root}.cache/bench/data`,
  })
  await back.end()
  const taken = (performance.now() - begun) / 1000
  console.log(back.lines.at(-1))
  const after = await facts()
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error('what is left is not what was')
  await db.close()
  console.log(
    `import ${seconds.toFixed(1)} s, rollback ${taken.toFixed(1)} s; memory ${Math.round(back.memory().peak)} MB`,
  )
  judge({ name: 'rollback against the import', figure: taken / seconds, most: 2, unit: ' ×' })
  await server.drop('rollingback')
} finally {
  await server.close()
}
