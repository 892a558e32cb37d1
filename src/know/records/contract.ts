import { type Static, type TSchema, Type } from 'typebox'
import { faultCodes, fieldsOf } from '#src/collect/intake/index.ts'
import { buckets } from '#src/terms/index.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }

/** What other systems keep here record by record. Lines of a purchase come with it. */
/** The path segment of each kind is its plural. */
export const apiKinds = ['product', 'customer', 'purchase', 'invoice', 'payment', 'interaction', 'feedback'] as const
export type ApiKind = (typeof apiKinds)[number]

/** Most records of one request, and most lines of one purchase. */
export const mostRecords = 1000
export const mostLines = 500
/** Values that a customer may have several of. */
export const mostOfOne = 5

const One = Type.Union([Type.String({ maxLength: 100_000 }), Type.Number(), Type.Boolean()])
const Several = Type.Union([One, Type.Array(Type.String({ maxLength: 400 }), { minItems: 1, maxItems: mostOfOne })])
export const severalOf = new Set<string>(['email', 'phone'])

const valuesOf = (fields: readonly string[], without: readonly string[]) =>
  Object.fromEntries(
    fields
      .filter((field) => !without.includes(field))
      .map((field) => [field, Type.Optional(severalOf.has(field) ? Several : One)]),
  )
const Attributes = Type.Array(
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), value: One }, strict),
  { maxItems: 100 },
)
const Line = Type.Object(valuesOf(fieldsOf.purchaseLine, ['orderNumber', 'externalId', 'currency']), strict)

/** What the source tells of one record: the names are those of the mapping of files. What is absent is told no more. */
const partsOf = (kind: ApiKind) => ({
  ...valuesOf(fieldsOf[kind], ['externalId']),
  ...(kind === 'customer' || kind === 'product' || kind === 'purchase'
    ? { attributes: Type.Optional(Attributes) }
    : {}),
  ...(kind === 'purchase' ? { lines: Type.Optional(Type.Array(Line, { maxItems: mostLines })) } : {}),
})
/** PUT /api/v1/records/customers/:externalId?source=… and so on for every kind. */
export const bodyOf = (kind: ApiKind): TSchema => Type.Object(partsOf(kind), strict)

export type Value = string | number | boolean | string[]
/** A body that has passed the schema of its kind. */
export interface RecordBody {
  attributes?: { name: string; value: string | number | boolean }[]
  lines?: Record<string, Value>[]
  [field: string]: Value | Record<string, Value>[] | { name: string; value: string | number | boolean }[] | undefined
}

const Found = Type.Object({ field: Type.String(), code: oneOf(faultCodes), written: Type.String() }, strict)
/** What became of a told record. `unassigned`: it names nobody; `waiting`: it names a customer or order that has not come yet. */
export const RecordAnswer = Type.Object(
  {
    kind: oneOf(apiKinds),
    externalId: Type.String(),
    bucket: oneOf(buckets),
    customerId: nullable(UuidSchema),
    /** Values that could not be read and were left out; with the bucket `quarantined` what keeps the whole record out. */
    faults: Type.Array(Found),
  },
  strict,
)
export type RecordAnswer = Static<typeof RecordAnswer>

const ExternalId = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const Source = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
export const RecordPlace = Type.Object({ externalId: ExternalId }, strict)
export const RecordSource = Type.Object({ source: Source }, strict)

/** POST /api/v1/records/customers and so on: many of one kind, each with its id. */
export const batchOf = (kind: ApiKind): TSchema =>
  Type.Object(
    {
      source: Source,
      records: Type.Array(Type.Object({ externalId: ExternalId, ...partsOf(kind) }, strict), {
        minItems: 1,
        maxItems: mostRecords,
      }),
    },
    strict,
  )
export interface RecordBatch {
  source: string
  records: (RecordBody & { externalId: string })[]
}
export const RecordAnswers = Type.Object({ records: Type.Array(RecordAnswer) }, strict)

/** GET /api/v1/records/customers/:externalId?source=… and so on. */
export const StoredRecord = Type.Object(
  {
    kind: oneOf(apiKinds),
    externalId: Type.String(),
    state: oneOf(['live', 'unassigned', 'waiting']),
    version: Type.Integer(),
    receivedAt: InstantSchema,
    customerId: nullable(UuidSchema),
    /** Nothing is shown of somebody under non-disclosure to who may not see it. */
    hidden: Type.Boolean(),
    /** As it was understood: normalised values. */
    told: Type.Record(Type.String(), Type.Unknown()),
    /** Of a purchase, as understood. */
    lines: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  },
  strict,
)
export type StoredRecord = Static<typeof StoredRecord>
