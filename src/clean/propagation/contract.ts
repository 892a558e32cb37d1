import { type Static, Type } from 'typebox'
import { byId, shape, text } from '#src/platform/http/schemas.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

/** How a system is told: a signed call, a file in a folder of ours or on its server, it asks us, or a person types it in. */
export const ways = ['hook', 'folder', 'sftp', 'pull', 'person'] as const
export type Way = (typeof ways)[number]
export const fileFormats = ['csv', 'xlsx'] as const

/** What a system can be told of a customer, in the order of the editor; beside these `attribute:NAME`. */
export const ourFields = [
  'name',
  'kind',
  'given',
  'family',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'language',
  'businessId',
  'birthDate',
  'title',
  'customerSince',
  'leadSource',
  'archived',
] as const
export type OurField = (typeof ourFields)[number]
/** Left empty for a person under non-disclosure, unless the system may have them. */
export const contactFields: readonly string[] = ['email', 'phone', 'street', 'postcode', 'city', 'country']

/** Our field and what the system calls it. */
export const MappingLine = shape({
  field: Type.String({
    maxLength: 120,
    pattern: `^(${ourFields.join('|')}|attribute:.{1,100})$`,
    examples: ['email'],
  }),
  name: text(100),
})
export type MappingLine = Static<typeof MappingLine>
const Mapping = Type.Array(MappingLine, { minItems: 1, maxItems: 100 })

/** At times of the day in the company's zone, or every so many minutes. */
export const Schedule = shape({
  times: Type.Optional(
    Type.Array(Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['06:00'] }), { maxItems: 24 }),
  ),
  everyMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 1440 })),
})
export type Schedule = Static<typeof Schedule>

const reach = {
  /** hook: where it is called. */
  url: Type.Optional(
    Type.String({ maxLength: 1000, pattern: '^https?://', examples: ['https://shop.example/changes'] }),
  ),
  /** folder: name of a folder among the outgoing ones; sftp: path on the server. */
  folder: Type.Optional(Type.String({ maxLength: 300, pattern: '^[A-Za-z0-9._/-]+$', examples: ['invoicing'] })),
  format: Type.Optional(oneOf(fileFormats)),
  host: Type.Optional(Type.String({ maxLength: 253, pattern: '^[A-Za-z0-9.:-]+$' })),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
  user: Type.Optional(text(100)),
  /** sftp: the server's key as `SHA256:…`. */
  fingerprint: Type.Optional(
    Type.String({ pattern: '^SHA256:[A-Za-z0-9+/]{43}$', examples: [`SHA256:${'A'.repeat(43)}`] }),
  ),
  /** person: who types it in. */
  email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' })),
  /** The host stands within the house: plain HTTP and private addresses are accepted. */
  allowPrivate: Type.Optional(Type.Boolean()),
}
const settings = {
  ...reach,
  /** sftp: password or private key. Kept encrypted and never told again. */
  password: Type.Optional(text(20_000)),
  mapping: Type.Optional(Mapping),
  /** Contact details of people under non-disclosure are sent too. */
  sendsProtected: Type.Optional(Type.Boolean()),
  /** The source whose records are this system's own: its word is known again when it comes back. */
  sourceId: Type.Optional(nullable(UuidSchema)),
  schedule: Type.Optional(Schedule),
  /** After so many hours a change that is not there becomes a task. */
  limitHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720 })),
  /** Whose task it becomes; the one who connects the system unless told otherwise. */
  responsibleId: Type.Optional(UuidSchema),
}
export const SystemDraft = shape({
  name: text(100),
  way: oneOf(ways),
  ...settings,
  /** `all`: everybody is sent at once; `changes`: only what changes from now on. */
  begin: oneOf(['changes', 'all']),
})
export type SystemDraft = Static<typeof SystemDraft>
export const SystemChange = shape({ name: Type.Optional(text(100)), ...settings })
export type SystemChange = Static<typeof SystemChange>

const Task = shape({ openedAt: InstantSchema, who: Type.String() })
const Health = {
  /** Changes that it has not got; at most 10,001. */
  waiting: Type.Integer(),
  /** Of these those that have been tried in vain. */
  failing: Type.Integer(),
  /** Given up: to be tried again or resolved by a person. */
  dead: Type.Integer(),
  /** The oldest change that it has not got. */
  oldest: nullable(InstantSchema),
  lastAckAt: nullable(InstantSchema),
  lastError: nullable(Type.String()),
  lastErrorAt: nullable(InstantSchema),
  /** Nothing is tried before. */
  heldUntil: nullable(InstantSchema),
  nextFileAt: nullable(InstantSchema),
  /** Everybody is being put into its queue. */
  sendingAll: Type.Boolean(),
  task: nullable(Task),
}
const Basics = {
  id: UuidSchema,
  name: Type.String(),
  way: oneOf(ways),
  state: oneOf(['active', 'paused']),
  /** Where it is, in a few characters: a host, a folder, an e-mail. */
  where: Type.String(),
}
export const SystemLine = shape({ ...Basics, ...Health })
export type SystemLine = Static<typeof SystemLine>
export const SystemList = shape({ systems: Type.Array(SystemLine), mailWorks: Type.Boolean() })
export type SystemList = Static<typeof SystemList>

/** Nothing secret is told. `version` goes into If-Match of a change. */
export const System = shape({
  ...Basics,
  ...Health,
  ...reach,
  version: Type.Integer(),
  mapping: Mapping,
  sendsProtected: Type.Boolean(),
  sourceId: nullable(UuidSchema),
  source: nullable(Type.String()),
  schedule: nullable(Schedule),
  limitHours: Type.Integer(),
  responsibleId: UuidSchema,
  responsible: nullable(Type.String()),
  createdAt: InstantSchema,
  hasSecret: Type.Boolean(),
  /** What can be mapped: our fields, and names of facts that only sources tell. */
  fields: Type.Array(Type.String()),
  attributes: Type.Array(Type.String()),
  /** Whom a task can be given to, and the sources that it may be. */
  staff: Type.Array(shape({ id: UuidSchema, name: Type.String() })),
  sources: Type.Array(shape({ id: UuidSchema, name: Type.String() })),
})
export type System = Static<typeof System>
/** What the form of a new system offers. */
export const SystemChoices = shape({
  me: UuidSchema,
  staff: Type.Array(shape({ id: UuidSchema, name: Type.String() })),
  sources: Type.Array(shape({ id: UuidSchema, name: Type.String() })),
  attributes: Type.Array(Type.String()),
  mailWorks: Type.Boolean(),
})
export type SystemChoices = Static<typeof SystemChoices>

/** `secret`: the key of the signature or the token, shown once. */
export const SystemMade = shape({ id: UuidSchema, version: Type.Integer(), secret: nullable(Type.String()) })
export type SystemMade = Static<typeof SystemMade>
export const SystemState = shape({ id: UuidSchema, version: Type.Integer() })
export const NewSecret = shape({ secret: Type.String() })
export const Counted = shape({ count: Type.Integer() })
/** `seen`: the key that an SFTP server showed, to be compared with what its keeper says. */
export const Trial = shape({
  ok: Type.Boolean(),
  error: nullable(Type.String()),
  seen: nullable(Type.String()),
})
export type Trial = Static<typeof Trial>

/** `waiting`: for its turn; `retrying`: tried in vain; `sent`: handed over, not yet taken; `held`: the system is paused. */
export const states = ['waiting', 'retrying', 'sent', 'acknowledged', 'dead', 'held'] as const
export type State = (typeof states)[number]
/** How it came to have it: it was sent, it had the same already, it told it itself, it keeps to its own word, or a person said so. */
export const hows = ['sent', 'same', 'echo', 'theirs', 'done'] as const
const Standing = {
  state: oneOf(states),
  how: nullable(oneOf(hows)),
  /** The oldest change that is not there. */
  since: nullable(InstantSchema),
  /** When it was handed over, or taken. */
  at: nullable(InstantSchema),
  nextTry: nullable(InstantSchema),
  attempts: Type.Integer(),
  error: nullable(Type.String()),
}
export const DeliveryRow = shape({ customerId: UuidSchema, name: nullable(Type.String()), ...Standing })
export type DeliveryRow = Static<typeof DeliveryRow>
export const DeliveryList = shape({ rows: Type.Array(DeliveryRow), next: nullable(Type.String()) })
export type DeliveryList = Static<typeof DeliveryList>
export const shownStates = ['open', 'failing', 'dead', 'all'] as const
export const DeliveryQuery = shape({
  show: Type.Optional(oneOf(shownStates)),
  after: Type.Optional(Type.String({ maxLength: 100 })),
})
export type DeliveryQuery = Static<typeof DeliveryQuery>

/** It tells one thing, another is in use; `why` is the rule that chose. Values only for those who may see them. */
export const Conflict = shape({
  field: Type.String(),
  theirs: Type.String(),
  ours: nullable(Type.String()),
  why: nullable(Type.String()),
})
export const CustomerDeliveries = shape({
  systems: Type.Array(
    shape({
      id: UuidSchema,
      name: Type.String(),
      way: oneOf(ways),
      ...Standing,
      /** Null: not told of this customer, since nothing has changed since it was connected. */
      known: Type.Boolean(),
      conflicts: Type.Array(Conflict),
    }),
  ),
  /** The latest changes, newest first, and when each system got them; null = not yet. */
  changes: Type.Array(
    shape({
      id: UuidSchema,
      at: InstantSchema,
      what: Type.String(),
      fields: Type.Array(Type.String()),
      got: Type.Array(shape({ systemId: UuidSchema, at: nullable(InstantSchema) })),
    }),
  ),
})
export type CustomerDeliveries = Static<typeof CustomerDeliveries>
export const DeliveryPath = shape({ id: byId.properties.id, systemId: byId.properties.id })

/** The link of a mail to a person. */
export const DoneLink = shape({
  token: Type.String({ minLength: 22, maxLength: 22, pattern: '^[A-Za-z0-9_-]+$', examples: ['A'.repeat(22)] }),
})
export const DoneLook = shape({ system: Type.String(), changedAt: InstantSchema, done: Type.Boolean() })
export type DoneLook = Static<typeof DoneLook>

/** One change as a system reads it, in a call and in the feed alike. `version` grows with each change of this customer. */
export const Message = shape({
  id: Type.String(),
  type: oneOf(['customer.changed', 'customer.merged', 'customer.deleted', 'customer.erased', 'test']),
  at: InstantSchema,
  customer: nullable(
    shape({
      id: UuidSchema,
      /** The system's own id of it, where it is a source. */
      externalId: nullable(Type.String()),
      version: Type.Integer(),
      protected: Type.Boolean(),
      /** Under the system's own names. */
      fields: Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean(), Type.Null()])),
      /** The customer that it is now. */
      into: Type.Optional(UuidSchema),
    }),
  ),
})
export type Message = Static<typeof Message>
export const FeedQuery = shape({
  /** What the answer before said in `next`; what is up to it counts as taken. Absent or 0: from the beginning. */
  since: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
})
export type FeedQuery = Static<typeof FeedQuery>
export const Feed = shape({ changes: Type.Array(Message), next: Type.String(), more: Type.Boolean() })
export type Feed = Static<typeof Feed>
