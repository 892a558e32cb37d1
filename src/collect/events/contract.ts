import { type Static, Type } from 'typebox'
import { InstantSchema, nullable, UuidSchema } from '#src/terms/schemas.ts'

const strict = { additionalProperties: false }

export const Accepted = Type.Object({ success: Type.Literal(true) }, strict)

/** What the browser client asks for before it sends anything. */
export const ClientSettings = Type.Object(
  {
    integrations: Type.Object(
      {
        'Segment.io': Type.Object(
          {
            apiKey: Type.String(),
            apiHost: Type.String(),
            protocol: Type.String(),
            unbundledIntegrations: Type.Array(Type.String()),
            addBundledMetadata: Type.Boolean(),
          },
          strict,
        ),
      },
      strict,
    ),
    plan: Type.Object(
      {
        track: Type.Object(
          {
            __default: Type.Object({ enabled: Type.Boolean(), integrations: Type.Object({}, strict) }, strict),
          },
          strict,
        ),
      },
      strict,
    ),
    analyticsNextEnabled: Type.Boolean(),
    legacyVideoPluginsEnabled: Type.Boolean(),
    remotePlugins: Type.Array(Type.String()),
  },
  strict,
)
export type ClientSettings = Static<typeof ClientSettings>

export const WriteKey = Type.Object(
  {
    id: UuidSchema,
    name: Type.String(),
    /** For those only who may manage sources. */
    key: nullable(Type.String()),
    createdAt: InstantSchema,
  },
  strict,
)
export type WriteKey = Static<typeof WriteKey>

/** A source that sends events. */
export const EventSource = Type.Object(
  {
    id: UuidSchema,
    name: Type.String(),
    /** Of amounts that name none. */
    currency: Type.String(),
    createdAt: InstantSchema,
    keys: Type.Array(WriteKey),
    /** When something came last. */
    lastAt: nullable(InstantSchema),
    /** Accepted and not yet applied; at most 10,000 are counted. */
    waiting: Type.Integer(),
  },
  strict,
)
export type EventSource = Static<typeof EventSource>

/** GET /api/v1/event-sources */
export const EventSourceList = Type.Object(
  {
    /** Where clients send, e.g. `https://asiakkaat.example.fi/v1`. */
    address: Type.String(),
    sources: Type.Array(EventSource),
  },
  strict,
)
export type EventSourceList = Static<typeof EventSourceList>

/** POST /api/v1/event-sources */
export const EventSourceDraft = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    /** ISO 4217; the company's unless said. */
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  },
  strict,
)
export type EventSourceDraft = Static<typeof EventSourceDraft>

/** POST /api/v1/event-sources/:id/keys */
export const WriteKeyDraft = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) },
  strict,
)
export type WriteKeyDraft = Static<typeof WriteKeyDraft>
