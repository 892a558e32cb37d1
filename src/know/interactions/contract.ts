import { type Static, Type } from 'typebox'
import { channels, entryKinds } from '#src/terms/index.ts'
import { InstantSchema, MoneySchema, nullable, UuidSchema, oneOf } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }
export const EntryKindSchema = oneOf(entryKinds)

/** One line of a timeline. */
export const Entry = Type.Object(
  {
    id: UuidSchema,
    at: InstantSchema,
    kind: EntryKindSchema,
    channel: nullable(Type.String()),
    direction: nullable(Type.String()),
    title: nullable(Type.String()),
    body: nullable(Type.String()),
    amount: nullable(MoneySchema),
    reference: nullable(Type.String()),
    status: nullable(Type.String()),
    score: nullable(Type.String()),
    /** Who of the staff handled it. */
    handler: nullable(Type.String()),
    source: Type.String(),
  },
  strict,
)
export type Entry = Static<typeof Entry>

/** GET /api/v1/customers/:id/timeline?kinds=purchase,return&after=CURSOR&limit=50, newest first. */
export const Timeline = Type.Object({ entries: Type.Array(Entry), next: nullable(Type.String()) }, strict)
export type Timeline = Static<typeof Timeline>

/** POST /api/v1/customers/:id/timeline: a note, call, visit or wish written in place. */
export const EntryDraft = Type.Object(
  {
    kind: Type.Union([Type.Literal('note'), Type.Literal('call'), Type.Literal('wish'), Type.Literal('visit')]),
    text: Type.String({ minLength: 1, maxLength: 10_000 }),
    direction: Type.Optional(Type.Union([Type.Literal('in'), Type.Literal('out')])),
    channel: Type.Optional(oneOf(channels)),
  },
  strict,
)
export type EntryDraft = Static<typeof EntryDraft>
