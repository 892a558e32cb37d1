import { announceCustomers, type Batch, touchedBy, type Work, workOf } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { finish, gatheringOf, homeOf } from './finish.ts'
import type { Gathering } from './gathering.ts'
import { heardOf } from './keys/queries.ts'
import { Known } from './known.ts'
import { strangeLayout } from './layouts.ts'
import { type Message, parsed, readMessage, type Unfit, visitorKey } from './message.ts'
import { personIn } from './people.ts'
import {
  type EventRow,
  giveTo,
  lockEvents,
  ownersAfter,
  ownersAround,
  type Point,
  type Settled,
  settleEvents,
  waitingEvents,
} from './queries.ts'
import { type Owned, strangeCells, Translation, wantedBy } from './translate.ts'

/** Messages of one transaction. */
const chunk = 500

/**
 * Applies what came first of a source, in one transaction. Returns how many messages; null = somebody else is at it.
 * @param limit how many at most
 */
export async function applyNext(context: Context, sourceId: Uuid, limit = chunk): Promise<number | null> {
  const touched = new Set<Uuid>()
  const count = await context.db.tx(async (tx) => {
    touched.clear()
    if (!(await lockEvents(tx, sourceId))) return null
    const rows = await waitingEvents(tx, sourceId, limit)
    if (rows.length === 0) return 0
    const work = workOf(context, tx)
    const batch = await applyRows(work, sourceId, rows)
    for (const id of touchedBy(batch)) touched.add(id)
    await heardOf(tx, sourceId, work.now)
    return rows.length
  })
  await tellOf(context, sourceId, touched)
  return count
}

async function tellOf({ db }: Context, sourceId: Uuid, touched: ReadonlySet<Uuid>): Promise<void> {
  if (touched.size === 0) return
  await announceCustomers(db, touched)
  await announce(db, { topic: 'event', id: sourceId, numbers: { customers: touched.size } }).catch(() => {})
}

async function applyRows(work: Work, sourceId: Uuid, rows: readonly EventRow[]): Promise<Batch> {
  const home = await homeOf(work, sourceId)
  const gathering = gatheringOf(work, home)
  const read = rows.map((row) => understood(row, gathering))
  await settleEvents(
    work.tx,
    sourceId,
    read.map((one) => one.settled),
  )
  const owned = await ownersOf(work, sourceId, read)
  const translation = new Translation(await Known.of(work.tx, sourceId, wantedBy(owned, home)), gathering, home)
  for (const one of owned) translation.add(one)
  return finish(work, sourceId, translation)
}

interface Understood {
  settled: Settled
  /** Absent when it cannot be applied. */
  message?: Message
  person: string | null
}

function understood(row: EventRow, gathering: Gathering): Understood {
  const nobody = { id: row.message_id, at: null, visitor: null, person: null }
  const raw = parsed(row.payload)
  const read = readMessage(row.message_id, raw, row.received_at.getTime())
  if (row.payload.length > longest || !('message' in read) || read.unfit !== undefined) {
    const unfit = 'unfit' in read && read.unfit !== undefined ? read.unfit : 'tooLarge'
    const cells = strangeCells(row.message_id, raw, row.received_at)
    gathering.wait(strangeLayout, cells, row.received_at.getTime(), [faults[unfit]])
    return { settled: { ...nobody, state: 'bad' }, person: null }
  }
  const { message } = read
  const person = personIn(message, gathering) ?? null
  const visitor = message.anonymousId === undefined ? null : visitorKey(message.anonymousId)
  const held = person === null && ['track', 'page', 'screen'].includes(message.type)
  const settled: Settled =
    visitor === null || (person === null && !held) || message.type === 'alias'
      ? { ...nobody, state: 'applied' }
      : { ...nobody, state: held ? 'anonymous' : 'applied', at: new Date(message.at), visitor, person }
  return { settled, message, person }
}

/** Longer than any client may send by itself. */
const longest = 32_768 + 8192
const fault = (field: string, code: 'text_unreadable' | 'text_too_long' | 'key_missing' | 'value_unknown') => ({
  field,
  code,
  written: '',
  fatal: true,
})
const faults: Readonly<Record<Unfit, ReturnType<typeof fault>>> = {
  notAnObject: fault('text', 'text_unreadable'),
  tooLarge: fault('text', 'text_too_long'),
  noType: fault('text', 'value_unknown'),
  nobody: fault('customerRef', 'key_missing'),
  noEvent: fault('subject', 'key_missing'),
  noGroup: fault('text', 'key_missing'),
  noPrevious: fault('text', 'key_missing'),
}

/**
 * Whose each message is. A visitor's messages are of whoever identifies themselves next on the same browser: never of two people, and never
 * of one who had it before. An identification that comes late takes its part from the one after it.
 */
async function ownersOf(work: Work, sourceId: Uuid, read: readonly Understood[]): Promise<Owned[]> {
  const owned: Owned[] = []
  const points: Point[] = []
  const held: { message: Message; point: Point }[] = []
  for (const { settled, message, person } of read) {
    if (message === undefined) continue
    if (settled.state === 'anonymous') held.push({ message, point: { visitor: settled.visitor!, at: settled.at! } })
    else {
      if (settled.visitor !== null) points.push({ visitor: settled.visitor, at: settled.at! })
      owned.push({ message, person, former: null })
    }
  }
  const owners = await ownersAfter(
    work.tx,
    sourceId,
    held.map((one) => one.point),
  )
  const given: { id: Uuid; person: string }[] = []
  held.forEach(({ message }, i) => {
    const person = owners[i] ?? null
    if (person !== null) given.push({ id: message.id, person })
    owned.push({ message, person, former: null })
  })
  await giveTo(work.tx, sourceId, given)
  const moved = await ownersAround(work.tx, sourceId, points)
  for (const row of moved) {
    const one = readMessage(row.message_id, parsed(row.payload), row.received_at.getTime())
    if ('message' in one) owned.push({ message: one.message, person: row.owner, former: row.person })
  }
  await giveTo(
    work.tx,
    sourceId,
    moved.map((row) => ({ id: row.message_id, person: row.owner! })),
  )
  return owned
}
