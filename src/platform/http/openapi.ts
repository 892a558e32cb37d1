import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { apiPagePolicy } from './headers.ts'
import type { HttpOptions } from './options.ts'
import type { Route } from './route.ts'
import { Problem } from './schemas.ts'

/** The OpenAPI 3.1 document of the route table at `/api/v1/openapi.json` and its page at `/api/docs`. Neither holds anything secret. */
export async function apiPage(server: FastifyInstance, options: HttpOptions): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kauppias',
        version: options.version,
        description: `A POST with an Idempotency-Key header is carried out at most once per key within 48 hours; sent again it gets its first answer. Problems come as application/problem+json (RFC 9457). Codes:\n\n${codes(options)}`,
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: '__Host-kauppias' },
          token: { type: 'http', scheme: 'bearer', description: 'kpt_… made under Settings' },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access
      const own = access === undefined
      return {
        schema: own
          ? { ...schema, hide: true }
          : { ...schema, ...documented(options.routes, String(route.method), url) },
        url,
      }
    },
  })
  server.get('/api/v1/openapi.json', { config: {} }, async (_, reply) =>
    reply.type('application/json').send(document(server)),
  )
  server.get('/api/docs', { config: {} }, async (_, reply) =>
    reply.header('content-security-policy', apiPagePolicy).type('text/html; charset=utf-8').send(page),
  )
  let viewer: Promise<string> | undefined
  server.get('/api/docs/viewer.js', { config: {} }, async (_, reply) => {
    viewer ??= viewerScript()
    return reply
      .header('cache-control', 'public, max-age=86400')
      .type('text/javascript; charset=utf-8')
      .send(await viewer)
  })
}

const documents = new WeakMap<FastifyInstance, string>()
function document(server: FastifyInstance): string {
  const text = documents.get(server) ?? JSON.stringify(server.swagger())
  documents.set(server, text)
  return text
}

function documented(routes: readonly Route[], method: string, url: string): Record<string, unknown> {
  const route = routes.find((one) => one.method === method && one.path === url)
  if (route === undefined) return {}
  const tag = route.path.split('/')[3] ?? 'api'
  const responses = Object.entries(route.responses).map(([status, schema]) => [
    status,
    typeof schema === 'symbol'
      ? { description: 'A file or a stream', type: 'string', format: 'binary' }
      : { description: 'Done', ...schema },
  ])
  return {
    tags: [tag],
    description: route.verb === 'public' ? 'Open to all.' : `Needs: ${route.verb === 'self' ? 'sign-in' : route.verb}`,
    security: route.verb === 'public' ? [] : [{ session: [] }, ...(route.verb === 'self' ? [] : [{ token: [] }])],
    response: { ...Object.fromEntries(responses), default: { description: 'A problem', ...Problem } },
  }
}

function codes(options: HttpOptions): string {
  return Object.entries(options.problems)
    .map(([code, words]) => `- \`${code}\`: ${words.en[0]}`)
    .join('\n')
}

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kauppias API</title></head><body>
<script id="api-reference" data-url="/api/v1/openapi.json"
 data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true}'></script>
<script src="/api/docs/viewer.js"></script></body></html>`

/** The viewer's script is 10 MB of text in its package, so it is loaded when first asked for, through a server of its own. */
async function viewerScript(): Promise<string> {
  const [{ fastify }, { default: reference }] = await Promise.all([
    import('fastify'),
    import('@scalar/fastify-api-reference'),
  ])
  const inner = fastify()
  await inner.register(reference, { routePrefix: '/', configuration: { url: '/api/v1/openapi.json' } })
  const { payload } = await inner.inject('/js/scalar.js')
  await inner.close()
  return payload
}
