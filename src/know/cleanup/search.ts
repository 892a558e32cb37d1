import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { cluster, mostDistinct } from './clusters.ts'
import { attributesInUse, forgetSearches, searchById, setSearch, valuesInUse } from './queries.ts'

/** The attribute that a field is, if it is one. */
export const attributeIn = (field: string): string | undefined =>
  field.startsWith('attribute.') ? field.slice('attribute.'.length) : undefined

/** Looks through the values in use; the job. One pass over the base. */
export async function search(context: Context, id: Uuid): Promise<void> {
  const { db, clock } = context
  const row = await searchById(db, id)
  if (row === undefined || row.state === 'done') return
  await setSearch(db, id, { state: 'running', at: null })
  try {
    const name = attributeIn(row.field)
    const values =
      name === undefined
        ? await valuesInUse(db, row.field as 'city' | 'title', mostDistinct)
        : await attributesInUse(db, name, mostDistinct)
    await setSearch(db, id, { state: 'done', at: clock.now(), distinct: values.length, clusters: cluster(values) })
    await forgetSearches(db, row.field, id)
  } catch (error) {
    await setSearch(db, id, { state: 'failed', at: clock.now() })
    throw error
  }
}
