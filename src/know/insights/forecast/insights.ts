import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Currency, Day } from '#src/terms/index.ts'
import { dayNumber, dayText } from '../days.ts'
import { expectedNew, expectedSpend } from '../models/index.ts'
import {
  type Best,
  type Economics,
  type ForecastRun,
  forecastStates,
  type Insights,
  type LapseTest,
  type Model,
  type Terms,
} from './contract.ts'
import { largestOf, needed } from './make.ts'
import { year } from './predict.ts'
import {
  type EquityShown,
  equities,
  insertTerms,
  lastMade,
  type Made,
  type ModelRow,
  modelInForce,
  type TermsRow,
  termsInForce,
} from './queries/model.ts'
import { type RankedRow, ranked } from './queries/shown.ts'
import { ask, latest, stop as stopRun } from './run.ts'
import { brief } from './shown.ts'

const shown = { best: 10, makings: 90 }

/** How the forecasts stand: the models and what to know of them, the run, states, equity, economics. */
export async function insights(context: Context): Promise<Insights> {
  authorize(context.actor, 'value.read')
  const { db, actor, config } = context
  const [model, run, made, equity, terms] = await Promise.all([
    modelInForce(db),
    latest(context),
    lastMade(db),
    equities(db, shown.makings),
    termsInForce(db),
  ])
  return {
    model: model === undefined ? null : presentModel(model),
    run,
    needs: needed,
    countedOn: made?.as_of ?? null,
    states:
      made === undefined ? [] : forecastStates.map((state, i) => ({ state, customers: made.summary.states[i] ?? 0 })),
    equity: equity.sort((a, b) => Number(b.value) - Number(a.value)).map((row) => presentEquity(row, made)),
    economics: made === undefined ? null : economicsOf(made, terms, config.currency),
    terms: presentTerms(terms),
    currency: config.currency,
    manages: may(actor, 'insights.manage'),
  }
}

function presentModel(model: ModelRow): Model {
  const { fit, lapse, spend } = model
  const { r, alpha, a, b } = fit.parameters
  return {
    ...brief(model),
    unique: fit.unique,
    logLikelihood: fit.logLikelihood,
    parameters: { r, alpha, ...(a !== null && { a }), ...(b !== null && { b }) },
    degenerate: fit.degenerate,
    spend: Object.entries(spend).map(([currency, one]) => ({
      currency,
      customers: one.customers,
      mean: { minor: String(Math.round(one.observedMean)), currency },
      correlation: one.correlation,
      degenerate: one.warnings.find(({ code }) => code !== 'spendDependsOnFrequency')?.code ?? null,
    })),
    lapseTest: presentTest(model.as_of, lapse),
    meanIntervalDays: fit.repeaters > 0 ? Math.max(1, Math.round(fit.meanDays)) : null,
  }
}

function presentTest(asOf: Day, { tried, windowDays }: ModelRow['lapse']): LapseTest | null {
  if (tried === null || windowDays === null) return null
  const { customers, none, brier, auc } = tried
  return {
    from: dayText(dayNumber(asOf) - windowDays),
    to: asOf,
    customers,
    lapsed: none,
    ways: [
      { way: 'both', auc: auc.both, brier: brier.both },
      { way: 'model', auc: auc.model, brier: brier.model },
      { way: 'daysSince', auc: auc.silence, brier: null },
    ],
  }
}

function presentEquity(row: EquityShown, made: Made | undefined): Insights['equity'][number] {
  const past = made?.summary.pastYear?.[row.currency]
  const money = (minor: string) => ({ minor, currency: row.currency })
  return {
    day: row.day,
    version: row.version,
    customers: row.customers,
    value: money(row.value),
    pastYear: past === undefined ? null : money(String(Math.round(past))),
    before: row.before === null ? null : money(row.before),
    change:
      row.before === null
        ? null
        : {
            new: money(row.new),
            lapsed: money(row.lapsed),
            frequency: money(row.frequency),
            spend: money(row.spend),
          },
    trend: row.trend,
  }
}

/**
 * Retention economics in the currency that most is expected in, by the latest making that came to its end. Costs are in the company's own: sums of two currencies are not taken from each
 * other. Without a margin nothing is net of anything.
 */
function economicsOf(made: Made, terms: TermsRow | undefined, own: Currency): Economics {
  const { summary, ...model } = made
  const currency = largestOf(summary.kept) ?? own
  const { margin } = model.fit.counted
  const kept = summary.kept[currency]
  const spend = model.spend[currency]
  const each = spend === undefined ? null : (margin ?? 1) * expectedSpend(spend, 0, 0)
  const comes = expectedNew(model.fit, year)
  const newValue = each === null ? null : each * (1 + comes)
  const value = kept && kept.customers > 0 ? kept.value / kept.customers : null
  const money = (minor: number | null) => (minor === null ? null : { minor: String(Math.round(minor)), currency })
  const costs = margin !== null && currency === own ? terms : undefined
  const less = (worth: number | null, cost: number | null | undefined) =>
    worth === null || cost === null || cost === undefined ? null : money(worth - cost)
  return {
    newCustomers: summary.newCustomers,
    newValue: money(newValue),
    retention: summary.retention,
    customers: kept?.customers ?? 0,
    value: money(value),
    newNet: less(newValue, costs?.acquisition),
    keptNet: less(value, costs?.keeping),
    paybackMonths: each === null ? null : paybackOf(model, each, costs?.acquisition),
    version: made.version,
  }
}

/** Months until a new customer has brought what it cost, first purchase and all; null when not within three years or not known. */
function paybackOf({ fit }: Pick<ModelRow, 'fit'>, each: number, cost: number | null | undefined): number | null {
  if (cost === null || cost === undefined) return null
  for (let months = 0; months <= 36; months++) {
    if (each * (1 + expectedNew(fit, (months * year) / 12)) >= cost) return months
  }
  return null
}

const presentTerms = (terms: TermsRow | undefined): Terms => ({
  margin: terms?.margin ?? null,
  discount: terms?.discount ?? null,
  acquisition: terms?.acquisition ?? null,
  keeping: terms?.keeping ?? null,
  horizonDays: terms?.horizon ?? null,
})

/** The best of the future beside the best of the past, in one currency. */
export async function best(context: Context, wanted: Currency | undefined): Promise<Best> {
  const { db, actor, config } = context
  authorize(actor, 'value.read')
  authorize(actor, 'customer.read')
  const summary = (await lastMade(db))?.summary
  const currencies = Object.entries(summary?.kept ?? {})
    .sort(([, a], [, b]) => b.value - a.value)
    .map(([currency]) => currency)
  const currency = wanted ?? currencies[0] ?? config.currency
  const [future, past] = await Promise.all(
    (['future', 'past'] as const).map((by) => ranked(db, by, currency, shown.best)),
  )
  const line = (row: RankedRow): Best['future'][number] => ({
    id: row.id,
    name: row.name,
    value: row.value === null ? null : { minor: row.value, currency },
    net: row.net === null ? null : { minor: row.net, currency },
    state: row.state,
    futureRank: row.future_rank,
    pastRank: row.past_rank,
  })
  return {
    currency,
    currencies,
    future: future!.map(line),
    past: past!.map(line),
    overlap: summary?.overlap[currency] ?? null,
  }
}

/** Asks for everybody's forecast anew; while that waits or goes on, its run is answered. */
export async function refit(context: Context): Promise<ForecastRun> {
  authorize(context.actor, 'insights.manage')
  await ask(context)
  return (await latest(context))!
}

/** Stops the making that goes on; what is written stays. Refuses 409 `making_over`. */
export async function stop(context: Context): Promise<ForecastRun> {
  authorize(context.actor, 'insights.manage')
  if (!(await stopRun(context)))
    throw new Refusal(409, 'making_over', 'No forecasts are being made.', 'Start when you want to.')
  return (await latest(context))!
}

/** What the company says of its economy; all forecasts are made anew with it. */
export async function setTerms(context: Context, terms: Terms): Promise<Insights> {
  authorize(context.actor, 'insights.manage')
  const { db, actor, now, config } = context
  const by = actor.kind === 'system' ? null : actor.id
  const { horizonDays: horizon, ...rest } = terms
  await db.tx((tx) => insertTerms(tx, { ...rest, horizon, currency: config.currency }, by, now))
  await ask(context)
  return insights(context)
}
