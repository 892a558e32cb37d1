import { systemActor } from '#src/company/index.ts'
import { list } from '#src/act/today/attention.ts'
import { makeList, renewMarked } from '#src/act/today/index.ts'
import { connect, sql } from '#src/platform/db/index.ts'
import { testContext } from '#test/support/context.ts'
import { judge } from './bar.ts'
import { ensureTimelines } from './base.ts'
import { readOptions } from './options.ts'
import { openBenchServer } from './server.ts'

// The shopkeeper's list of the day at full size: making it, reading it, and looking anew at customers of whom something changed.

const now = '2026-11-01T12:00:00Z'
const options = readOptions()
const server = await openBenchServer(options)
const db = connect(await ensureTimelines(server, options.customers, options.events), { size: 4, name: 'bench' })
const context = testContext(db, { now, actor: systemActor })
const millis = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
const p95 = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)]!
try {
  const made: number[] = []
  for (let i = 0; i < 3; i++) made.push(await millis(() => makeList(db, context.config, context.now)))
  judge({
    name: 'making the list of the day, slowest of three',
    figure: Math.max(...made) / 1000,
    most: 10,
    unit: ' s',
  })

  const read: number[] = []
  for (let i = 0; i < 200; i++) read.push(await millis(() => list(context, { scope: 'team' })))
  judge({ name: 'a page of 50 lines, p95', figure: p95(read), most: 50, unit: ' ms' })

  const looked: number[] = []
  for (let i = 0; i < 20; i++) {
    await db.run(sql`
      insert into act.attention_stale (customer_id, mark)
      select id, pg_current_xact_id() from know.customer tablesample system (0.5) limit 500 on conflict do nothing`)
    looked.push(await millis(() => renewMarked(db, context.config, () => context.now)))
  }
  judge({ name: '500 customers looked at anew, p95', figure: p95(looked), most: 1000, unit: ' ms' })
} finally {
  for (const name of ['attention', 'attention_reason', 'attention_run', 'attention_stale'])
    await db.run({ text: `delete from act.${name}`, values: [] })
  await db.close()
  await server.close()
}
