import { createHash, timingSafeEqual } from 'node:crypto'
import Client from 'ssh2-sftp-client'
import { addressesOf, Unreached } from './guard.ts'
import { codeOf } from './post.ts'

export interface Place {
  readonly host: string
  readonly port: number
  readonly user: string
  /** A password, or a private key in PEM. */
  readonly secret: string
  /** `SHA256:…` of the server's key, as `ssh-keygen -lf` shows it: no other server is spoken to. */
  readonly fingerprint: string | null
  readonly folder: string
  readonly allowPrivate: boolean
}

/** The server has another key than the one that was named, or none was named yet; `seen` is what it has. */
export class StrangeHost extends Unreached {
  readonly seen: string
  constructor(seen: string) {
    super('host_key')
    this.seen = seen
  }
}

const patience = 10_000

/** `SHA256:` and base64 without padding, as OpenSSH writes it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

async function within<T>(place: Place, work: (client: Client) => Promise<T>): Promise<T> {
  const [at] = await addressesOf(place.host, place.allowPrivate)
  const client = new Client()
  let seen: string | undefined
  const known = Buffer.from(place.fingerprint ?? '')
  try {
    await client.connect({
      host: at!.address,
      port: place.port,
      username: place.user,
      ...(place.secret.includes('PRIVATE KEY') ? { privateKey: place.secret } : { password: place.secret }),
      readyTimeout: patience,
      // one that says nothing any more, in the middle of a file, is left
      keepaliveInterval: patience,
      keepaliveCountMax: 3,
      hostVerifier: (key: Buffer) => {
        seen = fingerprintOf(key)
        const shown = Buffer.from(seen)
        return shown.length === known.length && timingSafeEqual(shown, known)
      },
    })
    return await work(client)
  } catch (error) {
    if (seen !== undefined && seen !== place.fingerprint) throw new StrangeHost(seen)
    throw failureOf(error)
  } finally {
    await client.end().catch(() => {})
  }
}

function failureOf(error: unknown): Error {
  if (error instanceof Unreached) return error
  const { code = '', message = '' } = error as NodeJS.ErrnoException
  if (/authentication/i.test(message)) return new Unreached('auth')
  if (/permission denied/i.test(message)) return new Unreached('permission')
  if (/no such (file|path)|not exist/i.test(message)) return new Unreached('no_folder')
  if (/timed? ?out/i.test(message)) return new Unreached('timeout')
  return new Unreached(codeOf({ code: String(code) } as NodeJS.ErrnoException), false)
}

/** Puts a file whole or not at all: written beside itself, then renamed over what bears its name. Throws `Unreached`, `StrangeHost`. */
export async function putFile(place: Place, name: string, content: Buffer): Promise<void> {
  const at = `${place.folder.replace(/\/+$/, '')}/${name}`
  await within(place, async (client) => {
    await client.put(content, `${at}.part`)
    await client.posixRename(`${at}.part`, at).catch(async () => {
      // a server without that extension renames over nothing
      await client.delete(at, true)
      await client.rename(`${at}.part`, at)
    })
  })
}

/** Looks whether the folder is there and may be written to, by a file that is taken away again. */
export async function tryFolder(place: Place): Promise<void> {
  const at = `${place.folder.replace(/\/+$/, '')}/.kauppias.part`
  await within(place, async (client) => {
    await client.put(Buffer.from('kauppias\n'), at)
    await client.delete(at)
  })
}
