import { forgetAttention, makeList, markAttention, noteAttention } from './act/today/index.ts'
import { leaningOn, noteArrivals, resolve, retract as retractClaims } from './clean/identity/index.ts'
import { propagate } from './clean/propagation/index.ts'
import { readRecord } from './clean/quality/index.ts'
import { reread, toldAgain } from './collect/imports/index.ts'
import { type Batch, fillPorts, type Work } from './collect/intake/index.ts'
import { apply as customers, archivedAmong, namesOf, whoIs } from './know/customers/index.ts'
import { cutRfm, keepDeviations, markStale, refresh, refreshStale } from './know/insights/index.ts'
import { apply as interactions, retract as retractEntries } from './know/interactions/index.ts'
import { apply as purchases, retract as retractPurchases } from './know/purchases/index.ts'
import { changed, noteBatch, retract as retractPicks } from './know/segments/index.ts'

/** Whether it changes what somebody bought: a purchase, or one that went elsewhere or away. */
const bought = ({ items, gone, emptied, returned }: Batch) =>
  gone.length > 0 ||
  emptied.length > 0 ||
  returned !== undefined ||
  items.length === 0 ||
  items.some(({ record }) => purchaseKinds.has(record.kind))
const purchaseKinds = new Set<string>(['purchase', 'purchaseLine'])

/** One record at a time is counted at once; a bulk leaves its figures to the end of the import. */
async function figures(work: Work, batch: Batch): Promise<void> {
  const ids = [...batch.touched]
  if (batch.bulk) await markStale(work.tx, ids)
  else if (ids.length > 0) {
    await refresh(work.tx, ids, work.company.timeZone)
    if (bought(batch)) await keepDeviations(work.tx, ids, { now: work.now, timeZone: work.company.timeZone })
  }
}

/** The way of every record, in flow order. Importing this file fills the ports of intake. */
fillPorts({
  gate: readRecord,
  // notes are held until the next statement: what follows them asks one anyway
  steps: [resolve, customers, interactions, purchases, figures, noteArrivals, noteBatch, noteAttention, propagate],
  retract: [retractClaims, retractEntries, retractPurchases, retractPicks],
  reread,
  toldAgain,
  // nobody sends anything outside yet
  objections: [],
  whoIs,
  archivedAmong,
  forget: [forgetAttention],
  changed: async (tx, customers, what, bulk) => {
    await changed(tx, customers, what, bulk)
    markAttention(tx, customers, bulk)
  },
  leaningOn,
  named: async (runner, ids) => new Map((await namesOf(runner, ids)).map((row) => [row.id, row])),
  figures: async (db, { timeZone, currency }, clock, signal) => {
    await refreshStale(db, { timeZone, ...(signal && { signal }) })
    await cutRfm(db, clock.now())
    await makeList(db, { timeZone, currency }, clock.now())
  },
})
