import {
  announceCustomers,
  type Batch,
  dropLines,
  type GateContext,
  type Incoming,
  markHasCustomers,
  ports,
  quarantine,
  recordId,
  type SourceInfo,
  sourceInfo,
  take,
  touchedBy,
  type Work,
  workOf,
} from '#src/collect/intake/index.ts'
import { contentOf } from '#src/collect/imports/index.ts'
import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Layout, layoutOf, type Meaning, type Read, type Unit, unitsOf } from './parts.ts'
import { payloadsIn } from './payload.ts'
import { meaningOf } from './presets.ts'
import {
  type DeliveryRow,
  type HookRow,
  hookById,
  keepTold,
  lockTold,
  type Settled,
  settle,
  type Told,
  toldOf,
  waitingDeliveries,
} from './queries.ts'

/** Deliveries of one transaction. */
const chunk = 200

/**
 * Applies what came first at a hook, in one transaction. Returns how many deliveries; null = somebody else is at it.
 * @param limit how many at most
 */
export async function applyNext(context: Context, hookId: Uuid, limit = chunk): Promise<number | null> {
  const touched = new Set<Uuid>()
  const count = await context.db.tx(async (tx) => {
    touched.clear()
    const hook = await hookById(tx, hookId)
    if (hook === undefined) return 0
    if (!(await lockTold(tx, hook.source_id))) return null
    const rows = await waitingDeliveries(tx, hookId, limit)
    if (rows.length === 0) return 0
    const work = workOf(context, tx)
    const batch = await applyRows(work, hook, rows)
    for (const id of batch ? touchedBy(batch) : []) touched.add(id)
    return rows.length
  })
  await announceCustomers(context.db, touched)
  if (count) await announce(context.db, { topic: 'event', id: hookId, numbers: { applied: count } }).catch(() => {})
  return count
}

/** A delivery taken apart. */
interface Opened {
  row: DeliveryRow
  units: Unit[]
  /** No JSON, or nothing that we could read it as. */
  strange: boolean
}
/** The word of a unit in the order of words. */
interface Word extends Told {
  unit: Unit
  opened: Opened
}

async function applyRows(work: Work, hook: HookRow, rows: readonly DeliveryRow[]): Promise<Batch | undefined> {
  const gate: GateContext = { timeZone: work.company.timeZone, currency: hook.currency, country: 'FI', now: work.now }
  const opened = rows.map((row) => open(hook, row, gate))
  const source = await sourceInfo(work.tx, hook.source_id)
  const words = opened.flatMap((one) => one.units.map((unit) => wordOf(hook.source_id, unit, one)))
  const { news, states } = await sift(work, hook.source_id, words)
  await keepTold(
    work.tx,
    hook.source_id,
    news
      .filter(({ unit }) => unit.head.record !== undefined)
      .map(({ record_id, fullness, at, content }) => ({ record_id, fullness, at, content })),
  )
  const mended = await setAside(work, hook, news, opened)
  const batch = await enter(work, source, news, mended)
  await settle(
    work.tx,
    hook.id,
    opened.map((one) => settled(one, states)),
    work.now,
  )
  return batch
}

const layouts = new WeakMap<Meaning, Layout>()
function layoutFor(meaning: Meaning): Layout {
  const layout = layouts.get(meaning) ?? layoutOf(meaning)
  layouts.set(meaning, layout)
  return layout
}

function open({ preset, parts }: HookRow, row: DeliveryRow, gate: GateContext): Opened {
  const payloads = payloadsIn(row.payload)
  if (payloads === undefined) return { row, units: [], strange: true }
  const units = payloads.flatMap((payload) => {
    const meant = preset === 'own' ? { payload, parts: parts! } : meaningOf(preset, row.topic ?? undefined, payload)
    return meant ? unitsOf(meant.payload, meant.parts.map(layoutFor), gate) : []
  })
  return { row, units, strange: false }
}

const nameOf = ({ record, key, mapped }: Read): string =>
  (record && 'number' in record ? record.number : undefined) ?? key ?? `${uuidOf(contentOf(mapped))}#1`

function wordOf(sourceId: Uuid, unit: Unit, opened: Opened): Word {
  const { head, lines, fullness, updated } = unit
  const received = opened.row.received_at.getTime()
  // a sender whose clock runs ahead would shut everybody else up
  const at = new Date(Math.min(updated ?? received, received))
  const texts = [head, ...(lines ?? [])].map(({ mapped }) => contentOf(mapped))
  return {
    unit,
    opened,
    record_id: recordId(sourceId, head.mapped.kind, nameOf(head)),
    fullness,
    at,
    content: uuidOf(...texts),
  }
}

type Order = 'later' | 'older' | 'same'
/** The fuller word holds, then the later one, then that of the larger content: every order of arrival ends in the same state. */
function compare(a: Told, b: Told): Order {
  if (a.fullness !== b.fullness) return a.fullness > b.fullness ? 'later' : 'older'
  const time = a.at.getTime() - b.at.getTime()
  if (time !== 0) return time > 0 ? 'later' : a.content === b.content ? 'same' : 'older'
  return a.content === b.content ? 'same' : a.content > b.content ? 'later' : 'older'
}

/** What is news of each record: the last word of the chunk, if it is later than what is known. A faulty one ends nothing. */
async function sift(
  work: Work,
  sourceId: Uuid,
  words: readonly Word[],
): Promise<{ news: Word[]; states: Map<Word['unit'], Order> }> {
  const known = new Map<Uuid, Told>(
    (await toldOf(work.tx, sourceId, [...new Set(words.map((word) => word.record_id))])).map((row) => [
      row.record_id,
      row,
    ]),
  )
  const states = new Map<Unit, Order>()
  const news = new Map<Uuid, Word>()
  const faulty: Word[] = []
  for (const word of words) {
    const before = known.get(word.record_id)
    const order = before === undefined ? 'later' : compare(word, before)
    states.set(word.unit, order)
    if (order !== 'later') continue
    if (word.unit.head.record === undefined) faulty.push(word)
    else {
      known.set(word.record_id, word)
      news.set(word.record_id, word)
    }
  }
  return { news: [...faulty, ...news.values()], states }
}

/** Rows that cannot enter wait in Korjattavat. Returns those that were mended before: they enter as they were mended then. */
async function setAside(
  work: Work,
  hook: HookRow,
  news: readonly Word[],
  opened: readonly Opened[],
): Promise<Incoming[]> {
  const bad = news.flatMap(({ unit, opened: { row } }) =>
    [unit.head, ...(unit.lines ?? [])].filter((read) => read.record === undefined).map((read) => ({ read, row })),
  )
  // parts may have the same columns and yet be of different kinds
  const groups = [...Map.groupBy(bad, ({ read }) => read.layout).values()].flatMap((same) => [
    ...Map.groupBy(same, ({ row }) => row.received_at.getTime()).values(),
  ])
  const mended: Incoming[] = []
  for (const group of groups) {
    const { read, row } = group[0]!
    const { mapping, columns } = read.layout
    const before = await quarantine(
      work.tx,
      {
        sourceId: hook.source_id,
        kind: mapping.kind,
        name: hook.name,
        columns,
        mapping,
        currency: hook.currency,
        delimiter: null,
      },
      { entrance: 'api', importId: null, fileNo: 0, at: row.received_at },
      group.map(({ read: { cells, faults } }, i) => ({ line: i + 1, cells, faults })),
    )
    for (const { cells, key } of before) {
      const mapped = read.layout.read(cells)
      const again = { ...read, cells, mapped, key }
      mended.push(...incomingOf({ ...again, ...gateAgain(mapped, hook, work) }))
    }
  }
  for (const { row } of opened.filter((one) => one.strange)) await asStrange(work, hook, row)
  return mended
}

function gateAgain(mapped: Read['mapped'], hook: HookRow, work: Work) {
  const { timeZone } = work.company
  return ports().gate(mapped, { timeZone, currency: hook.currency, country: 'FI', now: work.now })
}

/** What cannot be read at all is kept to be looked at and put aside. */
export async function asStrange(
  work: Work,
  hook: HookRow,
  { received_at, topic, payload }: DeliveryRow,
): Promise<void> {
  const fault = { field: 'text', code: 'text_unreadable' as const, written: '', fatal: true }
  const text = payload.toString('utf8').slice(0, 20_000)
  await quarantine(
    work.tx,
    {
      sourceId: hook.source_id,
      kind: 'interaction',
      name: hook.name,
      columns: strange.columns,
      mapping: strange.mapping,
      currency: hook.currency,
      delimiter: null,
    },
    { entrance: 'api', importId: null, fileNo: 0, at: received_at },
    [{ line: 1, cells: [received_at.toISOString(), topic ?? '', '', text], faults: [fault] }],
  )
}
const strange = layoutOf({
  kind: 'interaction',
  at: '',
  key: 'row',
  updated: null,
  constants: { entryKind: 'event' },
  columns: [
    { path: 'received', field: 'at' },
    { path: 'topic', field: 'subject' },
    { path: 'customer', field: 'customerRef' },
    { path: 'payload', field: 'text' },
  ],
})

function incomingOf({ mapped, record, key }: Read, at?: Date): Incoming[] {
  if (record === undefined) return []
  if (record.kind === 'customer' && at !== undefined) record.observedAt ??= at.toISOString()
  const content = uuidOf(contentOf(mapped))
  return [
    {
      fileNo: 0,
      line: 0,
      record,
      key: key ?? `${content}#1`,
      hash: content,
      // as it was understood: another version of the program reads it just so
      payload: Buffer.from(JSON.stringify(record)),
      copy: false,
      overtaken: false,
    },
  ]
}

const turn = ['product', 'customer', 'purchase', 'invoice', 'payment', 'interaction', 'feedback', 'purchaseLine']

async function enter(work: Work, source: SourceInfo, news: readonly Word[], mended: readonly Incoming[]) {
  const told = news.flatMap(({ unit, at }) => [
    ...incomingOf(unit.head, unit.updated === undefined ? undefined : at),
    ...(unit.lines ?? []).flatMap((line) => incomingOf(line)),
  ])
  const incoming = [...mended, ...told].sort((a, b) => turn.indexOf(a.record.kind) - turn.indexOf(b.record.kind))
  if (incoming.length === 0) return undefined
  const info = await withCustomers(work, source, incoming)
  const batch = await take(work, { source: info, importId: null, bulk: false, incoming })
  await dropUntold(work, source.id, news)
  return batch
}

/** A source that tells of customers by itself: what names one of them by its id waits until they come. */
async function withCustomers(work: Work, source: SourceInfo, incoming: readonly Incoming[]): Promise<SourceInfo> {
  const tells = incoming.some(({ record }) => record.kind === 'customer' && record.externalId !== undefined)
  if (source.hasCustomers || !tells) return source
  await markHasCustomers(work.tx, source.id)
  return { ...source, hasCustomers: true }
}

/** Lines that a purchase does not tell any more go. A faulty line waits; what it said before stays. */
async function dropUntold(work: Work, sourceId: Uuid, news: readonly Word[]): Promise<void> {
  const whole = news.filter(({ unit }) => unit.head.record !== undefined && unit.lines !== null)
  const kept = whole.flatMap(({ unit }) =>
    unit.lines!.map((line) => recordId(sourceId, 'purchaseLine', line.key ?? `${uuidOf(contentOf(line.mapped))}#1`)),
  )
  await dropLines(
    work,
    whole.map(({ record_id }) => record_id),
    kept,
  )
}

/** What became of a delivery as a whole: the best that became of any part of it. */
function settled({ row, units, strange }: Opened, states: ReadonlyMap<Unit, Order>): Settled {
  const taken = units.filter((unit) => states.get(unit) === 'later')
  const reads = taken.flatMap(({ head, lines }) => [head, ...(lines ?? [])])
  const faults = reads.flatMap((read) => read.faults.map(({ field, code }) => ({ field, code }))).slice(0, 20)
  const of = (): Settled['state'] => {
    if (strange || reads.some((read) => read.record === undefined)) return 'faulty'
    if (taken.length > 0) return 'applied'
    if (units.length === 0) return 'ignored'
    return units.some((unit) => states.get(unit) === 'older') ? 'older' : 'same'
  }
  return { id: row.delivery_id, state: of(), faults }
}
