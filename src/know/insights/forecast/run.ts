import { noteChanged } from '#src/collect/intake/index.ts'
import { making } from '../runs/making.ts'
import type { MadeAll } from './make.ts'
import { runs } from './queries/runs.ts'

/** A making of all forecasts. Begun again after a kill, it goes on by the model that it had fitted. */
export const {
  job: makeJob,
  ask,
  carryOut,
  latest,
  stop,
} = making({
  name: 'forecast.make',
  runs,
  worker: new URL('./worker.ts', import.meta.url),
  memoryMb: 1024, // columns of a million customers and their forecasts need about a third of it
  firstStep: 'read',
  count: ({ customers }: MadeAll) => customers,
  ended: (tx, broken) => noteChanged(tx, 'all', ['forecast'], broken),
})
