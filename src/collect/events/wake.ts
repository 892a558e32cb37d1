import type { Db } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Commits that tell something wait for each other, so they are told of apart, and this seldom. */
const spacing = 200

interface Told {
  sources: Set<Uuid>
  timer: NodeJS.Timeout | undefined
}
const tellers = new WeakMap<Db, Told>()

/** Tells whoever applies, and pages that look on, that some of these sources or web hooks wait: at once, then a few times a second. */
export function wake(db: Db, sources: ReadonlySet<Uuid>): void {
  const told = tellers.get(db) ?? { sources: new Set(), timer: undefined }
  tellers.set(db, told)
  for (const source of sources) told.sources.add(source)
  if (told.timer === undefined) tell(db, told)
}

function tell(db: Db, told: Told): void {
  const news = [...told.sources]
  told.sources.clear()
  told.timer = undefined
  if (news.length === 0) return
  told.timer = setTimeout(() => tell(db, told), spacing).unref()
  // nobody waits for it: whoever applies also looks by itself
  for (const id of news) announce(db, { topic: 'event', id }).catch(() => {})
}
