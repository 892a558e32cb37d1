import { readRecord } from '#src/clean/quality/index.ts'
import {
  dropLines,
  ensureSource,
  type Fault,
  type Incoming,
  type Item,
  markHasCustomers,
  nameKeyOf,
  quarantine,
  recordId,
  retract,
  type SourceInfo,
  sourceNamed,
  take,
  type Told,
  type Work,
  workOf,
} from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { whoIs } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { ApiKind, RecordAnswer, RecordBatch, RecordBody, StoredRecord } from './contract.ts'
import { linesOf, type StoredRow, storedRecord } from './queries.ts'
import { incomingOf, type Rows, rowsOf } from './rows.ts'

/**
 * Takes in one record as its source tells it now; told again unchanged it is `unchanged`. Refuses 422 `value_faulty` with the faults when
 * the record cannot enter at all: the caller is there to mend it.
 */
export async function put(
  context: Context,
  kind: ApiKind,
  place: { externalId: string; source: string },
  body: RecordBody,
): Promise<RecordAnswer> {
  const { source, externalId } = place
  const [answer] = await tell(context, kind, { source, records: [{ ...body, externalId }] }, (faults) => {
    throw new Refusal(422, 'value_faulty', 'Some of the values cannot be right.', 'Mend the values named.', {
      faults: faults.map(({ field, code }) => ({ field, code })),
    })
  })
  return answer!
}

/** The same for many records of one kind in one transaction. What cannot enter waits in Korjattavat, and the rest enters. */
export function putMany(context: Context, kind: ApiKind, batch: RecordBatch): Promise<RecordAnswer[]> {
  return tell(context, kind, batch)
}

interface Read {
  record: RecordBatch['records'][number]
  faults: Fault[]
  /** Places in the delivery; empty where the record is set aside. */
  at: number[]
}

async function tell(
  context: Context,
  kind: ApiKind,
  { source: name, records }: RecordBatch,
  refuse?: (faults: Fault[]) => never,
): Promise<RecordAnswer[]> {
  authorize(context.actor, 'record.write')
  return context.db.tx(async (tx) => {
    const work = workOf(context, tx)
    let source: SourceInfo = await ensureSource(tx, name, { id: context.uuid(), now: context.now })
    if (kind === 'customer' && !source.hasCustomers) {
      await markHasCustomers(tx, source.id)
      source = { ...source, hasCustomers: true }
    }
    const reading = readAll(context, kind, records, refuse)
    const incoming = spokenLast(reading.incoming)
    await setAside(context, tx, source, reading.aside)
    const batch = incoming.length === 0 ? null : await take(work, { source, importId: null, bulk: false, incoming })
    const items = batch?.items.filter((item) => !item.derived && !item.released) ?? []
    if (kind === 'purchase') await dropUntold(work, reading.reads, items)
    return reading.reads.map((read) =>
      answerOf(
        kind,
        read,
        read.at.map((at) => items[at]!),
      ),
    )
  })
}

interface Reading {
  reads: Read[]
  incoming: Incoming[]
  aside: { rows: Rows; told: Told }[]
}

function readAll(
  context: Context,
  kind: ApiKind,
  records: RecordBatch['records'],
  refuse?: (faults: Fault[]) => never,
): Reading {
  const names = [...new Set(records.flatMap(({ attributes }) => (attributes ?? []).map(({ name }) => name)))].sort()
  const rows = rowsOf(kind, names)
  const lineRows = rowsOf('purchaseLine', [])
  const gate = {
    timeZone: context.config.timeZone,
    currency: context.config.currency,
    country: 'FI',
    now: context.now,
  }
  const reading: Reading = { reads: [], incoming: [], aside: [] }
  records.forEach((record, i) => {
    const cells = rows.cellsOf(record.externalId, record)
    const parts = [{ rows, cells }]
    for (const [n, line] of (record.lines ?? []).entries()) {
      const header = {
        orderNumber: record.orderNumber ?? record.externalId,
        lineNumber: n + 1,
        currency: record.currency,
      }
      const told = Object.fromEntries(Object.entries({ ...header, ...line }).filter(([, value]) => value !== undefined))
      parts.push({ rows: lineRows, cells: lineRows.cellsOf('', told) })
    }
    const read = parts.map((part) => {
      const mapped = part.rows.read(part.cells)
      return { ...readRecord(mapped, gate), mapped, mapping: part.rows.layout.mapping }
    })
    const faults = read.flatMap((part) => part.faults)
    if (read.every((part) => part.record !== undefined)) {
      const at = read.map(
        (part) => reading.incoming.push(incomingOf(i + 1, part.mapped, part.record!, part.mapping)) - 1,
      )
      reading.reads.push({ record, faults, at })
      return
    }
    // a purchase enters with all its lines or not at all; those wait with it in which nothing is wrong
    refuse?.(faults)
    reading.reads.push({ record, faults, at: [] })
    for (const [n, part] of parts.entries())
      reading.aside.push({ rows: part.rows, told: { line: i + 1, cells: part.cells, faults: read[n]!.faults } })
  })
  return reading
}

/** Of a record told twice in one request the last word counts. */
function spokenLast(incoming: Incoming[]): Incoming[] {
  const last = new Map(incoming.map((one, at) => [`${one.record.kind} ${one.key}`, at]))
  return incoming.map((one, at) =>
    last.get(`${one.record.kind} ${one.key}`) === at ? one : { ...one, overtaken: true },
  )
}

async function setAside(context: Context, tx: Tx, source: SourceInfo, aside: Reading['aside']): Promise<void> {
  const place = { entrance: 'api' as const, importId: null, fileNo: 0, at: context.now }
  const currency = context.config.currency
  for (const [{ layout }, rows] of Map.groupBy(aside, (one) => one.rows)) {
    const named = { ...layout, sourceId: source.id, currency, name: `API: ${layout.kind}` }
    await quarantine(
      tx,
      named,
      place,
      rows.map(({ told }) => told),
    )
  }
}

/** Lines that a purchase does not tell any more go; a purchase told without `lines` says nothing of them. */
async function dropUntold(work: Work, reads: readonly Read[], items: readonly Item[]): Promise<void> {
  const told = reads.filter(({ record, at }) => record.lines !== undefined && at.length > 0)
  const heads = told.map(({ at }) => items[at[0]!]!.id)
  const kept = told.flatMap(({ at }) => at.slice(1).map((n) => items[n]!.id))
  await dropLines(work, heads, kept)
}

function answerOf(kind: ApiKind, { record, faults }: Read, items: readonly Item[]): RecordAnswer {
  const [head] = items
  return {
    kind,
    externalId: record.externalId,
    // a purchase is changed when a line of it is
    bucket: head === undefined ? 'quarantined' : changed(items) ? 'updated' : head.bucket,
    customerId: head?.customerId ?? null,
    faults: faults.map(({ field, code, written }) => ({ field, code, written })),
  }
}
const changed = ([head, ...lines]: readonly Item[]) =>
  head?.bucket === 'unchanged' && lines.some(({ bucket }) => bucket === 'new' || bucket === 'updated')

interface Place {
  externalId: string
  source: string
}

/** The id of a record: customers and so on by their own, purchases, invoices and products by their number. */
async function found(
  context: Context,
  kind: ApiKind,
  { externalId, source }: Place,
): Promise<StoredRow & { sourceId: Uuid }> {
  const known = await sourceNamed(context.db, nameKeyOf(source))
  const row = known && (await storedRecord(context.db, recordId(known.id, kind, externalId)))
  if (!row) throw new Refusal(404, 'not_found', 'There is no such record.', 'Check the source and the id.')
  return { ...row, sourceId: known.id }
}

/** What is known of a record by the id that its source gave it. Refuses 404. */
export async function read(context: Context, kind: ApiKind, place: Place): Promise<StoredRecord> {
  authorize(context.actor, 'record.read')
  authorize(context.actor, 'customer.contact')
  const row = await found(context, kind, place)
  const owner = row.identity_id === null ? undefined : (await whoIs(context.db, [row.identity_id])).get(row.identity_id)
  const hidden = owner?.protected === true && !may(context.actor, 'customer.protected')
  const lines = kind === 'purchase' && !hidden ? await linesOf(context.db, row.id) : []
  return {
    kind,
    externalId: place.externalId,
    state: row.state,
    version: row.version,
    receivedAt: row.received_at.toISOString(),
    customerId: row.customer_id,
    hidden,
    told: hidden ? {} : toldIn(row.payload),
    lines: lines.map(({ payload }) => toldIn(payload)),
  }
}

/** Records that came in files are kept as rows; those are told through the customer's page. */
function toldIn(payload: Buffer): Record<string, unknown> {
  const told: unknown = payload.length === 0 ? {} : JSON.parse(payload.toString())
  return Array.isArray(told) ? { cells: told } : (told as Record<string, unknown>)
}

/** Takes a record back whole, every version of it: what it told is told no more. Refuses 404. */
export async function remove(context: Context, kind: ApiKind, place: Place): Promise<void> {
  authorize(context.actor, 'record.write')
  const { id } = await found(context, kind, place)
  await context.db.tx(async (tx) => {
    const lines = kind === 'purchase' ? await linesOf(tx, id) : []
    await retract(workOf(context, tx), [...lines.map((line) => line.id), id], { what: 'deleted', whole: true })
  })
}
