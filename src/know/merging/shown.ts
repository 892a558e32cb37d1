import {
  type Claim,
  goldenOf,
  membersWithMerges,
  type MergeRow,
  mergesInto,
  planOf,
  type UnmergePlan,
} from '#src/clean/identity/index.ts'
import { authorize } from '#src/company/index.ts'
import { pageRow } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerRecords, Merges, MergeShown } from './contract.ts'
import { sourcesOf, unknownCustomer } from './preview.ts'
import { actorsOf, customerRecords } from './queries.ts'

/** More are not shown at once; the history tells of all. */
const most = 50

/** Who went into a customer, and what taking each back would do. Refuses 404. */
export async function merges(context: Context, id: Uuid): Promise<Merges> {
  authorize(context.actor, 'customer.read')
  const { db } = context
  const row = await pageRow(db, id)
  if (!row) throw unknownCustomer()
  const rows = (await mergesInto(db, id)).slice(0, most)
  const staff = new Map(
    (
      await actorsOf(
        db,
        rows.flatMap((one) => one.actor_id ?? []),
      )
    ).map((one) => [one.id, one]),
  )
  const { claims } = row
  const members = rows.length === 0 ? [] : await membersWithMerges(db, id)
  const shown = rows.map((one) => shownOf(one, planOf(one, { survivor: id, members, claims }), claims, staff))
  return { version: row.version, merges: shown }
}

function shownOf(
  row: MergeRow,
  { going, followers, staying, objections }: UnmergePlan,
  claims: readonly Claim[],
  staff: ReadonlyMap<Uuid, { id: Uuid; name: string }>,
): MergeShown {
  const own = claims.filter((claim) => going.includes(claim.origin))
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: row.actor_id === null ? null : (staff.get(row.actor_id) ?? null),
    because: row.because.by,
    probability: row.because.probability ?? null,
    from: { id: row.from_id, name: goldenOf(row.from_id, own).name },
    sources: sourcesOf(own),
    undo: {
      objections: objections.map(({ code }) => code),
      going: going.length,
      followers: followers.length,
      staying: staying.length,
    },
  }
}

/** What is told of a customer, by record; at most 500. Refuses 404. */
export async function records(context: Context, id: Uuid): Promise<CustomerRecords> {
  authorize(context.actor, 'customer.merge')
  const row = await pageRow(context.db, id)
  if (!row) throw unknownCustomer()
  return {
    version: row.version,
    records: (await customerRecords(context.db, id)).map(({ external_id, at, ...one }) => ({
      ...one,
      at: at.toISOString(),
      externalId: external_id,
    })),
  }
}
