import {
  addressText,
  type Claim,
  competing,
  consentsOf,
  isProtected,
  objectionsTo,
  strictest,
  survivorOf,
  valuesOf,
} from '#src/clean/identity/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { isContact, type PageRow, pageRow, seesContact } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { MergePreview, MergeSide } from './contract.ts'
import { type Counts, countsOf } from './queries.ts'

export const unknownCustomer = (): Refusal =>
  new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')

/** What two customers would be as one: values, consents, and what speaks against it. Refuses 404. */
export async function preview(context: Context, id: Uuid, other: Uuid): Promise<MergePreview> {
  authorize(context.actor, 'customer.merge')
  const { db, actor } = context
  const [mine, theirs] = await Promise.all([pageRow(db, id), pageRow(db, other)])
  if (!mine || !theirs) throw unknownCustomer()
  const counts = await countsOf(db, [id, other])
  const objections = await objectionsTo(db, [id, other])
  const sides = [mine, theirs].map((row) => sideOf(row, counts)) as [MergeSide, MergeSide]
  const candidates = [mine, theirs].map((row) => ({
    id: row.id,
    records: row.claims.length,
    createdAt: row.created_at,
    archived: row.archived_at !== null,
  }))
  const guarded = isProtected(mine.claims) || isProtected(theirs.claims)
  const hidden = !seesContact(actor, guarded) || !may(actor, 'customer.contact')
  const isHidden = (field: string) => hidden && (isContact(field) || (guarded && field.startsWith('attribute:')))
  return {
    mine: sides[0],
    theirs: sides[1],
    stays: id === other ? id : survivorOf(candidates[0]!, candidates[1]!).to,
    fields: fieldsOf(mine.claims, theirs.claims).filter(({ field }) => !isHidden(field)),
    hidden,
    consents: consentsOfBoth(mine.claims, theirs.claims, context.now),
    objections: objections.map((one) => ({
      code: one.code,
      ...(one.code === 'strong_conflict' && { kind: one.kind }),
    })),
    doubts: doubtsOf(mine, theirs),
  }
}

function sideOf(row: PageRow, counts: readonly Counts[]): MergeSide {
  const count = counts.find((one) => one.customer_id === row.id)
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    kind: row.kind,
    protected: isProtected(row.claims),
    archived: row.archived_at !== null,
    createdAt: row.created_at.toISOString(),
    sources: sourcesOf(row.claims),
    entries: count?.entries ?? 0,
    purchases: count?.purchases ?? 0,
  }
}

/** Claims by source, the most first. */
export const sourcesOf = (claims: readonly Claim[]): MergeSide['sources'] =>
  [...Map.groupBy(claims, (claim) => claim.source)]
    .map(([source, all]) => ({ source, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1))

/** The value in use of each field. */
function inUseOf(claims: readonly Claim[]): Map<string, string> {
  const values = valuesOf(claims)
  const found = new Map<string, string>()
  for (const { field, why, values: all } of competing(values))
    if (why !== null && all[0]) found.set(field, all[0].value)
  const address = values.addresses[0]
  if (address) found.set('address', addressText(address.value))
  return found
}

function fieldsOf(mine: readonly Claim[], theirs: readonly Claim[]): MergePreview['fields'] {
  const [a, b, both] = [inUseOf(mine), inUseOf(theirs), inUseOf([...mine, ...theirs])]
  const rows = [...new Set([...both.keys(), ...a.keys(), ...b.keys()])].map((field) => ({
    field,
    mine: a.get(field) ?? null,
    theirs: b.get(field) ?? null,
    result: both.get(field) ?? null,
  }))
  const differs = (row: (typeof rows)[number]) => row.mine !== row.theirs
  return [...rows.filter(differs), ...rows.filter((row) => !differs(row))]
}

function consentsOfBoth(mine: readonly Claim[], theirs: readonly Claim[], now: Date): MergePreview['consents'] {
  const by = (claims: readonly Claim[]) => new Map(consentsOf(claims).map(({ channel, granted }) => [channel, granted]))
  const [a, b, both] = [by(mine), by(theirs), by([...mine, ...theirs])]
  for (const { channel, granted } of strictest(mine, theirs, now)?.consents ?? []) both.set(channel, granted)
  return [...both].map(([channel, result]) => ({
    channel,
    mine: a.get(channel) ?? null,
    theirs: b.get(channel) ?? null,
    result,
  }))
}

function doubtsOf(mine: PageRow, theirs: PageRow): MergePreview['doubts'] {
  const born = (row: PageRow) => inUseOf(row.claims).get('birthDate')
  const [a, b] = [born(mine), born(theirs)]
  return [
    ...(mine.kind !== theirs.kind ? ['kind_differs' as const] : []),
    ...(a !== undefined && b !== undefined && a !== b ? ['birth_date_differs' as const] : []),
  ]
}
