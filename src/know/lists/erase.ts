import { type Named, textsOf, withoutNamed } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { askLess, bulkLess, bulkNaming, exportsNaming, viewLess, viewsNaming } from './queries/erase.ts'

/** Empties what exports and kept views asked for where it names somebody who is erased; the rows of the log stay. */
export async function eraseAsked(tx: Tx, named: Named): Promise<void> {
  const texts = [...named.values, ...textsOf(named)]
  for (const { id, asked } of await exportsNaming(tx, texts))
    await askLess(tx, id, withoutNamed(named, asked, { ids: true }))
  for (const { id, ...view } of await viewsNaming(tx, texts)) {
    const { name, conditions } = withoutNamed(named, view, { ids: true })
    await viewLess(tx, { id, name: name === '' ? '–' : name, conditions })
  }
  for (const row of await bulkNaming(tx, texts))
    await bulkLess(tx, { ...withoutNamed(named, row, { ids: true }), id: row.id })
}
