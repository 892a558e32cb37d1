import { noteChanged } from '#src/collect/intake/index.ts'
import type { Db } from '#src/platform/db/index.ts'
import type { Currency } from '#src/terms/index.ts'
import { fleet, insertCuts, lockFigures, type StepRow, steps } from './queries.ts'
import { cutsFrom, type Figures } from './rfm.ts'

/**
 * Makes a new version of the RFM cut points and of the mean interval, over all customers with purchases. Scores are relative: between two
 * cuttings a customer moves only by what they do. Monetary has cuts of its own in each currency, since sums of two currencies do not compare.
 */
export async function cutRfm(db: Db, now: Date): Promise<Figures> {
  return db.tx(async (tx) => {
    await lockFigures(tx)
    const all = await steps(tx)
    const monetary: Record<Currency, Figures['monetary'][Currency]> = {}
    for (const { measure, currency, customers } of all) {
      if (measure === 'monetary') monetary[currency] ??= { customers, cuts: cutsOf(all, measure, currency) }
    }
    const figures = {
      ...(await fleet(tx)),
      recency: cutsOf(all, 'recency', ''),
      frequency: cutsOf(all, 'frequency', ''),
      monetary,
    }
    await noteChanged(tx, 'all', ['figures'])
    return { version: await insertCuts(tx, figures, now), ...figures }
  })
}

function cutsOf(rows: readonly StepRow[], measure: StepRow['measure'], currency: Currency) {
  return cutsFrom(rows.filter((row) => row.measure === measure && row.currency === currency))
}
