import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Db } from '../db/index.ts'
import { Refusal } from '../refusal.ts'
import { coerced } from './coercion.ts'
import { keyOf, once } from './idempotency.ts'
import { type HttpOptions, languageFor } from './options.ts'
import { Html } from './page.ts'
import { problemOf } from './problems.ts'
import { type Call, type FileAnswer, type PlainAnswer, plain, type Route } from './route.ts'

/** Puts one route of the table into the server. */
export function register(server: FastifyInstance, route: Route, options: HttpOptions): void {
  for (const schema of [route.params, route.query, route.body, ...Object.values(route.responses)]) {
    if (schema !== undefined && typeof schema !== 'symbol') mustBeClosed(schema, route)
  }
  const files = route.accepts === 'files'
  const anything = route.accepts === 'anything'
  server.route({
    method: route.method,
    url: route.path,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    config: {
      access: route.verb,
      uploads: files,
      anyTransport: /^\/api\/v1\/(health|live)$/.test(route.path),
      anyOrigin: anything,
    },
    schema: schemaOf(route),
    preValidation: async (request) => {
      const isFiles = request.isMultipart()
      if (!anything && isFiles !== files && (isFiles || request.body !== undefined || files)) {
        throw new Refusal(415, 'unsupported_media_type', 'Not a kind of body accepted here.')
      }
      if (route.params !== undefined)
        request.params = coerced(request.params as Record<string, unknown>, route.params, 'params')
      // what other programs add to the address is theirs
      if (!anything)
        request.query = coerced(request.query as Record<string, unknown>, route.query ?? nothing, 'querystring')
    },
    handler: (request, reply) => answer(route, request, reply, options),
  })
}

const nothing = { type: 'object', properties: {}, additionalProperties: false } as unknown as TSchema

function schemaOf(route: Route): Record<string, unknown> {
  const responses = Object.entries(route.responses).filter(
    ([status, schema]) => typeof schema !== 'symbol' && status !== '204',
  )
  return {
    summary: route.summary,
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.accepts === 'anything' ? {} : { querystring: route.query ?? nothing }),
    ...(route.body === undefined ? {} : { body: route.body }),
    response: Object.fromEntries(responses),
  }
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
): Promise<FastifyReply> {
  const context = options.contextFor(request.actor)
  const key =
    route.method === 'POST' &&
    route.idempotency !== 'none' &&
    route.accepts !== 'files' &&
    context.actor.kind !== 'anonymous'
      ? keyOf(request)
      : undefined
  const name = `${route.method} ${route.path}`
  const run = async (db?: Db): Promise<unknown> => {
    reply.code(Number(Object.keys(route.responses)[0]))
    const { params, query, body } = request
    const call: Call = { params, query, body, context: db === undefined ? context : { ...context, db }, request, reply }
    const result = await route.handle(call)
    if (reply.statusCode < 400) options.seen?.(name, request.actor, { params, body, answer: result })
    return result
  }
  if (key === undefined) {
    const result = await run()
    if (isFile(result)) return sendFile(result, reply)
    if (isPage(result)) return reply.type('text/html; charset=utf-8').send(result.page.text)
    if (route.responses[reply.statusCode] === plain) return sendPlain(result as PlainAnswer, reply)
    return reply.send(reply.statusCode === 204 ? undefined : result)
  }
  const sent = await once(
    { route, request, reply, context, key },
    async (db) => {
      const result = await run(db)
      return { status: reply.statusCode, text: reply.statusCode === 204 ? null : (reply.serialize(result) as string) }
    },
    (refusal) => {
      const { problem } = problemOf(refusal, languageFor(request, options.settings), options.problems, request.id)
      return { status: problem.status, text: JSON.stringify(problem) }
    },
  )
  reply.code(sent.status)
  if (sent.text === null) return reply.send()
  return reply.type(sent.status < 400 ? 'application/json; charset=utf-8' : problemType).send(sent.text)
}

const problemType = 'application/problem+json; charset=utf-8'

function isFile(result: unknown): result is FileAnswer {
  return typeof result === 'object' && result !== null && 'file' in result && 'name' in result && 'type' in result
}

const isPage = (result: unknown): result is { page: Html } =>
  typeof result === 'object' && result !== null && 'page' in result && result.page instanceof Html

function sendPlain({ body, type }: PlainAnswer, reply: FastifyReply): FastifyReply {
  return reply.type(type).send(body)
}

/** Always to be saved, never shown: what people sent us must not become a page of ours. */
function sendFile(answer: FileAnswer, reply: FastifyReply): FastifyReply {
  const plain = answer.name.replace(/[^\w.-]+/g, '_').slice(0, 100)
  const full = encodeURIComponent(answer.name.toWellFormed().replace(/[\p{C}\\/]/gu, '_')).replace(/['()*]/g, '_')
  return reply
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${full}`)
    .type(answer.type)
    .send(answer.file)
}

interface Open {
  type?: string
  additionalProperties?: unknown
  patternProperties?: Record<string, Open>
  properties?: Record<string, Open>
  items?: Open
  anyOf?: Open[]
  allOf?: Open[]
}
/** A schema that lets unknown properties pass would let them into the model or out to the reader: caught when the program starts. */
function mustBeClosed(schema: TSchema | Open, route: Route): void {
  const {
    type,
    additionalProperties,
    patternProperties,
    properties = {},
    items,
    anyOf = [],
    allOf = [],
  } = schema as Open
  if (type === 'object' && additionalProperties === undefined && patternProperties === undefined) {
    throw new Error(`${route.method} ${route.path}: an object schema must say additionalProperties: false (use shape)`)
  }
  for (const one of [...Object.values(properties), ...anyOf, ...allOf, ...(items === undefined ? [] : [items])]) {
    mustBeClosed(one, route)
  }
}

/** Routes that take anything stand apart: there the body of every type is its bytes, and browsers of other sites may ask first. */
export async function registerOpen(
  server: FastifyInstance,
  routes: readonly Route[],
  options: HttpOptions,
): Promise<void> {
  if (routes.length === 0) return
  await server.register(async (apart) => {
    apart.removeAllContentTypeParsers()
    apart.addContentTypeParser('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes))
    for (const route of routes) register(apart, route, options)
    for (const url of new Set(routes.map(({ path }) => path)))
      apart.options(url, { config: { anyOrigin: true } }, async (_, reply) =>
        reply
          .header('access-control-allow-methods', 'GET, POST, OPTIONS')
          .header(
            'access-control-allow-headers',
            'authorization, content-type, content-encoding, x-retry-count, anonymousid',
          )
          .header('access-control-max-age', '86400')
          .code(204)
          .send(),
      )
  })
}
