import { type Static, Type } from 'typebox'
import { mappingKeys } from '#src/collect/imports/index.ts'
import { shape, text } from '#src/platform/http/schemas.ts'
import { recordKinds } from '#src/terms/index.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

/** Ready-made meanings of the payloads of shops; `own`: said by hand. */
export const presets = ['shopify', 'woocommerce', 'own'] as const
export type Preset = (typeof presets)[number]
/** How a sender shows that it is itself. */
export const schemes = ['standard', 'shopify', 'woocommerce', 'stripe', 'token'] as const
export type Scheme = (typeof schemes)[number]

/** Dotted names within the payload: `customer.email`; with a slash before it counted from the top: `/id`. */
const Path = Type.String({ maxLength: 200 })

export const PartColumn = shape({
  path: Type.String({ minLength: 1, maxLength: 200 }),
  /** Field of the kind (GET /api/v1/imports/fields), `attribute` or `ignore`. */
  field: text(50),
  label: Type.Optional(Type.String({ maxLength: 120 })),
  dateOrder: Type.Optional(oneOf(['ymd', 'dmy', 'mdy', 'unix'])),
  decimal: Type.Optional(oneOf([',', '.'])),
})
export type PartColumn = Static<typeof PartColumn>

/** What one part of a payload is: the whole, an object within it, or each element of a list. */
export const Part = shape({
  kind: oneOf(recordKinds),
  /** Where it stands; empty = the payload itself. */
  at: Path,
  key: oneOf(mappingKeys),
  /** Where the sender says when the record was changed last; without it the order of arrival counts. */
  updated: nullable(Path),
  columns: Type.Array(PartColumn, { minItems: 1, maxItems: 200 }),
})
export type Part = Static<typeof Part>
const Parts = Type.Array(Part, { minItems: 1, maxItems: 6 })

const Basics = {
  id: UuidSchema,
  name: Type.String(),
  preset: oneOf(presets),
  scheme: oneOf(schemes),
  sourceId: UuidSchema,
  source: Type.String(),
  /** Where the sender calls; for those only who may manage sources. */
  address: nullable(Type.String()),
  createdAt: InstantSchema,
  lastAt: nullable(InstantSchema),
  /** Accepted and not yet applied; at most 10,000 are counted. */
  waiting: Type.Integer(),
  /** It has not been said yet what its payloads mean. */
  unmapped: Type.Boolean(),
  /** Refused for their signature since the last good one. */
  refused: Type.Integer(),
  refusedAt: nullable(InstantSchema),
}
export const HookLine = shape(Basics)
export type HookLine = Static<typeof HookLine>
/** GET /api/v1/hooks */
export const HookList = shape({ hooks: Type.Array(HookLine) })
export type HookList = Static<typeof HookList>

export const deliveryStates = ['waiting', 'applied', 'faulty', 'older', 'same', 'ignored'] as const
/** GET /api/v1/hooks/:id */
export const Hook = shape({
  ...Basics,
  version: Type.Integer(),
  header: nullable(Type.String()),
  currency: Type.String(),
  parts: nullable(Type.Array(Part)),
  /** The latest, newest first. */
  deliveries: Type.Array(
    shape({
      id: UuidSchema,
      at: InstantSchema,
      topic: nullable(Type.String()),
      state: oneOf(deliveryStates),
      faults: Type.Array(shape({ field: Type.String(), code: Type.String() })),
    }),
  ),
})
export type Hook = Static<typeof Hook>

const secret = Type.String({ minLength: 16, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' })
const header = Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z][A-Za-z0-9-]*$' })
/** POST /api/v1/hooks */
export const HookDraft = shape({
  name: text(120),
  /** The source that speaks: a name known already, or a new one. */
  source: text(120),
  preset: oneOf(presets),
  scheme: oneOf(schemes),
  /** What the sender signs with, where it is the sender who makes it; else one is made. */
  secret: Type.Optional(secret),
  header: Type.Optional(header),
  /** ISO 4217, of amounts that name none; the company's unless said. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
})
export type HookDraft = Static<typeof HookDraft>
/** `secret` is told once, and only if it was made here. */
export const HookMade = shape({ id: UuidSchema, address: Type.String(), secret: nullable(Type.String()) })
export type HookMade = Static<typeof HookMade>

/** PATCH /api/v1/hooks/:id; If-Match names the version. What waits is applied with the new parts. */
export const HookChange = shape({ name: Type.Optional(text(120)), parts: Type.Optional(Parts) })
export type HookChange = Static<typeof HookChange>
export const HookVersion = shape({ id: UuidSchema, version: Type.Integer() })
export const SecretDraft = shape({ secret: Type.Optional(secret) })
export const NewSecret = shape({ secret: nullable(Type.String()) })

/** POST /api/v1/hooks/:id/suggest: of a payload that was pasted, or of the one that came last and waits. */
export const SuggestAsk = shape({
  sample: Type.Optional(Type.String({ maxLength: 200_000 })),
  /** What it is, where a person knows better. */
  kind: Type.Optional(oneOf(recordKinds)),
  /** As they stand in the form: tried instead of suggested ones. */
  parts: Type.Optional(Parts),
})
export type SuggestAsk = Static<typeof SuggestAsk>
export const Suggested = shape({
  /** Null: nothing waits and nothing was pasted. */
  sample: nullable(oneOf(['pasted', 'received'])),
  /** Null: a person must say what it is. */
  parts: nullable(Type.Array(Part)),
  /** The places of each part, with what stands there in the sample. */
  places: Type.Array(
    shape({
      at: Type.String(),
      list: Type.Boolean(),
      values: Type.Array(shape({ path: Type.String(), value: Type.String() })),
    }),
  ),
  /** What would become of it: one entry for each record. */
  preview: Type.Array(
    shape({
      kind: oneOf(recordKinds),
      enters: Type.Boolean(),
      key: nullable(Type.String()),
      faults: Type.Array(shape({ field: Type.String(), code: Type.String(), written: Type.String() })),
    }),
  ),
})
export type Suggested = Static<typeof Suggested>

export const HookKey = shape({ key: Type.String({ minLength: 1, maxLength: 100 }) })
export const Received = shape({ received: Type.Literal(true) })
