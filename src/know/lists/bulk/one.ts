import { aliasOf, attributesOf, isProtected, traitsOf, valuesOf } from '#src/clean/identity/index.ts'
import { may } from '#src/company/index.ts'
import { editStanding, type PageRow, pageRow, setAway, standingAt, undo } from '#src/know/customers/index.ts'
import type { CustomerEdit } from '#src/know/customers/contract.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { changedSince, type OneRow, setRow } from '../queries/bulk.ts'
import type { BulkChange } from './contract.ts'

/** Why one is left as it is, in a word. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Refusal)) throw error
  if (error.code === 'changed_meanwhile') return 'changed'
  if (error.code === 'not_found') return 'gone'
  if (error.code === 'contact_hidden') return 'protected'
  return error.code === 'undone_already' ? 'changed' : error.code
}

/** Changes one customer of a selection and notes what became of it, in one transaction. */
export async function changeOne(context: Context, bulkId: Uuid, one: OneRow, change: BulkChange): Promise<void> {
  const id = one.customer_id
  try {
    await context.db.tx(async (tx) => {
      const row = await standingAt(tx, id, one.version)
      if (isSame(row, change)) return setRow(tx, bulkId, id, { state: 'same' })
      if (change.standing !== undefined) {
        const { entry } = await setAway(context, tx, row, change.standing)
        return setRow(tx, bulkId, id, { state: 'done', entry })
      }
      // what is told of somebody under non-disclosure is changed by those only who see it
      if (isProtected(row.claims) && !may(context.actor, 'customer.protected'))
        return setRow(tx, bulkId, id, { state: 'refused', because: 'protected' })
      const { city, standing: _, ...values } = change
      const { entry } = await editStanding(
        context,
        tx,
        row,
        {
          ...values,
          // an address is told whole, or its other parts would be lost
          ...(city !== undefined && { address: { ...addressInUse(row), city } }),
        },
        'bulk',
      )
      return setRow(tx, bulkId, id, { state: 'done', entry })
    })
  } catch (error) {
    await setRow(context.db, bulkId, id, { state: 'refused', because: reasonOf(error) })
  }
}

/** The parts of the address in use that an edit can tell again. */
function addressInUse({ claims }: PageRow): NonNullable<CustomerEdit['address']> {
  const { street, extra, postcode, region, country } = valuesOf(claims).addresses[0]?.value ?? {}
  const told = { street, streetExtra: extra, postcode, region, country }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

function isSame(row: PageRow, { language, title, city, attributes, standing }: BulkChange): boolean {
  if (standing !== undefined) return (row.archived_at !== null) === (standing === 'archived')
  const values = valuesOf(row.claims)
  const known = attributesOf(values)
  return (
    (language === undefined || traitsOf(values, 'language')[0]?.value === language) &&
    (title === undefined || traitsOf(values, 'title')[0]?.value === title.trim()) &&
    (city === undefined || values.addresses[0]?.value.city === city.trim()) &&
    (attributes ?? []).every(({ name, value }) => known.get(name)?.[0]?.value === value.trim())
  )
}

/** Takes the change of one customer back, unless somebody changed the same since. */
export async function undoOne(context: Context, bulkId: Uuid, one: OneRow, change: BulkChange): Promise<void> {
  const id = one.customer_id
  const keep = (because: string) => ({ state: 'kept', because })
  try {
    await context.db.tx(async (tx) => {
      // what was said of one merged away is of the one that stayed
      const now = (await pageRow(tx, id)) ? id : ((await aliasOf(tx, id)) ?? id)
      const known = await pageRow(tx, now)
      if (!known) return setRow(tx, bulkId, id, keep('gone'))
      const row = await standingAt(tx, now, known.version)
      if (one.entry_id === null || (await changedSince(tx, now, one.entry_id)))
        return setRow(tx, bulkId, id, keep('changed'))
      if (change.standing !== undefined)
        await setAway(context, tx, row, change.standing === 'archived' ? 'restored' : 'archived')
      else await undo(context, tx, now, one.entry_id)
      return setRow(tx, bulkId, id, { state: 'undone' })
    })
  } catch (error) {
    await setRow(context.db, bulkId, id, keep(reasonOf(error)))
  }
}
