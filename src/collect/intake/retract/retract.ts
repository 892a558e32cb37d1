import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Batch, ports, runPipeline, type SourceInfo, type Teller, type Work } from '../pipeline.ts'
import { lockSource } from '../queries.ts'
import { sourceInfo } from '../sources.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { bringBack, dropPast, handOver, redate, sourcesOf, versionsOf, type VersionRow } from './queries.ts'
import { type Again, followers, replay } from './replay.ts'
import { unreadable } from './reread.ts'

export interface RetractOptions {
  /** Takes back what this import told, whichever version that is. Without it the current version goes. */
  importId?: Uuid
  /** Many records: figures are made afterwards and nobody is told, as when they came in bulk. */
  bulk?: boolean
  /** Part of more than `largeBulk` records. */
  large?: boolean
  /** Since when the source lists its customers, null = never; as the source stands now where it is not given. */
  listedSince?: Date | null
  /** What the history says of it. */
  what?: 'rolledBack' | 'undone' | 'deleted'
  /** All versions go, not only the current one: nothing is left of the records. */
  whole?: boolean
}

/**
 * Takes source records back as if they had not come (DESIGN, "fight" 5): each goes to its version before, or to nothing. What leant on
 * them finds its place anew: parts of a purchase that goes wait again, a customer that later orders name lives on by what they say.
 * Claims, identifiers, timeline, purchases and figures follow in the caller's transaction. Records that are not there are passed over.
 * Refuses with 409 `record_unreadable` what was kept in a form that nobody reads any more.
 */
export async function retract(work: Work, records: Uuid[], options: RetractOptions = {}): Promise<Batch> {
  const batches: Batch[] = []
  for (const sourceId of await sourcesOf(work.tx, records))
    batches.push(await retractOf(work, await sourceInfo(work.tx, sourceId), records, options))
  const [first, ...rest] = batches
  if (!first) throw new Refusal(404, 'not_found', 'There is no such record.')
  for (const batch of rest) {
    for (const field of ['items', 'gone', 'created', 'changed', 'emptied'] as const)
      (first[field] as unknown[]).push(...batch[field])
    for (const id of batch.touched) first.touched.add(id)
  }
  return first
}

/** Finds anew the places of records that wait, after what they wait for has changed. One transaction of the caller's. */
export async function placeAnew(
  work: Work,
  source: SourceInfo,
  records: Uuid[],
  listedSince: Date | null,
): Promise<Batch> {
  const batch = batchOf(source, true, 'rolledBack')
  await lockSource(work.tx, source.id, true)
  const rows = [...(await versionsOf(work.tx, source.id, records)).values()].map((all) => all.at(-1)!)
  const set = new Set(rows.map((row) => row.id))
  const parts = await followers(
    work,
    rows.map((row) => ({ id: row.id, goes: false })),
    (id) => set.has(id),
  )
  const again = [...rows.map((row) => ({ current: row, target: row })), ...parts]
  await replay({ work, batch, gone: new Map(), again, decided: new Map(), listedSince })
  await runPipeline(work, batch)
  return batch
}

const batchOf = (source: SourceInfo, bulk: boolean, taking: Batch['taking']): Batch => ({
  source,
  importId: null,
  bulk,
  items: [],
  gone: [],
  taking,
  created: [],
  changed: [],
  emptied: [],
  touched: new Set(),
})

async function retractOf(work: Work, source: SourceInfo, ids: Uuid[], options: RetractOptions): Promise<Batch> {
  const { importId, bulk = false } = options
  const batch = batchOf(source, bulk, options.what ?? (importId === undefined ? 'undone' : 'rolledBack'))
  if (options.large) batch.large = true
  await lockSource(work.tx, source.id, bulk)
  const versions = await versionsOf(work.tx, source.id, ids)
  const withoutWhole = [...versions.values()].some(([row]) => row?.kind === 'purchaseLine' && row.parent_id === null)
  if (withoutWhole && !options.whole) throw unreadable()
  const told = importId === undefined ? [] : await ports().toldAgain(work.tx, [...versions.keys()], importId)
  const tellers = Map.groupBy(told, (teller) => teller.record_id)
  const outcomes = [...versions].map(([id, all]) => outcomeOf(all, importId, tellers.get(id) ?? none, options.whole))
  await keepVersions(work, outcomes)
  const gone = new Map(outcomes.filter((o) => o.target === null).map((o) => [o.current.id, o.current]))
  const again = outcomes.flatMap(({ current, target, redated, handed }): Again[] => {
    if (target === null) return []
    const anew = target.version !== current.version || redated || handed.some((h) => h.version === current)
    return anew ? [{ current, target }] : []
  })
  const set = new Set([...gone.keys(), ...again.map((a) => a.current.id)])
  for (const one of await leaning(work, source, outcomes, gone, set)) again.push(one)
  await replay({ work, batch, gone, again, decided: new Map(), listedSince: options.listedSince, importId })
  await runPipeline(work, batch)
  return batch
}
const none: readonly Teller[] = []

async function keepVersions(work: Work, outcomes: Outcome[]): Promise<void> {
  const handed = outcomes.flatMap((o) => o.handed)
  await handOver(
    work.tx,
    handed.map(({ version: { id, version }, teller }) => ({
      id,
      version,
      importId: teller.import_id,
      fileNo: teller.file_no,
      line: teller.line_no,
      at: teller.at,
    })),
  )
  const stays = outcomes.filter((o) => o.target !== null)
  await dropPast(
    work.tx,
    stays.flatMap(({ removed, current }) =>
      removed.filter((v) => v !== current).map(({ id, version }) => ({ id, version })),
    ),
  )
  await bringBack(
    work.tx,
    stays.flatMap(({ target, current }) =>
      target!.version === current.version ? [] : [{ id: target!.id, version: target!.version }],
    ),
  )
  await redate(
    work.tx,
    stays.flatMap(({ target, redated }) => (redated ? [{ id: target!.id, at: target!.received_at }] : [])),
  )
}

/** Records of other deliveries that lean on those which go or come back in another place. */
async function leaning(
  work: Work,
  source: SourceInfo,
  outcomes: Outcome[],
  gone: Map<Uuid, VersionRow>,
  set: Set<Uuid>,
): Promise<Again[]> {
  const moved = outcomes.flatMap(({ current, target }) => {
    if (target === null) return [{ id: current.id, goes: true }]
    if (target.version === current.version || (current.kind !== 'purchase' && current.kind !== 'invoice')) return []
    // without a customer it may wait or be nobody's, which only its new place tells
    const inPlace = target.identity_id !== null && target.identity_id === current.identity_id
    return [{ id: current.id, goes: false, inPlace }]
  })
  const found = await followers(work, moved, (id) => set.has(id))
  // a company's row may still tell of the contact person
  const tellers = [...gone.values()].flatMap((row) =>
    row.kind === 'customer' && row.parent_id !== null && !set.has(row.parent_id) ? [row.parent_id] : [],
  )
  if (tellers.length === 0) return found
  const rows = [...(await versionsOf(work.tx, source.id, tellers)).values()].map((all) => all.at(-1)!)
  return [...found, ...rows.map((row) => ({ current: row, target: row }))]
}
