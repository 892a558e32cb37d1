/** A mail server on this machine that keeps what it is sent, for tests of mails. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Caught {
  readonly to: readonly string[]
  /** As it went over the wire. */
  readonly raw: string
  readonly text: string
  readonly messageId: string
}

/** The text of a mail of one part, decoded. */
function textOf(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const how = /content-transfer-encoding: *(\S+)/i.exec(head)?.[1]?.toLowerCase()
  if (how === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (how !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

export async function mailbox() {
  const caught: Caught[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const raw = Buffer.concat(pieces).toString('utf8')
        const messageId = /^message-id: *(\S+)/im.exec(raw)?.[1] ?? ''
        caught.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw, text: textOf(raw), messageId })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
