import {
  type Batch,
  fresh,
  type Item,
  type CustomerRecord,
  type Golden,
  isFresh,
  partyOf,
  type Said,
  type Work,
} from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { normaliserVersion } from '#src/clean/quality/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { effectsOf } from './effects.ts'
import { type Claim, differences, goldenOf } from './golden.ts'
import { entryOf, undoneOf } from './history.ts'
import { type Identifier, identifiersOf, strongOf } from './identifiers.ts'
import { apartAmong } from './merge/apart.ts'
import { move } from './mover.ts'
import { ownersHeld, spokenOf } from './owners.ts'
import {
  addIdentifiers,
  type ClaimRow,
  claimsOf,
  deleteClaims,
  deleteIdentifiers,
  type HistoryRow,
  holders,
  insertAlias,
  insertClaims,
  insertHistory,
  insertIdentifiers,
  insertLinks,
  insertRejoined,
  lockCustomers,
  type OwnedIdentifier,
  recordCounts,
  repointLink,
  stillLinked,
} from './queries.ts'
import { inherit, lostIn, part } from './retract.ts'

type CustomerItem = Item & { record: CustomerRecord }

/**
 * Says whose every new record is, keeps what it claims and works out the values in use.
 * Deterministic: a known record stays with its customer, a strong identifier leads to its holder, anything else is a new customer.
 */
export async function resolve(work: Work, batch: Batch): Promise<void> {
  if (batch.items.length === 0 && batch.gone.length === 0) return
  const items = fresh(batch, 'customer')
  const { owners, made } = await ownersOf(work, batch, items)
  for (const item of batch.items) {
    item.customerId = item.identityId === null ? null : (owners.get(item.identityId) ?? null)
    item.formerCustomerId =
      item.formerIdentityId === null || item.formerIdentityId === item.identityId
        ? null
        : (owners.get(item.formerIdentityId) ?? null)
  }
  await keepClaims(work, batch, items, made)
}

/** Customer of every customer record that the batch speaks of. New customers get their id here. */
async function ownersOf(
  work: Work,
  batch: Batch,
  items: CustomerItem[],
): Promise<{ owners: Map<Uuid, Uuid>; made: Set<Uuid> }> {
  const change: Uuid[] = []
  const lean = new Set<Uuid>()
  const read = new Set<Uuid>()
  const news = new Set(
    batch.items.filter((item) => item.version === 1 && isFresh(item) && !item.released).map((item) => item.id),
  )
  for (const item of batch.items) {
    // a record made in this batch has no owner yet: it is not asked for
    if (item.identityId !== null && !news.has(item.identityId)) (isFresh(item) ? lean : read).add(item.identityId)
    if (item.formerIdentityId !== null) lean.add(item.formerIdentityId)
  }
  for (const item of items) if (lean.delete(item.id)) change.push(item.id)
  for (const id of [...lean, ...change]) read.delete(id)
  const owners = await ownersHeld(work.tx, { change, lean: [...lean], read: [...read] })
  const strong = new Map(items.map((item) => [item.id, strongOf(batch.source.id, saidOf(item.record))]))
  const held = await heldBy(work.tx, [...strong.values()].flat())

  const links: { record_id: Uuid; customer_id: Uuid; since: Date }[] = []
  const toMove: { record: Uuid; from: Uuid; to: Uuid }[] = []
  const made: Uuid[] = []
  for (const item of batch.items) {
    const named = aboutOf(item)
    if (named === undefined || owners.has(item.id)) continue
    const about = await spokenOf(work.tx, named)
    owners.set(item.id, about)
    links.push({ record_id: item.id, customer_id: about, since: work.now })
  }
  for (const item of items) {
    const keys = strong.get(item.id)!.map((s) => `${s.kind}|${s.value}`)
    const holder = keys.map((key) => held.get(key)).find((id) => id !== undefined)
    let owner = owners.get(item.id)
    if (owner !== undefined && holder !== undefined && holder !== owner)
      toMove.push({ record: item.id, from: owner, to: holder })
    if (owner === undefined) {
      owner = holder ?? work.uuid()
      if (holder === undefined) made.push(owner)
      owners.set(item.id, owner)
      links.push({ record_id: item.id, customer_id: owner, since: work.now })
    }
    for (const key of keys) if (!held.has(key)) held.set(key, owner)
  }
  await insertLinks(work.tx, links)
  await rejoin(work, batch, toMove, owners, new Set(made))
  return { owners, made: new Set(made) }
}

/** Who holds these strong identifiers, by kind and value; the holders are the caller's until the transaction ends. */
async function heldBy(tx: Tx, wanted: Identifier[]): Promise<Map<string, Uuid>> {
  const read = async () => new Map((await holders(tx, wanted)).map((h) => [`${h.kind}|${h.value}`, h.customer_id]))
  for (let held = await read(); ; ) {
    if (held.size === 0) return held
    await lockCustomers(tx, [...new Set(held.values())])
    // whoever was waited for may have given it to another customer
    const now = await read()
    if (now.size === held.size && [...now].every(([key, id]) => held.get(key) === id)) return held
    held = now
  }
}

/** The customer that staff or the customer speak of on that customer's own page. */
function aboutOf(item: Item): Uuid | undefined {
  if (item.record.kind === 'customer') return item.record.about
  return partyOf(item.record)?.customer
}

/**
 * A customer known by one record only (say, by an order that named them) turns out by a strong identifier to be another known customer:
 * the record and all that came through it go there. With more records the matter is for matching and a person to decide.
 */
async function rejoin(
  work: Work,
  batch: Batch,
  toMove: { record: Uuid; from: Uuid; to: Uuid }[],
  owners: Map<Uuid, Uuid>,
  made: ReadonlySet<Uuid>,
): Promise<void> {
  if (toMove.length === 0) return
  const customers = toMove.flatMap((m) => [m.from, m.to])
  await lockCustomers(work.tx, customers)
  const apart = await apartAmong(work.tx, customers)
  const counts = new Map((await recordCounts(work.tx, customers)).map((row) => [row.customer_id, row.records]))
  const versionOf = new Map(batch.items.map((item) => [item.id, item.recordVersion ?? item.version]))
  for (const { record, from, to } of toMove) {
    if (counts.get(from) !== 1) continue
    if (apart.some(({ a, b }) => (a === from && b === to) || (a === to && b === from))) continue
    const before = await claimsOf(work.tx, [from])
    await move(work.tx, [record], from, to)
    await repointLink(work.tx, record, to, work.now)
    await insertAlias(work.tx, from, to, work.now)
    await insertRejoined(work.tx, { record, version: versionOf.get(record) ?? 1, from, to, at: work.now })
    const lost = [...identifiersOf(before.get(from) ?? []).values()]
    await deleteIdentifiers(
      work.tx,
      lost.map((i) => ({ ...i, customerId: from })),
    )
    // those of a customer made just now are written with it
    if (!made.has(to))
      await addIdentifiers(
        work.tx,
        lost.map((i) => ({ ...i, customerId: to })),
      )
    counts.set(from, 0)
    counts.set(to, (counts.get(to) ?? 0) + 1)
    owners.set(record, to)
    batch.emptied.push(from)
    batch.joined ??= new Map()
    batch.joined.set(from, to)
    batch.touched.add(from)
    batch.touched.add(to)
  }
}

export const saidOf = (record: CustomerRecord): Said => ({
  ...record.claims,
  ...(record.externalId !== undefined && { externalId: record.externalId }),
  ...(record.personId !== undefined && { personId: record.personId }),
})

function claimOf(work: Work, batch: Batch, item: CustomerItem): Claim {
  const { observedAt } = item.record
  const now = (item.receivedAt ?? work.now).getTime()
  return {
    origin: item.id,
    sourceId: batch.source.id,
    source: batch.source.name,
    trust: batch.source.trust,
    // what a source dates into the future was true at the latest now: a wrong clock wins nothing
    observedAt: observedAt === undefined ? now : Math.min(Date.parse(observedAt), now),
    said: saidOf(item.record),
  }
}

async function keepClaims(work: Work, batch: Batch, items: CustomerItem[], made: Set<Uuid>): Promise<void> {
  const lost = lostIn(batch)
  // a customer made just now may have been joined by a known one, whose claims it has then
  const isKnown = (id: Uuid) => !made.has(id) || batch.touched.has(id)
  const existing = [...new Set(items.map((item) => item.customerId!).filter(isKnown))]
  const before = await claimsOf(
    work.tx,
    existing.filter((id) => !lost.has(id)),
  )
  for (const [id, claims] of lost) before.set(id, claims)
  const gone = new Set(batch.gone.map((one) => one.id))
  const after = new Map<Uuid, Claim[]>(
    [...before].map(([id, claims]) => [id, claims.filter((claim) => !gone.has(claim.origin))]),
  )
  const replaced: { customerId: Uuid; origin: Uuid }[] = []
  const lastOf = new Map<Uuid, CustomerItem>()
  const rows: ClaimRow[] = []
  for (const item of items) {
    const customerId = item.customerId!
    const claim = claimOf(work, batch, item)
    const claims = after.get(customerId) ?? []
    const at = claims.findIndex((c) => c.origin === claim.origin)
    if (at >= 0) {
      replaced.push({ customerId, origin: claim.origin })
      claims[at] = claim
    } else claims.push(claim)
    after.set(customerId, claims)
    lastOf.set(customerId, item)
    rows.push({
      customer_id: customerId,
      origin_id: claim.origin,
      source_id: claim.sourceId,
      observed_at: new Date(claim.observedAt),
      normaliser: normaliserVersion,
      said: claim.said,
    })
  }
  await deleteClaims(work.tx, replaced)
  await insertClaims(work.tx, rows)
  if (batch.taking !== null) {
    await part(work, batch, { made, before, after })
    await leaveEmpty(work, batch, { made, before, after, lastOf })
  }
  await applyGolden(work, batch, { made, before, after, lastOf })
}

/** Customers of whom nobody tells anything any more disappear; those that staff wrote of stay. */
async function leaveEmpty(work: Work, batch: Batch, { before, after }: Change): Promise<void> {
  const bare = [...after].filter(([, claims]) => claims.length === 0).map(([id]) => id)
  const linked = await stillLinked(work.tx, bare)
  const gone = bare.filter((id) => !linked.has(id))
  const lost = gone.flatMap((id) => [...identifiersOf(before.get(id)!).values()].map((i) => ({ ...i, customerId: id })))
  await deleteIdentifiers(work.tx, lost)
  const origins = new Map(batch.gone.map((one) => [one.customerId, one.id]))
  await insertHistory(
    work.tx,
    gone.map((id) => ({
      customer_id: id,
      at: work.now,
      id: work.uuid(),
      what: batch.taking!,
      actor_id: work.actorId,
      source_id: batch.source.id,
      origin_id: origins.get(id) ?? id,
      changes: null,
    })),
  )
  for (const id of gone) {
    after.delete(id)
    batch.emptied.push(id)
  }
  await inherit(work, lost)
}

interface Change {
  made: Set<Uuid>
  before: Map<Uuid, Claim[]>
  after: Map<Uuid, Claim[]>
  lastOf: Map<Uuid, CustomerItem>
}

async function applyGolden(work: Work, batch: Batch, { made, before, after, lastOf }: Change): Promise<void> {
  const history: HistoryRow[] = []
  const found: OwnedIdentifier[] = []
  const gained: OwnedIdentifier[] = []
  const lost: OwnedIdentifier[] = []
  batch.created = []
  for (const [customerId, claims] of after) {
    const golden = goldenOf(customerId, claims)
    const is = identifiersOf(claims)
    const entry = {
      customer_id: customerId,
      at: work.now,
      id: work.uuid(),
      actor_id: work.actorId,
      source_id: batch.source.id,
      origin_id: lastOf.get(customerId)?.id ?? customerId,
    }
    if (made.has(customerId)) {
      batch.created.push(golden)
      noteNew(batch, golden, lastOf.get(customerId))
      for (const i of is.values()) (batch.taking === null ? found : gained).push({ ...i, customerId })
      history.push({ ...entry, what: 'created', changes: null })
      continue
    }
    const was = identifiersOf(before.get(customerId)!)
    for (const [key, i] of is) if (was.get(key)?.strong !== i.strong) gained.push({ ...i, customerId })
    for (const [key, i] of was) if (!is.has(key)) lost.push({ ...i, customerId })
    const told = before.get(customerId)!
    const former = goldenOf(customerId, told)
    const happened = happenedTo(batch, lastOf.get(customerId)?.record, told, claims, former, golden)
    noteEffects(batch, former, golden, lastOf.get(customerId))
    if (happened) {
      batch.changed.push(golden)
      history.push({ ...entry, ...happened })
    }
  }
  await deleteIdentifiers(work.tx, lost)
  await insertIdentifiers(work.tx, found)
  await addIdentifiers(work.tx, gained)
  if (batch.taking !== null) await inherit(work, lost)
  await insertHistory(work.tx, history)
}

function noteNew({ effects }: Batch, { id, name }: Golden, item: CustomerItem | undefined): void {
  if (effects && item)
    effects.push({
      field: 'customer',
      what: 'new',
      customerId: id,
      fileNo: item.fileNo,
      line: item.line,
      old: null,
      told: name,
    })
}
function noteEffects({ effects }: Batch, was: Golden, is: Golden, item: CustomerItem | undefined): void {
  if (!effects || !item) return
  const { fileNo, line } = item
  for (const effect of effectsOf(was, is, saidOf(item.record)))
    effects.push({ ...effect, customerId: is.id, fileNo, line })
}

function happenedTo(
  batch: Batch,
  record: CustomerRecord | undefined,
  told: readonly Claim[],
  claims: readonly Claim[],
  was: Golden,
  is: Golden,
): Pick<HistoryRow, 'what' | 'changes'> | undefined {
  if (batch.taking === null) return entryOf(record!, told, was, is)
  const changes = batch.taking === 'undone' ? undoneOf(told, claims, was, is) : differences(was, is)
  return Object.keys(changes).length > 0 ? { what: batch.taking, changes } : undefined
}
