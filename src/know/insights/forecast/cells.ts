import type { Day } from '#src/terms/index.ts'
import { dayText } from '../days.ts'
import { type Customers, type Forecasts, idAt, noDay } from './columns.ts'
import { forecastStates } from './contract.ts'
import type { Cells } from './queries/rows.ts'

export interface Made {
  version: number
  /** Days since 1970. */
  asOf: number
  customers: Customers
  forecasts: Forecasts
  /** 1..100 within the currency, 0: none. */
  futureRank?: Uint8Array
  pastRank?: Uint8Array
}

const most = 9e15
const day = (value: number): Day | null => (value === noDay ? null : dayText(value))
const minor = (value: number): string | null =>
  Number.isNaN(value) ? null : String(Math.round(Math.max(-most, Math.min(most, value))))
const real = (value: number) => String(Math.round(value * 1e6) / 1e6)

/** One forecast as texts, in the order of the columns of its table. */
export function cellsAt({ version, asOf, customers, forecasts, futureRank, pastRank }: Made, i: number): Cells {
  const currency = customers.currency[i]!
  return [
    idAt(customers, i),
    String(version),
    dayText(Math.max(asOf, customers.last[i]!)),
    real(forecasts.alive[i]!),
    real(forecasts.none[i]!),
    real(forecasts.purchases[i]!),
    minor(forecasts.spend[i]!),
    minor(forecasts.value[i]!),
    currency < 0 ? null : customers.currencies[currency]!,
    day(forecasts.next[i]!),
    forecastStates[forecasts.state[i]!]!,
    day(forecasts.since[i]!),
    String(customers.purchaseDays[i]!),
    dayText(customers.first[i]!),
    dayText(customers.last[i]!),
    day(customers.previous[i]!),
    minor(customers.net[i]!),
    futureRank?.[i] ? String(futureRank[i]) : null,
    pastRank?.[i] ? String(pastRank[i]) : null,
  ]
}
