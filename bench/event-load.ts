import { connect, type Socket } from 'node:net'

/** Many clients on open connections, each sending its next request when the last is answered. */
export interface Load {
  port: number
  /** Header lines that every request has. */
  headers: string
  path: string
  clients: number
  /** Milliseconds. */
  time: number
  /** The body of the n-th request. */
  body(n: number): string
}

/** Sends for some time. Returns how many requests were answered with 200 per second; throws on any other answer. */
export async function sendLoad(load: Load): Promise<number> {
  const begun = performance.now()
  const until = begun + load.time
  let next = 0
  let answered = 0
  const one = () =>
    new Promise<void>((done, failed) => {
      const socket: Socket = connect(load.port, '127.0.0.1')
      socket.setNoDelay(true)
      let text = ''
      const send = () => {
        if (performance.now() >= until) {
          socket.end()
          done()
          return
        }
        const body = load.body(next++)
        socket.write(
          `POST ${load.path} HTTP/1.1\r\nHost: localhost:${load.port}\r\n${load.headers}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      }
      socket.on('connect', send)
      socket.on('error', failed)
      socket.on('data', (piece) => {
        text += piece.toString('latin1')
        const head = text.indexOf('\r\n\r\n')
        if (head < 0) return
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
        if (text.length < head + 4 + length) return
        if (!text.startsWith('HTTP/1.1 200')) {
          failed(new Error(text.slice(0, 500)))
          socket.destroy()
          return
        }
        answered++
        text = ''
        send()
      })
    })
  await Promise.all(Array.from({ length: load.clients }, one))
  return (answered * 1000) / (performance.now() - begun)
}
