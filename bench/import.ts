import { createReadStream, rmSync, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { connect, sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { ensureCustomers, importFile, peopleFile } from './base.ts'
import { sharedFile } from './generate/reference.ts'
import { readOptions } from './options.ts'
import { openBenchServer } from './server.ts'

// As many new customers as there are, imported from one file, against a bare COPY of the same bytes on the same server.

/** Seconds that PostgreSQL takes to COPY the file into a table of text and make it safe; the middle of three. */
async function bareCopy(url: string, path: string): Promise<number> {
  const db = connect(url, { size: 1, name: 'bench' })
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    await db.run(sql`drop table if exists public.heap`)
    await db.run(sql`create table public.heap (a text, b text, c text, d text, e text, f text, g text, h text, i text)`)
    const begun = performance.now()
    await db.tx(async (tx) => {
      const into = tx.client.query(copyFrom("copy public.heap from stdin (format csv, delimiter ';', header)"))
      await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), into)
    })
    times.push((performance.now() - begun) / 1000)
  }
  await db.run(sql`drop table public.heap`)
  await db.close()
  return times.sort((a, b) => a - b)[1]!
}

const options = readOptions()
sharedFile('data/fi-reference/people_names.txt')
const server = await openBenchServer(options)
try {
  const { customers } = options
  const base = await ensureCustomers(server, customers)
  await server.drop('importing')
  const url = await server.ensure('importing', async () => {}, base)
  const path = await peopleFile(2, customers)
  const copy = await bareCopy(url, path)
  console.log(`bare COPY of ${Math.round(statSync(path).size / 1e6)} MB: ${copy.toFixed(2)} s`)
  const { running, seconds } = await importFile(url, path)
  rmSync(path)
  console.log(running.lines.at(-1))
  const { peak, each } = running.memory()
  console.log(`import: ${seconds.toFixed(1)} s; memory at most ${each.map((mb) => `${Math.round(mb)} MB`).join(' + ')}`)
  judge({ name: 'import against bare COPY of the same bytes', figure: seconds / copy, most: 60, unit: ' ×' })
  judge({ name: 'import', figure: customers / seconds, least: 5000, unit: ' rows/s' })
  judge({ name: 'memory of the importing program, all its processes', figure: peak, most: 400, unit: ' MB' })
  await server.drop('importing')
} finally {
  await server.close()
}
