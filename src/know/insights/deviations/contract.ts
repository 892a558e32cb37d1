import { type Static, Type } from 'typebox'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }

/** What can change in a customer's behaviour; dictionary keys `deviation.kind.<kind>`. */
export const deviationKinds = ['drop', 'rise', 'basketDown', 'basketUp', 'returns', 'category', 'channel'] as const
export type DeviationKind = (typeof deviationKinds)[number]

export const Deviation = Type.Object(
  {
    kind: oneOf(deviationKinds),
    /** Less or more than usual. */
    direction: oneOf(['down', 'up']),
    /** The most likely first day of the change. */
    since: DaySchema,
    /** The day on which the evidence sufficed. */
    foundOn: DaySchema,
    /** The day on which behaviour was back; null while it goes on. */
    endedOn: nullable(DaySchema),
    /** Purchases and baskets: now / usual − 1 (−1 is a full stop). Returns, category, channel: share now − usual share. */
    size: Type.Number(),
    /** −log2 of the chance of such evidence while nothing has changed. */
    bits: Type.Number(),
    /**
     * The figures behind it, plain digits. drop, rise: `bought`, `expected`, `weeks`, `usualPerWeek`; baskets: `usual`, `now` (minor units),
     * `currency`, `baskets`; returns, category, channel: `usualShare`, `nowShare`, `hits`, `of`, and `name` of the category or channel.
     */
    evidence: Type.Record(Type.String(), Type.String()),
  },
  strict,
)
export type Deviation = Static<typeof Deviation>

/** What the figures were made with. */
const Basis = Type.Object(
  {
    version: Type.Integer(),
    madeAt: InstantSchema,
    /** The window of data: the baseline up to `monitoredFrom`, then the watched weeks up to before `asOf`. */
    firstWeek: DaySchema,
    monitoredFrom: DaySchema,
    asOf: DaySchema,
    /** How many customers are watched. */
    customers: Type.Integer(),
    /** Of customers who have not changed, the share who get an alarm of purchases within `weeks` watched weeks, by redraw. */
    falseAlarms: Type.Object({ share: Type.Number(), weeks: Type.Integer() }, strict),
  },
  strict,
)

/** GET /api/v1/customers/:id/deviations */
export const CustomerDeviations = Type.Object(
  {
    /** Null before the first run. */
    basis: nullable(Basis),
    /** Whether there are purchases enough in the baseline to judge by. */
    watched: Type.Boolean(),
    /** Going on first, then the newest. */
    deviations: Type.Array(Deviation),
    /** The watched weeks that are over, oldest first: purchase days and how many were expected; empty when not watched. */
    weeks: Type.Array(Type.Object({ week: DaySchema, purchases: Type.Integer(), expected: Type.Number() }, strict)),
  },
  strict,
)
export type CustomerDeviations = Static<typeof CustomerDeviations>

/** GET /api/v1/deviations?kind=drop&after=CURSOR&limit=50: what goes on, found last first. */
export const Deviations = Type.Object(
  {
    deviations: Type.Array(Type.Object({ customerId: UuidSchema, deviation: Deviation }, strict)),
    next: nullable(Type.String()),
  },
  strict,
)
export type Deviations = Static<typeof Deviations>

/** GET and POST /api/v1/deviations/run: the run that waits or goes on, else the last; null before the first. */
export const DeviationRun = nullable(
  Type.Object(
    {
      state: oneOf(['waiting', 'running', 'done', 'failed']),
      /** Customers read. */
      done: Type.Integer(),
      total: Type.Integer(),
      askedAt: InstantSchema,
    },
    strict,
  ),
)
export type DeviationRun = Static<typeof DeviationRun>
