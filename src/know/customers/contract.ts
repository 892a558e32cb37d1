import { type Static, Type } from 'typebox'
import { channels, customerKinds } from '#src/terms/index.ts'
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
    birthDate: Type.Optional(text(30)),
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

/** PATCH /api/v1/customers/:id with If-Match: "version". A value told anew ends the one in use in every source. */
export const CustomerEdit = Type.Object(
  {
    name: Type.Optional(text(300)),
    email: Type.Optional(text(320)),
    phone: Type.Optional(text(60)),
    address: Type.Optional(
      Type.Object(
        {
          street: Type.Optional(text(300)),
          streetExtra: Type.Optional(text(300)),
          postcode: Type.Optional(text(20)),
          city: Type.Optional(text(120)),
          region: Type.Optional(text(120)),
          country: Type.Optional(text(60)),
        },
        strict,
      ),
    ),
    language: Type.Optional(text(20)),
    birthDate: Type.Optional(text(30)),
    businessId: Type.Optional(text(30)),
    title: Type.Optional(text(120)),
    attributes: Type.Optional(
      Type.Array(Type.Object({ name: text(120), value: text(2000) }, strict), { minItems: 1, maxItems: 50 }),
    ),
    /** One more e-mail or telephone beside the one in use, which stays. */
    also: Type.Optional(
      Type.Object({ email: Type.Optional(text(320)), phone: Type.Optional(text(60)) }, { ...strict, minProperties: 1 }),
    ),
    /** Non-disclosure for safety. Everybody who may edit sets it; lifting it takes the right to see what it hides. */
    protected: Type.Optional(Type.Boolean()),
    saidByCustomer: Type.Optional(Type.Boolean()),
    /** Through what the customer said it. */
    channel: Type.Optional(oneOf(channels)),
  },
  strict,
)
export type CustomerEdit = Static<typeof CustomerEdit>

/** What a change by hand answers with: the customer's new version, and the entry of the history that undoes it. */
export const CustomerChanged = Type.Object(
  { id: UuidSchema, version: Type.Integer(), entry: nullable(UuidSchema) },
  strict,
)
export type CustomerChanged = Static<typeof CustomerChanged>

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

// --- values that compete, and their history --------------------------------------------------------------------------------

const plainFields = ['name', 'email', 'phone', 'address', 'language', 'businessId', 'birthDate', 'title'] as const
/** A field with values of its own; `attribute:NAME` for the other details that sources tell. */
const FieldName = Type.Union([oneOf(plainFields), Type.String({ pattern: '^attribute:', maxLength: 330 })])

/** Somebody who tells a value. */
const Teller = Type.Object(
  {
    /** The source record. */
    record: UuidSchema,
    source: Type.String(),
    /** The member of staff who wrote it. */
    who: nullable(Type.String()),
    importId: nullable(UuidSchema),
    at: InstantSchema,
    verified: Provenance.properties.verified,
  },
  strict,
)
export type Teller = Static<typeof Teller>
const CompetingValue = Type.Object(
  {
    /** Names the value in `verify`, `pin` and `end`. */
    key: Type.String(),
    value: Type.String(),
    label: nullable(Type.String()),
    inUse: Type.Boolean(),
    /** The weightiest first; at most 20. */
    told: Type.Array(Teller),
    pinned: nullable(Teller),
    /** Who said that it is no longer true. */
    ended: nullable(Teller),
  },
  strict,
)
export type CompetingValue = Static<typeof CompetingValue>
const ValuesOfField = Type.Object(
  {
    field: Type.String(),
    /** Why the first is in use, compared with the next best. */
    why: nullable(oneOf(['only', 'pinned', 'verified', 'newerVerified', 'main', 'reachable', 'trusted', 'newer'])),
    values: Type.Array(CompetingValue),
  },
  strict,
)
export type ValuesOfField = Static<typeof ValuesOfField>
/** GET /api/v1/customers/:id/values: everything that is and was claimed, best first in each field, ended values last. */
export const CustomerValues = Type.Object(
  {
    id: UuidSchema,
    version: Type.Integer(),
    /** Contact details are left out for this reader. */
    hidden: Type.Boolean(),
    fields: Type.Array(ValuesOfField),
  },
  strict,
)
export type CustomerValues = Static<typeof CustomerValues>

/** POST …/values/verify and …/values/end: whose word it is. */
export const ValueSaid = Type.Object(
  {
    field: FieldName,
    value: text(2000),
    by: oneOf(['customer', 'staff']),
    channel: Type.Optional(oneOf(channels)),
  },
  strict,
)
export type ValueSaid = Static<typeof ValueSaid>
/** POST …/values/pin */
export const ValuePinned = Type.Object({ field: FieldName, value: text(2000) }, strict)
/** POST …/values/unpin */
export const FieldUnpinned = Type.Object({ field: FieldName }, strict)

const what = [
  'created',
  'changed',
  'moved',
  'verified',
  'pinned',
  'unpinned',
  'undone',
  'rolledBack',
  'archived',
  'restored',
  'deleted',
  'erased',
  'merged',
  'unmerged',
  'split',
] as const
/** What became of a customer through one source record. */
export const HistoryEntry = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    what: oneOf(what),
    /** The member of staff who did it; null for programs. */
    actor: nullable(Type.Object({ id: UuidSchema, name: Type.String() }, strict)),
    source: nullable(Type.Object({ id: UuidSchema, name: Type.String(), staff: Type.Boolean() }, strict)),
    importId: nullable(UuidSchema),
    /** Whose word it was, where somebody vouched for it. */
    said: Provenance.properties.verified,
    changes: Type.Array(
      Type.Object(
        {
          field: Type.String(),
          old: nullable(Type.String()),
          new: nullable(Type.String()),
          /** The values are not shown to this reader. */
          hidden: Type.Boolean(),
        },
        strict,
      ),
    ),
    /** Made by hand and still in force: can be taken back by itself. */
    undoable: Type.Boolean(),
  },
  strict,
)
export type HistoryEntry = Static<typeof HistoryEntry>
/** GET /api/v1/customers/:id/history?field=&source=&actor=&what=&after=: newest first. */
export const CustomerHistory = Type.Object({ entries: Type.Array(HistoryEntry), next: nullable(Type.String()) }, strict)
export type CustomerHistory = Static<typeof CustomerHistory>
export const HistoryQuery = Type.Object(
  {
    field: Type.Optional(FieldName),
    source: Type.Optional(UuidSchema),
    actor: Type.Optional(UuidSchema),
    what: Type.Optional(oneOf(what)),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  strict,
)
export type HistoryQuery = Static<typeof HistoryQuery>

// --- who a new customer may be --------------------------------------------------------------------------------------------

/** POST /api/v1/customers/alike: what is known of somebody who is about to be added. */
export const AlikeDraft = Type.Object(
  {
    kind: Type.Optional(Kind),
    name: Type.Optional(text(300)),
    email: Type.Optional(text(320)),
    phone: Type.Optional(text(60)),
    street: Type.Optional(text(300)),
    postcode: Type.Optional(text(20)),
    city: Type.Optional(text(120)),
    businessId: Type.Optional(text(30)),
    birthDate: Type.Optional(text(30)),
  },
  strict,
)
export type AlikeDraft = Static<typeof AlikeDraft>
const likeness = [
  'sameEmail',
  'samePhone',
  'sameBusinessId',
  'sameName',
  'nearName',
  'sameStreet',
  'samePostcode',
  'sameBirthDate',
] as const
export type Likeness = (typeof likeness)[number]
export const AlikeCustomers = Type.Object(
  {
    /** The likeliest first, at most five. */
    customers: Type.Array(
      Type.Object(
        {
          id: UuidSchema,
          kind: Kind,
          name: Type.String(),
          city: nullable(Type.String()),
          sure: oneOf(['certain', 'likely', 'possible']),
          because: Type.Array(oneOf(likeness)),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type AlikeCustomers = Static<typeof AlikeCustomers>
