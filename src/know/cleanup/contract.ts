import { type Static, Type } from 'typebox'
import { BulkEdit } from '#src/know/lists/index.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
/** `city`, `title`, or an attribute of the sources: `attribute.Ala`. */
export const CleanField = Type.String({
  pattern: '^(city|title|attribute\\.\\S.{0,99})$',
  maxLength: 120,
  examples: ['title'],
})
const Text = Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' })
const Texts = Type.Array(Text, { minItems: 1, maxItems: 200 })

const Cluster = Type.Object(
  {
    likeness: oneOf(['fingerprint', 'pairs', 'distance']),
    /** The most used first; it is the one proposed. */
    values: Type.Array(Type.Object({ text: Type.String(), count: Type.Integer() }, strict)),
  },
  strict,
)
/** GET /api/v1/cleanup?field=… : the newest search for values that are probably one, without those that were left as they are. */
export const CleanSearch = Type.Object(
  {
    field: CleanField,
    /** What can be looked through: fixed fields, and the attributes that the sources tell. */
    fields: Type.Array(CleanField),
    search: nullable(
      Type.Object(
        {
          id: UuidSchema,
          state: oneOf(['waiting', 'running', 'done', 'failed']),
          askedAt: InstantSchema,
          finishedAt: nullable(InstantSchema),
          distinct: nullable(Type.Integer()),
        },
        strict,
      ),
    ),
    clusters: Type.Array(Cluster),
  },
  strict,
)
export type CleanSearch = Static<typeof CleanSearch>

/** POST /api/v1/cleanup/searches */
export const CleanAsk = Type.Object({ field: CleanField }, strict)
/** POST /api/v1/cleanup: everybody with one of these values gets `to`, as a change of many customers that can be taken back. */
export const CleanApply = Type.Object({ field: CleanField, values: Texts, to: Text }, strict)
export type CleanApply = Static<typeof CleanApply>
export const CleanApplied = BulkEdit
/** POST /api/v1/cleanup/left: these are different things; `left` false takes that back. */
export const CleanLeave = Type.Object({ field: CleanField, values: Texts, left: Type.Boolean() }, strict)
export type CleanLeave = Static<typeof CleanLeave>
