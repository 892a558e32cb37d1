import type { Runner } from '#src/platform/db/connection.ts'
import { noteChanged } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Currency, Day, Uuid } from '#src/terms/index.ts'
import { dayIn, dayNumber, dayText } from '../days.ts'
import { carriedOn, type DeviationModel, type Past, watch, weekOf, type Windows } from './model.ts'
import {
  type CustomerRow,
  deedsOf,
  dropDeparted,
  type Found,
  type ModelHead,
  modelHead,
  modelOf,
  settle,
} from './queries.ts'

/** A model as it is worked with. */
export interface InForce {
  readonly head: ModelHead
  readonly model: DeviationModel
  readonly windows: Windows
}

const kept = new Map<Uuid, InForce>()

/** The newest model; undefined before the first. A model never changes, so it is read once. */
export async function inForce(runner: Runner): Promise<InForce | undefined> {
  const head = await modelHead(runner)
  if (head === undefined) return undefined
  const known = kept.get(head.id)
  if (known !== undefined) return known
  const fresh = withWindows(head, await modelOf(runner, head.version))
  if (kept.size > 8) kept.clear()
  kept.set(head.id, fresh)
  return fresh
}

export function withWindows(head: ModelHead, model: DeviationModel): InForce {
  const first = dayNumber(head.first_week)
  return { head, model, windows: { first, baseline: model.pace.baseline, weeks: model.pace.weeks } }
}

/** Judges by a model as if it were carried on to a day, that day included. */
export function watcher({ head, model, windows }: InForce, today: Day) {
  const now = dayNumber(today)
  const pace = carriedOn(model.pace, windows, { asOf: dayNumber(head.as_of), today: now })
  return watch({ ...model, pace }, windows, now)
}

/** A customer as the rules see one. Baskets count in the currency used most. */
export function pastOf(row: CustomerRow, windows: Pick<Windows, 'first'>): Past {
  const deeds = row.deeds ?? []
  const main = mainCurrency(deeds.flatMap(([, back, amount, currency]) => (back || amount === null ? [] : [currency])))
  return {
    first: row.first ?? windows.first,
    deeds: deeds.map(([day, back, amount, currency, channel, categories]) => ({
      day,
      week: weekOf(day, windows.first),
      back,
      amount: currency === main ? amount : null,
      currency,
      channel,
      categories: categories ?? [],
    })),
  }
}

function mainCurrency(currencies: readonly (Currency | null)[]): Currency | null {
  const times = new Map<Currency | null, number>()
  for (const currency of currencies) times.set(currency, (times.get(currency) ?? 0) + 1)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/**
 * Looks again at these customers by the model in force, in the transaction that made their figures anew: what began or ended since the last
 * run shows at once. Customers who are no more lose theirs. Before the first run there is nothing to do.
 * @param timeZone IANA name; days are calendar days in it
 */
export async function keepDeviations(
  tx: Tx,
  ids: readonly Uuid[],
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<void> {
  if (ids.length === 0) return
  const model = await inForce(tx)
  if (model === undefined) return
  const today = dayIn(now, timeZone)
  const rows = await deedsOf(tx, ids, { from: model.head.first_week, timeZone })
  const { currents } = watcher(model, today)
  const found = rows.flatMap((row) => foundOf(row.customer_id, currents(pastOf(row, model.windows))))
  const changed = await settle(tx, rows, found, { today, version: model.head.version })
  if (rows.length < ids.length) await dropDeparted(tx, ids)
  if (changed.length > 0) await noteChanged(tx, changed, ['deviation'])
}

export function foundOf(customerId: Uuid, currents: ReturnType<ReturnType<typeof watch>['currents']>): Found[] {
  return currents.map(({ since, found, ...current }) => ({
    ...current,
    customerId,
    since: dayText(since),
    foundOn: dayText(found),
  }))
}
