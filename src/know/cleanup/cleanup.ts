import { authorize } from '#src/company/index.ts'
import { type BulkChange, type BulkEdit, bulkWhere } from '#src/know/lists/index.ts'
import type { Context } from '#src/platform/context.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Cluster } from './clusters.ts'
import type { CleanApply, CleanLeave, CleanSearch } from './contract.ts'
import { searchJob } from './jobs.ts'
import { attributeIn } from './search.ts'
import {
  attributeNames,
  deleteLeft,
  havingAny,
  insertLeft,
  insertSearch,
  leftOf,
  newestForChange,
  newestSearch,
  type SearchRow,
  setSearch,
} from './queries.ts'

/** City is a contact detail: who may not see those, sees no list of them either. */
function guard(context: Context, field: string): void {
  authorize(context.actor, 'customer.bulk')
  if (field === 'city') authorize(context.actor, 'customer.contact')
}
const keyOf = (field: string, values: readonly string[]): Uuid => uuidOf(field, ...[...values].sort())

/** What the newest search of a field found, less what was decided since. */
export async function found(context: Context, field: string): Promise<CleanSearch> {
  guard(context, field)
  const { db } = context
  const [search, left, attributes] = await Promise.all([newestSearch(db, field), leftOf(db, field), attributeNames(db)])
  const leftKeys = new Set(left.map((row) => row.values_key))
  const open = (search?.clusters ?? []).filter(
    ({ values }) =>
      !leftKeys.has(
        keyOf(
          field,
          values.map(({ text }) => text),
        ),
      ),
  )
  return {
    field,
    fields: ['city', 'title', ...attributes.map(({ name }) => `attribute.${name}`)],
    search: search ? present(search) : null,
    clusters: open.slice(0, 500),
  }
}
const present = ({
  id,
  state,
  asked_at,
  finished_at,
  distinct_values,
}: SearchRow): NonNullable<CleanSearch['search']> => ({
  id,
  state,
  askedAt: asked_at.toISOString(),
  finishedAt: finished_at?.toISOString() ?? null,
  distinct: distinct_values,
})

/** Starts looking; a search of the same field that waits or goes on is answered instead. */
export async function ask(context: Context, field: string): Promise<CleanSearch> {
  guard(context, field)
  await context.db.tx(async (tx) => {
    const newest = await newestSearch(tx, field)
    const open = newest?.state === 'waiting' || newest?.state === 'running'
    if (newest && open && context.now.getTime() - newest.asked_at.getTime() < 3_600_000) return
    const id = context.uuid()
    const by = context.actor.kind === 'system' ? null : context.actor.id
    await insertSearch(tx, { id, field, at: context.now, by })
    await context.jobs.enqueue(tx, searchJob, { id })
  })
  return found(context, field)
}

/** Gives everybody who has one of the values the right one, through the same door as a change on their page; undone as such. */
export async function apply(context: Context, { field, values, to }: CleanApply): Promise<BulkEdit> {
  guard(context, field)
  const name = attributeIn(field)
  const change: BulkChange = name === undefined ? { [field as 'city']: to } : { attributes: [{ name, value: to }] }
  const others = values.filter((value) => value !== to)
  const conditions = { field: name === undefined ? field : `attribute.${name}`, op: 'anyOf' as const, value: others }
  const done = await bulkWhere(context, havingAny(field, name, others), { selection: { conditions }, change })
  await drop(context, field, values)
  return done
}

/** Remembers that values are different things, or forgets it. */
export async function leave(context: Context, { field, values, left }: CleanLeave): Promise<void> {
  guard(context, field)
  const by = context.actor.kind === 'system' ? null : context.actor.id
  const key = keyOf(field, values)
  if (left) await insertLeft(context.db, { field, key, values, at: context.now, by })
  else await deleteLeft(context.db, field, key)
}

/** A cluster that was applied is no question any more. */
async function drop(context: Context, field: string, values: readonly string[]): Promise<void> {
  await context.db.tx(async (tx) => {
    const row = await newestForChange(tx, field)
    if (row?.state !== 'done' || row.clusters === null) return
    const given = new Set(values)
    const clusters = row.clusters.filter((one: Cluster) => !one.values.every(({ text }) => given.has(text)))
    await setSearch(tx, row.id, {
      state: 'done',
      at: row.finished_at,
      distinct: row.distinct_values ?? 0,
      clusters,
    })
  })
}
