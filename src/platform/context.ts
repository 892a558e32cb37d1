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
