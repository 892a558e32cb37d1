import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage, type Stage } from './stage.ts'

// A watch over everybody, as somebody would ask for it: over HTTP, in the running program. Twice: the first writes what it finds, the second
// finds it there.

interface Run {
  state: string
  done: number
  total: number
}

async function watching(stage: Stage): Promise<{ seconds: number; run: Run }> {
  const [name, value] = stage.authorization.split(': ') as [string, string]
  const begun = performance.now()
  const asked = await fetch(`${stage.url}/api/v1/deviations/run`, { method: 'POST', headers: { [name]: value } })
  if (!asked.ok) throw new Error(`${asked.status} ${await asked.text()}`)
  for (;;) {
    await pause(50)
    const run = await stage.ask<Run>('/api/v1/deviations/run')
    if (run.state === 'done') return { seconds: (performance.now() - begun) / 1000, run }
    if (run.state === 'failed') throw new Error('the run has failed')
  }
}

await onStage(readOptions(), async (stage) => {
  // what a benchmark that was broken off has left would be answered instead
  await stage.db.run(sql`delete from know.deviation_run where state in ('waiting', 'running')`)
  const quiet = stage.program.memory().now
  for (const time of ['first', 'second']) {
    const { seconds, run } = await watching(stage)
    console.log(`${time} watch: ${seconds.toFixed(1)} s, ${run.total} customers read and judged`)
    judge({ name: `${time} watch over all`, figure: seconds, most: 300, unit: ' s' })
  }
  const { peak } = stage.program.memory()
  console.log(`memory before: ${Math.round(quiet)} MB`)
  judge({ name: 'memory of a watch', figure: peak, most: 1024, unit: ' MB' })
})
