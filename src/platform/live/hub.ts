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
  const followers = new Set<Follower>()
  let listener: Listener | undefined
  let heartbeat: NodeJS.Timeout | undefined
  let stopped = false

  const put = (follower: Follower, text: string) => {
    if (follower.behind || follower.out.writableEnded) return
    if (!follower.out.write(text)) {
      follower.behind = true
      follower.out.once('drain', () => {
        follower.behind = false
        put(follower, event('missed', {}))
      })
    }
  }
  const flush = (follower: Follower) => {
    follower.spacing = undefined
    if (follower.held.size === 0) return
    put(follower, [...follower.held.values()].join(''))
    follower.held.clear()
    follower.spacing = setTimeout(flush, spacingMs, follower)
  }
  const look = async (some: readonly Follower[]) => {
    const sessions = some.flatMap(({ actor }) => actor.sessionId ?? [])
    if (sessions.length === 0) return
    const good = await options.holding(sessions).catch(() => undefined)
    if (good === undefined) return // the database is away: nobody learns anything from it either
    for (const { actor, out } of some) if (actor.sessionId !== undefined && !good.has(actor.sessionId)) out.end()
  }
  const heard = (text: string) => {
    const news = read(text)
    if (news === undefined) return
    if ('leaving' in news) {
      void look([...followers].filter(({ actor }) => actor.id === news.leaving))
      return
    }
    for (const follower of followers) {
      if (!follower.topics.has(news.topic)) continue
      follower.held.set(`${news.topic} ${news.id}`, event('changed', news))
      if (follower.spacing === undefined) flush(follower)
    }
  }
  const begin = (): Promise<void> => {
    listener ??= startListener(options.url, heard, () => {
      for (const follower of followers) put(follower, event('missed', {}))
    })
    heartbeat ??= setInterval(() => {
      for (const follower of followers) put(follower, ': \n\n')
      void look([...followers])
    }, heartbeatMs).unref()
    return listener.ready
  }
  const rest = () => {
    clearInterval(heartbeat)
    heartbeat = undefined
  }

  return {
    open: (actor, wanted, seconds) => {
      if (stopped) throw new Refusal(503, 'busy', 'The program is stopping.')
      if ([...followers].filter((one) => one.actor.id === actor.id).length >= mostPerPerson) {
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
        followers.delete(follower)
        if (followers.size === 0) rest()
      })
      followers.add(follower)
      out.write('retry: 3000\n\n')
      // from here on nothing is missed: whoever reads asks for everything once
      const opened = () => put(follower, event('following', { topics: [...heardOf] }))
      if (seconds === 0) opened()
      else void begin().then(opened)
      return out
    },
    stop: async () => {
      stopped = true
      rest()
      for (const { out, spacing } of followers) {
        clearTimeout(spacing)
        out.end()
      }
      await listener?.stop()
      for (const { out } of followers) out.destroy() // nobody reads these any more
    },
  }
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
