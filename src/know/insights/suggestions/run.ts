import { making } from '../runs/making.ts'
import type { Made } from './make.ts'
import { runs } from './queries/runs.ts'

/** A learning of links. Begun again after a kill, it begins from the start; stopped, what was in force before stays. */
export const {
  job: linkJob,
  ask,
  latest,
  stop,
} = making({
  name: 'suggestions.make',
  runs,
  worker: new URL('./worker.ts', import.meta.url),
  memoryMb: 2048, // ten million lines and EASE over 2,000 products need about half of it
  firstStep: 'read',
  count: ({ products }: Made) => products,
})
