import { dayText } from '../days.ts'
import {
  fit,
  fitSpend,
  type Histories,
  lapseOf,
  meanIntervalDays,
  type PurchaseDays,
  type Warning,
} from '../models/index.ts'
import type { Customers } from './columns.ts'
import type { Warning as ShownWarning } from './contract.ts'
import type { ModelRow, TermsRow } from './queries/model.ts'

export type Fitted = Omit<ModelRow, 'version' | 'made_at' | 'summary'>

export interface FitOptions {
  /** Days since 1970: the end of the histories, and the first purchase day of all. */
  asOf: number
  from: number
  terms: TermsRow | undefined
  /** Warnings that are known beforehand. */
  warnings: readonly ShownWarning[]
}

/** Histories at `asOf`, or at the last purchase where that is later. */
export function historiesOf({ n, purchaseDays, first, last }: Customers, asOf: number): Histories {
  const x = new Uint32Array(n)
  const recent = new Int32Array(n)
  const age = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    x[i] = purchaseDays[i]! - 1
    recent[i] = last[i]! - first[i]!
    age[i] = Math.max(asOf, last[i]!) - first[i]!
  }
  return { n, x, last: recent, age }
}

/**
 * Fits the models to all customers, archived ones too: they bought as well. MBG/NBD throughout: unlike BG/NBD it knows that one who bought once
 * may have left (analytics §0).
 */
export function fitModels(customers: Customers, { asOf, from, terms, warnings }: FitOptions): Omit<Fitted, 'lapse'> {
  const histories = historiesOf(customers, asOf)
  const model = fit(histories, { model: 'mbgnbd' })
  const meanDays = meanIntervalDays(histories)
  const spend = Object.fromEntries(
    customers.currencies.flatMap((currency, place) => {
      const fitted = fitSpend(spendingIn(customers, place))
      return fitted === null ? [] : [[currency, fitted]]
    }),
  )
  return {
    as_of: dayText(asOf),
    data_from: dayText(from),
    customers: customers.n,
    horizon: terms?.horizon ?? Math.round(Math.min(365, Math.max(28, 2 * meanDays))),
    terms: terms?.version ?? null,
    fit: { ...model, meanDays, counted: { margin: terms?.margin ?? null, discount: terms?.discount ?? null } },
    spend,
    warnings: [
      ...warnings,
      ...model.warnings.map((one) => shown(one)),
      ...Object.entries(spend).flatMap(([currency, one]) =>
        one.warnings.map((warning) => shown(warning, { currency })),
      ),
    ],
  }
}

/** The same with what the company's own last period taught of lapse; as the CLI tells it. */
export function withLapse(
  fitted: Omit<Fitted, 'lapse'>,
  customers: Customers,
  days: PurchaseDays,
  { asOf, from }: FitOptions,
): Fitted {
  const span = { first: from, cutOff: asOf, horizonDays: fitted.horizon }
  return { ...fitted, lapse: lapseOf(days, historiesOf(customers, asOf), fitted.fit, span) }
}

/** A Gamma–Gamma fit needs no more: three parameters to three digits. */
const enough = 100_000

/** What customers spend per purchase day in a currency: over all their purchase days, for the sums are not kept by day. */
function spendingIn({ n, currency, net, purchaseDays }: Customers, place: number) {
  let all = 0
  for (let i = 0; i < n; i++) if (currency[i] === place && net[i]! > 0) all++
  const every = Math.max(1, Math.ceil(all / enough))
  const x = new Uint32Array(Math.ceil(all / every))
  const mean = new Float64Array(x.length)
  let [seen, at] = [0, 0]
  for (let i = 0; i < n; i++) {
    if (currency[i] !== place || !(net[i]! > 0) || seen++ % every !== 0) continue
    x[at] = purchaseDays[i]!
    mean[at++] = net[i]! / purchaseDays[i]!
  }
  return { n: x.length, x, mean }
}

function shown({ code, figures }: Warning, more: Record<string, string> = {}): ShownWarning {
  const digits = Object.entries(figures).map(([name, value]) => [name, String(Math.round(value * 1000) / 1000)])
  return { code, figures: { ...Object.fromEntries(digits), ...more } }
}
