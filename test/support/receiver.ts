import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Message } from '#src/clean/propagation/contract.ts'

/** What a web-hook receiver was sent. */
export interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly message: Message
}

/** A receiver of web hooks on this machine. `answer` decides the status of each call by its number, from 1; 0 = never answers. */
export async function receiver(
  answer: (n: number, message: Message) => number | { status: number; headers: Record<string, string> },
) {
  const received: Received[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => {
      body += piece.toString('utf8')
    })
    request.on('end', () => {
      const message = JSON.parse(body) as Message
      received.push({ headers: request.headers, body, message })
      const said = answer(received.length, message)
      if (said === 0) return
      const { status, headers } = typeof said === 'number' ? { status: said, headers: {} } : said
      response.writeHead(status, headers).end('thank you')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
