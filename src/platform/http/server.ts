import multipart from '@fastify/multipart'
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Verb } from '#src/terms/index.ts'
import type { Actor } from '../context.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { checkOrigin, openToOrigins, refusePlainHttp, sessionToken, setSecurityHeaders } from './headers.ts'
import { readJson } from './json.ts'
import { apiPage } from './openapi.ts'
import { problemOf } from './problems.ts'
import { type HttpOptions, languageFor } from './options.ts'
import { register, registerOpen } from './register.ts'
import type { Access, Route } from './route.ts'
import { pageOrNothing, serveWeb } from './web.ts'

const stateChanging = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The HTTP server with all routes, ready for `inject` or `listen`. */
export async function httpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { settings, random } = options
  const server = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 30 * 60_000, // an upload over a slow line; other bodies have `slowest`
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: 16_384 },
    // a reverse proxy on this machine tells whom it speaks for; nobody else is believed
    trustProxy: 'loopback',
    genReqId: () => random.bytes(9).toString('base64url'),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: false } },
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(reply, settings)
      answerError(error, request, reply, options)
    },
  })
  server.server.headersTimeout = 15_000
  server.server.maxConnections = 2000
  server.decorate('settings', settings)
  server.decorate('live', options.live ?? null)
  server.decorate('metrics', options.metrics ?? null)
  server.addHook('preClose', async () => options.live?.stop())
  server.decorateRequest('actor', null as unknown as Actor)
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes: Buffer, done) => {
    try {
      done(null, readJson(bytes))
    } catch (error) {
      done(error as Error)
    }
  })
  await server.register(multipart, {
    limits: { files: 50, fields: 50, fieldSize: 64_000, headerPairs: 50, parts: 100 },
  })
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, options))
  server.setNotFoundHandler((request, reply) => pageOrNothing(request, reply, options.webFolder))
  server.addHook('onRequest', (request, reply) => admit(request, reply, options))
  server.addHook('onResponse', (request, reply) => note(request, reply, options.log))
  server.addHook('onResponse', async (request, reply) => {
    const { config, url = '' } = request.routeOptions
    if (config.access === undefined || url === '/api/v1/changes') return // a stream's time says nothing
    options.metrics?.answered(request.method, url, reply.statusCode, reply.elapsedTime / 1000)
  })
  await apiPage(server, options)
  const open = (route: Route) => route.accepts === 'anything'
  for (const route of options.routes) if (!open(route)) register(server, route, options)
  await registerOpen(server, options.routes.filter(open), options)
  await serveWeb(server, options.webFolder)
  return server
}

/** Longest time for the body of anything but an upload, in milliseconds. */
const slowest = 30_000

/** A body that trickles in holds a socket: it is cut off. */
function limitSlowness({ raw, routeOptions }: FastifyRequest): void {
  if (routeOptions.config.uploads === true) return
  const late = setTimeout(() => raw.destroy(), slowest)
  late.unref()
  for (const end of ['end', 'close']) raw.once(end, () => clearTimeout(late))
}

/** Headers, transport, origin, who it is, and whether they may: before anything of the body is read. */
async function admit(request: FastifyRequest, reply: FastifyReply, options: HttpOptions): Promise<void> {
  const { settings } = options
  request.actor = options.anonymous
  setSecurityHeaders(reply, settings)
  const access = request.routeOptions.config.access as Access | undefined
  const ours = access !== undefined
  if (ours) reply.header('cache-control', 'no-store')
  const anyOrigin = request.routeOptions.config.anyOrigin === true
  if (anyOrigin) openToOrigins(reply)
  if (request.routeOptions.config.anyTransport !== true) refusePlainHttp(request, settings)
  if (!ours) return
  if (stateChanging.has(request.method)) limitSlowness(request)
  if (anyOrigin) return
  const session = sessionToken(request, settings)
  const bearer = bearerOf(request)
  if (stateChanging.has(request.method)) checkOrigin(request, settings, session !== undefined && bearer === undefined)
  if (session === undefined && bearer === undefined) {
    if (access === 'metrics.read' && settings.openMetrics === true && fromThisMachine(request)) {
      request.actor = { ...options.anonymous, verbs: new Set(['metrics.read']) }
      return
    }
    if (access !== 'public') throw nobody()
    return
  }
  if (request.routeOptions.config.anyTransport === true) return
  // a token given is the one that counts: a wrong one never falls back to the cookie
  const actor = await options.authenticate(bearer === undefined ? { session } : { bearer })
  if (actor !== undefined) request.actor = actor
  if (access === 'public') return
  if (actor === undefined) throw nobody()
  if (access === 'self' ? actor.kind !== 'user' : !actor.verbs.has(access satisfies Verb)) {
    throw new Refusal(403, 'not_allowed', 'Your role does not allow this.')
  }
}

/** Asked by a program on this machine itself, not by a proxy for somebody else. */
function fromThisMachine({ headers, socket }: FastifyRequest): boolean {
  const forwarded = headers['x-forwarded-for'] ?? headers.forwarded ?? headers['x-real-ip'] ?? headers.via
  return forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
}

function nobody(): Refusal {
  return new Refusal(401, 'sign_in_needed', 'Nobody is signed in.', 'Sign in and try again.')
}

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  return header === undefined ? undefined : (/^Bearer ([\w-]{1,200})$/i.exec(header)?.[1] ?? 'unreadable')
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: HttpOptions): void {
  const language = languageFor(request, options.settings)
  const { problem, headers, unexpected } = problemOf(error, language, options.problems, request.id)
  if (unexpected) options.log.error('request failed', error, { request: request.id, route: request.routeOptions?.url })
  void reply
    .code(problem.status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem)
}

/** One line per API request: ids, route pattern, status and time; never the address asked for. Assets are not noted. */
async function note(request: FastifyRequest, reply: FastifyReply, log: Log): Promise<void> {
  const { config, url } = request.routeOptions
  if (config.access === undefined || config.anyTransport === true) return
  if (config.anyOrigin === true && reply.statusCode < 400) return // thousands a second
  log.info('request', {
    request: request.id,
    method: request.method,
    route: url,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    actor: request.actor.kind === 'anonymous' ? undefined : request.actor.id,
    token: request.actor.tokenId,
  })
}
