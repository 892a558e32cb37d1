import type { Actor } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import type { Log } from '#src/platform/log.ts'
import type { Clock } from '#src/platform/ports/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type ManyRow, type OneRow, writeLooks } from './queries.ts'
import { type Answered, type Sight, sights } from './ways.ts'

/** Notes who looked at whom off the path of requests: in memory first, written together. */
export interface AccessLog {
  /** Hears of an answer that goes out. Never waits. */
  readonly seen: (route: string, actor: Actor, answered: Answered) => void
  /** Writes what is kept. Looks that cannot be written are kept for the next time. */
  readonly flush: () => Promise<void>
  /** Writes what is kept and no more by itself. */
  readonly stop: () => Promise<void>
}

export interface AccessLogParts {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
}
export interface AccessLogLimits {
  /** Write every so many milliseconds; 0 = only when told. */
  readonly every?: number
  /** Write at once when so many rows are kept (with `every` only). */
  readonly atOnce?: number
  /** Rows kept while the database is away; beyond it the oldest are dropped and counted in the program's log. */
  readonly most?: number
}

const minute = 60_000

/** Those who see what protected people's contact details are. */
const seesProtected = ({ verbs }: Actor) => verbs.has('customer.protected')

/** Looks of one process that are not written yet. */
interface Kept {
  ones: Map<Uuid, OneRow>
  manies: Map<Uuid, ManyRow>
}
const empty = (): Kept => ({ ones: new Map(), manies: new Map() })
const sizeOf = ({ ones, manies }: Kept) => ones.size + manies.size

function keepOne(
  { ones }: Kept,
  { id: actor, tokenId }: Actor,
  at: Date,
  look: Pick<OneRow, 'customer_id' | 'way' | 'protectedOnly'>,
): void {
  const id = uuidOf(look.customer_id, at.toISOString(), actor, tokenId ?? '', look.way)
  const kept = ones.get(id)
  if (kept) kept.times++
  else ones.set(id, { ...look, at, id, actor_id: actor, token_id: tokenId ?? null, times: 1 })
}

function keepMany({ manies }: Kept, { id: actor, tokenId }: Actor, at: Date, sight: Sight): void {
  const { way, rows, question, exportId } = sight
  const id = uuidOf(at.toISOString(), actor, tokenId ?? '', way, JSON.stringify(question), exportId ?? '')
  const kept = manies.get(id)
  if (kept) {
    kept.times++
    kept.rows += rows
  } else {
    const who = { actor_id: actor, token_id: tokenId ?? null }
    manies.set(id, { id, at, ...who, way, rows, question, export_id: exportId ?? null, times: 1 })
  }
}

/** Drops the oldest rows beyond `most`; how many. */
function bound(kept: Kept, most: number): number {
  let dropped = 0
  for (const rows of [kept.ones, kept.manies])
    for (const key of rows.keys()) {
      if (sizeOf(kept) <= most) return dropped
      rows.delete(key)
      dropped++
    }
  return dropped
}

/** Makes the log of one process. */
export function accessLog({ db, clock, log }: AccessLogParts, limits: AccessLogLimits = {}): AccessLog {
  const { every = 0, atOnce = 200, most = 50_000 } = limits
  let kept = empty()
  let dropped = 0
  let writing: Promise<void> = Promise.resolve()
  const write = async () => {
    if (sizeOf(kept) === 0) return
    const now = kept
    kept = empty()
    try {
      await writeLooks(db, [...now.ones.values()], [...now.manies.values()])
      if (dropped > 0) log.warn('looks at customers were not noted', { dropped })
      dropped = 0
    } catch (error) {
      // kept for the next time, the older ones first
      kept = { ones: merged(now.ones, kept.ones), manies: merged(now.manies, kept.manies) }
      dropped += bound(kept, most)
      log.error('the access log is not written', error, { kept: sizeOf(kept), dropped })
    }
  }
  const flush = () => {
    writing = writing.then(write)
    return writing
  }
  const timer = every > 0 ? setInterval(() => void flush(), every) : undefined
  timer?.unref()
  return {
    seen: (route, actor, answered) => {
      const sight = sights[route]?.(answered)
      if (sight === undefined || actor.kind === 'anonymous' || actor.kind === 'system') return
      const { person, other, people, way } = sight
      const at = new Date(Math.floor(clock.now().getTime() / minute) * minute)
      if (person === undefined) keepMany(kept, actor, at, sight)
      else keepOne(kept, actor, at, { customer_id: person, way, protectedOnly: false })
      if (other !== undefined) keepOne(kept, actor, at, { customer_id: other, way, protectedOnly: false })
      if (seesProtected(actor))
        for (const id of new Set(people)) keepOne(kept, actor, at, { customer_id: id, way, protectedOnly: true })
      dropped += bound(kept, most)
      if (timer !== undefined && sizeOf(kept) >= atOnce) void flush()
    },
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

function merged<T extends { times: number; rows?: number }>(
  older: Map<string, T>,
  newer: Map<string, T>,
): Map<string, T> {
  for (const [key, row] of newer) {
    const kept = older.get(key)
    if (!kept) older.set(key, row)
    else {
      kept.times += row.times
      if (kept.rows !== undefined) kept.rows += row.rows ?? 0
    }
  }
  return older
}
