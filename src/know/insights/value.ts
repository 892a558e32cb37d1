import type { Runner } from '#src/platform/db/connection.ts'
import { type Currency, type Day, decimalsOf, type Uuid } from '#src/terms/index.ts'
import type { Value } from './contract.ts'
import { dayIn, daysBetween } from './days.ts'
import { type MonthRow, monthsOf, shownMonths } from './months.ts'
import { type ValueRow, valueRow } from './queries.ts'
import { rfmOf } from './rfm.ts'
import { type PurchaseDays, rhythmOf } from './rhythm.ts'
import { stageOf } from './stage.ts'

/** Purchase days needed to speak of a rhythm: two intervals. */
export const rhythmFrom = 3

/**
 * Value at a glance of one customer, in one round trip; null when there is no such customer.
 * @param currency of months without any spend (the company's own)
 */
export async function customerValue(
  runner: Runner,
  customerId: Uuid,
  { now, timeZone, currency }: { now: Date; timeZone: string; currency: Currency },
): Promise<Value | null> {
  const today = dayIn(now, timeZone)
  const row = await valueRow(runner, customerId, { today, months: shownMonths, timeZone })
  return row === undefined ? null : present(row, { today, timeZone, currency })
}

function present(
  row: ValueRow,
  { today, timeZone, currency }: { today: Day; timeZone: string; currency: Currency },
): Value {
  const days = purchaseDaysOf(row)
  const meanInterval = row.figures?.meanInterval ?? null
  const rows = row.months ?? []
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
      customerSince: row.customer_since && dayIn(row.customer_since, timeZone),
      meanInterval,
      today,
    }),
    purchases: row.purchases ?? 0,
    returns: row.returns ?? 0,
    contacts: row.contacts ?? 0,
    complaints: row.complaints ?? 0,
    firstPurchase: row.first_purchase,
    lastPurchase: row.last_purchase,
    lastContact: row.last_contact?.toISOString() ?? null,
    spend: spend.map(({ net, refunded, currency }) => ({
      net: { minor: net, currency },
      last12Months: { minor: lastYear(rows, currency), currency },
      refunded: { minor: refunded, currency },
    })),
    rhythm: rhythm && { days: rhythm.days, since, beyond: since > rhythm.limit },
    rfm: days && row.figures && rfmOf(row.figures, days, largest),
    months: monthsOf(rows, {
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

function lastYear(rows: readonly MonthRow[], currency: Currency): string {
  return rows.reduce((sum, row) => (row.currency === currency ? sum + BigInt(row.year) : sum), 0n).toString()
}
