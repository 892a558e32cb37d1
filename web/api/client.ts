import { ApiError, isAway, problemOf } from './problem.ts'
import type { Deletes, Gets, Patches, Posts } from './routes.ts'
import { setLine } from './state.ts'

type Names<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : P extends `${string}:${infer Name}`
    ? Name
    : never
type Params<P extends string> = [Names<P>] extends [never]
  ? { params?: undefined }
  : { params: Record<Names<P>, string> }
type Query = Record<string, string | number | undefined>
interface Extra {
  signal?: AbortSignal
}
type QueryOf<S> = S extends { query: infer Q } ? { query?: Q } : { query?: undefined }
type BodyOf<S> = S extends { body: infer B } ? B : undefined
type AnswerOf<S> = S extends { answer: infer A } ? A : undefined
interface Written extends Extra {
  /** Makes a repeated POST harmless: the same key with the same content gets the first answer again. */
  key?: string
  /** Version of the thing as it was read. */
  version?: number
}
type Optional<O> = Record<never, never> extends O ? [options?: O] : [options: O]

export const base = '/api/v1'

function address(path: string, params: Record<string, string> = {}, query: Query = {}): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value))
  const text = asked.toString()
  return `${base}${filled}${text ? `?${text}` : ''}`
}

/** A random key for one intent to write. Works without a secure context, unlike `crypto.randomUUID`. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

async function send(method: string, url: string, body: unknown, options: Written): Promise<unknown> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (method === 'POST') headers['idempotency-key'] = options.key ?? newKey()
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (body !== undefined) init.body = JSON.stringify(body)
  if (options.signal) init.signal = options.signal
  const response = await fetch(url, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    setLine({ away: true })
    throw new ApiError(0, { code: 'network' })
  })
  if (response.ok) {
    setLine({ away: false })
    return response.status === 204 ? undefined : response.json()
  }
  throw report(await problemOf(response))
}

/** Tells the frame of the app what concerns it, whichever request met it. */
export function report(error: ApiError): ApiError {
  setLine({ away: isAway(error) })
  if (error.status === 401 && error.code !== 'sign_in_failed') setLine({ signedOut: true })
  return error
}

type Options<P extends string, S> = Params<P> & QueryOf<S>

/** The API as typed calls. Every failure is an `ApiError`. Paths are written as in the API's own document, without `/api/v1`. */
export const api = {
  get<P extends keyof Gets & string>(path: P, ...[options]: Optional<Options<P, Gets[P]> & Extra>) {
    const o = (options ?? {}) as { params?: Record<string, string>; query?: Query } & Extra
    return send('GET', address(path, o.params, o.query), undefined, o) as Promise<AnswerOf<Gets[P]>>
  },
  post<P extends keyof Posts & string>(path: P, body: BodyOf<Posts[P]>, ...[options]: Optional<Params<P> & Written>) {
    const o = (options ?? {}) as { params?: Record<string, string> } & Written
    return send('POST', address(path, o.params), body, o) as Promise<AnswerOf<Posts[P]>>
  },
  patch<P extends keyof Patches & string>(
    path: P,
    body: BodyOf<Patches[P]>,
    ...[options]: Optional<Params<P> & Written>
  ) {
    const o = (options ?? {}) as { params?: Record<string, string> } & Written
    return send('PATCH', address(path, o.params), body, o) as Promise<AnswerOf<Patches[P]>>
  },
  delete<P extends keyof Deletes & string>(path: P, ...[options]: Optional<Options<P, Deletes[P]> & Written>) {
    const o = (options ?? {}) as { params?: Record<string, string>; query?: Query } & Written
    return send('DELETE', address(path, o.params, o.query), undefined, o) as Promise<AnswerOf<Deletes[P]>>
  },
}
