import { type CustomerRecord, type Golden, staffSource, type Work } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { toldBy } from './competing.ts'
import { attributesOf, type Claim, differences, valuesOf } from './golden.ts'
import { insertHistory } from './queries.ts'

/** What can become of a customer, as the history says it; the migrations of the table list the same. */
export const happenings = [
  'created',
  'changed',
  'moved',
  'verified',
  'pinned',
  'unpinned',
  'undone',
  'rolledBack',
  'archived',
  'restored',
  'deleted',
  'erased',
  'merged',
  'unmerged',
  'split',
] as const
export type Happening = (typeof happenings)[number]

/** Field → old and new value. */
export type Changes = Record<string, [unknown, unknown]>

/** The fields of the golden values that a told field stands in. */
const columns: Record<string, readonly (keyof Golden)[]> = { address: ['street', 'postcode', 'city', 'country'] }

/**
 * What the history says of one customer record that was taken in: the values in use that changed, and for what was done by hand also
 * what changed nothing in use: a value checked, one of several ended or added, an attribute. Undefined: nothing to say.
 */
export function entryOf(
  record: CustomerRecord,
  before: readonly Claim[],
  was: Golden,
  is: Golden,
): { what: Happening; changes: Changes } | undefined {
  const changes: Changes = differences(was, is)
  if (record.about !== undefined) addTold(changes, record, before)
  if (Object.keys(changes).length === 0 && record.act === undefined) return undefined
  return { what: record.act ?? 'changed', changes }
}

function addTold(changes: Changes, { claims, act }: CustomerRecord, before: readonly Claim[]): void {
  const ended = claims.ended ?? []
  const isTold = (field: string) => (columns[field] ?? [field]).some((column) => changes[column] !== undefined)
  for (const { field, key, value } of toldBy(claims)) {
    if (isTold(field)) continue
    const known = before.some((claim) => toldBy(claim.said).some((t) => t.field === field && t.key === key))
    const old = ended.find((e) => e.field === field && e.value !== key)?.value
    changes[field] = [act === 'verified' || known ? value : (old ?? null), value]
  }
  for (const { field, value } of ended) if (!isTold(field)) changes[field] ??= [value, null]
  for (const { field, value } of claims.pins ?? []) if (!isTold(field)) changes[field] = [value, value]
}

/** What the history says of words by hand that were taken back: what is in use again, and what was only vouched for, ended or added. */
export function undoneOf(before: readonly Claim[], after: readonly Claim[], was: Golden, is: Golden): Changes {
  const changes: Changes = differences(was, is)
  const isTold = (field: string) => (columns[field] ?? [field]).some((column) => changes[column] !== undefined)
  const attributes = attributesOf(valuesOf(after))
  const gone = before.filter((claim) => !after.some((other) => other.origin === claim.origin))
  for (const { said } of gone) {
    for (const { field, value } of toldBy(said)) {
      if (isTold(field)) continue
      const now = attributes.get(field.replace(/^attribute:/, ''))?.[0]?.value ?? null
      const stays = after.some((claim) => toldBy(claim.said).some((t) => t.field === field && t.value === value))
      changes[field] = [value, field.startsWith('attribute:') ? now : stays ? value : null]
    }
    for (const { field, value } of said.ended ?? []) if (!isTold(field)) changes[field] = [null, value]
    for (const { field, value } of said.pins ?? []) if (!isTold(field)) changes[field] = [value, value]
  }
  return changes
}

/** Notes what became of a customer where no source record tells it: put away, taken back out. Answers the entry's id. */
export async function note(work: Work, customerId: Uuid, what: Happening): Promise<Uuid> {
  const id = work.uuid()
  await insertHistory(work.tx, [
    {
      customer_id: customerId,
      at: work.now,
      id,
      what,
      actor_id: work.actorId,
      source_id: staffSource.id,
      origin_id: id,
      changes: null,
    },
  ])
  return id
}
