import type { Static } from 'typebox'
import type { Today } from '#src/act/today/contract.ts'
import type { Import, ImportFileChange, ImportLines, ImportList, ImportRun } from '#src/collect/imports/contract.ts'
import type { SourceList } from '#src/collect/intake/contract.ts'
import type {
  Acceptance,
  Invitation,
  Me,
  MeChange,
  Setup,
  SignIn,
  TokenCreated,
  TokenDraft,
  TokenList,
  User,
  UserChange,
  UserDraft,
  UserList,
} from '#src/company/contract.ts'
import type {
  CustomerCreated,
  CustomerDraft,
  CustomerEdit,
  CustomerList,
  SearchAnswer,
} from '#src/know/customers/contract.ts'
import type { Entry, EntryDraft, Timeline } from '#src/know/interactions/contract.ts'
import type { CustomerPage } from '#src/know/profile/contract.ts'
import type { Purchase } from '#src/know/purchases/contract.ts'

export type { CustomerPage as CustomerPageAnswer } from '#src/know/profile/contract.ts'
export type { Import, ImportFile, ImportLine } from '#src/collect/imports/contract.ts'
export type {
  Invitation,
  Me,
  MeChange,
  Token,
  TokenCreated,
  User,
} from '#src/company/contract.ts'

/** RFC 9457 body of every refusal. */
export interface Problem {
  title: string
  status: number
  code: string
  detail: string
  next?: string
  errors?: { path: string; detail: string }[]
  details?: Record<string, unknown>
}

/** The API's table of routes as the web uses it. */
export interface Gets {
  '/me': { answer: Me }
  '/today': { answer: Today }
  '/search': { query: { q: string }; answer: Static<typeof SearchAnswer> }
  '/users': { answer: Static<typeof UserList> }
  '/tokens': { answer: Static<typeof TokenList> }
  '/sources': { answer: Static<typeof SourceList> }
  '/customers': { query: { sort?: 'newest' | 'name'; after?: string; limit?: number }; answer: CustomerList }
  '/customers/:id': { answer: CustomerPage }
  '/customers/:id/timeline': { query: { kinds?: string; after?: string; limit?: number }; answer: Timeline }
  '/customers/:id/purchases/:purchaseId': { answer: Purchase }
  '/imports': { query: { after?: string }; answer: ImportList }
  '/imports/:id': { answer: Import }
  '/imports/:id/lines': { query: { bucket: string; after?: string }; answer: ImportLines }
}
export interface Posts {
  '/setup': { body: Setup; answer: Me }
  '/sign-in': { body: SignIn; answer: Me }
  '/sign-out': Record<never, never>
  '/invitations/accept': { body: Acceptance; answer: Me }
  '/users': { body: UserDraft; answer: Invitation }
  '/users/:id/invitation': { answer: Invitation }
  '/tokens': { body: TokenDraft; answer: TokenCreated }
  '/customers': { body: CustomerDraft; answer: Static<typeof CustomerCreated> }
  '/customers/:id/timeline': { body: EntryDraft; answer: Entry }
  '/imports/:id/run': { body: Static<typeof ImportRun>; answer: Import }
  '/imports/:id/cancel': { answer: Import }
}
export interface Patches {
  '/me': { body: MeChange; answer: Me }
  '/users/:id': { body: UserChange; answer: User }
  '/customers/:id': { body: CustomerEdit; answer: Static<typeof CustomerCreated> }
  '/imports/:id/files/:fileNo': { body: Static<typeof ImportFileChange>; answer: Import }
}
export interface Deletes {
  '/tokens/:id': Record<never, never>
}
