import { setTimeout as pauseFor } from 'node:timers/promises'
import pg from 'pg'
import { listen } from './queries.ts'

/** One connection of the process that only listens. */
export interface Listener {
  /** Listening for the first time. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

const longestPause = 15_000

/**
 * Listens until stopped; connects again, with growing pauses, whenever the connection is lost. `again` is called after each time that
 * news may have been missed.
 */
export function startListener(url: string, heard: (text: string) => void, again: () => void): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let pause = 500
  let first = true
  const { promise: ready, resolve: listening } = Promise.withResolvers<void>()

  const connect = async () => {
    const mine = new pg.Client({ connectionString: url, application_name: 'kauppias live', keepAlive: true })
    client = mine
    let over = false
    const lost = () => {
      if (over) return
      over = true
      client = undefined
      mine.end().catch(() => {})
      if (stopped) return
      timer = setTimeout(() => void connect(), pause)
      pause = Math.min(longestPause, pause * 2)
    }
    mine.on('error', lost)
    mine.on('end', lost)
    mine.on('notification', ({ payload = '' }) => heard(payload))
    try {
      await mine.connect()
      await mine.query(listen.text)
      pause = 500
      if (!first) again()
      first = false
      listening()
    } catch {
      lost()
    }
  }
  void connect()
  return {
    ready,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      // a connection that is just being made may never tell that it has ended
      await Promise.race([client?.end().catch(() => {}), pauseFor(1000, undefined, { ref: false })])
    },
  }
}
