import { systemActor } from '#src/company/index.ts'
import type { Actor, Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { fixedClock, type Random } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0
  return {
    bytes: (count) => {
      const bytes = Buffer.alloc(count)
      for (let i = 0; i < count; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        bytes[i] = state >>> 24
      }
      return bytes
    },
  }
}

/** A context that acts as the program itself at a fixed moment, for tests of verbs. */
export function testContext(
  db: Db,
  { now = '2026-11-23T08:00:00Z', actor = systemActor }: { now?: string; actor?: Actor } = {},
): Context & {
  clock: ReturnType<typeof fixedClock>
} {
  const clock = fixedClock(now)
  const random = seededRandom()
  return {
    db,
    actor,
    now: clock.now(),
    clock,
    random,
    uuid: uuidMaker(clock, random),
    config: {
      dataDir: '.cache/test-data',
      publicUrl: 'http://localhost:8080',
      timeZone: 'Europe/Helsinki',
      currency: 'EUR',
      language: 'fi',
    },
    jobs: heldJobs(),
    log: silentLog,
  }
}
