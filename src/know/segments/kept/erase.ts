import { type Batch, type Named, textsOf, withoutNamed, type Work } from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { askFor } from '../live/asked.ts'
import { awaitBuild } from '../live/queries/catalogue.ts'
import { awaitLook } from '../live/queries/marks.ts'
import { leaningOn } from './kept.ts'
import { buildingNow, deletePicksOf, forgetCustomers, segmentLess, segmentsNaming } from './queries/erase.ts'
import { bumpConditions, lockConditions } from './queries/kept.ts'

/** Forgets for good in which segments somebody was, by all ids they ever had. Nobody who looked earlier writes it again. */
export async function eraseMemberships(tx: Tx, customers: readonly Uuid[]): Promise<void> {
  for (const segment of await buildingNow(tx)) await awaitBuild(tx, segment)
  await awaitLook(tx)
  await forgetCustomers(tx, customers)
}

/** Something that no customer is called, and no id is. */
const nobody = { text: '–', id: '00000000-0000-0000-0000-000000000000' } as const

/**
 * Takes the names, values and ids of somebody who is erased out of what segments are called and ask. Those that asked for them are made anew, for a
 * family name is others' too.
 */
export async function eraseFromSegments(
  context: Context,
  tx: Tx,
  named: Named,
  customers: readonly Uuid[],
): Promise<void> {
  await lockConditions(tx)
  const rows = await segmentsNaming(tx, [...named.values, ...textsOf(named), ...customers])
  const withoutIds = (json: string) => customers.reduce((text, id) => text.replaceAll(id, nobody.id), json)
  const anew = new Set<Uuid>()
  for (const row of rows) {
    const { id, condition, ...rest } = row
    const less = withoutNamed(named, rest, { blank: nobody.text, ids: true })
    const asked =
      condition === null
        ? null
        : withoutIds(JSON.stringify(withoutNamed(named, condition, { blank: nobody.text, ids: true })))
    if (asked !== JSON.stringify(condition)) for (const one of [id, ...(await leaningOn(tx, id))]) anew.add(one)
    await segmentLess(tx, { id, ...less, condition: asked })
  }
  await bumpConditions(tx, [...anew])
  await askFor(context, tx, [...anew], 'condition')
}

/** Takes picks away with the records that they came through. */
export async function retract(work: Work, batch: Batch): Promise<void> {
  await deletePicksOf(
    work.tx,
    batch.gone.flatMap(({ kind, stays, customerId, id }) =>
      kind === 'customer' && !stays && customerId !== null ? [{ customerId, origin: id }] : [],
    ),
  )
}
