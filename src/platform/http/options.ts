import type { FastifyRequest } from 'fastify'
import type { Language } from '#src/terms/index.ts'
import type { Actor, Context } from '../context.ts'
import type { Db } from '../db/index.ts'
import { languageOf, type ProblemTexts } from '../i18n/index.ts'
import type { Live } from '../live/hub.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Random } from '../ports/index.ts'
import type { HttpSettings } from './headers.ts'
import type { Route } from './route.ts'

declare module 'fastify' {
  interface FastifyInstance {
    settings: HttpSettings
    /** The open streams of changes; null where there are none. */
    live: Live | null
    metrics: Metrics | null
  }
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    access?: string
    /** Takes files: its body may take long. */
    uploads?: boolean
    /** Answers over plain HTTP from anywhere and asks nobody who they are: health only. */
    anyTransport?: boolean
    /** Serves programs and pages of other sites: no session counts, every origin may ask. */
    anyOrigin?: boolean
  }
}

/** How a request proves who sends it. */
export interface Credentials {
  readonly session?: string | undefined
  readonly bearer?: string | undefined
}
export interface HttpOptions {
  readonly routes: readonly Route[]
  readonly problems: ProblemTexts
  readonly settings: HttpSettings
  readonly random: Random
  readonly log: Log
  /** Folder of the built web app. */
  readonly webFolder: string
  readonly version: string
  /** Who the credentials belong to at this moment; undefined = nobody, whatever the reason. */
  readonly authenticate: (credentials: Credentials) => Promise<Actor | undefined>
  readonly anonymous: Actor
  /** Open streams of changes; ended when the server closes. */
  readonly live?: Live
  readonly metrics?: Metrics
  /** Hears of every answer with what was asked, before it is sent: the access log. `route` as `GET /api/v1/customers/:id`. Must not wait. */
  readonly seen?: (route: string, actor: Actor, answered: { params: unknown; body: unknown; answer: unknown }) => void
  /** The context for one request; `db` replaces the usual one. */
  readonly contextFor: (actor: Actor, db?: Db) => Context
}

/** The language of the one who asked: their own setting, else what the browser says, else the company's. */
export function languageFor(request: FastifyRequest, settings: HttpSettings): Language {
  const known = request.actor !== null && request.actor !== undefined && request.actor.kind !== 'anonymous'
  return known ? request.actor.language : languageOf(request.headers['accept-language'], settings.language)
}
