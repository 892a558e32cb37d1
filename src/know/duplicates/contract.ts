import { type Static, Type } from 'typebox'
import { CustomerIdentity } from '#src/know/customers/contract.ts'
import { customerKinds } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })
const Kind = oneOf(customerKinds)
const Zone = oneOf(['auto', 'ask'])
const Verdict = oneOf(['same', 'apart', 'later'])

/** More customers than this are not decided at once. */
export const mostAtOnce = 20

/** GET /api/v1/duplicates?kind=…&after=…: customers that may be one, the surest and worthiest first, those put off last. */
const GroupLine = Type.Object(
  {
    id: UuidSchema,
    kind: Kind,
    /** At most six of them. */
    customers: Type.Array(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
    size: count,
    /** Of the surest pair. */
    probability: Type.Number(),
    zone: Zone,
    later: Type.Boolean(),
    /** Net purchases of the one with most, in minor units of the company's currency; null for those who may not see money. */
    worth: nullable(Type.Integer()),
  },
  strict,
)
export type GroupLine = Static<typeof GroupLine>
export const GroupList = Type.Object({ groups: Type.Array(GroupLine), next: nullable(Type.String()) }, strict)
export type GroupList = Static<typeof GroupList>

/** What speaks for or against, in powers of two: +1 makes it twice as likely that they are one. */
const EvidenceLine = Type.Object({ comparison: Type.String(), level: Type.String(), weight: Type.Number() }, strict)
export type EvidenceLine = Static<typeof EvidenceLine>
const PairShown = Type.Object(
  {
    a: UuidSchema,
    b: UuidSchema,
    probability: Type.Number(),
    weight: Type.Number(),
    /** Where it starts, before anything is compared: how rarely two customers taken at random are one. */
    start: Type.Number(),
    zone: Zone,
    later: Type.Boolean(),
    evidence: Type.Array(EvidenceLine),
  },
  strict,
)
export type PairShown = Static<typeof PairShown>

const Member = Type.Object(
  {
    customer: CustomerIdentity,
    /** Details are left out for this reader. */
    hidden: Type.Boolean(),
    records: count,
    purchases: count,
    lastPurchase: nullable(DaySchema),
    contacts: count,
    worth: nullable(Type.Integer()),
  },
  strict,
)
export type Member = Static<typeof Member>
/** The values in use if all were one. */
const Outcome = Type.Object(
  {
    name: Type.String(),
    email: nullable(Type.String()),
    phone: nullable(Type.String()),
    address: nullable(Type.String()),
    birthDate: nullable(DaySchema),
    businessId: nullable(Type.String()),
    language: nullable(Type.String()),
  },
  strict,
)
export type Outcome = Static<typeof Outcome>

/** GET /api/v1/duplicates/:id: the customers side by side. */
export const GroupDetail = Type.Object(
  {
    id: UuidSchema,
    kind: Kind,
    later: Type.Boolean(),
    members: Type.Array(Member),
    /** More than can be shown; the others come when these are decided. */
    more: count,
    pairs: Type.Array(PairShown),
    /** Who would stay: the one of whom most is told. */
    survivor: UuidSchema,
    outcome: nullable(Outcome),
    /** Somebody is under non-disclosure for safety, and this reader may not decide. */
    barred: Type.Boolean(),
  },
  strict,
)
export type GroupDetail = Static<typeof GroupDetail>

/** POST /api/v1/duplicates/:id/decide */
export const Decide = Type.Object(
  {
    verdict: Verdict,
    /** Of the group: those that are decided of. */
    customers: Type.Array(UuidSchema, { minItems: 2, maxItems: mostAtOnce }),
    /** Of those that are the same: who stays. */
    survivor: Type.Optional(UuidSchema),
  },
  strict,
)
export type Decide = Static<typeof Decide>
export const Decided = Type.Object(
  {
    decision: UuidSchema,
    verdict: Verdict,
    /** The customer that stays. */
    survivor: nullable(UuidSchema),
    /** The rest of the group still waits. */
    waits: Type.Boolean(),
  },
  strict,
)
export type Decided = Static<typeof Decided>
export const TakenBack = Type.Object({ customers: Type.Array(UuidSchema) }, strict)

/** GET /api/v1/duplicates/decisions?after=…: what was decided, latest first. */
export const DecisionList = Type.Object(
  {
    decisions: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          at: InstantSchema,
          /** Null: the program by itself. */
          by: nullable(Type.String()),
          verdict: Verdict,
          /** Those who are customers still. */
          customers: Type.Array(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
          size: count,
          probability: nullable(Type.Number()),
          undone: Type.Boolean(),
        },
        strict,
      ),
    ),
    next: nullable(Type.String()),
  },
  strict,
)
export type DecisionList = Static<typeof DecisionList>

const ZoneShown = Type.Object({ from: Type.Number(), pairs: count, expectedError: Type.Number() }, strict)
const LearnedLevel = Type.Object({ level: Type.String(), weight: Type.Number() }, strict)
export const Model = Type.Object(
  {
    kind: Kind,
    version: Type.Integer(),
    learnedAt: InstantSchema,
    customers: count,
    compared: count,
    /** Pairs that wait now, by zone. */
    waiting: Type.Object({ auto: count, ask: count }, strict),
    auto: ZoneShown,
    ask: ZoneShown,
    /** Pairs of the automatic zone are merged without asking. */
    automatic: Type.Boolean(),
    automaticSince: nullable(InstantSchema),
    /** What each level of each comparison weighs. */
    learned: Type.Array(Type.Object({ comparison: Type.String(), levels: Type.Array(LearnedLevel) }, strict)),
  },
  strict,
)
export type Model = Static<typeof Model>

export const SearchRun = Type.Object(
  {
    id: UuidSchema,
    state: oneOf(['waiting', 'running', 'merging', 'done', 'failed', 'cancelled']),
    step: nullable(oneOf(['reading', 'pairing', 'comparing', 'learning', 'scoring', 'writing', 'merging'])),
    done: count,
    total: count,
    askedAt: InstantSchema,
    finishedAt: nullable(InstantSchema),
    stopping: Type.Boolean(),
    result: nullable(
      Type.Object(
        { customers: count, compared: count, pairs: count, groups: count, merged: count, seconds: count },
        strict,
      ),
    ),
  },
  strict,
)
export type SearchRun = Static<typeof SearchRun>

/** GET /api/v1/duplicates/state */
export const State = Type.Object(
  {
    /** Groups that wait, counted to 1,001 at the most. */
    groups: count,
    /** Customers that are to be compared anew, counted to 1,001 at the most. */
    arriving: count,
    run: nullable(SearchRun),
    models: Type.Array(Model),
    /** How often people saw it as the model did, of their last 500 decisions. */
    agreement: Type.Object({ decided: count, agreed: count, autoDecided: count, autoAgreed: count }, strict),
    /** This person may search, stop and switch the automatic merging. */
    manages: Type.Boolean(),
  },
  strict,
)
export type State = Static<typeof State>

/** GET /api/v1/duplicates/sample?kind=…: the least sure pairs of the automatic zone, to be looked at before it is switched on. */
export const Sample = Type.Object(
  {
    pairs: Type.Array(
      Type.Object(
        {
          group: nullable(UuidSchema),
          probability: Type.Number(),
          customers: Type.Array(
            Type.Object({ id: UuidSchema, name: Type.String(), told: Type.Array(Type.String()) }, strict),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type Sample = Static<typeof Sample>

/** PATCH /api/v1/duplicates/automatic */
export const Automatic = Type.Object({ kind: Kind, automatic: Type.Boolean() }, strict)
export type Automatic = Static<typeof Automatic>

/** GET /api/v1/customers/:id/duplicates: who this customer may be too. */
export const MaybeSame = Type.Object(
  {
    customers: Type.Array(
      Type.Object({ id: UuidSchema, name: Type.String(), probability: Type.Number(), group: UuidSchema }, strict),
    ),
  },
  strict,
)
export type MaybeSame = Static<typeof MaybeSame>
