import { type Static, Type } from 'typebox'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

/** How somebody looked: at one person, or at many at once. */
export const ways = [
  'page',
  'values',
  'history',
  'timeline',
  'purchase',
  'removal',
  'merging',
  'customers',
  'search',
  'alike',
  'duplicates',
  'list',
  'export',
  'importRows',
  'record',
  'repairs',
  'systems',
  'feed',
  'sourceRows',
  'segment',
  'today',
] as const
export type Way = (typeof ways)[number]

const strict = { additionalProperties: false }

/** What was asked for when many were seen at once: names of lists and fields, never what people typed. */
export const Question = Type.Object(
  {
    list: Type.Optional(Type.String()),
    /** Fields that the conditions asked about. */
    fields: Type.Optional(Type.Array(Type.String())),
    columns: Type.Optional(Type.Array(Type.String())),
    import: Type.Optional(UuidSchema),
    source: Type.Optional(UuidSchema),
    segment: Type.Optional(UuidSchema),
  },
  strict,
)
export type Question = Static<typeof Question>

/** One line of the log: who, when (to the minute, looked at `times` within it), and at whom or how many. */
export const Look = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    by: Type.Object({ id: UuidSchema, name: Type.String() }, strict),
    /** The name of the API token that it came with; null = the person. */
    token: nullable(Type.String()),
    way: oneOf(ways),
    times: Type.Integer(),
    /** Null where many were seen at once. */
    customer: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
    /** How many rows were seen; null for one person, and for a file that was not taken to its end. */
    rows: nullable(Type.Integer()),
    question: nullable(Question),
  },
  strict,
)
export type Look = Static<typeof Look>
/** GET /api/v1/access and /api/v1/customers/:id/access, newest first. */
export const Looks = Type.Object({ looks: Type.Array(Look), next: nullable(Type.String()) }, strict)
export type Looks = Static<typeof Looks>
