import type { Uuid } from '#src/terms/index.ts'
import { erasedAmong } from './erased/erased.ts'
import { expand, itemOf, partyKey, partyOf, recordId } from './expand.ts'
import { type Batch, type Incoming, type Item, isFresh, runPipeline, type SourceInfo, type Work } from './pipeline.ts'
import {
  anybodyWaits,
  insertRecords,
  type KnownRecord,
  knownRecords,
  lockSource,
  type RecordRow,
  release,
  replaceRecords,
  setAside,
  settle,
} from './queries.ts'
import { fromJson, place, rowOf, stateOf, toJson, waits } from './place.ts'
import { stopWaiting } from './retract/queries.ts'
import { followers, replay } from './retract/replay.ts'

export interface Delivery {
  source: SourceInfo
  importId: Uuid | null
  /** Many lines of one source at once; takes the source's lock. */
  bulk: boolean
  /** Part of more than `largeBulk` lines. */
  large?: boolean
  /** The keys are made for this moment: nothing can be known of them, nobody waits for them, and nobody else writes them. */
  neverTold?: boolean
  /** Says what happens to known customers. */
  effects?: boolean
  incoming: Incoming[]
}

/**
 * The one door. Takes lines of one source in, in one transaction: decides for each whether it is new, changed, known, a copy,
 * nobody's or too early, keeps it as a source record and runs the pipeline over what is new.
 * Returns the batch; `items` without `derived` and `released` are the lines, each with its bucket.
 */
export async function take(work: Work, delivery: Delivery): Promise<Batch> {
  const { source, importId, bulk } = delivery
  const batch: Batch = {
    source,
    importId,
    bulk,
    ...(delivery.large && { large: true }),
    items: [],
    gone: [],
    taking: null,
    ...(delivery.effects && { effects: [] }),
    created: [],
    changed: [],
    emptied: [],
    touched: new Set(),
  }
  if (!delivery.neverTold) await lockSource(work.tx, source.id, bulk)
  const erased = delivery.neverTold ? none : await erasedAmong(work, source.id, delivery.incoming)
  const items = delivery.incoming.flatMap((incoming) =>
    erased.has(incoming) ? [leftOut(source.id, incoming)] : expand(source.id, incoming),
  )
  const known = delivery.neverTold ? new Map<Uuid, KnownRecord>() : await readKnown(work, source.id, items)
  batch.items = decide(items, known, delivery)
  await write(work, batch)
  if (!delivery.neverTold) {
    // what waited and is told anew in another way must not come back as it was
    const stopped = batch.items.filter(
      (item) => !item.echo && item.bucket !== 'waiting' && known.get(item.id)?.state === 'waiting',
    )
    await stopWaiting(
      work.tx,
      stopped.map((item) => item.id),
    )
    await releaseChildren(work, batch, known)
    await follow(work, batch, known)
  }
  await runPipeline(work, batch)
  return batch
}

const none: ReadonlySet<Incoming> = new Set()
/** A line of somebody erased: it has its bucket and says nothing. */
const leftOut = (sourceId: Uuid, incoming: Incoming): Item => ({
  ...itemOf(incoming, recordId(sourceId, incoming.record.kind, incoming.key)),
  bucket: 'ignored',
  echo: true,
})

export async function readKnown(work: Work, sourceId: Uuid, items: Item[]): Promise<Map<Uuid, KnownRecord>> {
  const ids = new Set<Uuid>()
  for (const item of items) {
    ids.add(item.id)
    if (item.parentId) ids.add(item.parentId)
    const key = partyKey(partyOf(item.record) ?? {})
    if (key !== null) ids.add(recordId(sourceId, 'customer', key))
  }
  return new Map((await knownRecords(work.tx, [...ids])).map((row) => [row.id, row]))
}

/** Decides every item's bucket and through which customer record it belongs to a customer. Pure. */
export function decide(items: Item[], known: Map<Uuid, KnownRecord>, delivery: Delivery): Item[] {
  const lastOf = new Map<Uuid, Item>()
  for (const item of items) if (!item.derived) lastOf.set(item.id, item)
  const decided = new Map<Uuid, Item>()
  const all: Item[] = []
  for (const item of items) {
    if (item.bucket === 'ignored') {
      all.push(item)
      continue
    }
    if (item.overtaken || (!item.derived && lastOf.get(item.id) !== item)) {
      if (!item.derived) all.push(Object.assign(item, { bucket: 'duplicate', echo: true }))
      continue
    }
    if (item.derived && decided.has(item.id)) continue
    const stub = decideOne(item, known, decided, delivery)
    if (stub) {
      decided.set(stub.id, stub)
      all.push(stub)
    }
    decided.set(item.id, item)
    all.push(item)
  }
  return all
}

function decideOne(
  item: Item,
  known: Map<Uuid, KnownRecord>,
  decided: Map<Uuid, Item>,
  delivery: Delivery,
): Item | undefined {
  const before = known.get(item.id)
  if (before) {
    item.version = before.version
    item.identityId = before.identity_id
    if (before.hash === item.hash) {
      item.bucket = before.state === 'live' ? 'unchanged' : before.state
      item.echo = true
      return undefined
    }
    item.bucket = 'updated'
    item.version = before.version + 1
    item.formerIdentityId = before.identity_id
  } else item.bucket = item.copy ? 'duplicate' : 'new'
  return place(item, known, decided, delivery.source)
}

async function write(work: Work, batch: Batch): Promise<void> {
  const fresh: RecordRow[] = []
  const changed: RecordRow[] = []
  const aside: Parameters<typeof setAside>[1] = []
  for (const item of batch.items) {
    if (!isKept(item)) continue
    ;(item.version > 1 ? changed : fresh).push(rowOf(work, batch, item))
    const waitsFor = waits.get(item)
    if (waitsFor !== undefined && item.bucket === 'waiting')
      aside.push({ record_id: item.id, waits_for: waitsFor, item: toJson(item), since: work.now })
  }
  await insertRecords(work.tx, fresh)
  await replaceRecords(work.tx, changed)
  await setAside(work.tx, aside)
}

const isKept = (item: Item) =>
  isFresh(item) || (!item.echo && (item.bucket === 'unassigned' || item.bucket === 'waiting'))

/** Takes in the children that waited for records of this batch, and their children, until nobody waits for anything new. */
async function releaseChildren(work: Work, batch: Batch, known: Map<Uuid, KnownRecord>): Promise<void> {
  let parents = batch.items.filter(isThere)
  if (parents.length === 0 || !(await anybodyWaits(work.tx))) return
  const decided = new Map(batch.items.map((item) => [item.id, item]))
  while (parents.length > 0) {
    const rows = await release(
      work.tx,
      parents.map((parent) => parent.id),
    )
    const children = rows.map((row) => fromJson(row.item))
    for (const child of children) {
      child.bucket = child.copy ? 'duplicate' : 'new'
      const stub = place(child, known, decided, batch.source)
      if (stub) throw new Error('a waiting record names its customer: nothing is left to make')
      const line = decided.get(child.id)
      if (line) line.bucket = child.bucket // told again in the very batch that brought its parent
      decided.set(child.id, child)
      batch.items.push(child)
    }
    await settle(
      work.tx,
      children.map((child) => ({ id: child.id, identityId: child.identityId, state: stateOf(child) })),
    )
    parents = children.filter(isThere)
  }
}

/** Parts of what turned out to be another customer's, or somebody's at last, go there too. What lost its customer loses its effect. */
async function follow(work: Work, batch: Batch, known: Map<Uuid, KnownRecord>): Promise<void> {
  const moved: { id: Uuid; goes: boolean; inPlace: boolean }[] = []
  for (const item of batch.items) {
    const was = item.echo || item.released ? undefined : known.get(item.id)
    if (was === undefined || item.record.kind === 'customer' || item.record.kind === 'product') continue
    const state = stateOf(item)
    if (was.state === 'live' && state !== 'live')
      batch.gone.push({
        id: item.id,
        kind: item.record.kind,
        identityId: was.identity_id,
        parentId: item.parentId,
        stays: true,
        customerId: null,
      })
    if (canBeParent(item)) {
      const inPlace = was.state === state && was.identity_id === item.identityId
      moved.push({ id: item.id, goes: false, inPlace })
    }
  }
  if (moved.length === 0) return
  const decided = new Map(batch.items.filter((item) => !item.echo).map((item) => [item.id, item]))
  const again = await followers(work, moved, (id) => decided.has(id))
  await replay({ work, batch, gone: new Map(), again, decided })
}

/** A whole that has come, be it nobody's: its parts wait no longer. */
const isThere = (item: Item) => canBeParent(item) && !item.echo && stateOf(item) !== 'waiting'
const canBeParent = (item: Item) => ['customer', 'purchase', 'invoice'].includes(item.record.kind)
