import { type Static, Type } from 'typebox'
import { roles } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, MoneySchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const Person = { id: UuidSchema, name: Type.String() }
const count = Type.Integer({ minimum: 0 })

/** GET /api/v1/today. A part that the caller may not read is empty. Archived customers are left out. The shopkeeper's list is `Attention`. */
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

/** Plain digits, ISO days and instants, shares as decimals, money in minor units; texts of people as they are. */
const Figures = Type.Record(Type.String(), Type.String())

/** What to do, as far as it can be said: dictionary keys `today.action.<action>`. */
export const actions = ['call', 'write', 'meet', 'answer', 'thank', 'mend'] as const
export type Action = (typeof actions)[number]
export const outcomes = ['reached', 'notReached', 'cameBack', 'other'] as const
export type Outcome = (typeof outcomes)[number]
export const acts = ['taken', 'done', 'snoozed', 'notUseful'] as const
export type Act = (typeof acts)[number]

/** Why somebody is on the list: `kind` is the name of a source of lines, dictionary keys `today.why.<kind>`. */
const Reason = Type.Object({ kind: Type.String(), since: InstantSchema, figures: Figures }, strict)
export type Reason = Static<typeof Reason>
const Somebody = nullable(Type.Object({ ...Person, me: Type.Boolean() }, strict))

const Line = Type.Object(
  {
    ...Person,
    foundAt: InstantSchema,
    /** Strongest first. */
    reasons: Type.Array(Reason),
    /**
     * Expected worth to the company. `how.code`: `comesBack` (chance of coming back × own yearly spend × margin), `next12` (forecast of the next
     * 12 months), `onePurchase`, `notKnown`; margin is absent from the figures where the company has not said it: then worth is sales.
     */
    worth: Type.Object(
      { amount: nullable(MoneySchema), how: Type.Object({ code: Type.String(), figures: Figures }, strict) },
      strict,
    ),
    action: oneOf(actions),
    /** Purchases per month, the last 12 months, oldest first. */
    months: Type.Array(Type.Integer()),
    purchases: count,
    /** Spend so far, net, in the customer's largest currency. */
    net: nullable(MoneySchema),
    since: nullable(DaySchema),
    /** Whose list it is on. */
    dealtTo: Somebody,
    takenAt: nullable(InstantSchema),
    /** It solved itself while it was with somebody: `bought` or `handled`. Gone by the next morning. */
    solved: nullable(Type.Object({ at: InstantSchema, by: Type.String() }, strict)),
  },
  strict,
)
export type Line = Static<typeof Line>

const Done = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    by: Somebody,
    what: oneOf(acts),
    kinds: Type.Array(Type.String()),
    outcome: nullable(oneOf(outcomes)),
    note: nullable(Type.String()),
    until: nullable(DaySchema),
    undone: Type.Boolean(),
  },
  strict,
)
export type Done = Static<typeof Done>

/** GET /api/v1/attention?scope=mine|team&after=…&limit=…: best first; for `mine` with what the reader's team has learned. */
export const Attention = Type.Object(
  {
    day: DaySchema,
    /** When the list of the day was made; null before the first. */
    madeAt: nullable(InstantSchema),
    /** Lines that one person is dealt a day. */
    capacity: Type.Integer(),
    lines: Type.Array(Line),
    next: nullable(Type.String()),
    /** Open lines that are with others, and that are with nobody. */
    others: count,
    free: count,
    /** What the reader did with lines today, latest first, each with the customer it was about. */
    done: Type.Array(Type.Object({ ...Done.properties, customer: Type.Object(Person, strict) }, strict)),
  },
  strict,
)
export type Attention = Static<typeof Attention>

/** GET /api/v1/customers/:id/attention */
export const CustomerAttention = Type.Object(
  {
    line: nullable(Line),
    /** The latest acts, newest first, at most ten. */
    acts: Type.Array(Done),
  },
  strict,
)
export type CustomerAttention = Static<typeof CustomerAttention>

/** What an act answers: its id, by which it is undone. */
export const Acted = Type.Object({ act: UuidSchema, customer: UuidSchema }, strict)
export type Acted = Static<typeof Acted>

/** POST /api/v1/attention/:id/take. With `over` also from somebody who has it. */
export const Take = Type.Object({ over: Type.Optional(Type.Boolean()) }, strict)
/** POST /api/v1/attention/:id/done. `channel` says by what the contact was made; without, nothing is written on the timeline but a note's text. */
export const Finish = Type.Object(
  {
    outcome: oneOf(outcomes),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    contact: Type.Optional(oneOf(['call', 'mail', 'visit', 'note'])),
  },
  strict,
)
export type Finish = Static<typeof Finish>
/** POST /api/v1/attention/:id/snooze */
export const Snooze = Type.Object({ until: DaySchema }, strict)

/** GET and PATCH /api/v1/attention/settings */
export const AttentionSettings = Type.Object(
  {
    capacity: Type.Integer({ minimum: 1, maximum: 50 }),
    /** What teams have learned: `weight` multiplies the score of that kind for that team; 1 where nothing was said. */
    weights: Type.Array(
      Type.Object(
        {
          team: oneOf(roles),
          kind: Type.String(),
          weight: Type.Number(),
          useful: count,
          notUseful: count,
          since: InstantSchema,
        },
        strict,
      ),
    ),
    /** Every kind of line there is. */
    kinds: Type.Array(Type.String()),
    /** Lines of today by kind, before they were acted on. */
    found: Type.Record(Type.String(), Type.Integer()),
  },
  strict,
)
export type AttentionSettings = Static<typeof AttentionSettings>
export const AttentionChange = Type.Object({ capacity: Type.Integer({ minimum: 1, maximum: 50 }) }, strict)
/** POST /api/v1/attention/reset: a team's weights to 1, of one kind or of all. */
export const AttentionReset = Type.Object(
  { team: oneOf(roles), kind: Type.Optional(Type.String({ maxLength: 40 })) },
  strict,
)
