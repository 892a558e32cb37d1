import { type Static, Type } from 'typebox'
import { stages } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, MoneySchema, nullable, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const StageSchema = oneOf(stages)

/** Why a customer is in a stage: dictionary keys `stage.why.<code>`. */
const stageCodes = [
  'noPurchases',
  'leadSource',
  'firstPurchaseRecently',
  'oneOldPurchase',
  'withinRhythm',
  'beyondRhythm',
  'longSilent',
  'cameBack',
] as const
export type StageCode = (typeof stageCodes)[number]

/** Groups of the RFM map: dictionary keys `rfm.<group>`. */
export const rfmGroups = [
  'champions',
  'loyal',
  'potentialLoyalist',
  'new',
  'promising',
  'needAttention',
  'aboutToSleep',
  'cantLose',
  'atRisk',
  'hibernating',
] as const
export type RfmGroup = (typeof rfmGroups)[number]

/** Value at a glance. Days are calendar days of the company's zone. */
export const Value = Type.Object(
  {
    stage: StageSchema,
    /**
     * Why this stage. Figures are plain digits and ISO days: `purchases`, `purchaseDays`, `first`, `last`, `sinceDays`, `rhythmDays` (own typical
     * interval), `limitDays` (silence that is still usual), `lostDays` (silence that means lost), `gapDays` (the silence that ended), `fleetDays`
     * (mean interval of all customers), `customerSince`, `leadSource`; those that a code needs are always there.
     */
    stageWhy: Type.Object(
      {
        code: oneOf(stageCodes),
        figures: Type.Record(Type.String(), Type.String()),
      },
      strict,
    ),
    purchases: Type.Integer(),
    returns: Type.Integer(),
    contacts: Type.Integer(),
    complaints: Type.Integer(),
    firstPurchase: nullable(DaySchema),
    lastPurchase: nullable(DaySchema),
    lastContact: nullable(InstantSchema),
    /** Net spend in all and within the last 365 days, one per currency, largest first. */
    spend: Type.Array(Type.Object({ net: MoneySchema, last12Months: MoneySchema, refunded: MoneySchema }, strict)),
    /** Typical days between purchase days, and days since the last; null when fewer than three purchase days. */
    rhythm: nullable(Type.Object({ days: Type.Integer(), since: Type.Integer(), beyond: Type.Boolean() }, strict)),
    /**
     * Quintile scores 1..5 among all customers with purchases, and the group they make; null without purchases or before the first figures.
     * Monetary is scored within the customer's largest currency, and null where nothing is known of sums.
     */
    rfm: nullable(
      Type.Object(
        {
          recency: Type.Integer(),
          frequency: Type.Integer(),
          monetary: nullable(Type.Integer()),
          group: oneOf(rfmGroups),
        },
        strict,
      ),
    ),
    /** The last 24 calendar months, oldest first, in the largest currency. `expected` marks months where the rhythm expected a purchase that did not come. */
    months: Type.Array(
      Type.Object(
        { month: Type.String(), net: MoneySchema, purchases: Type.Integer(), expected: Type.Boolean() },
        strict,
      ),
    ),
  },
  strict,
)
export type Value = Static<typeof Value>
