import { recordKinds, type Uuid } from '#src/terms/index.ts'
import { partyKey, partyOf, recordId } from '../expand.ts'
import type { Batch, Gone, Item, SourceInfo, Work } from '../pipeline.ts'
import { insertRecords, type KnownRecord, knownRecords, setAside } from '../queries.ts'
import { place, rowOf, stateOf, toJson, waits } from '../place.ts'
import { attachedTo, childrenOf, dropRecords, firstNaming, setPlaces, stopWaiting, type VersionRow } from './queries.ts'
import { type Reread, rereadAll, unreadable } from './reread.ts'

/** A record that takes effect anew: another version of it, or the same one in another place. */
export interface Again {
  /** As it stands in the table. */
  current: VersionRow
  /** The version to take effect. */
  target: VersionRow
}

/** Parts of purchases and what belongs to a customer through records that go: they are to find their place anew. */
export async function followers(
  work: Work,
  moved: { id: Uuid; goes: boolean; inPlace?: boolean }[],
  has: (id: Uuid) => boolean,
): Promise<Again[]> {
  const found = new Map<Uuid, Again>()
  const inPlace = new Set(moved.flatMap((m) => (m.inPlace ? [m.id] : [])))
  let parents = moved.map((m) => m.id)
  let rows = await attachedTo(
    work.tx,
    moved.filter((m) => m.goes).map((m) => m.id),
  )
  while (parents.length > 0 || rows.length > 0) {
    rows = [...rows, ...(await childrenOf(work.tx, parents))]
    parents = []
    for (const row of rows) {
      if (has(row.id) || found.has(row.id) || isLeft(row, inPlace)) continue
      found.set(row.id, { current: row, target: row })
      if (row.kind === 'purchase' || row.kind === 'invoice') parents.push(row.id)
    }
    rows = []
  }
  return [...found.values()]
}

/** Of a purchase that stays in its place only payments are looked at again: they may take their time from it. */
const isLeft = (row: VersionRow, inPlace: ReadonlySet<Uuid>) =>
  row.kind !== 'payment' && row.parent_id !== null && inPlace.has(row.parent_id)

/** Everything that a transaction takes away or takes in again. */
export interface Replay {
  work: Work
  batch: Batch
  /** Records without any version left. */
  gone: Map<Uuid, VersionRow>
  again: Again[]
  /** Items of the batch that are placed already. */
  decided: Map<Uuid, Item>
  /** Since when the source lists its customers, null = never; as the source stands now where it is not given. */
  listedSince?: Date | null | undefined
  /** The import that is taken back. */
  importId?: Uuid | undefined
}

/**
 * Reads the records again, finds their places as intake does, and keeps the records accordingly. The batch gets the items that take effect
 * and the records that have none any more.
 */
export async function replay({ work, batch, gone, again, decided, listedSince, importId }: Replay): Promise<void> {
  const products = [...gone.values()].filter((row) => row.kind === 'product')
  const read = await rereadAll(work, [...again.map((a) => a.target), ...products])
  // what only leans on something else may stay where it is; a version that comes back must be understood
  if (again.some(({ current, target }) => current !== target && !read.has(target))) throw unreadable()
  const inOrder = ordered(again, read)
  const revived = revive(inOrder, read, gone)
  const before = new Map(again.map(({ current }) => [current.id, current]))
  for (const id of revived.keys()) before.set(id, gone.get(id)!)
  const items = [...revived.values(), ...inOrder.map(({ target }) => read.get(target)!.item)]
  const known = await knownOf(work, batch.source.id, items, gone)
  const sourceAt = (item: Item): SourceInfo =>
    listedSince === undefined
      ? batch.source
      : { ...batch.source, hasCustomers: listedSince !== null && (item.receivedAt ?? work.now) >= listedSince }
  // nobody who is to be deleted comes back by an old order
  const earlier = batch.taking === 'deleted' ? [] : await replacedNamers(work, gone, importId)
  const stubs = named([...items, ...earlier], known, decided, sourceAt, gone)
  placed(items, known, decided, sourceAt)
  const rewritten = [...revived.values(), ...stubs]
  for (const { id } of rewritten) gone.delete(id)
  for (const row of gone.values()) batch.gone.push(goneOf(row, read))
  for (const item of items) settleOne(item, before.get(item.id)!, batch)
  await dropRecords(work.tx, [...gone.keys(), ...rewritten.map((item) => item.id)])
  await insertRecords(
    work.tx,
    rewritten.map((item) => ({ ...rowOf(work, batch, item), version: 1 })),
  )
  await setPlaces(
    work.tx,
    items.map((item) => ({ id: item.id, identityId: item.identityId, state: stateOf(item), parentId: item.parentId })),
  )
  await keepWaiting(work, items, before)
  for (const item of [...stubs, ...items]) batch.items.push(item)
}

function ordered(again: Again[], read: Map<VersionRow, Reread>): Again[] {
  const rank = (row: VersionRow) => recordKinds.indexOf(row.kind)
  return again
    .filter(({ target }) => read.has(target))
    .sort(
      ({ target: a }, { target: b }) =>
        rank(a) - rank(b) ||
        a.received_at.getTime() - b.received_at.getTime() ||
        (a.file_no ?? 0) - (b.file_no ?? 0) ||
        (a.line_no ?? 0) - (b.line_no ?? 0),
    )
}

/** A purchase's header or a contact person that goes with its import, and that a line which stays tells as well. */
function revive(again: Again[], read: Map<VersionRow, Reread>, gone: Map<Uuid, VersionRow>): Map<Uuid, Item> {
  const revived = new Map<Uuid, Item>()
  const set = new Set(again.map(({ target }) => target.id))
  for (const { target } of again)
    for (const other of read.get(target)!.others) {
      const row = gone.get(other.id)
      if (row === undefined || set.has(other.id) || revived.has(other.id)) continue
      revived.set(other.id, other)
    }
  return revived
}

async function knownOf(
  work: Work,
  sourceId: Uuid,
  items: Item[],
  gone: Map<Uuid, VersionRow>,
): Promise<Map<Uuid, KnownRecord>> {
  const ids = new Set<Uuid>()
  for (const item of items) {
    if (item.parentId) ids.add(item.parentId)
    const key = partyKey(partyOf(item.record) ?? {})
    if (key !== null) ids.add(recordId(sourceId, 'customer', key))
  }
  const rows = await knownRecords(work.tx, [...ids])
  return new Map(rows.filter((row) => !gone.has(row.id)).map((row) => [row.id, row]))
}

/** Versions that later ones have replaced, and that were the first to name a customer who goes. */
async function replacedNamers(work: Work, gone: Map<Uuid, VersionRow>, importId: Uuid | undefined): Promise<Item[]> {
  const customers = [...gone.values()].filter((row) => row.kind === 'customer').map((row) => row.id)
  const read = await rereadAll(work, await firstNaming(work.tx, customers, importId))
  return [...read.values()].map(({ item }) => item)
}

/** Customer records that are made on the way, each by the first who names it; some stand where one has just gone. */
function named(
  items: Item[],
  known: Map<Uuid, KnownRecord>,
  decided: Map<Uuid, Item>,
  sourceAt: (item: Item) => SourceInfo,
  gone: Map<Uuid, VersionRow>,
): Item[] {
  const stubs: Item[] = []
  for (const item of items.filter(namesSomebody).sort(byTime)) {
    const stub = place({ ...item }, known, decided, sourceAt(item))
    if (!stub) continue
    if (gone.has(stub.id)) Object.assign(stub, { bucket: 'updated', version: 2, recordVersion: 1 })
    stubs.push(stub)
    decided.set(stub.id, stub)
  }
  return stubs
}
const namesSomebody = (item: Item) => partyKey(partyOf(item.record) ?? {}) !== null
const byTime = (a: Item, b: Item) =>
  a.receivedAt!.getTime() - b.receivedAt!.getTime() || a.fileNo - b.fileNo || a.line - b.line

/** Places items, customers first. Whom they name is there by now. */
function placed(
  items: Item[],
  known: Map<Uuid, KnownRecord>,
  decided: Map<Uuid, Item>,
  sourceAt: (item: Item) => SourceInfo,
): void {
  const rank = (item: Item) => recordKinds.indexOf(item.record.kind)
  for (const item of [...items].sort((a, b) => rank(a) - rank(b))) {
    place(item, known, decided, sourceAt(item))
    decided.set(item.id, item)
  }
}

/** Where the item had its effect before, and whether it has one still. */
function settleOne(item: Item, was: VersionRow, batch: Batch): void {
  const wasLive = was.state === 'live'
  item.formerIdentityId = wasLive && was.identity_id !== item.identityId ? was.identity_id : null
  if (wasLive && stateOf(item) !== 'live') batch.gone.push({ ...goneOf(was), stays: true })
}

function goneOf(row: VersionRow, read?: Map<VersionRow, Reread>): Gone {
  const record = read?.get(row)?.item.record
  return {
    id: row.id,
    kind: row.kind,
    identityId: row.identity_id,
    parentId: row.parent_id,
    ...(record?.kind === 'product' && { sku: record.sku }),
    stays: false,
    customerId: null,
  }
}

async function keepWaiting(work: Work, items: Item[], before: Map<Uuid, VersionRow>): Promise<void> {
  const aside = items.flatMap((item) => {
    const waitsFor = item.bucket === 'waiting' ? waits.get(item) : undefined
    return waitsFor === undefined
      ? []
      : [{ record_id: item.id, waits_for: waitsFor, item: toJson(item), since: work.now }]
  })
  await setAside(work.tx, aside)
  await stopWaiting(
    work.tx,
    items
      .filter((item) => item.bucket !== 'waiting' && before.get(item.id)!.state === 'waiting')
      .map((item) => item.id),
  )
}
