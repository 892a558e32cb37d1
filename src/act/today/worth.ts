import { daysBetween } from '#src/know/insights/index.ts'
import type { Currency } from '#src/terms/index.ts'
import type { Env, Subject, Worth } from './source.ts'

/** Own yearly spend in minor units: net spend over the time between the first and the last purchase, a year at least. Null without spend. */
export function yearlyOf({ spend, first, last }: Pick<Subject, 'spend' | 'first' | 'last'>): number | null {
  if (spend === null || first === null || last === null) return null
  return Math.max(0, (Number(spend.net) * 365) / Math.max(365, daysBetween(first, last)))
}

const notKnown = (because: string): Worth => ({
  amount: null,
  currency: null,
  how: { code: 'notKnown', figures: { because } },
})
/** Figures that make no sum that can be kept are none: a chance that is not a number must not stop the list. */
const known = (sum: number, currency: Currency | null, how: Worth['how']): Worth =>
  Number.isSafeInteger(Math.round(sum)) ? { amount: Math.round(sum), currency, how } : notKnown('noForecast')
const minor = (sum: number) => String(Math.round(sum))
const withMargin = ({ margin }: Env): Record<string, string> => (margin === null ? {} : { margin: String(margin) })

/**
 * Chance of coming back × own yearly spend × margin. The chance is the forecast's, of a purchase within its horizon; it is what is expected of the
 * customer as things stand: what a contact adds to it only a control group can tell.
 */
export function comesBack(subject: Subject, env: Env): Worth {
  const yearly = yearlyOf(subject)
  if (yearly === null) return notKnown('noSums')
  if (subject.forecast === null || env.horizon === null) return notKnown('noForecast')
  const chance = 1 - subject.forecast.none
  return known(chance * yearly * (env.margin ?? 1), subject.spend!.currency, {
    code: 'comesBack',
    figures: { chance: chance.toFixed(3), days: String(env.horizon), yearly: minor(yearly), ...withMargin(env) },
  })
}

/** What the forecast expects of the next 12 months; margin and discount are in it already. */
export function next12({ forecast, purchases }: Subject, env: Env): Worth {
  if (forecast === null || forecast.value === null) return notKnown(purchases === 0 ? 'noPurchases' : 'noForecast')
  return known(forecast.value, forecast.currency, {
    code: 'next12',
    figures: {
      purchases: forecast.purchases.toFixed(1),
      ...(forecast.spend === null ? {} : { spend: minor(forecast.spend) }),
      ...withMargin(env),
    },
  })
}

/** One purchase as large as this customer's usually are. */
export function onePurchase({ spend, purchaseDays, forecast }: Subject, env: Env): Worth {
  if (spend === null || purchaseDays === 0) return notKnown('noPurchases')
  const usual = forecast?.spend ?? Number(spend.net) / purchaseDays
  if (usual <= 0) return notKnown('noSums')
  return known(usual * (env.margin ?? 1), spend.currency, {
    code: 'onePurchase',
    figures: { spend: minor(usual), ...withMargin(env) },
  })
}

export const unmeasured = (): Worth => notKnown('notMeasured')
