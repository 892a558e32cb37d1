import type { Uuid } from '#src/terms/index.ts'
import { partyKey, partyOf, recordId, stubOf } from './expand.ts'
import type { Batch, Item, SourceInfo, Work } from './pipeline.ts'
import type { KnownRecord, RecordRow } from './queries.ts'

/** Finds the customer record an item belongs to. Returns a customer record to be made on the way. */
export function place(
  item: Item,
  known: Map<Uuid, KnownRecord>,
  decided: Map<Uuid, Item>,
  source: SourceInfo,
): Item | undefined {
  if (item.record.kind === 'product') return undefined
  if (item.record.kind === 'customer') {
    item.identityId = item.id
    return undefined
  }
  const party = partyOf(item.record) ?? {}
  if (party.customer !== undefined) {
    item.identityId = item.id
    return undefined
  }
  const key = partyKey(party)
  if (key !== null) {
    const id = recordId(source.id, 'customer', key)
    item.identityId = id
    if (known.has(id) || decided.has(id)) return undefined
    if (party.ref !== undefined && source.hasCustomers) {
      item.identityId = null
      waitFor(item, id)
      return undefined
    }
    return stubOf(item, id, key, party)
  }
  if (item.parentId === null) {
    item.identityId = null
    item.bucket = 'unassigned'
    return undefined
  }
  const parent = decided.get(item.parentId)
  const state = parent ? stateOf(parent) : known.get(item.parentId)?.state
  item.identityId = (parent ? parent.identityId : known.get(item.parentId)?.identity_id) ?? null
  if (state === undefined || state === 'waiting') waitFor(item, item.parentId)
  else if (item.identityId === null) item.bucket = 'unassigned'
  return undefined
}

/** What each waiting item waits for; kept beside the items since only waiting ones have it. */
export const waits = new WeakMap<Item, Uuid>()
function waitFor(item: Item, id: Uuid): void {
  item.bucket = 'waiting'
  waits.set(item, id)
}

export function stateOf(item: Item): 'live' | 'unassigned' | 'waiting' {
  if (item.bucket === 'waiting') return 'waiting'
  return item.bucket === 'unassigned' || (item.identityId === null && item.record.kind !== 'product')
    ? 'unassigned'
    : 'live'
}

/** An item as its source record is kept. */
export function rowOf(work: Work, batch: Batch, item: Item): RecordRow {
  const observed = item.record.kind === 'customer' ? item.record.observedAt : undefined
  return {
    id: item.id,
    source_id: batch.source.id,
    kind: item.record.kind,
    key: item.key,
    hash: item.hash,
    version: item.version,
    identity_id: item.identityId,
    state: stateOf(item),
    observed_at: observed ?? null,
    import_id: item.importId === undefined ? batch.importId : item.importId,
    file_no: item.fileNo,
    line_no: item.line,
    received_at: item.receivedAt ?? work.now,
    // what a line told of others is kept as it was understood: no row of its own says it
    payload: item.payload.length > 0 ? item.payload : Buffer.from(JSON.stringify(item.record)),
    parent_id: item.parentId,
  }
}

// The payload is in the record; a waiting item keeps only what the pipeline needs.
export const toJson = (item: Item) => ({ ...item, payload: undefined })
export const fromJson = (json: unknown): Item => ({
  ...(json as Item),
  payload: Buffer.alloc(0),
  released: true,
  derived: true,
})
