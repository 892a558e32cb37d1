import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage, type Stage } from './stage.ts'

// Models fitted and everybody's forecast made and written, as somebody would ask for it: over HTTP, in the running program. Three times: rows are
// written anew, then over each other, then over each other while purchases come in. Beside it a bare aggregation of the same events by the database.

interface Run {
  id: string
  state: string
  step: string | null
  done: number
}

const headers = (stage: Stage) => {
  const [name, value] = stage.authorization.split(': ') as [string, string]
  return { [name]: value, 'content-type': 'application/json' }
}

/** Processor seconds of the program so far; Linux alone tells. */
function processor({ program }: Stage): number {
  try {
    const fields = readFileSync(`/proc/${program.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

/** Seconds of one making, and of its steps as far as they can be told by looking. */
async function making(stage: Stage): Promise<{ seconds: number; steps: Map<string, number> }> {
  const steps = new Map<string, number>()
  const begun = performance.now()
  const asked = await fetch(`${stage.url}/api/v1/insights/refit`, {
    method: 'POST',
    headers: headers(stage),
    body: '{}',
  })
  if (!asked.ok) throw new Error(`refit: ${asked.status} ${await asked.text()}`)
  const { id } = (await asked.json()) as Run
  let before = begun
  for (;;) {
    await pause(50)
    const { run } = await stage.ask<{ run: Run }>('/api/v1/insights')
    const now = performance.now()
    const step = run.step ?? run.state
    steps.set(step, (steps.get(step) ?? 0) + now - before)
    before = now
    if (run.id === id && run.state === 'done') return { seconds: (now - begun) / 1000, steps }
    if (run.state === 'failed' || run.state === 'stopped') throw new Error(`the making has ${run.state}`)
  }
}

/** Seconds that the database takes to count the same events by customer, and does nothing with them. */
async function bareAggregation({ db }: Stage): Promise<number> {
  const begun = performance.now()
  await db.one(sql<{ n: number }>`
    select count(*)::int as n from (
      select customer_id, count(distinct (at at time zone 'Europe/Helsinki')::date), min(at), max(at), sum(amount)
      from know.timeline where kind in ('purchase', 'return', 'cancellation') group by customer_id) c`)
  return (performance.now() - begun) / 1000
}

/** Purchases of others, one after the other, until told to end; milliseconds of each. What came in goes out again. */
async function buying(stage: Stage, customers: number, over: () => boolean): Promise<number[]> {
  const times: number[] = []
  const path = (n: number) => `${stage.url}/api/v1/records/purchases/bench-${n}?source=Verkkokauppa`
  for (let n = 0; !over(); n++) {
    const customerRef = `A01${String(1 + ((n * 7919) % customers)).padStart(8, '0')}`
    const begun = performance.now()
    const answer = await fetch(path(n), {
      method: 'PUT',
      headers: headers(stage),
      body: JSON.stringify({ customerRef, at: '2026-11-20T12:00:00+02:00', total: 10, currency: 'EUR' }),
    })
    if (!answer.ok) throw new Error(`purchase: ${answer.status} ${await answer.text()}`)
    times.push(performance.now() - begun)
    await pause(20)
  }
  for (let n = 0; n < times.length; n++) await fetch(path(n), { method: 'DELETE', headers: headers(stage) })
  return times
}

const share = (figures: readonly number[], of: number) =>
  [...figures].sort((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * of))]!
const told = (times: readonly number[]) =>
  `${times.length} purchases, p50 ${share(times, 0.5).toFixed(0)} ms, p99 ${share(times, 0.99).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`

const size = async ({ db }: Stage) =>
  (await db.one(sql<{ mb: number }>`select pg_total_relation_size('know.forecast') / 1048576.0::float8 as mb`)).mb

const options = readOptions()
await onStage(options, async (stage) => {
  // what a benchmark that was broken off has left would be answered instead
  await stage.db.run(sql`delete from know.forecast_run where state in ('waiting', 'running')`)
  const quiet = stage.program.memory().now
  let end = performance.now() + 5000
  const alone = await buying(stage, options.customers, () => performance.now() > end)
  console.log(`nothing else: ${told(alone)}`)
  const sizes: number[] = []
  for (const time of ['first', 'second', 'third'] as const) {
    const busy = time === 'third'
    end = Number.POSITIVE_INFINITY
    const others = busy ? buying(stage, options.customers, () => performance.now() > end) : undefined
    const used = processor(stage)
    const { seconds, steps } = await making(stage)
    const spent = processor(stage) - used
    end = 0
    const times = await others
    sizes.push(await size(stage))
    const parts = [...steps].map(([step, ms]) => `${step} ${(ms / 1000).toFixed(1)} s`).join(', ')
    console.log(
      `${time} making: ${seconds.toFixed(1)} s, processor time of the program ${spent.toFixed(1)} s: ${parts}`,
    )
    if (times) {
      console.log(`meanwhile: ${told(times)}`)
      judge({
        name: 'p99 of purchases while all are made',
        figure: share(times, 0.99) / share(alone, 0.99),
        most: 4,
        unit: ' ×',
      })
      continue
    }
    judge({ name: `${time} refit and forecasts of all`, figure: seconds, most: 30, unit: ' s' })
    const bare = await bareAggregation(stage)
    console.log(`bare aggregation: ${bare.toFixed(1)} s; ratio ${(seconds / bare).toFixed(2)} ×`)
  }
  console.log(`forecasts on disk after each making: ${sizes.map((mb) => `${mb.toFixed(0)} MB`).join(', ')}`)
  judge({
    name: 'growth of the forecasts on disk by two makings',
    figure: sizes.at(-1)! / sizes[0]!,
    most: 1.1,
    unit: ' ×',
  })
  const { peak } = stage.program.memory()
  console.log(`memory before: ${Math.round(quiet)} MB`)
  judge({ name: 'memory of refit and forecasts', figure: peak, most: 1536, unit: ' MB' })
})
