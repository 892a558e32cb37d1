import { existsSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Kauppias</title>
<h1>Kauppias</h1>
<p>Selainsovellusta ei ole vielä rakennettu. Käynnistä ohjelma komennolla <code>npm start</code>, joka rakentaa sen.</p>
<p lang="en">The web app is not built yet. Start the program with <code>npm start</code>, which builds it.</p>`

/**
 * Serves the built web app from `folder`: hashed assets for a year, the page itself always asked for anew, and the page for every address
 * that is the web's own (no file, not the API). Files are served compressed where a `.br` or `.gz` stands beside them.
 */
export async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  // whoever asks for the front page without saying how, such as a health check, gets it too
  server.get('/', (_, reply) => sendPage(reply, folder))
  if (!existsSync(folder)) return
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      const hashed = /[\\/]assets[\\/]/.test(path)
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** Answers for an address that no route has: the page of the web app, or 404 as a problem. */
export async function pageOrNothing(request: FastifyRequest, reply: FastifyReply, folder: string): Promise<unknown> {
  const path = request.url.split('?', 1)[0]!
  const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  if (!wantsPage || /^\/(api|v1|assets)(\/|$)/.test(path)) throw new Refusal(404, 'not_found', 'Nothing here.')
  return sendPage(reply, folder)
}

async function sendPage(reply: FastifyReply, folder: string): Promise<unknown> {
  const page = await readFile(join(folder, 'index.html')).catch(() => undefined)
  reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8')
  return page ?? reply.code(503).send(notBuilt)
}

const encodings = [
  ['.br', (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })],
  ['.gz', (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 })],
] as const

/** Puts compressed forms beside the hashed assets of the web app, once per build. What cannot be written is served as it is. */
export async function precompress(folder: string): Promise<void> {
  const assets = join(folder, 'assets')
  const names = new Set(await readdir(assets).catch(() => []))
  for (const name of names) {
    if (!/\.(js|css|svg)$/.test(name)) continue
    for (const [ending, compress] of encodings) {
      if (names.has(name + ending)) continue
      const path = join(assets, name)
      const bytes = await compress(await readFile(path))
      await writeFile(`${path}${ending}.${process.pid}`, bytes)
      await rename(`${path}${ending}.${process.pid}`, path + ending)
    }
  }
}
