import { type Static, Type } from 'typebox'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'
import { type Selection, selectionParts } from '../contract.ts'

const strict = { additionalProperties: false }
const text = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' })
const count = Type.Integer({ minimum: 0 })

/** Most customers that one change is made to, and most that are changed before the answer; more go on in the background. */
export const mostAtAll = 50_000
export const mostAtOnce = 200

/** Either values (`language`, `title`, `city` of the address in use, `attributes`) or where the customers stand. */
export const BulkChange = Type.Object(
  {
    language: Type.Optional(text(20)),
    title: Type.Optional(text(300)),
    city: Type.Optional(text(120)),
    attributes: Type.Optional(
      Type.Array(Type.Object({ name: text(120), value: text(2000) }, strict), { minItems: 1, maxItems: 20 }),
    ),
    standing: Type.Optional(oneOf(['archived', 'restored'])),
  },
  { ...strict, minProperties: 1 },
)
export type BulkChange = Static<typeof BulkChange>

/** POST /api/v1/lists/customers/edit */
export const BulkDraft = Type.Object({ selection: Type.Object(selectionParts, strict), change: BulkChange }, strict)
export interface BulkDraft {
  selection: Selection
  change: BulkChange
}

const Reasons = Type.Array(Type.Object({ because: Type.String(), count }, strict))
/** One change made to many customers, and what became of it. */
export const BulkEdit = Type.Object(
  {
    id: UuidSchema,
    state: oneOf(['running', 'finished', 'cancelled', 'undoing', 'undone']),
    change: BulkChange,
    by: Type.String(),
    at: InstantSchema,
    finishedAt: nullable(InstantSchema),
    total: count,
    /** How many have been gone through, of this run or of the undoing. */
    through: count,
    done: count,
    /** Were so already: nothing was written. */
    same: count,
    /** Left as they were: `protected` (non-disclosure), `changed` meanwhile, `gone`. */
    refused: Reasons,
    undone: count,
    /** Undoing left them: somebody `changed` the same since, or they are `gone`. */
    kept: Reasons,
    undoable: Type.Boolean(),
  },
  strict,
)
export type BulkEdit = Static<typeof BulkEdit>

/** GET /api/v1/bulk-edits: newest first. */
export const BulkList = Type.Object({ edits: Type.Array(BulkEdit), next: nullable(Type.String()) }, strict)
export type BulkList = Static<typeof BulkList>
