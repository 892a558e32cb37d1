import type { Runner } from '#src/platform/db/connection.ts'
import type { Piece } from '#src/platform/db/index.ts'
import { type Currency, type Day, decimalsOf, type Uuid } from '#src/terms/index.ts'
import type { Value } from './contract.ts'
import { dayIn, daysBetween } from './days.ts'
import { type DayRow, gathered, monthsOf, shownMonths } from './months.ts'
import { type ValueRow, valueJson } from './queries.ts'
import { rfmOf } from './rfm.ts'
import { type PurchaseDays, rhythmOf } from './rhythm.ts'
import { stageOf } from './stage.ts'

/** Purchase days needed to speak of a rhythm: two intervals. */
export const rhythmFrom = 3

/** The company as figures need it; `currency` is that of months without any spend. */
interface Company {
  now: Date
  timeZone: string
  currency: Currency
}

/** Value at a glance of one customer, in one round trip; null when there is no such customer. */
export async function customerValue(runner: Runner, customerId: Uuid, company: Company): Promise<Value | null> {
  const { statement, present } = valueAtGlance(customerId, company)
  return present((await runner.maybe(statement))?.json ?? null)
}

/** The same as part of a statement that asks for more. */
export function valueAtGlance(customerId: Uuid, { now, timeZone, currency }: Company): Piece<ValueRow, Value | null> {
  const today = dayIn(now, timeZone)
  return {
    statement: valueJson(customerId, { today, months: shownMonths, timeZone }),
    present: (row) => row && present(row, { today, currency }),
  }
}

function present(row: ValueRow, { today, currency }: { today: Day; currency: Currency }): Value {
  const days = purchaseDaysOf(row)
  const meanInterval = row.figures?.meanInterval ?? null
  const bought = row.bought ?? []
  const spend = [...(row.spend ?? [])].sort((a, b) => wholes(b) - wholes(a) || (a.currency < b.currency ? -1 : 1))
  const largest = spend[0]
  const rhythm =
    days === null || days.count < rhythmFrom
      ? null
      : rhythmOf(days.count, daysBetween(days.first, days.last), meanInterval)
  const since = days === null ? 0 : Math.max(0, daysBetween(days.last, today))
  return {
    ...stageOf({
      purchases: row.purchases ?? 0,
      days,
      leadSource: row.lead_source,
      customerSince: row.customer_since,
      meanInterval,
      today,
    }),
    purchases: row.purchases ?? 0,
    returns: row.returns ?? 0,
    contacts: row.contacts ?? 0,
    complaints: row.complaints ?? 0,
    firstPurchase: row.first_purchase,
    lastPurchase: row.last_purchase,
    lastContact: row.last_contact && new Date(row.last_contact).toISOString(),
    spend: spend.map(({ net, refunded, currency }) => ({
      net: { minor: net, currency },
      last12Months: { minor: lastYear(bought, currency, today), currency },
      refunded: { minor: refunded, currency },
    })),
    rhythm: rhythm && { days: rhythm.days, since, beyond: since > rhythm.limit },
    rfm: days && row.figures && rfmOf(row.figures, days, largest),
    months: monthsOf(gathered(bought), {
      today,
      currency: largest?.currency ?? currency,
      interval: rhythm?.days ?? null,
      last: row.last_purchase,
    }),
  }
}

function purchaseDaysOf(row: ValueRow): PurchaseDays | null {
  const { purchase_days: count, first_purchase: first, last_purchase: last } = row
  return count && first !== null && last !== null ? { count, first, last, previous: row.previous_purchase } : null
}

/** Without rates of exchange whole units stand for size: 100 kronor beat 20 euros, which only decides an order. */
function wholes({ net, currency }: { net: string; currency: Currency }): number {
  return Number(net) / 10 ** decimalsOf(currency)
}

/** Minor units of the last 365 days. */
function lastYear(days: readonly DayRow[], currency: Currency, today: Day): string {
  const within = days.filter((row) => row.currency === currency && daysBetween(row.day, today) < 365)
  return within.reduce((sum, row) => sum + BigInt(row.net), 0n).toString()
}
