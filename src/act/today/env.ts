import { dayIn, type Figures, latestFigures } from '#src/know/insights/index.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Currency } from '#src/terms/index.ts'
import { forecastInForce, type SubjectRow } from './queries/sources.ts'
import type { Env, Subject } from './source.ts'

/** The company as the list needs it. */
export interface Company {
  readonly timeZone: string
  readonly currency: Currency
}

export function subjectOf(row: SubjectRow): Subject {
  return {
    id: row.id,
    protected: row.protected,
    purchases: row.purchases ?? 0,
    purchaseDays: row.purchase_days ?? 0,
    first: row.first_purchase,
    last: row.last_purchase,
    previous: row.previous_purchase,
    customerSince: row.customer_since,
    leadSource: row.lead_source,
    spend: row.currency === null || row.net === null ? null : { currency: row.currency, net: row.net },
    forecast:
      row.none === null
        ? null
        : {
            none: row.none,
            purchases: row.expected ?? 0,
            spend: row.spend === null ? null : Number(row.spend),
            value: row.value === null ? null : Number(row.value),
            currency: row.forecast_currency,
          },
  }
}

/** The currency that most customers have bought in: sums of several do not make one list. */
export function mainCurrency(figures: Figures | null, own: Currency): Currency {
  const customers = (currency: Currency) => figures?.monetary[currency]?.customers ?? 0
  return Object.keys(figures?.monetary ?? {}).reduce((a, b) => (customers(b) > customers(a) ? b : a), own)
}

/** The moment and the company; how large the best customer is comes from the last making. */
export async function envOf(runner: Runner, company: Company, now: Date): Promise<Omit<Env, 'top'>> {
  const { timeZone } = company
  const inForce = await forecastInForce(runner)
  return {
    now,
    timeZone,
    day: dayIn(now, timeZone),
    figures: await latestFigures(runner),
    horizon: inForce?.horizon ?? null,
    margin: inForce?.margin ?? null,
  }
}
