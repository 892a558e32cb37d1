import { lockForMending, takeMended } from '#src/collect/events/index.ts'
import { contentOf, keyOf } from '#src/collect/imports/index.ts'
import {
  cellsToJson,
  expand,
  type Incoming,
  type Item,
  lockSource,
  ports,
  recordId,
  type Settled,
  settleMended,
  sourceInfo,
  take,
  type Work,
} from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type Checked, faultsOf } from './check.ts'
import type { RepairOutcome } from './contract.ts'
import { knownSince, lockWaiting, type QuarantineRow, rowsById } from './queries.ts'
import { cellsOf, Layouts, named } from './rows.ts'

/** Rows taken in within one request and one transaction; more are a run. */
export const atOnce = 500

export function countsOf(rows: readonly RepairOutcome[], counts: Record<string, number> = {}): Record<string, number> {
  const sum = { ...counts }
  for (const { outcome } of rows) sum[outcome] = (sum[outcome] ?? 0) + 1
  return sum
}

/** A waiting row in which nothing is wrong, ready for the door. */
interface Ready {
  row: QuarantineRow
  incoming: Incoming
  /** Of the source record that it is. */
  id: Uuid
}

/**
 * Takes waiting rows in through the one door, each as a line of the import that told it, so that taking that import back takes them
 * back too. What the source has told of the same record since is newer and stays; such a row is closed without effect.
 */
export async function replayRows(context: Context, work: Work, ids: Uuid[], bulk: boolean): Promise<RepairOutcome[]> {
  const waiting = new Set((await lockWaiting(work.tx, ids)).map((row) => row.id))
  const rows = (await rowsById(work.tx, ids)).filter((row) => waiting.has(row.id))
  const layouts = await Layouts.of(
    context,
    work.tx,
    rows.map((row) => row.layout_id),
  )
  const told = rows.filter((row) => row.entrance === 'event')
  for (const source of [...new Set(told.map((row) => row.source_id))].sort()) await lockForMending(work.tx, source)
  for (const source of [...new Set(rows.map((row) => row.source_id))].sort()) await lockSource(work.tx, source, true)
  const outcomes = new Map<Uuid, RepairOutcome>()
  const settled: Settled[] = []
  const close = (row: QuarantineRow, outcome: RepairOutcome['outcome'], recordId: Uuid | null) => {
    outcomes.set(row.id, { id: row.id, outcome, bucket: null, customer: null, faults: [] })
    settled.push({ id: row.id, outcome, recordId })
  }
  const ready: Ready[] = []
  const events: QuarantineRow[] = []
  for (const row of rows) {
    const checked = layouts.check(row.layout_id)(cellsOf(row))
    if (!checked.record)
      outcomes.set(row.id, {
        id: row.id,
        outcome: 'faulty',
        bucket: null,
        customer: null,
        faults: faultsOf(layouts.get(row.layout_id), cellsOf(row), checked.faults),
      })
    else if (checked.record.kind === 'customer' && checked.record.deleted) close(row, 'ignored', null)
    else if (row.entrance === 'event') events.push(row)
    else ready.push(readyRow(row, checked, layouts))
  }
  for (const [source, some] of Map.groupBy(events, (row) => row.source_id)) {
    const items = await takeMended(
      work,
      source,
      some.map((row) => mendedOf(row, layouts)),
    )
    for (const row of some) {
      const item = items.get(row.id)
      if (item === undefined) outcomes.set(row.id, faultyEvent(row))
      else if (item === null) close(row, 'older', null)
      else {
        outcomes.set(row.id, { id: row.id, outcome: 'entered', bucket: item.bucket, customer: null, faults: [] })
        settled.push({ id: row.id, outcome: item.bucket, recordId: item.id })
      }
    }
  }
  const fresh = await numbered(work, ready, (row, id) => close(row, 'older', id))
  for (const group of groupsOf(fresh)) {
    for (const { row, item } of await takeGroup(work, group, bulk)) {
      outcomes.set(row.id, { id: row.id, outcome: 'entered', bucket: item.bucket, customer: null, faults: [] })
      settled.push({ id: row.id, outcome: item.bucket, recordId: item.id })
    }
  }
  await settleMended(work.tx, settled, work.now, work.actorId)
  await nameOwners(work, settled, outcomes)
  return ids.map((id) => outcomes.get(id) ?? { id, outcome: 'gone', bucket: null, customer: null, faults: [] })
}

const mendedOf = (row: QuarantineRow, layouts: Layouts) => ({
  id: row.id,
  layout: layouts.get(row.layout_id).name,
  cells: cellsOf(row),
  toldAt: row.told_at,
})
/** Of an event it must be said whose it is. */
const faultyEvent = (row: QuarantineRow): RepairOutcome => ({
  id: row.id,
  outcome: 'faulty',
  bucket: null,
  customer: null,
  faults: [{ field: 'customerRef', code: 'key_missing', written: '', fatal: true, at: 1 }],
})

function readyRow(row: QuarantineRow, checked: Checked, layouts: Layouts): Ready {
  const { mapping } = layouts.get(row.layout_id)
  const content = contentOf(checked.mapped)
  const record = checked.record!
  // what no clock of the row itself dates was true when it was told, not now
  if (record.kind === 'customer') record.observedAt ??= row.told_at.toISOString()
  const incoming: Incoming = {
    fileNo: row.file_no,
    line: row.line_no,
    record,
    key: keyOf(checked.mapped, mapping) ?? `${uuidOf(content)}#1`,
    hash: uuidOf(content),
    payload: cellsToJson(cellsOf(row)),
    copy: false,
    overtaken: false,
  }
  return { row, incoming, id: idOf(row.source_id, incoming) }
}

const idOf = (sourceId: Uuid, incoming: Incoming): Uuid => expand(sourceId, incoming).find((item) => !item.derived)!.id

/**
 * Leaves out rows of whose record something newer is known. A row without a key of its own is the n-th of its content: when the file
 * that told it has a line of just that content already, it is the next one.
 */
async function numbered(
  work: Work,
  ready: readonly Ready[],
  older: (row: QuarantineRow, id: Uuid) => void,
): Promise<Ready[]> {
  const kept: Ready[] = []
  const used = new Set<Uuid>()
  let open = [...ready]
  for (let nth = 1; open.length > 0; nth++) {
    const known = new Map(
      (
        await knownSince(
          work.tx,
          open.flatMap((one) => [one.id, ...headOf(one)]),
        )
      ).map((record) => [record.id, record]),
    )
    const next: Ready[] = []
    for (const one of open) {
      const { row, incoming, id } = one
      const record = known.get(id)
      const numberless = /#\d+$/.test(incoming.key) && incoming.key.startsWith(incoming.hash)
      const sameFile = record !== undefined && record.import_id === row.import_id && record.file_no === row.file_no
      if (numberless && (used.has(id) || sameFile)) {
        const key = `${incoming.hash}#${nth + 1}`
        const again = { ...incoming, key, copy: true }
        next.push({ row, incoming: again, id: idOf(row.source_id, again) })
        continue
      }
      const later =
        record !== undefined && (record.told_at > row.told_at || (sameFile && (record.line_no ?? 0) > row.line_no))
      if (later) older(row, id)
      else {
        used.add(id)
        const [head] = headOf(one)
        if (head !== undefined && !known.has(head) && !used.has(head)) {
          used.add(head)
          incoming.tellsHeader = true
        }
        kept.push(one)
      }
    }
    open = next
  }
  const place = new Map(ready.map(({ row }, at) => [row.id, at]))
  return kept.sort((a, b) => place.get(a.row.id)! - place.get(b.row.id)!)
}

/** The purchase that a line also tells of. */
function headOf({ row, incoming: { record } }: Ready): Uuid[] {
  return record.kind === 'purchase' && record.line !== undefined && record.number !== undefined
    ? [recordId(row.source_id, 'purchase', record.number)]
    : []
}

/** Rows told by the same import of the same source, in order. */
function groupsOf(rows: readonly Ready[]): Ready[][] {
  return [...Map.groupBy(rows, ({ row }) => `${row.source_id} ${row.import_id}`).values()]
}

async function takeGroup(work: Work, group: Ready[], bulk: boolean): Promise<{ row: QuarantineRow; item: Item }[]> {
  const { source_id, import_id } = group[0]!.row
  const batch = await take(work, {
    source: await sourceInfo(work.tx, source_id),
    importId: import_id,
    bulk,
    incoming: group.map(({ incoming }) => incoming),
  })
  // every row is exactly one item that is not derived, in the order given
  const items = batch.items.filter((item) => !item.derived)
  return group.map(({ row }, at) => ({ row, item: items[at]! }))
}

async function nameOwners(work: Work, settled: readonly Settled[], outcomes: Map<Uuid, RepairOutcome>): Promise<void> {
  const rows = await rowsById(
    work.tx,
    settled.flatMap(({ id, recordId }) => (recordId === null ? [] : [id])),
  )
  const identities = rows.flatMap((row) => (row.identity_id === null ? [] : [row.identity_id]))
  if (identities.length === 0) return
  const owners = await ports().whoIs(work.tx, identities)
  for (const row of rows) {
    const outcome = outcomes.get(row.id)!
    if (row.identity_id !== null) outcome.customer = named(owners.get(row.identity_id))
  }
}
