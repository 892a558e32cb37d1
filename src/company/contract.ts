import { type Static, Type } from 'typebox'
import { oneOf, shape, text } from '#src/platform/http/schemas.ts'
import { languages, roles, verbs } from '#src/terms/index.ts'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })
const Name = text(200)
/** Length is judged by `password_too_weak`, so that it is told in words. */
const Password = Type.String({ minLength: 1, maxLength: 500 })
const Secret = Type.String({ minLength: 20, maxLength: 100, pattern: '^[\\w-]+$' })
const themes = ['auto', 'light', 'dark'] as const

export const Setup = shape({
  token: Secret,
  email: Email,
  name: Name,
  password: Password,
  language: Type.Optional(oneOf(languages)),
})
export type Setup = Static<typeof Setup>

export const SignIn = shape({ email: Type.String({ minLength: 1, maxLength: 254 }), password: Password })
export type SignIn = Static<typeof SignIn>

/** The password was right; the code of the second factor is asked for. `token` is good for that only, for ten minutes. */
export const HalfSignIn = shape({ step: oneOf(['code']), token: Type.String() })
export type HalfSignIn = Static<typeof HalfSignIn>
/** Six digits of the app, or a recovery code. */
export const CodeEntry = shape({ token: Secret, code: Type.String({ minLength: 6, maxLength: 40 }) })
export type CodeEntry = Static<typeof CodeEntry>
/** How one can come in, for the sign-in page. `provider` is the name of single sign-on, if there is one. */
export const EntryWays = shape({ provider: Type.Union([Type.String(), Type.Null()]) })
export type EntryWays = Static<typeof EntryWays>

/** Absent for those who have none because they come in by the provider. */
const PresentPassword = Type.Optional(Password)
export const SecondFactor = shape({ on: Type.Boolean(), required: Type.Boolean(), recoveryCodes: Type.Integer() })
export type SecondFactor = Static<typeof SecondFactor>
export const PasswordGiven = shape({ password: PresentPassword })
export type PasswordGiven = Static<typeof PasswordGiven>
/** What the app needs: as a picture of `uri`, or typed by hand. Shown once. */
export const Enrolment = shape({ secret: Type.String(), uri: Type.String() })
export type Enrolment = Static<typeof Enrolment>
export const CodeGiven = shape({ code: Type.String({ minLength: 6, maxLength: 20 }) })
export type CodeGiven = Static<typeof CodeGiven>
/** Shown once. */
export const RecoveryCodes = shape({ codes: Type.Array(Type.String()) })
export type RecoveryCodes = Static<typeof RecoveryCodes>
/** The roles that must have a second factor. */
export const SecondFactorPolicy = shape({
  required: Type.Array(oneOf(roles), { maxItems: roles.length, uniqueItems: true }),
})
export type SecondFactorPolicy = Static<typeof SecondFactorPolicy>

/** Who is signed in, what they may do, and what of the company every page needs. */
export const Me = shape({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: oneOf(roles),
  permissions: Type.Array(oneOf(verbs)),
  language: oneOf(languages),
  theme: oneOf(themes),
  company: shape({ timeZone: Type.String(), currency: Type.String() }),
  /** `needed`: the role must have one and this person has none yet, so nothing else is allowed. */
  secondFactor: shape({ on: Type.Boolean(), needed: Type.Boolean() }),
})
export type Me = Static<typeof Me>

/** Changes to oneself. A new password needs the present one, ends all other sessions and revokes one's tokens. */
export const MeChange = shape({
  name: Type.Optional(Name),
  language: Type.Optional(oneOf(languages)),
  theme: Type.Optional(oneOf(themes)),
  password: Type.Optional(shape({ current: Password, new: Password })),
})
export type MeChange = Static<typeof MeChange>

export const User = shape({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: oneOf(roles),
  language: oneOf(languages),
  active: Type.Boolean(),
  /** Has accepted the invitation. */
  joined: Type.Boolean(),
  /** Signs in with a code too. */
  secondFactor: Type.Boolean(),
  createdAt: Instant,
})
export type User = Static<typeof User>
export const UserList = shape({ items: Type.Array(User) })

export const UserDraft = shape({
  email: Email,
  name: Name,
  role: oneOf(roles),
  language: Type.Optional(oneOf(languages)),
})
export type UserDraft = Static<typeof UserDraft>
export const UserChange = shape({
  name: Type.Optional(Name),
  role: Type.Optional(oneOf(roles)),
  active: Type.Optional(Type.Boolean()),
})
export type UserChange = Static<typeof UserChange>
/** The link is shown once; it lets its holder set the person's password until it expires. */
export const Invitation = shape({ user: User, link: Type.String(), expiresAt: Instant })
export type Invitation = Static<typeof Invitation>
export const Acceptance = shape({ token: Secret, password: Password })
export type Acceptance = Static<typeof Acceptance>

export const Token = shape({
  id: Id,
  name: Type.String(),
  userId: Id,
  scopes: Type.Array(Type.String()),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()]),
})
export type Token = Static<typeof Token>
export const TokenList = shape({ items: Type.Array(Token) })
export const TokenDraft = shape({
  name: Name,
  scopes: Type.Array(oneOf(verbs), { minItems: 1, maxItems: verbs.length, uniqueItems: true }),
  /** Days until it expires; at most two years. */
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730, default: 365 })),
})
export type TokenDraft = Static<typeof TokenDraft>
/** `secret` (`kpt_…`) is shown once. */
export const TokenCreated = shape({ token: Token, secret: Type.String() })
export type TokenCreated = Static<typeof TokenCreated>
