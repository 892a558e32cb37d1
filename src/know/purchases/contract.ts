import { type Static, Type } from 'typebox'
import { InstantSchema, MoneySchema, nullable, UuidSchema, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }

/** GET /api/v1/customers/:id/purchases/:purchaseId */
export const Purchase = Type.Object(
  {
    id: UuidSchema,
    number: nullable(Type.String()),
    at: InstantSchema,
    type: oneOf(['purchase', 'return', 'cancellation']),
    status: nullable(Type.String()),
    channel: nullable(Type.String()),
    total: nullable(MoneySchema),
    source: Type.String(),
    lines: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          sku: nullable(Type.String()),
          description: nullable(Type.String()),
          category: nullable(Type.String()),
          quantity: Type.String(),
          unitPrice: nullable(Type.String()),
          amount: MoneySchema,
          /** An exact copy of an earlier line of the same file: counted, and shown as suspect. */
          duplicate: Type.Boolean(),
        },
        strict,
      ),
    ),
    invoices: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          number: Type.String(),
          at: InstantSchema,
          dueOn: nullable(Type.String()),
          paidAt: nullable(InstantSchema),
          total: MoneySchema,
          status: nullable(Type.String()),
        },
        strict,
      ),
    ),
    payments: Type.Array(
      Type.Object({ id: UuidSchema, at: InstantSchema, method: nullable(Type.String()), amount: MoneySchema }, strict),
    ),
  },
  strict,
)
export type Purchase = Static<typeof Purchase>
