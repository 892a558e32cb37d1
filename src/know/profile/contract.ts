import { type Static, Type } from 'typebox'
import { CustomerIdentity } from '#src/know/customers/contract.ts'
import { Value } from '#src/know/insights/contract.ts'
import { Entry } from '#src/know/interactions/contract.ts'
import { nullable } from '#src/terms/schemas.ts'

/** GET /api/v1/customers/:id: the whole situation in one answer, with the newest 50 lines of the timeline. */
export const CustomerPage = Type.Object(
  {
    identity: CustomerIdentity,
    value: nullable(Value),
    timeline: Type.Object(
      { entries: Type.Array(Entry), next: nullable(Type.String()) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type CustomerPage = Static<typeof CustomerPage>
