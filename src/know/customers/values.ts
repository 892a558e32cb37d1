import { type Claim, competing, isProtected, toldBy, valuesOf } from '#src/clean/identity/index.ts'
import type { Said, ValueField } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerChanged, CustomerValues, Teller, ValueSaid } from './contract.ts'
import { leadsTo } from './customers.ts'
import { guard, isContact, say, standingAt } from './edit.ts'
import { provenanceOf, seesContact } from './present.ts'
import { type PageRow, pageRow } from './queries.ts'
import { tellersOf } from './queries/values.ts'

const mostTellers = 20

/** All that is and was claimed of a customer, best first in each field, with who told it and why the first is in use. */
export async function values(context: Context, id: Uuid): Promise<CustomerValues> {
  authorize(context.actor, 'customer.read')
  const [row, tellers] = await Promise.all([pageRow(context.db, id), tellersOf(context.db, id)])
  if (!row) return values(context, await leadsTo(context.db, id))
  const byRecord = new Map(tellers.map((teller) => [teller.record_id, teller]))
  const present = (claim: Claim): Teller => ({
    record: claim.origin,
    ...provenanceOf(claim),
    who: byRecord.get(claim.origin)?.who ?? null,
    importId: byRecord.get(claim.origin)?.import_id ?? null,
  })
  const guarded = isProtected(row.claims)
  const hidden = !seesContact(context.actor, guarded)
  const isHidden = (field: string) => hidden && (isContact(field) || (guarded && field.startsWith('attribute:')))
  return {
    id,
    version: row.version,
    hidden,
    fields: competing(valuesOf(row.claims))
      .filter(({ field }) => !isHidden(field))
      .map(({ field, why, values: all }) => ({
        field,
        why,
        values: all.map((one, i) => ({
          key: one.key,
          value: one.value,
          label: one.label,
          inUse: i === 0 && why !== null,
          told: one.claims.slice(0, mostTellers).map(present),
          pinned: one.pinnedBy && present(one.pinnedBy),
          ended: one.endedBy && present(one.endedBy),
        })),
      })),
  }
}

/** "This is right": vouches for a value that is known, on behalf of the customer or of staff. An ended value holds again. */
export function verify(context: Context, id: Uuid, version: number, said: ValueSaid): Promise<CustomerChanged> {
  return onValue(context, id, version, said, (again) => ({
    claims: { ...again, verified: wordOf(said) },
    act: 'verified',
  }))
}

/** "This holds no more": ends a value in every source, with nothing in its place. */
export function end(context: Context, id: Uuid, version: number, said: ValueSaid): Promise<CustomerChanged> {
  return onValue(context, id, version, said, (_, field) => ({
    claims: { ended: [{ field, value: said.value }], verified: wordOf(said) },
  }))
}

/** Keeps a known value in use, whatever the rule says, until it is unpinned or ended. */
export function pin(
  context: Context,
  id: Uuid,
  version: number,
  { field, value }: { field: string; value: string },
): Promise<CustomerChanged> {
  return onValue(context, id, version, { field, value }, (again, of) => ({
    claims: { ...again, pins: [{ field: of, value }] },
    act: 'pinned',
  }))
}

/** Lets the rule choose again. Refuses 409 `not_pinned`. */
export function unpin(context: Context, id: Uuid, version: number, field: string): Promise<CustomerChanged> {
  return onCustomer(context, id, version, field, (row) => {
    const of = field as ValueField
    if (!valuesOf(row.claims).pins.has(of))
      throw new Refusal(409, 'not_pinned', 'No value of this field is pinned.', 'Read the values again.')
    return { claims: { pins: [{ field: of, value: null }] }, act: 'unpinned' }
  })
}

const wordOf = ({ by, channel }: ValueSaid) => ({ by, ...(channel && { channel }) })

type Spoken = Parameters<typeof say>[3]

function onCustomer(
  context: Context,
  id: Uuid,
  version: number,
  field: string,
  speak: (row: PageRow) => Spoken,
): Promise<CustomerChanged> {
  authorize(context.actor, 'customer.edit')
  return context.db.tx(async (tx) => {
    const row = await standingAt(tx, id, version)
    guard(context, row, [field])
    return say(context, tx, id, speak(row))
  })
}

/** Speaks of a value that somebody told; refuses 404 `value_unknown` otherwise. */
function onValue(
  context: Context,
  id: Uuid,
  version: number,
  { field, value }: { field: string; value: string },
  speak: (again: Partial<Said>, field: ValueField) => Spoken,
): Promise<CustomerChanged> {
  return onCustomer(context, id, version, field, (row) => {
    const known = valuesOf(row.claims)
      .claims.flatMap((claim) => toldBy(claim.said))
      .find((told) => told.field === field && told.key === value)
    if (!known)
      throw new Refusal(404, 'value_unknown', 'Nobody told this value of the customer.', 'Read the values again.')
    return speak(known.again, known.field)
  })
}
