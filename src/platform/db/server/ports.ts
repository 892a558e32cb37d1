import { once } from 'node:events'
import { createServer } from 'node:net'

/** Tries to listen at a port and lets it go again. Returns the port (a free one for 0), or why not, e.g. `EADDRINUSE`. */
export async function tryPort(port: number, host: string): Promise<number | string> {
  const server = createServer()
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  }
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : port
}

/** A port of 127.0.0.1 that is free now; the preferred one if it is. */
export async function freePort(preferred = 0): Promise<number> {
  const got = await tryPort(preferred, '127.0.0.1')
  if (typeof got === 'number') return got
  if (preferred === 0) throw new Error(`no free port on 127.0.0.1: ${got}`)
  return freePort()
}
