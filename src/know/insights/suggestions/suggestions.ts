import { authorize, may } from '#src/company/index.ts'
import { leadsTo } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Day, Uuid } from '#src/terms/index.ts'
import { dayIn, daysBetween } from '../days.ts'
import type { AgainSuggestion, FreshSuggestion, Suggestions } from './contract.ts'
import { againScore } from './model/index.ts'
import {
  type Asking,
  favouritesFor,
  type FreshRow,
  type OwnRow,
  type StandingRow,
  standingOf,
} from './queries/shown.ts'

export interface SuggestOptions {
  now: Date
  /** IANA name; days are calendar days in it. */
  timeZone: string
  /** Length of each list at most; 6 unless told. */
  fresh?: number
  again?: number
}
export type Suggested = Pick<Suggestions, 'fresh' | 'again' | 'favourites' | 'none' | 'model'>

/** Customers of one statement at the most. */
const together = 500

/**
 * What to offer these customers, as everything stands now: new products with the purchases that speak for them, and what to buy again. For whoever has
 * bought nothing that is known, favourites of those like them. Nobody who is put away gets any. Two statements for every 500; whoever is no
 * customer is absent from the answer.
 */
export async function suggestionsForMany(
  runner: Runner,
  customerIds: readonly Uuid[],
  { now, timeZone, fresh = 6, again = 6 }: SuggestOptions,
): Promise<Map<Uuid, Suggested>> {
  const made = new Map<Uuid, Suggested>()
  for (let at = 0; at < customerIds.length; at += together) {
    const rows = await standingOf(runner, customerIds.slice(at, at + together), { timeZone, fresh })
    const asking: Asking[] = []
    for (const { customer_id: customer, json } of rows) {
      made.set(customer, listed(json, dayIn(now, timeZone), again))
      if (without(json)) asking.push({ customer, category: categoryOf(json.own ?? []), city: json.city })
    }
    const version = rows[0]?.json.model?.version
    if (version === undefined) continue
    const own = new Map(rows.map(({ customer_id: id, json }) => [id, json.own ?? []]))
    for (const { customer_id: id, json } of await favouritesFor(runner, asking, { version, fresh }))
      made.set(id, {
        ...made.get(id)!,
        fresh: (json.products ?? []).map((row) => shown(row, own.get(id)!)),
        favourites: { of: json.kind, value: json.value || null, customers: json.customers },
      })
  }
  return made
}

/** The same for one. Undefined when there is no such customer. */
export async function suggestionsFor(
  runner: Runner,
  customerId: Uuid,
  options: SuggestOptions,
): Promise<Suggested | undefined> {
  return (await suggestionsForMany(runner, [customerId], options)).get(customerId)
}

/** Whether nothing that the customer bought says anything. */
const without = ({ archived, own }: StandingRow) =>
  !archived && !(own ?? []).some(({ product, times }) => product !== null && times > 0)

function listed(standing: StandingRow, today: Day, again: number): Suggested {
  const model = standing.model === null ? null : brief(standing.model)
  const nothing = { fresh: [], again: [], favourites: null, model }
  if (standing.archived) return { ...nothing, none: 'archived' }
  const own = standing.own ?? []
  const lists = { ...nothing, again: againOf(own, today, again, standing.model) }
  if (standing.model === null) return { ...lists, none: 'noModel' }
  return { ...lists, fresh: without(standing) ? [] : (standing.fresh ?? []).map((row) => shown(row, own)), none: null }
}

const brief = (model: NonNullable<StandingRow['model']>) => ({
  version: model.version,
  madeAt: new Date(model.made_at).toISOString(),
  from: model.data_from,
  to: model.data_to,
  customers: model.customers,
})

/** The category bought from most, in small letters. */
function categoryOf(own: readonly OwnRow[]): string | null {
  const times = new Map<string, number>()
  for (const one of own)
    if (one.category !== null)
      times.set(one.category.toLowerCase(), (times.get(one.category.toLowerCase()) ?? 0) + one.times)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

function shown(row: FreshRow, own: readonly OwnRow[]): FreshSuggestion {
  const reasons = (row.because ?? []).flatMap((product) => own.find((one) => one.product === product) ?? [])
  return {
    sourceId: row.source_id,
    code: row.code,
    name: row.name ?? row.code,
    category: row.category,
    inStock: row.in_stock,
    score: Math.round(row.score * 1e4) / 1e4,
    buyers: row.buyers,
    because: reasons.map(({ name, code, purchase_id: purchaseId, last }) => ({
      name: name ?? code,
      purchaseId: purchaseId!,
      on: last!,
    })),
  }
}

/** A product that few are known to come back to. */
const unknownShare = 0.02

/** Ranked as the model in force found best: by own count before the first, where of equals what more customers bought comes first. */
function againOf(own: readonly OwnRow[], today: Day, count: number, model: StandingRow['model']): AgainSuggestion[] {
  return own
    .flatMap((row) => {
      if (row.blocked || row.times === 0 || row.last === null || row.first === null) return []
      const sinceDays = Math.max(0, daysBetween(row.last, today))
      const isOwn = row.times >= 3
      const days = isOwn ? daysBetween(row.first, row.last) / (row.times - 1) : (row.refill_days ?? Number.NaN)
      const product = { days, buyers: row.buyers ?? 1, share: row.refill_share ?? unknownShare }
      const score =
        model?.again_by === 'rhythm'
          ? againScore(row.times, sinceDays, product)
          : row.times + (row.buyers ?? 0) / ((model?.customers ?? 0) + 1 + (row.buyers ?? 0))
      return {
        sourceId: row.source_id,
        code: row.code,
        name: row.name ?? row.code,
        category: row.category,
        inStock: row.in_stock,
        score: Math.round(score * 1e4) / 1e4,
        times: row.times,
        last: row.last,
        purchaseId: row.purchase_id!,
        sinceDays,
        refillDays: Number.isFinite(days) ? Math.max(1, Math.round(days)) : null,
        own: isOwn,
      }
    })
    .sort((a, b) => b.score - a.score || a.sinceDays - b.sinceDays || (a.code < b.code ? -1 : 1))
    .slice(0, count)
}

/** The lists as a page shows them. Throws 404 `not_found`. */
export async function customerSuggestions(context: Context, id: Uuid): Promise<Suggestions> {
  authorize(context.actor, 'purchase.read')
  const { db, actor, now, config } = context
  const found = await suggestionsFor(db, id, { now, timeZone: config.timeZone })
  if (found === undefined) return customerSuggestions(context, await leadsTo(db, id))
  return { ...found, excludes: may(actor, 'note.write'), silences: may(actor, 'insights.manage') }
}
