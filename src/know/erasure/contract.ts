import { type Static, Type } from 'typebox'
import { InstantSchema, DaySchema, UuidSchema, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })

/** Why somebody is erased (GDPR Art. 17 (1)): they asked, they objected, it was unlawful, it is needed no more. */
export const reasons = ['asked', 'objected', 'unlawful', 'unneeded'] as const

const told = { records: count, entries: count, purchases: count, payments: count, invoices: count }
/** Rows of each sort. */
export const Removed = Type.Object({ ...told, lines: count, quarantined: count }, strict)
export type Removed = Static<typeof Removed>

/** What stays without name and contact points: why, and the day after which it goes. */
export const Held = Type.Object(
  { what: oneOf(['invoices']), count, because: oneOf(['bookkeeping']), until: DaySchema },
  strict,
)
export type Held = Static<typeof Held>

/** GET /api/v1/customers/:id/erasure: what erasing would take and leave; `lines` and `quarantined` are known only afterwards. */
export const ErasurePreview = Type.Object(
  { version: Type.Integer(), removed: Type.Object(told, strict), held: Type.Array(Held) },
  strict,
)
export type ErasurePreview = Static<typeof ErasurePreview>

/** POST /api/v1/customers/:id/erase. `confirm` is the version that was looked at. */
export const EraseAsked = Type.Object({ reason: oneOf(reasons), confirm: Type.Integer({ minimum: 1 }) }, strict)
export type EraseAsked = Static<typeof EraseAsked>

export const Erased = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    removed: Removed,
    held: Type.Array(Held),
    /** Imports whose files were cleared from the disk, and names of files that stay until their import has ended. */
    files: Type.Object({ cleared: count, standing: Type.Array(Type.String()) }, strict),
  },
  strict,
)
export type Erased = Static<typeof Erased>
