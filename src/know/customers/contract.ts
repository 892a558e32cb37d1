import { type Static, Type } from 'typebox'
import { customerKinds } from '#src/terms/index.ts'
import { DaySchema, InstantSchema, nullable, UuidSchema, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
const Kind = oneOf(customerKinds)

/** One line of a list. Contact points are null for roles that may not see them. */
export const CustomerRow = Type.Object(
  {
    id: UuidSchema,
    kind: Kind,
    name: Type.String(),
    email: nullable(Type.String()),
    phone: nullable(Type.String()),
    city: nullable(Type.String()),
    createdAt: InstantSchema,
  },
  strict,
)
export type CustomerRow = Static<typeof CustomerRow>

/** GET /api/v1/customers?sort=newest|name&after=CURSOR&limit=50, or ?email=… / ?phone=… for exact look-up. */
export const CustomerList = Type.Object({ customers: Type.Array(CustomerRow), next: nullable(Type.String()) }, strict)
export type CustomerList = Static<typeof CustomerList>

/** GET /api/v1/search?q=… : best first, at most 20. `matched` says what was hit and how. */
export const SearchHit = Type.Object(
  {
    id: UuidSchema,
    kind: Kind,
    name: Type.String(),
    city: nullable(Type.String()),
    matched: oneOf([
      'name',
      'namePart',
      'folded',
      'inflected',
      'email',
      'phone',
      'order',
      'invoice',
      'businessId',
      'customerNumber',
    ]),
    /** The text that was hit: the e-mail, the number… */
    shown: nullable(Type.String()),
  },
  strict,
)
export type SearchHit = Static<typeof SearchHit>
export const SearchAnswer = Type.Object({ hits: Type.Array(SearchHit) }, strict)
export type SearchAnswer = Static<typeof SearchAnswer>

const text = (max: number) => Type.String({ minLength: 1, maxLength: max })
/** POST /api/v1/customers. At least a name, an e-mail or a phone. */
export const CustomerDraft = Type.Object(
  {
    kind: Type.Optional(Kind),
    name: Type.Optional(text(300)),
    email: Type.Optional(text(320)),
    phone: Type.Optional(text(60)),
    street: Type.Optional(text(300)),
    postcode: Type.Optional(text(20)),
    city: Type.Optional(text(120)),
    businessId: Type.Optional(text(30)),
    language: Type.Optional(text(20)),
    /** Said by the customer (verified) or known by staff. */
    saidByCustomer: Type.Optional(Type.Boolean()),
    /** Add although somebody alike exists (409 `customer_exists` lists who). */
    anyway: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type CustomerDraft = Static<typeof CustomerDraft>
export const CustomerCreated = Type.Object({ id: UuidSchema, version: Type.Integer() }, strict)

/** PATCH /api/v1/customers/:id with If-Match: "version". A value told anew ends the old one in every source. */
export const CustomerEdit = Type.Object(
  {
    name: Type.Optional(text(300)),
    email: Type.Optional(text(320)),
    phone: Type.Optional(text(60)),
    address: Type.Optional(
      Type.Object(
        { street: Type.Optional(text(300)), postcode: Type.Optional(text(20)), city: Type.Optional(text(120)) },
        strict,
      ),
    ),
    language: Type.Optional(text(20)),
    saidByCustomer: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type CustomerEdit = Static<typeof CustomerEdit>

/** Where a value comes from. */
export const Provenance = Type.Object(
  {
    source: Type.String(),
    at: InstantSchema,
    verified: nullable(
      Type.Object(
        { by: Type.Union([Type.Literal('customer'), Type.Literal('staff')]), channel: nullable(Type.String()) },
        strict,
      ),
    ),
  },
  strict,
)
export type Provenance = Static<typeof Provenance>
const Valued = Type.Object(
  {
    value: Type.String(),
    label: nullable(Type.String()),
    /** The one in use; the others are known beside it. */
    chosen: Type.Boolean(),
    provenance: Provenance,
  },
  strict,
)
/** The identity of one customer with the provenance of each value. */
export const CustomerIdentity = Type.Object(
  {
    id: UuidSchema,
    version: Type.Integer(),
    kind: Kind,
    name: Type.String(),
    nameProvenance: nullable(Provenance),
    emails: Type.Array(Valued),
    phones: Type.Array(Valued),
    addresses: Type.Array(Valued),
    businessId: nullable(Type.String()),
    birthDate: nullable(DaySchema),
    language: nullable(Type.String()),
    title: nullable(Type.String()),
    customerSince: nullable(InstantSchema),
    leadSource: nullable(Type.String()),
    /** Contact details are under non-disclosure for safety and not shown to this user. */
    protected: Type.Boolean(),
    consents: Type.Array(
      Type.Object({ channel: Type.String(), granted: Type.Boolean(), provenance: Provenance }, strict),
    ),
    attributes: Type.Array(Type.Object({ name: Type.String(), value: Type.String(), source: Type.String() }, strict)),
    sources: Type.Array(
      Type.Object({ source: Type.String(), externalId: nullable(Type.String()), observedAt: InstantSchema }, strict),
    ),
    createdAt: InstantSchema,
    archivedAt: nullable(InstantSchema),
  },
  strict,
)
export type CustomerIdentity = Static<typeof CustomerIdentity>
