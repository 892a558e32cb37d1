/** What changes while somebody looks: told by whoever changes it, heard by open pages. */
import type { Runner } from '../db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { News } from './contract.ts'
import { type Listener, startListener } from './listener.ts'
import { tell } from './queries.ts'

export type { News } from './contract.ts'
export { liveHub } from './hub.ts'
export { liveRoutes } from './routes.ts'

/**
 * Tells everybody who follows the topic that `id` has changed. In a transaction they hear of it when it commits, and never when it does
 * not. Commits that tell something wait for each other: tell of progress at most a few times a second.
 */
export async function announce(on: Runner, news: News): Promise<void> {
  await on.rows(tell(JSON.stringify(news)))
}

/** Somebody's sessions have ended: their open streams are looked at at once. */
export async function announceLeaving(on: Runner, userId: Uuid): Promise<void> {
  await on.rows(tell(JSON.stringify({ leaving: userId })))
}

/** Hears of a topic until stopped. `heard` is also called, without an id, whenever news may have been missed. */
export function follow(url: string, topic: News['topic'], heard: (id?: Uuid) => void): Listener {
  const start = `{"topic":"${topic}"`
  return startListener(
    url,
    (text) => {
      if (text.startsWith(start)) heard(/"id":"([0-9a-f-]{36})"/.exec(text)?.[1])
    },
    () => heard(),
  )
}
