import { forgetSealed } from '#src/clean/audit/index.ts'
import { eraseIdentity, eraseMatches, recordsOfCustomer, sharedWith, tellErased } from '#src/clean/identity/index.ts'
import { eraseEvents } from '#src/collect/events/index.ts'
import { eraseEntries } from '#src/collect/forms/index.ts'
import { eraseDeliveries } from '#src/collect/hooks/index.ts'
import { forgetEverywhere } from '#src/clean/propagation/index.ts'
import { eraseFiles, eraseLines } from '#src/collect/imports/index.ts'
import {
  eraseRecords,
  hashOf,
  keepErased,
  lockSource,
  madeKey,
  type Named,
  namedBy,
  note,
  ports,
  textsOf,
  takeFromStaff,
  type Trace,
  tracesOf,
  withoutNamed,
  workOf,
} from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import { lookLess, looksNaming } from '#src/know/access/index.ts'
import { eraseCustomer, pageRow, type PageRow, standingAt } from '#src/know/customers/index.ts'
import { eraseFigures } from '#src/know/insights/index.ts'
import { eraseTimeline } from '#src/know/interactions/index.ts'
import { eraseAsked } from '#src/know/lists/index.ts'
import { erasePurchases, invoicesSince, keepInvoices, purchasesOf } from '#src/know/purchases/index.ts'
import { eraseFromSegments, eraseMemberships } from '#src/know/segments/index.ts'
import { erasePlaces } from '#src/know/sources/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { forgetNamed } from '#src/platform/http/index.ts'
import { forgetCustomer } from '#src/platform/outbox/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Erased, EraseAsked, ErasurePreview, Held, Removed } from './contract.ts'
import { insertErasure, touchedOf } from './queries.ts'

const unknown = () => new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')

/** What erasing this customer would take away, and what the law keeps. Throws 404 `not_found`. */
export async function preview(context: Context, id: Uuid): Promise<ErasurePreview> {
  authorize(context.actor, 'customer.erase')
  const { db } = context
  const row = await pageRow(db, id)
  if (!row) throw unknown()
  const [touched, money, held] = await Promise.all([touchedOf(db, id), purchasesOf(db, id), heldOf(context, db, id)])
  const kept = held.reduce((sum, one) => sum + one.count, 0)
  return { version: row.version, removed: { ...touched, ...money, invoices: money.invoices - kept }, held }
}

/**
 * Removes a person from everything (GDPR Art. 17): what sources told, what became of it, and what imports kept of it. Vouchers that
 * bookkeeping must keep stay under a nameless customer. What is left is a trace of keyed hashes, so that the person does not come back by the
 * next file. Throws 404 `not_found`, 409 `changed_meanwhile`.
 */
export async function erase(context: Context, id: Uuid, asked: EraseAsked): Promise<Erased> {
  authorize(context.actor, 'customer.erase')
  const done = await context.db.tx(async (tx) => {
    const seen = await pageRow(tx, id)
    if (!seen) throw unknown()
    // in the order in which deliveries take them: sources before customers
    for (const source of [...new Set(seen.claims.map((claim) => claim.sourceId))].sort())
      await lockSource(tx, source, false)
    return eraseOne(context, tx, await standingAt(tx, id, asked.confirm), {
      erasure: context.uuid(),
      at: context.now,
      by: context.actor.kind === 'system' ? null : context.actor.id,
      reason: asked.reason,
      journal: true,
    })
  })
  const files = await eraseFiles(context, done.imports, done.named)
  return { id: done.id, at: context.now.toISOString(), removed: done.removed, held: done.held, files }
}

export interface Doing {
  erasure: Uuid
  at: Date
  by: Uuid | null
  reason: string
  /** Tells the journal beside the database. Off while the journal itself is replayed. */
  journal: boolean
}
export interface Done {
  id: Uuid
  removed: Removed
  held: Held[]
  imports: Uuid[]
  named: Named
}

/** Erases one customer in the caller's transaction; dropped files are for `eraseFiles` once it has committed. */
export async function eraseOne(context: Context, tx: Tx, row: PageRow, doing: Doing): Promise<Done> {
  const { id, claims } = row
  const work = workOf(context, tx)
  const named = namedBy(claims)
  const { records: identities, former } = await recordsOfCustomer(tx, id)
  const shared = await sharedWith(tx, id)
  const held = await heldOf(context, tx, id)
  const keptAs = held.length === 0 ? null : await keeperOf(context, tx, row, doing)
  const money = await erasePurchases(tx, id)
  for (const { count } of held) money.invoices -= count
  const entries = await eraseTimeline(tx, id)
  await eraseFigures(tx, id)
  for (const forget of ports().forget) await forget(tx, [id, ...former])
  await erasePlaces(tx, id)
  await eraseMemberships(tx, [id, ...former])
  await eraseEvents(tx, identities)
  await eraseDeliveries(tx, named)
  await eraseEntries(tx, identities, named.emails)
  const told = await eraseRecords(work, identities, named)
  const lines = await eraseLines(work, { customers: [id, ...former], records: told.records, named })
  for (const one of [id, ...former]) await forgetSealed(tx, one, { id: doing.erasure, at: doing.at })
  await eraseMatches(tx, [id, ...former])
  await eraseIdentity(tx, id)
  await forgetEverywhere(tx, [id, ...former], context.now)
  await eraseCustomer(tx, id)
  await eraseAsked(tx, named)
  await eraseFromSegments(context, tx, named, [id, ...former])
  for (const { id: look, question } of await looksNaming(tx, [...named.values, ...textsOf(named)]))
    await lookLess(tx, look, withoutNamed(named, question))
  await forgetCustomer(tx, id)
  await forgetNamed(tx, [id, ...named.emails, ...(row.name.length > 3 ? [row.name.toLowerCase()] : [])])
  const traces: Trace[] = [
    ...claims.flatMap(({ said, sourceId }) => tracesOf(said, sourceId)).filter(([, value]) => !shared.has(value)),
    ...told.traces,
    ...lines.traces,
  ]
  const hashes = await remember(context, tx, traces, doing)
  const removed = { records: told.records.length, entries, ...money, lines: lines.lines, quarantined: told.quarantined }
  await insertErasure(tx, {
    id: doing.erasure,
    customer_id: id,
    at: doing.at,
    actor_id: doing.by,
    reason: doing.reason,
    removed,
    held,
    kept_as: keptAs,
  })
  if (doing.journal)
    await note(context.config.dataDir, {
      erasure: doing.erasure,
      at: doing.at.toISOString(),
      by: doing.by,
      reason: doing.reason,
      customers: [id, ...former],
      hashes: hashes.map((hash) => hash.toString('base64')),
    })
  return { id: doing.erasure, removed, held, imports: [...new Set([...told.imports, ...lines.imports])], named }
}

async function remember(context: Context, tx: Tx, traces: readonly Trace[], doing: Doing): Promise<Buffer[]> {
  const key = await madeKey(context.config.dataDir, context.random)
  const hashes = new Map(traces.map((trace) => hashOf(key, trace)).map((hash) => [hash.toString('base64'), hash]))
  await keepErased(
    tx,
    [...hashes.values()].map((hash) => ({ hash, erasure_id: doing.erasure, at: doing.at })),
  )
  return [...hashes.values()]
}

/** Vouchers are kept six years from the end of the calendar year in which the financial period ends (bookkeeping act 1336/1997, ch. 2 § 10). */
const keptYears = 6

/** What must stay. Financial periods are taken to be calendar years in the company's time zone. */
async function heldOf(context: Context, runner: Runner, id: Uuid): Promise<Held[]> {
  const { count, last } = await invoicesSince(runner, id, heldSince(context))
  if (last === null) return []
  const until = `${yearIn(context, last) + keptYears}-12-31`
  return [{ what: 'invoices', count, because: 'bookkeeping', until }]
}

const yearIn = ({ config }: Context, at: Date) =>
  Number(new Intl.DateTimeFormat('en', { timeZone: config.timeZone, year: 'numeric' }).format(at))

/** The first moment of the oldest year that is kept; a day early at most, which keeps rather than loses. */
function heldSince(context: Context): Date {
  const year = yearIn(context, context.now) - keptYears
  return new Date(Date.UTC(year - 1, 11, 31, 10))
}

/** The nameless customer who has what stays. */
async function keeperOf(context: Context, tx: Tx, row: PageRow, doing: Doing): Promise<Uuid> {
  const display = context.config.language === 'fi' ? 'Poistettu asiakas' : 'Erased customer'
  const work = workOf(context, tx)
  const batch = await takeFromStaff(work, {
    kind: 'customer',
    claims: { kind: row.kind, name: { display }, verified: { by: 'staff' } },
  })
  const keeper = { customerId: batch.created[0]!.id, originId: batch.items[0]!.id }
  await keepInvoices(tx, row.id, heldSince(context), keeper)
  await tellErased(tx, { id: context.uuid(), at: doing.at, actorId: doing.by, ...keeper })
  return keeper.customerId
}
