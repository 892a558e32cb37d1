import { type Static, Type } from 'typebox'
import { shape, text } from '#src/platform/http/schemas.ts'
import { InstantSchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

/** What a form may ask beside the e-mail, which it always asks. */
export const formFields = [
  'name',
  'givenName',
  'familyName',
  'organisation',
  'phone',
  'street',
  'postcode',
  'city',
  'birthDate',
] as const
export type FormFieldName = (typeof formFields)[number]
/** What the free text is. */
export const asks = ['inquiry', 'wish', 'feedback'] as const
export type Ask = (typeof asks)[number]
export const consentChannels = ['email', 'sms', 'phone', 'post'] as const
export const formLanguages = ['fi', 'en'] as const

export const FormField = shape({ field: oneOf(formFields), required: Type.Boolean() })
export type FormField = Static<typeof FormField>

const settings = {
  name: text(120),
  /** What visitors read above the form. */
  title: text(200),
  intro: Type.String({ maxLength: 2000 }),
  language: oneOf(formLanguages),
  fields: Type.Array(FormField, { maxItems: formFields.length }),
  ask: nullable(oneOf(asks)),
  /** Channels of the consent that is asked; none = no consent is asked. */
  channels: Type.Array(oneOf(consentChannels), { maxItems: 4, uniqueItems: true }),
  /** What visitors consent to. A changed text is a new wording; the old one stays as evidence. */
  consent: Type.String({ maxLength: 2000 }),
  /** Addresses that visitors may be sent back to. */
  returns: Type.Array(Type.String({ maxLength: 500, pattern: '^https://[^\\s/?#@]+(/\\S*)?$' }), { maxItems: 20 }),
  /** How long the link of the mail works, in days. */
  days: Type.Integer({ minimum: 1, maximum: 30 }),
}
/** POST /api/v1/forms */
export const FormDraft = shape({ ...settings, /** A source known already, or a new one. */ source: text(120) })
export type FormDraft = Static<typeof FormDraft>
/** PATCH /api/v1/forms/:id; If-Match names the version, what is not named stays. */
export const FormChange = Type.Partial(shape(settings), { additionalProperties: false })
export type FormChange = Partial<Omit<FormDraft, 'source'>>
export const FormMade = shape({ id: UuidSchema, version: Type.Integer() })

const Basics = {
  id: UuidSchema,
  name: Type.String(),
  title: Type.String(),
  language: oneOf(formLanguages),
  sourceId: UuidSchema,
  source: Type.String(),
  /** The page that we show. */
  address: Type.String(),
  createdAt: InstantSchema,
  /** Mails not yet answered, and people who have confirmed; at most 10,000 are counted. */
  waiting: Type.Integer(),
  confirmed: Type.Integer(),
  lastAt: nullable(InstantSchema),
}
export const FormLine = shape(Basics)
export type FormLine = Static<typeof FormLine>
/** GET /api/v1/forms. Without a mail server nobody can confirm, and forms take nothing. */
export const FormList = shape({ forms: Type.Array(FormLine), mailWorks: Type.Boolean() })
export type FormList = Static<typeof FormList>
/** GET /api/v1/forms/:id */
export const Form = shape({
  ...Basics,
  version: Type.Integer(),
  intro: Type.String(),
  fields: Type.Array(FormField),
  ask: nullable(oneOf(asks)),
  channels: Type.Array(oneOf(consentChannels)),
  consent: Type.String(),
  returns: Type.Array(Type.String()),
  days: Type.Integer(),
  /** The form as HTML for one's own pages. */
  snippet: Type.String(),
  /** Every text that has been shown, newest first, and how many have consented to it. */
  wordings: Type.Array(
    shape({ wording: Type.Integer(), text: Type.String(), since: InstantSchema, consents: Type.Integer() }),
  ),
  mailWorks: Type.Boolean(),
})
export type Form = Static<typeof Form>

export const FormKey = shape({ key: Type.String({ minLength: 1, maxLength: 100 }) })
export const ConfirmToken = shape({ token: Type.String({ minLength: 1, maxLength: 100 }) })
