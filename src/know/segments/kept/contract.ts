import { type Static, Type } from 'typebox'
import { customerKinds } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'
import { type Condition, ConditionSchema } from '../contract.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const About = Type.String({ maxLength: 1000 })
const After = Type.Optional(Type.String({ maxLength: 200 }))
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))

/** Most customers that are picked by their ids at once, and most rows and bytes of a file of them. */
export const mostPicked = 10_000
export const mostRows = 200_000
export const mostBytes = 64 * 1024 ** 2

/** Ready-made segments, in the order in which they are offered. */
export const readyCodes = [
  'champions',
  'cantLose',
  'slipping',
  'new',
  'oneTime',
  'wonBack',
  'lost',
  'lostAfterComplaint',
  'noConsent',
  'bounced',
  'anniversarySoon',
  'birthdaySoon',
  'unreachable',
] as const
export type ReadyCode = (typeof readyCodes)[number]

/** What a list was made from. */
export const Origin = Type.Union([
  Type.Object({ from: oneOf(['segment']), segment: UuidSchema, name: Type.String(), at: InstantSchema }, strict),
  Type.Object({ from: oneOf(['ids']), at: InstantSchema }, strict),
  Type.Object({ from: oneOf(['file']), file: Type.String(), rows: count, matched: count, at: InstantSchema }, strict),
])
export type Origin = Static<typeof Origin>

/** Making the members anew: `waiting` for its turn, `building` (done of total customers), `failed` (it is tried again). */
export const Building = Type.Object(
  { state: oneOf(['waiting', 'building', 'failed']), done: count, total: count },
  strict,
)

export const Segment = Type.Object(
  {
    id: UuidSchema,
    name: Type.String(),
    about: Type.String(),
    /** `live`: who fits the condition, current to the second. `list`: who was picked. */
    kind: oneOf(['live', 'list']),
    /** A `Condition`; null of a list, and where it asks for fields that the reader may not see. */
    condition: Type.Unknown(),
    /** Fields that it asks about and the reader may not see. Not empty: its members are not shown to this reader. */
    hidden: Type.Array(Type.String()),
    ready: nullable(oneOf(readyCodes)),
    origin: nullable(Origin),
    shared: Type.Boolean(),
    mine: Type.Boolean(),
    /** Whether the reader may change, share and delete it. */
    changeable: Type.Boolean(),
    owner: Type.String(),
    version: Type.Integer(),
    createdAt: InstantSchema,
    updatedAt: InstantSchema,
    members: count,
    /** Within the last seven days, today with them. */
    entered: count,
    left: count,
    /** Null: the members are those of the condition. */
    building: nullable(Building),
  },
  strict,
)
export type Segment = Omit<Static<typeof Segment>, 'condition'> & { condition: Condition | null }
export const SegmentList = Type.Object({ segments: Type.Array(Segment) }, strict)
export interface SegmentList {
  segments: Segment[]
}

/** Bought in Shoes at least three times in 90 days, opened nothing for 30, and has no open complaint. */
const example: Condition = {
  all: [
    {
      happened: 'purchase',
      where: [{ field: 'category', op: 'is', value: 'Shoes' }],
      window: { last: 90 },
      op: 'atLeast',
      value: 3,
    },
    { happened: 'mailOpened', window: { last: 30 }, op: 'is', value: 0 },
    { field: 'openMatters.complaint', op: 'is', value: 0 },
  ],
}

/** POST /api/v1/segments */
export const SegmentDraft = Type.Object(
  { name: Name, about: Type.Optional(About), condition: ConditionSchema, shared: Type.Optional(Type.Boolean()) },
  { ...strict, examples: [{ name: 'Walkers without a wait', condition: example, shared: true }] },
)
export interface SegmentDraft {
  name: string
  about?: string
  condition: Condition
  shared?: boolean
}
/** PATCH /api/v1/segments/:id with If-Match: what is told changes, the rest stays. A list has no condition. */
export const SegmentChange = Type.Object(
  {
    name: Type.Optional(Name),
    about: Type.Optional(About),
    condition: Type.Optional(ConditionSchema),
    shared: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
)
export type SegmentChange = Partial<SegmentDraft>

/** Who uses a segment. `breaks`: it cannot do without, so that the segment cannot be deleted. */
export const SegmentUse = Type.Object(
  { by: oneOf(['segment', 'view']), id: UuidSchema, name: Type.String(), breaks: Type.Boolean() },
  strict,
)
export type SegmentUse = Static<typeof SegmentUse>
export const SegmentUses = Type.Object({ uses: Type.Array(SegmentUse) }, strict)
export type SegmentUses = Static<typeof SegmentUses>

const Person = { id: UuidSchema, name: Type.String(), kind: oneOf(customerKinds), city: nullable(Type.String()) }

/** What a counted condition should be told of. Figures are whole numbers, days ISO. */
export const Warning = Type.Union([
  /** So many more would fit if consent for the channel were not asked for. */
  Type.Object({ code: oneOf(['withoutConsent']), channel: Type.String(), people: count }, strict),
  /** Nobody has the value in the field, so this part chooses nobody. */
  Type.Object({ code: oneOf(['nobodyHasValue']), field: Type.String(), value: Type.String() }, strict),
  /** A window of `days` looks further back than the first thing known, which was `history` days ago. */
  Type.Object({ code: oneOf(['windowBeyondHistory']), days: count, history: count }, strict),
  Type.Object({ code: oneOf(['everybody', 'nobody']) }, strict),
])
export type Warning = Static<typeof Warning>

/** POST /api/v1/segments/count. `about`: counting took too long, and this is an estimate, by a sample of some thousands; there are no warnings then. */
export const CountRequest = Type.Object(
  { condition: ConditionSchema },
  { ...strict, examples: [{ condition: example }] },
)
export const SegmentCount = Type.Object(
  {
    count,
    about: Type.Boolean(),
    /** Of how many customers in all. */
    of: count,
    sample: Type.Array(Type.Object(Person, strict), { maxItems: 10 }),
    warnings: Type.Array(Warning),
  },
  strict,
)
export type SegmentCount = Static<typeof SegmentCount>

/** GET /api/v1/segments/:id/members: by id. `hiddenProtected`: people under non-disclosure are left out for this reader. */
export const PageQuery = Type.Object({ after: After, limit: Limit }, strict)
export const Member = Type.Object({ ...Person, enteredAt: InstantSchema }, strict)
export const Members = Type.Object({ members: Type.Array(Member), next: nullable(Type.String()) }, strict)
export type Members = Static<typeof Members>

/** Why somebody entered or left: something of them changed, time passed, the condition changed, members were made anew, the customer went. */
export const becauses = ['change', 'time', 'condition', 'rebuilt', 'gone'] as const
/** GET /api/v1/segments/:id/changes?since=DAY: newest first. Without `since`: the last seven days. */
export const ChangesQuery = Type.Object(
  { since: Type.Optional(DaySchema), what: Type.Optional(oneOf(['entered', 'left'])), after: After, limit: Limit },
  strict,
)
export const Changes = Type.Object(
  {
    since: DaySchema,
    entered: count,
    left: count,
    changes: Type.Array(
      Type.Object(
        {
          /** Null where the customer is no more. */
          customer: nullable(Type.Object(Person, strict)),
          what: oneOf(['entered', 'left']),
          at: InstantSchema,
          because: oneOf(becauses),
        },
        strict,
      ),
    ),
    next: nullable(Type.String()),
  },
  strict,
)
export type Changes = Static<typeof Changes>

/** GET /api/v1/segments/:id/sizes: one row for each day on which something changed, oldest first; between them the size stays. */
export const Sizes = Type.Object(
  { sizes: Type.Array(Type.Object({ day: DaySchema, members: count, entered: count, left: count }, strict)) },
  strict,
)
export type Sizes = Static<typeof Sizes>

/** GET /api/v1/segments/:id/overlap?with=ID…: how many members each has in common with this one, exactly. */
export const OverlapQuery = Type.Object(
  { with: Type.Optional(Type.Array(UuidSchema, { minItems: 1, maxItems: 20, uniqueItems: true })) },
  strict,
)
export const Overlap = Type.Object(
  {
    members: count,
    overlaps: Type.Array(Type.Object({ id: UuidSchema, name: Type.String(), members: count, both: count }, strict)),
  },
  strict,
)
export type Overlap = Static<typeof Overlap>

/** POST /api/v1/segments/:id/snapshot: a list of whoever is in it now. */
export const SnapshotDraft = Type.Object({ name: Name }, strict)
/** POST /api/v1/segments/lists */
export const PicksDraft = Type.Object(
  {
    name: Name,
    about: Type.Optional(About),
    shared: Type.Optional(Type.Boolean()),
    customers: Type.Array(UuidSchema, { maxItems: mostPicked, uniqueItems: true }),
  },
  strict,
)
export type PicksDraft = Static<typeof PicksDraft>
/** POST /api/v1/segments/:id/picks: onto the list, off the list. */
export const PicksChange = Type.Object(
  {
    add: Type.Optional(Type.Array(UuidSchema, { maxItems: mostPicked, uniqueItems: true })),
    remove: Type.Optional(Type.Array(UuidSchema, { maxItems: mostPicked, uniqueItems: true })),
  },
  { ...strict, minProperties: 1 },
)
export type PicksChange = Static<typeof PicksChange>
/** What became of ids or rows. Ids and rows that fit nobody are told, at most a hundred of them. */
export const Picked = Type.Object(
  { segment: Segment, matched: count, unknown: Type.Array(UuidSchema), unknownCount: count },
  strict,
)
export interface Picked {
  segment: Segment
  matched: number
  unknown: string[]
  unknownCount: number
}
/** POST /api/v1/segments/file (multipart: `name`, one file with a column of e-mail addresses, numbers of customers or ids of ours). */
export const FilePicked = Type.Object(
  {
    segment: Segment,
    /** The column that was read, and as what. */
    column: Type.String(),
    by: oneOf(['email', 'number', 'id', 'phone']),
    rows: count,
    /** Different customers that were found. */
    matched: count,
    /** Rows that fit nobody, or more than one. The first hundred of them with what they say; `line` counts rows below the header from 1. */
    unmatched: count,
    examples: Type.Array(
      Type.Object(
        { line: Type.Integer(), value: Type.String(), why: oneOf(['unknown', 'several', 'empty', 'unreadable']) },
        strict,
      ),
    ),
  },
  strict,
)
export type FilePicked = Omit<Static<typeof FilePicked>, 'segment'> & { segment: Segment }

/** GET /api/v1/segments/ready: what can be added with one click. */
export const Ready = Type.Object(
  {
    ready: Type.Array(
      Type.Object(
        {
          code: oneOf(readyCodes),
          name: Type.String(),
          about: Type.String(),
          condition: Type.Unknown(),
          /** The segment that was made of it, if there is one that the reader sees. */
          added: nullable(UuidSchema),
        },
        strict,
      ),
    ),
  },
  strict,
)
export interface Ready {
  ready: { code: ReadyCode; name: string; about: string; condition: Condition; added: string | null }[]
}
export const ReadyAdd = Type.Object({ code: oneOf(readyCodes) }, strict)

/** GET /api/v1/customers/:id/segments: where a customer is now. */
export const CustomerSegments = Type.Object(
  {
    segments: Type.Array(
      Type.Object({ id: UuidSchema, name: Type.String(), kind: oneOf(['live', 'list']), since: InstantSchema }, strict),
    ),
  },
  strict,
)
export type CustomerSegments = Static<typeof CustomerSegments>
export const DeleteQuery = Type.Object(
  {
    /** Its uses have been seen, and it may go from them. */
    confirmed: Type.Optional(Type.Boolean()),
  },
  strict,
)
