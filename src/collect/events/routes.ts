import { Type } from 'typebox'
import type { FastifyRequest } from 'fastify'
import { byId, type Route, route, shape } from '#src/platform/http/index.ts'
import type { Context } from '#src/platform/context.ts'
import { UuidSchema } from '#src/terms/schemas.ts'
import { most, readBody, unpacked } from './body.ts'
import { commit } from './commit.ts'
import { Accepted, ClientSettings, EventSourceDraft, EventSourceList, WriteKeyDraft } from './contract.ts'
import { addEventSource, addKey, endKey, listEventSources, sourceOfKey } from './keys/keys.ts'
import { countMessages } from './limit.ts'
import type { CallType } from './message.ts'

/** The calls, each with the one letter that the browser client uses (Segment's HTTP API; data.md §2a). */
const calls: Readonly<Record<string, CallType | undefined>> = {
  identify: 'identify',
  track: 'track',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
  batch: undefined,
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
  b: undefined,
  // older clients
  import: undefined,
}

async function accept(
  context: Context,
  request: FastifyRequest,
  type: CallType | undefined,
): Promise<{ success: true }> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const user = basicUser(request)
  const sender = user !== undefined || body.length === 0 ? await sourceOfKey(context, user) : undefined
  const told = readBody(await unpacked(body), type)
  const source = sender ?? (await sourceOfKey(context, told.writeKey))
  const { db, now, uuid } = context
  countMessages(db, source, told.messages.length, now.getTime())
  if (told.messages.length > 0)
    await commit(
      db,
      told.messages.map(({ key, payload }) => {
        const turn = uuid()
        return { sourceId: source, key: key ?? turn, turn, at: now, payload }
      }),
    )
  return { success: true }
}

/** The user of HTTP Basic: the write key, with an empty password. */
function basicUser({ headers }: FastifyRequest): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]{1,400})$/i.exec(headers.authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const user = Buffer.from(encoded, 'base64').toString().split(':')[0]
  return user === '' ? undefined : user
}

const intake = Object.entries(calls).map(([name, type]) =>
  route({
    method: 'POST',
    path: `/v1/${name}`,
    summary:
      name.length === 1
        ? `The same as /v1/${type ?? 'batch'}, for browsers`
        : type === undefined
          ? 'Many messages at once; acknowledged when they are on the disk'
          : `One ${type} message; acknowledged when it is on the disk`,
    verb: 'public',
    accepts: 'anything',
    bodyLimit: most.body,
    idempotency: 'none',
    responses: { 200: Accepted },
    handle: ({ context, request }) => accept(context, request, type),
  }),
)

const keyInPath = shape({ writeKey: Type.String({ minLength: 1, maxLength: 100 }) })

const settings = route({
  method: 'GET',
  path: '/v1/projects/:writeKey/settings',
  summary: 'What the browser client asks for before it sends',
  verb: 'public',
  accepts: 'anything',
  params: keyInPath,
  responses: { 200: ClientSettings },
  handle: async ({ context, params }): Promise<ClientSettings> => {
    await sourceOfKey(context, params.writeKey, 404)
    const { host, pathname, protocol } = new URL(`${context.config.publicUrl}/v1`)
    return {
      integrations: {
        'Segment.io': {
          apiKey: params.writeKey,
          apiHost: `${host}${pathname}`,
          protocol: protocol.replace(':', ''),
          unbundledIntegrations: [],
          addBundledMetadata: true,
        },
      },
      plan: { track: { __default: { enabled: true, integrations: {} } } },
      analyticsNextEnabled: true,
      legacyVideoPluginsEnabled: false,
      remotePlugins: [],
    }
  },
})

export const routes: Route[] = [
  ...intake,
  settings,
  route({
    method: 'GET',
    path: '/api/v1/event-sources',
    summary: 'Sources that send events, with their write keys',
    verb: 'source.read',
    responses: { 200: EventSourceList },
    handle: ({ context }) => listEventSources(context),
  }),
  route({
    method: 'POST',
    path: '/api/v1/event-sources',
    summary: 'Make a source that sends events, with its first write key',
    verb: 'source.manage',
    body: EventSourceDraft,
    responses: { 201: EventSourceList },
    handle: ({ context, body }) => addEventSource(context, body),
  }),
  route({
    method: 'POST',
    path: '/api/v1/event-sources/:id/keys',
    summary: 'Make one more write key of a source',
    verb: 'source.manage',
    params: byId,
    body: WriteKeyDraft,
    responses: { 201: EventSourceList },
    handle: ({ context, params, body }) => addKey(context, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/event-sources/:id/keys/:key',
    summary: 'End a write key; it dies within seconds',
    verb: 'source.manage',
    params: shape({ id: UuidSchema, key: UuidSchema }),
    responses: { 204: Type.Null() },
    handle: async ({ context, params }) => {
      await endKey(context, params.id, params.key)
      return undefined
    },
  }),
]
