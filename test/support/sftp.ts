/** An SFTP server on this machine that keeps files in memory, for tests of delivery by file. */
import { generateKeyPairSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'

const { STATUS_CODE: status, OPEN_MODE: mode } = ssh2.utils.sftp

export async function sftpServer(user: string, password: string) {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const files = new Map<string, Buffer>()
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (way) => {
      if (way.method === 'password' && way.username === user && way.password === password) way.accept()
      else way.reject(['password'])
    })
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('sftp', (acceptSftp) => serve(acceptSftp(), files))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    files,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function serve(sftp: ssh2.SFTPWrapper, files: Map<string, Buffer>): void {
  const open = new Map<number, string>()
  let next = 0
  const server = sftp as unknown as {
    on(event: string, handler: (id: number, ...rest: never[]) => void): void
    handle(id: number, handle: Buffer): void
    status(id: number, code: number): void
    attrs(id: number, attrs: object): void
    name(id: number, names: object[]): void
  }
  const handleOf = (handle: Buffer) => handle.readUInt32BE(0)
  server.on('OPEN', (id, name: string, flags: number) => {
    if ((flags & (mode.WRITE as number)) === 0 && !files.has(name)) return server.status(id, status.NO_SUCH_FILE)
    if ((flags & (mode.TRUNC as number)) !== 0 || !files.has(name)) files.set(name, Buffer.alloc(0))
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(next)
    open.set(next++, name)
    return server.handle(id, handle)
  })
  server.on('WRITE', (id, handle: Buffer, offset: number, data: Buffer) => {
    const name = open.get(handleOf(handle))!
    const old = files.get(name)!
    const grown = Buffer.alloc(Math.max(old.length, offset + data.length))
    old.copy(grown)
    data.copy(grown, offset)
    files.set(name, grown)
    server.status(id, status.OK)
  })
  server.on('CLOSE', (id, handle: Buffer) => {
    open.delete(handleOf(handle))
    server.status(id, status.OK)
  })
  server.on('FSETSTAT', (id) => server.status(id, status.OK))
  server.on('SETSTAT', (id) => server.status(id, status.OK))
  const stat = (id: number, name: string) =>
    files.has(name)
      ? server.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size: files.get(name)!.length, atime: 0, mtime: 0 })
      : server.status(id, status.NO_SUCH_FILE)
  server.on('STAT', stat)
  server.on('LSTAT', stat)
  server.on('REALPATH', (id, name: string) => server.name(id, [{ filename: name, longname: name, attrs: {} }]))
  server.on('REMOVE', (id, name: string) => server.status(id, files.delete(name) ? status.OK : status.NO_SUCH_FILE))
  server.on('RENAME', (id, from: string, to: string) => {
    if (files.has(to) || !files.has(from)) return server.status(id, status.FAILURE)
    files.set(to, files.get(from)!)
    files.delete(from)
    return server.status(id, status.OK)
  })
}
