import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { addressesOf, Unreached } from './guard.ts'

export interface Letter {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The host may stand within the house: plain HTTP and private addresses are accepted. */
  readonly allowPrivate: boolean
  /** From the first look for its address to the last byte of its answer, in milliseconds. */
  readonly timeout?: number
}
export interface Receipt {
  readonly status: number
  /** Seconds after which it wants to be asked again. */
  readonly retryAfter?: number
}

const patience = 10_000
/** Of an answer nothing is kept; one that goes on longer is cut. */
const longestAnswer = 65_536

/**
 * Posts to a host that somebody has named, at an address that was looked at. Redirects are an answer like any other and never followed.
 * Throws `Unreached` (`dns`, `private_address`, `plain_http`, `tls`, `refused`, `timeout`, `broken`).
 */
export async function post(letter: Letter): Promise<Receipt> {
  const url = new URL(letter.url)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && letter.allowPrivate)) throw new Unreached('plain_http')
  const patient = AbortSignal.timeout(letter.timeout ?? patience)
  const addresses = await Promise.race([
    addressesOf(url.hostname, letter.allowPrivate),
    new Promise<never>((_, reject) => {
      patient.addEventListener('abort', () => reject(new Unreached('timeout')), { once: true })
    }),
  ])
  return carry(letter, url, addresses, patient)
}

function carry(
  { headers, body }: Letter,
  url: URL,
  addresses: { address: string; family: number }[],
  signal: AbortSignal,
): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    let written = false
    const request = (url.protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal,
        // the addresses that were looked at, whatever the name leads to by now
        lookup: (_host, options, answer) =>
          options.all === true ? answer(null, addresses) : answer(null, addresses[0]!.address, addresses[0]!.family),
      },
      (response) => {
        let length = 0
        response.on('data', (piece: Buffer) => {
          length += piece.length
          if (length > longestAnswer) response.destroy()
        })
        response.once('close', () => {
          const after = Number(response.headers['retry-after'])
          const retryAfter = Number.isFinite(after) && after > 0 ? { retryAfter: Math.min(after, 86_400) } : {}
          resolve({ status: response.statusCode ?? 0, ...retryAfter })
        })
      },
    )
    request.once('finish', () => {
      written = true
    })
    request.once('error', (error: NodeJS.ErrnoException) => reject(new Unreached(codeOf(error, signal), !written)))
    request.end(body)
  })
}

/** What went wrong, as one of few words. */
export function codeOf(error: NodeJS.ErrnoException, signal?: AbortSignal): string {
  const { code = '' } = error
  if (signal?.aborted || ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ETIMEOUT'].includes(code)) return 'timeout'
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'].includes(code)) return 'refused'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls'
  return 'broken'
}
