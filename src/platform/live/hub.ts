import { PassThrough, type Readable } from 'node:stream'
import type { Uuid } from '#src/terms/index.ts'
import type { Actor } from '../context.ts'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { type Topic, topics } from './contract.ts'
import { type Listener, startListener } from './listener.ts'

/** The open streams of one process. */
export interface Live {
  /**
   * A stream of server-sent events for one page, of those topics that the actor may hear of. It ends after `seconds`, with the session,
   * or with the program. Throws 429 `too_many_streams`.
   */
  open(actor: Actor, wanted: readonly Topic[], seconds: number): Readable
  /** Ends all streams and the listening connection. */
  stop(): Promise<void>
}

export interface LiveOptions {
  readonly url: string
  readonly log: Log
  /** Which of these sessions are still good. */
  readonly holding: (sessions: readonly Uuid[]) => Promise<ReadonlySet<Uuid>>
}

/** A browser has six connections to one address: more streams than this would only be a mistake. */
const mostPerPerson = 6
const heartbeatMs = 20_000
/** News of one thing are written at most this often. */
const spacingMs = 400

interface Follower {
  readonly actor: Actor
  readonly topics: ReadonlySet<Topic>
  readonly out: PassThrough
  /** What waits for the spacing to pass, the latest of each thing. */
  readonly held: Map<string, string>
  spacing: NodeJS.Timeout | undefined
  /** Did not take what was written: it is told to ask for everything when it does again. */
  behind: boolean
}

const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

export function liveHub(options: LiveOptions): Live {
  return new Hub(options)
}

class Hub implements Live {
  readonly #options: LiveOptions
  readonly #followers = new Set<Follower>()
  #listener: Listener | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #stopped = false

  constructor(options: LiveOptions) {
    this.#options = options
  }

  open(actor: Actor, wanted: readonly Topic[], seconds: number): Readable {
    if (this.#stopped) throw new Refusal(503, 'busy', 'The program is stopping.')
    if ([...this.#followers].filter((one) => one.actor.id === actor.id).length >= mostPerPerson) {
      throw new Refusal(429, 'too_many_streams', 'Too many open pages follow changes.', undefined, { retryAfter: 30 })
    }
    const heardOf = new Set(wanted.filter((topic) => actor.verbs.has(topics[topic])))
    const out = new PassThrough({ highWaterMark: 65_536 })
    const follower: Follower = { actor, topics: heardOf, out, held: new Map(), spacing: undefined, behind: false }
    const late = setTimeout(() => out.end(), seconds * 1000).unref()
    out.on('error', () => {}) // the browser has gone
    out.once('close', () => {
      clearTimeout(late)
      clearTimeout(follower.spacing)
      this.#followers.delete(follower)
      if (this.#followers.size === 0) this.#rest()
    })
    this.#followers.add(follower)
    out.write('retry: 3000\n\n')
    // from here on nothing is missed: whoever reads asks for everything once
    const opened = () => put(follower, event('following', { topics: [...heardOf] }))
    if (seconds === 0) opened()
    else void this.#begin().then(opened)
    return out
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#rest()
    for (const { out, spacing } of this.#followers) {
      clearTimeout(spacing)
      out.end()
    }
    await this.#listener?.stop()
    for (const { out } of this.#followers) out.destroy() // nobody reads these any more
  }

  /** Listens from the first follower on; fulfilled when the database tells us. */
  #begin(): Promise<void> {
    this.#listener ??= startListener(
      this.#options.url,
      (text) => this.#heard(text),
      () => {
        for (const follower of this.#followers) put(follower, event('missed', {}))
      },
    )
    this.#heartbeat ??= setInterval(() => {
      for (const follower of this.#followers) put(follower, ': \n\n')
      void this.#look([...this.#followers])
    }, heartbeatMs).unref()
    return this.#listener.ready
  }

  #rest(): void {
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
  }

  #heard(text: string): void {
    const news = read(text)
    if (news === undefined) return
    if ('leaving' in news) {
      void this.#look([...this.#followers].filter(({ actor }) => actor.id === news.leaving))
      return
    }
    for (const follower of this.#followers) {
      if (!follower.topics.has(news.topic)) continue
      follower.held.set(`${news.topic} ${news.id}`, event('changed', news))
      if (follower.spacing === undefined) flush(follower)
    }
  }

  /** Ends the streams whose sessions have ended. */
  async #look(some: readonly Follower[]): Promise<void> {
    const sessions = some.flatMap(({ actor }) => actor.sessionId ?? [])
    if (sessions.length === 0) return
    const good = await this.#options.holding(sessions).catch(() => undefined)
    if (good === undefined) return // the database is away: nobody learns anything from it either
    for (const { actor, out } of some) if (actor.sessionId !== undefined && !good.has(actor.sessionId)) out.end()
  }
}

function put(follower: Follower, text: string): void {
  if (follower.behind || follower.out.writableEnded || follower.out.write(text)) return
  follower.behind = true
  follower.out.once('drain', () => {
    follower.behind = false
    put(follower, event('missed', {}))
  })
}

function flush(follower: Follower): void {
  follower.spacing = undefined
  if (follower.held.size === 0) return
  put(follower, [...follower.held.values()].join(''))
  follower.held.clear()
  follower.spacing = setTimeout(flush, spacingMs, follower)
}

type Heard = { topic: Topic; id: Uuid; numbers?: Record<string, number> } | { leaving: Uuid }

/** Whoever may connect to the database could tell anything: only what has the form of news goes on. */
function read(text: string): Heard | undefined {
  try {
    const { topic, id, numbers, leaving } = JSON.parse(text) as Record<string, unknown>
    if (typeof leaving === 'string') return { leaving }
    if (typeof topic !== 'string' || !Object.hasOwn(topics, topic) || typeof id !== 'string') return undefined
    const known = { topic: topic as Topic, id: id.slice(0, 40) }
    if (typeof numbers !== 'object' || numbers === null) return known
    const entries = Object.entries(numbers).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    return { ...known, numbers: Object.fromEntries(entries) }
  } catch {
    return undefined
  }
}
