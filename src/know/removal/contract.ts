import { type Static, Type } from 'typebox'
import { DaySchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const count = Type.Integer({ minimum: 0 })
const Counted = Type.Object({ kind: Type.String(), count }, strict)

/** GET /api/v1/customers/:id/touched: what archiving, deleting and erasing a customer would each touch, named before it is done. */
export const Touched = Type.Object(
  {
    id: UuidSchema,
    version: Type.Integer(),
    archived: Type.Boolean(),
    /** Source records by source and kind: they all go when the customer is deleted. `records` is their sum, told back to delete. */
    records: count,
    sources: Type.Array(
      Type.Object({ source: Type.String(), staff: Type.Boolean(), kind: Type.String(), count }, strict),
    ),
    timeline: Type.Array(Counted),
    /** Of the timeline: written by hand here. */
    notes: count,
    purchases: count,
    /** What was bought in all, by currency, in minor units as text; empty for those who see no sums. */
    sums: Type.Array(Type.Object({ minor: Type.String(), currency: Type.String() }, strict)),
    invoices: count,
    /** Invoices that the bookkeeping act keeps, and the last day of the youngest of them. */
    kept: Type.Object({ invoices: count, until: nullable(DaySchema) }, strict),
    /** Why it cannot be deleted; empty: it can. */
    objections: Type.Array(Type.Object({ code: oneOf(['invoice_kept', 'told_elsewhere']), count }, strict)),
  },
  strict,
)
export type Touched = Static<typeof Touched>

/** DELETE /api/v1/customers/:id?records=N with If-Match: N as `touched` told it. */
export const Deleted = Type.Object({ id: UuidSchema, records: count }, strict)
export type Deleted = Static<typeof Deleted>
