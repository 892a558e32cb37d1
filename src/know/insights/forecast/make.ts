import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '#src/platform/db/index.ts'
import type { Currency, Uuid } from '#src/terms/index.ts'
import { dayIn, dayNumber, dayText } from '../days.ts'
import { cellsAt, type Made } from './cells.ts'
import type { forecastSteps, Warning } from './contract.ts'
import { countAll, span } from './counting.ts'
import { type FitOptions, fitModels, withLapse } from './fitting.ts'
import { keepForecasts, straighten } from './keep.ts'
import { forecast } from './predict.ts'
import {
  forgetModels,
  insertModel,
  modelOf,
  putEquity,
  type Summary,
  setSummary,
  termsInForce,
  window,
} from './queries/model.ts'
import { openStage, writeStaged } from './queries/rows.ts'
import { setRunVersion, versionOf } from './queries/runs.ts'
import { readAll, readDays } from './read.ts'
import { retentionOf } from './retention.ts'

/** Customers with purchases there must be before anything is forecast. */
export const needed = 20
/** Data that end so many days ago are history: they are forecast from their end. */
const old = 31
/** Customers whose purchase days are read to learn from the last period and to count who stayed. */
const sampled = 50_000
const together = 20_000
const keptModels = 90

export interface MakeOptions {
  runId: Uuid
  now: Date
  timeZone: string
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}
export interface Progress {
  step: (typeof forecastSteps)[number]
  done: number
  total: number
}
export interface MadeAll {
  customers: number
  version: number | null
}

/**
 * Fits the models to all customers and makes everybody's forecast: the data are read by COPY into columns, and rows written batch by batch, each in
 * a transaction of its own. A run that was broken off after fitting goes on by the same model. Nothing is made with too few customers.
 */
export async function makeAll(db: Db, options: MakeOptions): Promise<MadeAll> {
  const { timeZone, runId, now, onProgress, signal } = options
  const tell = (step: Progress['step'], done: number, total: number) => {
    signal?.throwIfAborted()
    onProgress?.({ step, done, total })
  }
  const earlier = await versionOf(db, runId)
  const today = dayIn(now, timeZone)
  const range = await window(db, today)
  if (range.customers < needed || range.first === null || range.last === null) return { customers: 0, version: null }
  const goingOn = earlier === null ? undefined : await modelOf(db, earlier)
  const stale = dayNumber(today) - range.last > old
  const asOf = goingOn ? dayNumber(goingOn.as_of) : stale ? range.last : dayNumber(today)
  tell('read', 0, range.customers)
  const reading = await readAll(db, { timeZone, before: asOf - span })
  const { customers } = reading
  const warnings: Warning[] = stale ? [{ code: 'oldData', figures: { last: dayText(range.last) } }] : []
  const at: FitOptions = { asOf, from: range.first, terms: await termsInForce(db), warnings }
  tell('fit', 0, customers.n)
  const fitted = goingOn ?? fitModels(customers, at)
  tell('test', 0, customers.n)
  const days = await readDays(db, timeZone, Math.ceil(customers.n / sampled))
  const retention = retentionOf(days, asOf, range.first)
  const model = goingOn ?? withLapse(fitted, customers, days, at)
  tell('predict', 0, customers.n)
  const version = goingOn?.version ?? (await putInForce(db, model, options))
  const forecasts = forecast(model, customers, asOf)
  const { summary, equity, futureRank, pastRank } = countAll(model, reading, forecasts, { asOf, from: range.first })
  const made: Made = { version, asOf, customers, forecasts, futureRank, pastRank }
  for (let done = 0; done < customers.n; done += together) {
    tell('predict', done, customers.n)
    await write(db, made, done, Math.min(customers.n, done + together))
  }
  tell('count', 0, customers.n)
  await db.tx(async (tx) => {
    await straighten(tx)
    await putEquity(tx, dayText(asOf), version, equity)
    await setSummary(tx, version, { ...summary, retention } satisfies Summary)
    await forgetModels(tx, keptModels)
  })
  return { customers: customers.n, version }
}

/** From its commit on every purchase is forecast by it. */
function putInForce(db: Db, model: Parameters<typeof insertModel>[1], { now, runId }: MakeOptions): Promise<number> {
  return db.tx(async (tx) => {
    const version = await insertModel(tx, model, now)
    await setRunVersion(tx, runId, version)
    return version
  })
}

/** Writes the rows from one place to before another; those who have bought since they were read are made singly. */
async function write(db: Db, made: Made, from: number, to: number): Promise<void> {
  await db.tx(async (tx) => {
    await pipeline(Readable.from(lines(made, from, to)), await openStage(tx))
    await keepForecasts(tx, await writeStaged(tx, to - from))
  })
}

function* lines(made: Made, from: number, to: number): Generator<string> {
  let text = ''
  for (let i = from; i < to; i++) {
    const cells = cellsAt(made, i)
    for (let c = 0; c < cells.length; c++) text += `${c === 0 ? '' : '\t'}${cells[c] ?? '\\N'}`
    text += '\n'
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  yield text
}

/** The currency that most is expected in. */
export function largestOf(kept: Summary['kept']): Currency | undefined {
  return Object.entries(kept).sort(([, a], [, b]) => b.value - a.value)[0]?.[0]
}
