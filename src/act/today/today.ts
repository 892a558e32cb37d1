import { lateSystems } from '#src/clean/propagation/index.ts'
import { authorize, may } from '#src/company/index.ts'
import {
  dayIn,
  daysBetween,
  type Figures,
  latestFigures,
  monthsUpTo,
  rhythmFrom,
  rhythmOf,
  stageOf,
} from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Currency, Day } from '#src/terms/index.ts'
import type { Today } from './contract.ts'
import { type BestRow, best, countCustomers, heard, lastImports, purchaseMonths } from './queries.ts'

const shown = { imports: 5, people: 8, heard: 8 }
const heardDays = 30
const shownMonths = 12
/** Looked through for customers beyond their rhythm: so many of the best, page by page until enough are found. */
const page = 300
const pages = 10

/** The first page of the day: what came in, whom to attend to, the best customers, what was heard. Reads no more for a million customers than for a thousand. */
export async function today(context: Context): Promise<Today> {
  const { actor, db, now, config } = context
  authorize(actor, 'today.read')
  const day = dayIn(now, config.timeZone)
  const imports = may(actor, 'import.read') ? await lastImports(db, shown.imports) : []
  const said = may(actor, 'timeline.read') && may(actor, 'customer.read')
  const lately = said ? await heard(db, { now, days: heardDays, limit: shown.heard }) : []
  return {
    day,
    customers: await countCustomers(db),
    imports: imports.map((row) => ({ ...row, at: row.at.toISOString() })),
    ...(await people(context, day)),
    lateSystems: await late(context),
    heard: lately.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}

/** Whoever answers for a system sees what it has not got, and so does whoever may see all systems. */
async function late({ actor, db }: Context): Promise<Today['lateSystems']> {
  const all = (await lateSystems(db)).map(({ userId, openedAt, oldest, ...rest }) => ({
    ...rest,
    mine: userId === actor.id,
    openedAt: openedAt.toISOString(),
    oldest: oldest?.toISOString() ?? null,
  }))
  const shownHere = may(actor, 'system.read') ? all : all.filter(({ mine }) => mine)
  return shownHere.sort((a, b) => Number(b.mine) - Number(a.mine))
}

async function people(context: Context, day: Day): Promise<Pick<Today, 'top' | 'beyondRhythm'>> {
  const { actor, db, config } = context
  if (!may(actor, 'value.read') || !may(actor, 'customer.read')) return { top: [], beyondRhythm: [] }
  const figures = await latestFigures(db)
  const currency = mainCurrency(figures, config.currency)
  const found: Slipping[] = []
  let top: Today['top'] = []
  let after: { net: string; id: string } | null = null
  for (let i = 0; i < pages && found.length < shown.people; i++) {
    const rows: BestRow[] = await best(db, { currency, after, limit: page })
    const present = rows.filter(isPresent)
    if (i === 0) top = present.slice(0, shown.people).map((row) => topOf(row, currency))
    found.push(...present.flatMap((row) => slipping(row, figures?.meanInterval ?? null, day) ?? []))
    if (rows.length < page) break
    after = rows.at(-1)!
  }
  return { top, beyondRhythm: await withMonths(context, found.slice(0, shown.people), { currency, day }) }
}

type Present = BestRow & { name: string }
function isPresent(row: BestRow): row is Present {
  return row.name !== null
}

function topOf({ id, name, city, net, purchases, last_purchase }: Present, currency: Currency): Today['top'][number] {
  return { id, name, city, net: { minor: net, currency }, purchases, lastPurchase: last_purchase }
}

interface Slipping {
  row: Present
  firstPurchase: Day
  rhythmDays: number
  sinceDays: number
}
function slipping(row: Present, meanInterval: number | null, day: Day): Slipping | null {
  const { purchase_days: count, first_purchase: first, last_purchase: last, previous_purchase: previous } = row
  if (count < rhythmFrom || first === null || last === null) return null
  const days = { count, first, last, previous }
  const situation = { purchases: row.purchases, days, leadSource: null, customerSince: null, meanInterval, today: day }
  if (stageOf(situation).stage !== 'slipping') return null
  const { days: rhythmDays } = rhythmOf(count, daysBetween(first, last), meanInterval)
  return { row, firstPurchase: first, rhythmDays, sinceDays: daysBetween(last, day) }
}

async function withMonths(
  { db, config }: Context,
  found: Slipping[],
  { currency, day }: { currency: Currency; day: Day },
): Promise<Today['beyondRhythm']> {
  const months = monthsUpTo(day, shownMonths)
  const ids = found.map(({ row }) => row.id)
  const counts = await purchaseMonths(db, ids, { firstMonth: months[0]!, timeZone: config.timeZone })
  const byMonth = new Map(counts.map(({ id, month, purchases }) => [`${id} ${month}`, purchases]))
  return found.map(({ row: { id, name, purchases, net }, ...evidence }) => ({
    id,
    name,
    ...evidence,
    purchases,
    net: { minor: net, currency },
    months: months.map((month) => byMonth.get(`${id} ${month}`) ?? 0),
  }))
}

/** The currency that most customers have bought in: sums of several do not make one list. */
function mainCurrency(figures: Figures | null, own: Currency): Currency {
  const customers = (currency: Currency) => figures?.monetary[currency]?.customers ?? 0
  return Object.keys(figures?.monetary ?? {}).reduce((a, b) => (customers(b) > customers(a) ? b : a), own)
}
