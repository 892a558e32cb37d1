import { type Static, Type } from 'typebox'
import { customerKinds } from '#src/terms/index.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })
const Who = Type.Object({ id: UuidSchema, name: Type.String() }, strict)
const Counted = Type.Object({ source: Type.String(), count }, strict)

const objections = ['same_customer', 'customer_gone', 'strong_conflict', 'kept_apart'] as const
const undoObjections = ['undone_already', 'nothing_left', 'survivor_gone'] as const

/** One of the two, as it stands before. */
const MergeSide = Type.Object(
  {
    id: UuidSchema,
    version: Type.Integer(),
    name: Type.String(),
    kind: oneOf(customerKinds),
    protected: Type.Boolean(),
    archived: Type.Boolean(),
    createdAt: InstantSchema,
    /** Customer records by source. */
    sources: Type.Array(Counted),
    /** Of the timeline, and the purchases in it. */
    entries: count,
    purchases: count,
  },
  strict,
)
export type MergeSide = Static<typeof MergeSide>

const Granted = nullable(Type.Boolean())
/** GET /api/v1/customers/:id/merge-preview?with=ID: what the two would be as one; nothing is saved. */
export const MergePreview = Type.Object(
  {
    mine: MergeSide,
    theirs: MergeSide,
    /** Whose id the program would keep: the customer in use, then the one of which more is told, then the older. */
    stays: UuidSchema,
    /** Values in use of each and of both together; the ones that differ first. */
    fields: Type.Array(
      Type.Object(
        {
          field: Type.String(),
          mine: nullable(Type.String()),
          theirs: nullable(Type.String()),
          result: nullable(Type.String()),
        },
        strict,
      ),
    ),
    /** Contact details are left out for this reader. */
    hidden: Type.Boolean(),
    /** The stricter of the two wins. */
    consents: Type.Array(
      Type.Object({ channel: Type.String(), mine: Granted, theirs: Granted, result: Granted }, strict),
    ),
    /** What forbids it; `kept_apart` yields to a person who knows better. */
    objections: Type.Array(Type.Object({ code: oneOf(objections), kind: Type.Optional(Type.String()) }, strict)),
    /** What speaks against it and forbids nothing. */
    doubts: Type.Array(oneOf(['kind_differs', 'birth_date_differs'])),
  },
  strict,
)
export type MergePreview = Static<typeof MergePreview>
export const PreviewQuery = Type.Object({ with: UuidSchema }, strict)

/** POST /api/v1/customers/:id/merge with If-Match: version of the customer. */
export const MergeAsked = Type.Object(
  {
    with: UuidSchema,
    /** Of the other, as it was read. */
    version: Type.Integer({ minimum: 1 }),
    /** Whose id stays: one of the two. Absent: the customer named in the address. */
    stays: Type.Optional(UuidSchema),
    /** Although somebody said that they are two. */
    anyway: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type MergeAsked = Static<typeof MergeAsked>
/** `id`: the customer that stays. */
export const Merged = Type.Object({ id: UuidSchema, version: Type.Integer(), mergeId: UuidSchema }, strict)
export type Merged = Static<typeof Merged>

/** One that went into a customer, and what taking it back would do now. */
export const MergeShown = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    by: nullable(Who),
    /** `person`, or `match` by the program itself. */
    because: Type.String(),
    probability: nullable(Type.Number()),
    /** Who it was. */
    from: Who,
    sources: Type.Array(Counted),
    undo: Type.Object(
      {
        objections: Type.Array(oneOf(undoObjections)),
        /** Records that go back, those that came later and lead only there, and what staff wrote since then, which stays. */
        going: count,
        followers: count,
        staying: count,
      },
      strict,
    ),
  },
  strict,
)
export type MergeShown = Static<typeof MergeShown>
/** GET /api/v1/customers/:id/merges, the latest first. */
export const Merges = Type.Object({ version: Type.Integer(), merges: Type.Array(MergeShown) }, strict)
export type Merges = Static<typeof Merges>

/** POST /api/v1/merges/:id/undo with If-Match: version of the customer that has it now. `id`: the customer that is there again. */
export const Unmerged = Type.Object(
  { id: UuidSchema, from: nullable(UuidSchema), version: nullable(Type.Integer()) },
  strict,
)
export type Unmerged = Static<typeof Unmerged>

/** GET /api/v1/customers/:id/records: what is told of a customer, by record, the oldest first; for whoever takes some out. */
export const CustomerRecords = Type.Object(
  {
    version: Type.Integer(),
    records: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          source: Type.String(),
          staff: Type.Boolean(),
          at: InstantSchema,
          name: nullable(Type.String()),
          externalId: nullable(Type.String()),
          /** What belongs to the customer through it. */
          purchases: count,
        },
        strict,
      ),
    ),
  },
  strict,
)
export type CustomerRecords = Static<typeof CustomerRecords>
/** POST /api/v1/customers/:id/split with If-Match: version. */
export const SplitAsked = Type.Object({ records: Type.Array(UuidSchema, { minItems: 1, maxItems: 500 }) }, strict)
/** `part`: the new customer. */
export const Split = Type.Object({ id: UuidSchema, version: Type.Integer(), part: UuidSchema }, strict)
export type Split = Static<typeof Split>
/** POST /api/v1/customers/:id/apart: these two are not one. */
export const ApartAsked = Type.Object({ with: UuidSchema }, strict)
export const Apart = Type.Object({ id: UuidSchema, with: UuidSchema }, strict)
export type Apart = Static<typeof Apart>
