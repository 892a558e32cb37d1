import { isProtected } from '#src/clean/identity/index.ts'
import { retract, staffSource, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { momentCursor, momentPlace } from '#src/platform/place.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerChanged, CustomerHistory, HistoryEntry, HistoryQuery } from './contract.ts'
import { leadsTo } from './customers.ts'
import { guard, isContact, mayLift, unknownCustomer } from './edit.ts'
import { seesContact } from './present.ts'
import { pageRow } from './queries.ts'
import { entryOfRecord, type HistoryRow, historyRows, lockCustomer } from './queries/values.ts'

/** The columns of the golden values behind each field of the screen. */
const parts: Record<string, readonly string[]> = {
  name: ['name', 'given', 'family'],
  address: ['street', 'postcode', 'city', 'country', 'address'],
}

/** One page of what became of a customer, newest first. Values that the reader may not see are left out and marked hidden. */
export async function history(context: Context, id: Uuid, query: HistoryQuery): Promise<CustomerHistory> {
  authorize(context.actor, 'history.read')
  const limit = query.limit ?? 50
  const { field, source, actor, what } = query
  const filter = {
    fields: field === undefined ? null : [...(parts[field] ?? [field])],
    source: source ?? null,
    actor: actor ?? null,
    what: what ?? null,
    entry: null,
  }
  const [row, rows] = await Promise.all([
    pageRow(context.db, id),
    historyRows(context.db, id, filter, momentPlace(query.after), limit + 1),
  ])
  if (!row) return history(context, await leadsTo(context.db, id), query)
  const guarded = isProtected(row.claims)
  const hidden = !seesContact(context.actor, guarded)
  const hides = (name: string) => hidden && (isContact(name) || (guarded && name.startsWith('attribute:')))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map((one) => presentEntry(one, hides, hidden)),
    next: rows.length > limit && last ? momentCursor(last) : null,
  }
}

/** Fields that hold a name: one's own, or that of whoever was merged or parted. */
const names = new Set(['name', 'mergedFrom', 'mergedInto', 'splitOff', 'splitFrom'])

const undoable = new Set(['changed', 'verified', 'pinned', 'unpinned'])
const isUndoable = (row: HistoryRow) => row.source_id === staffSource.id && row.live && undoable.has(row.what)

function presentEntry(row: HistoryRow, hides: (field: string) => boolean, hidden: boolean): HistoryEntry {
  const source = row.source_id !== null && row.source !== null ? { id: row.source_id, name: row.source } : null
  return {
    id: row.id,
    at: row.at.toISOString(),
    what: row.what as HistoryEntry['what'],
    actor: row.actor_id !== null && row.actor !== null ? { id: row.actor_id, name: row.actor } : null,
    source: source && { ...source, staff: source.id === staffSource.id },
    importId: row.import_id,
    said: row.verified && { by: row.verified.by, channel: row.verified.channel ?? null },
    changes: changesOf(row.changes ?? {}).map(({ field, old, now }) => {
      // a contact point may have stood for the name
      const conceals = hides(field) || (hidden && names.has(field) && [old, now].some((v) => /@|^\+\d/.test(v ?? '')))
      return { field, old: conceals ? null : old, new: conceals ? null : now, hidden: conceals }
    }),
    undoable: isUndoable(row),
  }
}

interface Change {
  field: string
  old: string | null
  now: string | null
}

/** Columns put together as people speak of them: a name, an address. */
function changesOf(changes: NonNullable<HistoryRow['changes']>): Change[] {
  const columns = new Set(Object.keys(changes))
  const take = (column: string) => (columns.delete(column) ? changes[column] : undefined)
  const all: Change[] = []
  const name = take('name')
  const given = take('given')
  const family = take('family')
  if (name) all.push({ field: 'name', ...both(name) })
  else if (given ?? family) {
    const join = (side: 0 | 1) => textOf([given?.[side], family?.[side]].filter(Boolean).join(' '))
    all.push({ field: 'name', old: join(0), now: join(1) })
  }
  const address = take('address')
  const street = take('street')
  const postcode = take('postcode')
  const city = take('city')
  const country = take('country')
  if (address) all.push({ field: 'address', ...both(address) })
  else if (street ?? postcode ?? city ?? country) {
    const join = (side: 0 | 1) => {
      const place = [postcode?.[side], city?.[side]].filter(Boolean).join(' ')
      return textOf([street?.[side], place, country?.[side]].filter(Boolean).join(', '))
    }
    all.push({ field: 'address', old: join(0), now: join(1) })
  }
  for (const field of columns) all.push({ field, ...both(changes[field]!) })
  return all
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value).slice(0, 2000)
const both = ([old, now]: [unknown, unknown]) => ({ old: textOf(old), now: textOf(now) })

const everything = { fields: null, source: null, actor: null, what: null, entry: null }

/**
 * Takes back one change made by hand, as if it had not been said; what was said later stays. Refuses 404 for an unknown entry,
 * 409 `not_undoable` for what an import brought and `undone_already`.
 */
export async function undo(context: Context, id: Uuid, entryId: Uuid): Promise<CustomerChanged> {
  authorize(context.actor, 'customer.edit')
  return context.db.tx((tx) => undoWithin(context, tx, id, entryId))
}

/** The same in the caller's transaction. */
export async function undoWithin(context: Context, tx: Tx, id: Uuid, entryId: Uuid): Promise<CustomerChanged> {
  await lockCustomer(tx, id)
  const row = await pageRow(tx, id)
  const [entry] = await historyRows(tx, id, { ...everything, entry: entryId }, null, 1)
  if (!row || !entry) throw unknownCustomer()
  if (entry.source_id !== staffSource.id || !undoable.has(entry.what))
    throw new Refusal(
      409,
      'not_undoable',
      'This change was not made by hand.',
      'Roll back the import that brought it, or correct the value.',
    )
  if (!entry.live)
    throw new Refusal(409, 'undone_already', 'This change has been taken back already.', 'Nothing is left to do.')
  const changed = changesOf(entry.changes ?? {}).map(({ field }) => field)
  guard(context, row, changed)
  if (changed.includes('protected')) mayLift(context)
  await retract(workOf(context, tx), [entry.origin_id])
  const { version } = await entryOfRecord(tx, id, entry.origin_id)
  return { id, version, entry: null }
}
