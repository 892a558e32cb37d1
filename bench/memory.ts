import { setTimeout as pause } from 'node:timers/promises'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// What the program holds when nobody asks anything: half a minute after its first pages.

await onStage(readOptions(), async ({ program, ask }) => {
  for (const path of ['/api/v1/today', '/api/v1/customers?limit=50', '/api/v1/search?q=nen']) await ask(path)
  await pause(30_000)
  const { now, each } = program.memory()
  console.log(`processes: ${each.map((mb) => `${Math.round(mb)} MB at most`).join(', ')}`)
  judge({ name: 'memory of the program at rest', figure: now, most: 200, unit: ' MB' })
})
