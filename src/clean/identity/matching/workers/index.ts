import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Facts, Levels, Pairs, Table } from '../contract.ts'
import { comparisonsFor } from '../levels.ts'
import { type Job, type Material, type Part, PartComparer } from './part.ts'
import { type SharedValues, sharedUint8, sharedUint32, shareValues } from './shared.ts'

export interface CompareOptions {
  /** Threads to compare in; 0: in this one. Without it as many as the machine runs at a time, eight at most, where the work is worth it. */
  threads?: number
  signal?: AbortSignal
  /** Comparisons of two values done, and all there are. */
  onProgress?(done: number, total: number): void
}

/** Less work than this is done in this thread: starting others takes longer. In comparisons of two values. */
const worthThreads = 1_500_000
/** Pairs of a part: small enough to tell progress and to share the last comparison out. */
const partPairs = 1 << 18
/** A thread holds what one comparison made of all distinct values. */
const threadMb = 2048

/**
 * Compares pairs of rows of one table by all comparisons of its columns, in threads over shared memory. Made once per table: the
 * values are encoded and shared once. Close it.
 */
export class Comparer {
  readonly width: number
  private readonly material: Material
  private readonly options: CompareOptions
  private crew: Crew | undefined
  private own: PartComparer | undefined

  constructor(table: Table, facts: Facts, options: CompareOptions = {}) {
    const comparisons = comparisonsFor(table.columns, facts)
    const known = new Map<string, SharedValues>()
    const values = comparisons.map(({ columns }) => {
      const key = columns.join()
      const shared = known.get(key) ?? shareValues(table, columns)
      known.set(key, shared)
      return shared
    })
    this.width = comparisons.length
    this.material = { columns: table.columns, facts, values }
    this.options = options
  }

  /** By comparison: the number of its combination of values for each row. */
  codes(comparison: number): Uint32Array {
    return this.material.values[comparison]!.codes
  }

  /** Levels of all pairs, pair by pair. Rejects with the signal's reason when aborted; one call at a time. */
  async compare(pairs: Pairs): Promise<Levels> {
    const { signal, onProgress } = this.options
    signal?.throwIfAborted()
    const levels = sharedUint8(pairs.length * this.width)
    const worth = pairs.length * this.width >= worthThreads
    const threads = this.options.threads ?? (worth ? Math.min(8, availableParallelism()) : 0)
    const job: Job = {
      job: 0,
      a: sharedOf(pairs.a, pairs.length),
      b: sharedOf(pairs.b, pairs.length),
      levels,
      width: this.width,
    }
    if (threads === 0) {
      this.own ??= new PartComparer(this.material)
      for (let comparison = 0; comparison < this.width; comparison++)
        this.own.compare(job, { job: 0, comparison, from: 0, to: pairs.length })
      onProgress?.(pairs.length * this.width, pairs.length * this.width)
    } else {
      this.crew ??= new Crew(this.material, threads)
      await this.crew.carryOut(job, pairs.length, signal, onProgress)
    }
    return levels
  }

  async close(): Promise<void> {
    this.own = undefined
    await this.crew?.dismiss()
    this.crew = undefined
  }
}

/** One call for one list of pairs. */
export async function compareAll(
  table: Table,
  pairs: Pairs,
  facts: Facts,
  options: CompareOptions = {},
): Promise<Levels> {
  const comparer = new Comparer(table, facts, options)
  try {
    return await comparer.compare(pairs)
  } finally {
    await comparer.close()
  }
}

function sharedOf(list: Uint32Array, length: number): Uint32Array {
  if (list.buffer instanceof SharedArrayBuffer) return list.subarray(0, length)
  const shared = sharedUint32(length)
  shared.set(length === list.length ? list : list.subarray(0, length))
  return shared
}

/** Parts that are left of each comparison. A thread stays with its comparison while parts of it are left, so that it prepares values once. */
class Parts {
  private readonly next: number[]
  private readonly taken: number[]
  private readonly pairs: number
  constructor(comparisons: number, pairs: number) {
    this.next = Array.from({ length: comparisons }, () => 0)
    this.taken = Array.from({ length: comparisons }, () => 0)
    this.pairs = pairs
  }
  take(job: number, last: number): Part | undefined {
    const left = this.next.flatMap((from, comparison) => (from < this.pairs ? [comparison] : []))
    if (left.length === 0) return undefined
    const comparison = left.includes(last)
      ? last
      : (left.find((one) => this.taken[one] === 0) ?? left.reduce((a, b) => (this.next[a]! <= this.next[b]! ? a : b)))
    const from = this.next[comparison]!
    const to = Math.min(this.pairs, from + partPairs)
    this.next[comparison] = to
    this.taken[comparison]!++
    return { job, comparison, from, to }
  }
}

class Crew {
  private readonly workers: Worker[]
  private readonly last: number[]
  private jobs = 0

  constructor(material: Material, threads: number) {
    this.last = Array.from({ length: threads }, () => -1)
    this.workers = this.last.map(
      () =>
        new Worker(new URL('./thread.ts', import.meta.url), {
          workerData: material,
          resourceLimits: { maxOldGenerationSizeMb: threadMb, maxYoungGenerationSizeMb: 24 },
        }),
    )
    for (const worker of this.workers) worker.unref()
  }

  async carryOut(
    job: Job,
    pairs: number,
    signal?: AbortSignal,
    onProgress?: CompareOptions['onProgress'],
  ): Promise<void> {
    const number = ++this.jobs
    const parts = new Parts(job.width, pairs)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    let done = 0
    let busy = 0
    const give = (at: number) => {
      const part = parts.take(number, this.last[at]!)
      if (!part) return busy === 0 && resolve()
      busy++
      this.last[at] = part.comparison
      this.workers[at]!.postMessage({ part })
    }
    const stop = () => reject(signal!.reason)
    signal?.addEventListener('abort', stop)
    this.workers.forEach((worker, at) => {
      worker.ref()
      worker.on('message', (part: Part) => {
        busy--
        done += part.to - part.from
        onProgress?.(done, pairs * job.width)
        give(at)
      })
      worker.on('error', reject)
      worker.postMessage({ job: { ...job, job: number } })
      give(at)
    })
    try {
      await promise
    } catch (error) {
      await this.dismiss()
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      for (const worker of this.workers) {
        worker.removeAllListeners('message')
        worker.removeAllListeners('error')
        worker.unref()
      }
    }
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }
}
