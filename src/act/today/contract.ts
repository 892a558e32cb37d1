import { type Static, Type } from 'typebox'
import { DaySchema, InstantSchema, MoneySchema, nullable, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const Person = { id: UuidSchema, name: Type.String() }

/** GET /api/v1/today. A part that the caller may not read is empty. Archived customers are left out. */
export const Today = Type.Object(
  {
    day: DaySchema,
    /** Exact while they are few, else an estimate from the planner's statistics. */
    customers: Type.Integer(),
    /** What came in lately, newest first. */
    imports: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          source: Type.String(),
          state: Type.String(),
          at: InstantSchema,
          lines: Type.Integer(),
          quarantined: Type.Integer(),
          waiting: Type.Integer(),
          unassigned: Type.Integer(),
        },
        strict,
      ),
    ),
    /** Good customers who slip away from their own rhythm but are not lost yet, best first: who, why, evidence, worth. */
    beyondRhythm: Type.Array(
      Type.Object(
        {
          ...Person,
          rhythmDays: Type.Integer(),
          sinceDays: Type.Integer(),
          purchases: Type.Integer(),
          firstPurchase: DaySchema,
          net: MoneySchema,
          /** Purchases per month, the last 12 months, oldest first. */
          months: Type.Array(Type.Integer()),
        },
        strict,
      ),
    ),
    /** Customers with the largest net spend, in the currency that most customers buy in. */
    top: Type.Array(
      Type.Object(
        {
          ...Person,
          city: nullable(Type.String()),
          net: MoneySchema,
          purchases: Type.Integer(),
          lastPurchase: nullable(DaySchema),
        },
        strict,
      ),
    ),
    /** Connected systems that have not got their changes in time, the longest first; one's own before those of others. */
    lateSystems: Type.Array(
      Type.Object(
        {
          systemId: UuidSchema,
          system: Type.String(),
          mine: Type.Boolean(),
          who: nullable(Type.String()),
          openedAt: InstantSchema,
          /** At most 10,001. */
          waiting: Type.Integer(),
          oldest: nullable(InstantSchema),
        },
        strict,
      ),
    ),
    /** Wishes and complaints written lately. */
    heard: Type.Array(
      Type.Object(
        { ...Person, at: InstantSchema, kind: Type.String(), text: Type.String(), handler: nullable(Type.String()) },
        strict,
      ),
    ),
  },
  strict,
)
export type Today = Static<typeof Today>
