import { lateSystems } from '#src/clean/propagation/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { dayIn, latestFigures } from '#src/know/insights/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Today } from './contract.ts'
import { best, countCustomers, heard, lastImports } from './queries.ts'
import { mainCurrency } from './env.ts'

const shown = { imports: 5, people: 8, heard: 8 }
const heardDays = 30

/** The first page of the day beside the list: what came in, what is late, the best customers, what was heard. Reads no more for a million customers than for a thousand. */
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
    top: await topOf(context),
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

/** The customers with the largest net spend: one range of know.spend. */
async function topOf(context: Context): Promise<Today['top']> {
  const { actor, db, config } = context
  if (!may(actor, 'value.read') || !may(actor, 'customer.read')) return []
  const currency = mainCurrency(await latestFigures(db), config.currency)
  // some may be put away
  const rows = await best(db, { currency, limit: shown.people * 4 })
  return rows.slice(0, shown.people).map(({ id, name, city, net, purchases, last_purchase: lastPurchase }) => ({
    id,
    name,
    city,
    net: { minor: net, currency },
    purchases,
    lastPurchase,
  }))
}
