import type { Language, Role, Uuid, Verb } from '#src/terms/index.ts'
import type { Db } from './db/index.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import type { Clock, Random } from './ports/index.ts'

/** Who acts. `verbs` is what they may do right now: read from the database on every request, never from a token or cookie. */
export interface Actor {
  readonly kind: 'user' | 'token' | 'system' | 'anonymous'
  /** The person of the staff who answers for it; a token acts for the one who made it. */
  readonly id: Uuid
  /** Set when the request came with an API token. */
  readonly tokenId?: Uuid
  /** Set when the request came with a session cookie. */
  readonly sessionId?: Uuid
  readonly name: string
  readonly role: Role
  readonly verbs: ReadonlySet<Verb>
  readonly language: Language
}

/** What of the configuration verbs may know. */
export interface Settings {
  readonly dataDir: string
  /** Where browsers reach the program, without a slash at the end, e.g. `https://asiakkaat.example.fi`. Links are made of this only. */
  readonly publicUrl: string
  readonly timeZone: string
  readonly currency: string
  readonly language: Language
  /** Backups that are made every night; absent = none. */
  readonly backup?: BackupSettings
  /** Single sign-on for the staff; absent = none. */
  readonly provider?: ProviderSettings
  /** The mail server for single mails; absent = none is sent. */
  readonly mail?: MailSettings
  /** Where files for other systems are put (default: `outgoing` in the data folder). */
  readonly outgoing?: string
  /** Programs on this machine may read the metrics without a token. */
  readonly openMetrics?: boolean
  /** The database is the built-in one, whose files can be copied. */
  readonly ownServer?: boolean
}

/** The address holds the password: it never leaves the program. */
export interface MailSettings {
  readonly url: string
  readonly from: string
}

export interface BackupSettings {
  readonly folder: string
  /** Hour of the day in the company's time zone, 0 to 23. */
  readonly hour: number
  /** How many are kept. */
  readonly keep: number
}

/** An OpenID Connect provider that tells who somebody is. The secret never leaves the program but to the provider. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** How the button names it. */
  readonly name: string
  /** Only addresses of this domain come in. */
  readonly domain?: string
  /** Somebody unknown with a verified address becomes a viewer. */
  readonly create: boolean
  /** The provider asks for a second factor itself: ours is not asked for on top. */
  readonly secondFactor: boolean
}

/** What a verb needs to act: who, when, and through what. Made anew for each request, job and command. */
export interface Context {
  readonly db: Db
  readonly actor: Actor
  /** The moment of the request; one and the same for all it writes. */
  readonly now: Date
  readonly clock: Clock
  readonly random: Random
  /** A new UUIDv7. */
  readonly uuid: () => Uuid
  readonly config: Settings
  readonly jobs: Jobs
  readonly log: Log
}
