import type { Day, Stage } from '#src/terms/index.ts'
import type { StageCode } from './contract.ts'
import { daysBetween } from './days.ts'
import { type PurchaseDays, rhythmBefore, rhythmOf } from './rhythm.ts'

export interface Situation {
  /** Purchases, returns aside. */
  purchases: number
  /** Null while nothing was bought. */
  days: PurchaseDays | null
  /** Where the customer came from as a lead, and since when the source calls them a customer. */
  leadSource: string | null
  customerSince: Day | null
  /** Mean interval of all customers in days; null before the first figures. */
  meanInterval: number | null
  today: Day
}
export interface Judged {
  stage: Stage
  stageWhy: { code: StageCode; figures: Record<string, string> }
}

/**
 * The lifecycle stage (MISSION K1) with its reason and figures. Never bought: `lead` if a source of leads named them, else `prospect`.
 * One purchase day: `new` while the silence is usual, then `slipping`, then `lost`. More: `regular` within the own rhythm, `slipping` beyond it,
 * `lost` when far beyond; within the rhythm but after a gap that had meant lost: `wonBack`, until the purchase after. Limits: see `rhythmOf`.
 */
export function stageOf(situation: Situation): Judged {
  const { days, meanInterval, today, purchases } = situation
  if (days === null) return withoutPurchases(situation)
  const rhythm = rhythmOf(days.count, daysBetween(days.first, days.last), meanInterval)
  const since = Math.max(0, daysBetween(days.last, today))
  const figures: Record<string, string> = {
    purchases: String(purchases),
    purchaseDays: String(days.count),
    first: days.first,
    last: days.last,
    sinceDays: String(since),
    limitDays: String(rhythm.limit),
    lostDays: String(rhythm.lost),
    ...(days.count > 1 && { rhythmDays: String(rhythm.days) }),
    ...(meanInterval !== null && { fleetDays: String(Math.max(1, Math.round(meanInterval))) }),
  }
  const judged = (stage: Stage, code: StageCode): Judged => ({ stage, stageWhy: { code, figures } })
  const once = days.count === 1
  if (since > rhythm.lost) return judged('lost', once ? 'oneOldPurchase' : 'longSilent')
  if (since > rhythm.limit) return judged('slipping', once ? 'oneOldPurchase' : 'beyondRhythm')
  if (once) return judged('new', 'firstPurchaseRecently')
  const gap = days.previous === null ? 0 : daysBetween(days.previous, days.last)
  const before = rhythmBefore(days, meanInterval)
  if (before === null || gap <= before.lost) return judged('regular', 'withinRhythm')
  figures.gapDays = String(gap)
  return judged('wonBack', 'cameBack')
}

function withoutPurchases({ leadSource, customerSince }: Situation): Judged {
  const figures: Record<string, string> = customerSince === null ? {} : { customerSince }
  if (leadSource === null) return { stage: 'prospect', stageWhy: { code: 'noPurchases', figures } }
  return { stage: 'lead', stageWhy: { code: 'leadSource', figures: { ...figures, leadSource } } }
}
