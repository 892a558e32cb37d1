import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Gauge, Histogram, Registry } from 'prom-client'
import type { Db } from '../db/index.ts'
import * as queries from './queries.ts'

/** One number of a slice: `labels` are words of the program (buckets, kinds), never of people. */
export interface Measure {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[]
}

export interface Metrics {
  /** Notes one answered request: the pattern of its route, never its address. */
  answered(method: string, route: string, status: number, seconds: number): void
  /** Everything as Prometheus text; what is in the database is asked now. */
  text(now: Date): Promise<string>
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The metrics of one process. `slices` are asked for theirs at each reading. */
export function metricsOf(db: Db, slices: readonly ((db: Db) => Promise<Measure[]>)[]): Metrics {
  const registry = new Registry()
  const duration = new Histogram({
    name: 'kauppias_http_request_seconds',
    help: 'Time to answer, by pattern of the route',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  const set = gauges(registry)
  return {
    answered: (method, route, status, seconds) => {
      if (delay.count === 0) delay.enable() // measured from the first request on
      duration.observe({ method, route, status: String(status) }, seconds)
    },
    text: async (now) => {
      const { totalCount, idleCount, waitingCount } = db.pool
      const usage = process.memoryUsage()
      set('kauppias_database_connections', 'Connections of this process, by use', [
        { labels: { use: 'busy' }, value: totalCount - idleCount },
        { labels: { use: 'idle' }, value: idleCount },
        { labels: { use: 'waited_for' }, value: waitingCount },
      ])
      set('kauppias_event_loop_lag_seconds', 'How late timers of this process come', [
        { labels: { quantile: '0.5' }, value: finite(delay.percentile(50) / 1e9) },
        { labels: { quantile: '0.99' }, value: finite(delay.percentile(99) / 1e9) },
      ])
      set('kauppias_memory_bytes', 'Memory of this process', [
        { labels: { kind: 'resident' }, value: usage.rss },
        { labels: { kind: 'heap' }, value: usage.heapUsed },
      ])
      for (const { name, help, values } of await ofDatabase(db, now)) set(name, help, values)
      for (const slice of slices) for (const { name, help, values } of await slice(db)) set(name, help, values)
      return registry.metrics()
    },
  }
}

const finite = (value: number) => (Number.isFinite(value) ? value : 0)

function gauges(registry: Registry) {
  const known = new Map<string, Gauge>()
  return (name: string, help: string, values: Measure['values']): void => {
    const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels ?? {})))]
    const gauge = known.get(name) ?? new Gauge({ name, help, labelNames, registers: [registry] })
    // one that had no values yet has no labels either
    if (labelNames.length > 0 || values.length > 0) known.set(name, gauge)
    else registry.removeSingleMetric(name)
    gauge.reset()
    for (const { labels, value } of values) gauge.set({ ...labels }, value)
  }
}

async function ofDatabase(db: Db, now: Date): Promise<Measure[]> {
  const age = (at: Date | null) => (at === null ? 0 : Math.max(0, (now.getTime() - at.getTime()) / 1000))
  const waiting = (await db.one(queries.queueThere)).exists ? await db.rows(queries.queues) : []
  const effects = await db.rows(queries.outbox)
  const backup = await db.one(queries.backups)
  const job = waiting.map((one) => ({ ...one, labels: { job: one.name, state: one.state } }))
  const effect = effects.map((one) => ({ ...one, labels: { topic: one.topic, state: one.state } }))
  const made = [
    { labels: { kind: 'made' }, at: backup.made },
    { labels: { kind: 'checked' }, at: backup.proved },
  ].flatMap(({ labels, at }) => (at === null ? [] : [{ labels, value: age(at) }]))
  return [
    {
      name: 'kauppias_jobs',
      help: 'Background work that waits or runs',
      values: job.map(({ labels, count }) => ({ labels, value: count })),
    },
    {
      name: 'kauppias_job_oldest_seconds',
      help: 'Age of the oldest work that waits or runs',
      values: job.map(({ labels, oldest }) => ({ labels, value: age(oldest) })),
    },
    {
      name: 'kauppias_outbox',
      help: 'Effects that are not carried out yet',
      values: effect.map(({ labels, count }) => ({ labels, value: count })),
    },
    {
      name: 'kauppias_outbox_lag_seconds',
      help: 'How long the oldest effect has been due',
      values: effect.map(({ labels, oldest }) => ({ labels, value: age(oldest) })),
    },
    {
      name: 'kauppias_backup_age_seconds',
      help: 'Since the last whole backup, and the last checked one',
      values: made,
    },
    {
      name: 'kauppias_backup_failed',
      help: '1 when the last backup failed',
      values: [{ value: backup.failed === true ? 1 : 0 }],
    },
  ]
}
