/** Composes the program: routes, jobs and words of all slices in flow order, served and worked by one process. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import * as today from '#src/act/today/index.ts'
import './pipeline.ts'
import * as audit from '#src/clean/audit/index.ts'
import * as identity from '#src/clean/identity/index.ts'
import * as propagation from '#src/clean/propagation/index.ts'
import * as quality from '#src/clean/quality/index.ts'
import * as events from '#src/collect/events/index.ts'
import * as forms from '#src/collect/forms/index.ts'
import * as hooks from '#src/collect/hooks/index.ts'
import * as imports from '#src/collect/imports/index.ts'
import * as intake from '#src/collect/intake/index.ts'
import * as company from '#src/company/index.ts'
import * as access from '#src/know/access/index.ts'
import * as cleanup from '#src/know/cleanup/index.ts'
import * as customers from '#src/know/customers/index.ts'
import * as duplicates from '#src/know/duplicates/index.ts'
import * as erasure from '#src/know/erasure/index.ts'
import * as insights from '#src/know/insights/index.ts'
import * as interactions from '#src/know/interactions/index.ts'
import * as lists from '#src/know/lists/index.ts'
import * as profile from '#src/know/profile/index.ts'
import * as purchases from '#src/know/purchases/index.ts'
import * as records from '#src/know/records/index.ts'
import * as merging from '#src/know/merging/index.ts'
import * as removal from '#src/know/removal/index.ts'
import * as segments from '#src/know/segments/index.ts'
import * as sources from '#src/know/sources/index.ts'
import type { Config } from './platform/config.ts'
import type { Actor, Context } from './platform/context.ts'
import { backupJob } from './platform/db/backup/index.ts'
import type { Db } from './platform/db/index.ts'
import { healthRoutes, httpServer, precompress, type Route, tidyHttp } from './platform/http/index.ts'
import type { ProblemTexts } from './platform/i18n/index.ts'
import { platformProblems } from './platform/i18n/problems.ts'
import { type Job, type Jobs, startJobs } from './platform/jobs/index.ts'
import { liveHub, liveRoutes } from './platform/live/index.ts'
import type { Log } from './platform/log.ts'
import { type Measure, metricsOf, metricsRoutes } from './platform/metrics/index.ts'
import type { Clock, Random } from './platform/ports/index.ts'
import { uuidMaker } from './platform/ports/uuid.ts'
import { tables } from './tables.ts'
import type { Use } from './terms/index.ts'

/** What a slice brings into the program; absent parts stay absent. */
interface SliceDoor {
  readonly routes?: readonly Route[]
  readonly jobs?: readonly Job[]
  readonly problems?: ProblemTexts
  /** Numbers for `/metrics`. */
  readonly measures?: (db: Db) => Promise<Measure[]>
  /** Who of it uses a segment. */
  readonly segmentUses?: segments.UsesOf
  /** What of the customers' facts it uses. */
  readonly uses?: readonly Use[]
}

const version = (
  JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8')) as { version: string }
).version
const platform: SliceDoor = {
  routes: [...healthRoutes(version), ...liveRoutes, ...metricsRoutes],
  jobs: [tidyHttp, backupJob(Object.keys(tables), version)],
  problems: platformProblems,
}

/** The slices in flow order: one line each. */
const slices: readonly SliceDoor[] = [
  platform,
  company,
  intake,
  imports,
  events,
  hooks,
  forms,
  quality,
  propagation,
  audit,
  customers,
  interactions,
  purchases,
  insights,
  removal,
  merging,
  duplicates,
  sources,
  segments,
  lists,
  cleanup,
  profile,
  records,
  access,
  erasure,
  today,
]

/** Every route of the program. The server, the API page and the route matrix are made of this. */
export const routes: readonly Route[] = slices.flatMap((slice) => slice.routes ?? [])
/** Every kind of background work. */
export const jobs: readonly Job[] = slices.flatMap((slice) => slice.jobs ?? [])
const problems: ProblemTexts = Object.assign({}, ...slices.map((slice) => slice.problems ?? {}))
segments.declareSegmentUses(slices.flatMap((slice) => slice.segmentUses ?? []))
sources.declareUses([identity, ...slices].flatMap((slice: SliceDoor) => slice.uses ?? []))

export interface AppParts {
  readonly db: Db
  readonly config: Config
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Who looked at whom; absent: one that writes only when the server closes. */
  readonly looks?: access.AccessLog
}
export interface AppOptions extends AppParts {
  /** Answers HTTP at `config.host:config.port`. */
  readonly serve: boolean
  /** Does background work. */
  readonly work: boolean
}
export interface App {
  readonly address: string
  /** Where the first administrator is made; absent once there is one. */
  readonly firstLink?: string
  stop(): Promise<void>
}

/** Makes contexts: one moment, one actor, the same ports. */
export function contextMaker(parts: AppParts, queue: () => Jobs): (actor: Actor, db?: Db) => Context {
  const { clock, random, config, log } = parts
  const uuid = uuidMaker(clock, random)
  return (actor, db = parts.db) => ({
    db,
    actor,
    now: clock.now(),
    clock,
    random,
    uuid,
    config,
    log,
    jobs: queue(),
  })
}

const webFolder = fileURLToPath(new URL('../dist/web', import.meta.url))

/** The HTTP server with all routes, for `listen` or, in tests, `inject`. */
export async function buildApp(
  parts: AppParts,
  contextFor: (actor: Actor, db?: Db) => Context,
): Promise<FastifyInstance> {
  const { config, random, log, db, clock, looks = access.accessLog(parts) } = parts
  const server = await httpServer({
    routes,
    problems,
    settings: config,
    random,
    log,
    version,
    webFolder,
    authenticate: (credentials) =>
      company.authenticate(db, credentials, clock.now(), { providerAsksTwice: config.provider?.secondFactor === true }),
    anonymous: company.anonymous,
    contextFor,
    metrics: metricsOf(
      db,
      slices.flatMap((slice) => slice.measures ?? []),
    ),
    live: liveHub({ url: db.url, log, holding: (sessions) => company.holdingSessions(db, sessions, clock.now()) }),
    seen: looks.seen,
  })
  server.addHook('onClose', () => looks.stop())
  return server
}

/** Starts serving, working, or both. Throws what `listen` throws (`EADDRINUSE`…). */
export async function startApp(options: AppOptions): Promise<App> {
  const { db, random, clock, log, serve, work } = options
  const config = { ...options.config }
  const parts = { ...options, config, ...(serve ? { looks: access.accessLog(options, { every: 1000 }) } : {}) }
  let queue: Jobs | undefined
  const contextFor = contextMaker(parts, () => {
    if (queue === undefined) throw new Error('jobs are not running yet')
    return queue
  })
  const server = serve ? await buildApp(parts, contextFor) : undefined
  const running = await startJobs({
    url: db.url,
    jobs,
    work,
    timeZone: config.timeZone,
    log,
    contextFor: () => contextFor(company.systemActor),
  })
  queue = running
  const applying = work ? events.startApplying(db.url, () => contextFor(company.systemActor)) : undefined
  const hooking = work
    ? events.startApplying(db.url, () => contextFor(company.systemActor), hooks.deliveries)
    : undefined
  const arriving = work ? duplicates.watchArrivals(() => contextFor(company.systemActor)) : undefined
  const looking = work ? segments.startLooking(db.url, () => contextFor(company.systemActor)) : undefined
  const attending = work ? today.watchAttention(() => contextFor(company.systemActor)) : undefined
  const sending = work ? propagation.startSending(() => contextFor(company.systemActor)) : undefined
  const stop = async () => {
    await Promise.all([
      server?.close(),
      sending?.stop(),
      applying?.stop(),
      hooking?.stop(),
      arriving?.stop(),
      attending?.stop(),
      looking?.stop(),
      running.stop(),
    ])
  }
  try {
    // a database that was brought back by other means may hold people who were erased since
    if (serve) await erasure.replayErasures(contextFor(company.systemActor))
    await server?.listen({ host: config.host, port: config.port })
  } catch (error) {
    await stop()
    throw error
  }
  const listening = server?.server.address()
  const port = typeof listening === 'object' ? listening?.port : undefined
  if (config.port === 0 && port !== undefined) config.publicUrl = config.publicUrl.replace(/:0$/, `:${port}`)
  if (serve) precompress(webFolder).catch((error: unknown) => log.error('precompress', error))
  const secret = serve ? await company.firstSecret(db, random, clock.now()) : undefined
  return {
    address: config.publicUrl,
    ...(secret === undefined ? {} : { firstLink: `${config.publicUrl}/setup#${secret}` }),
    stop,
  }
}
