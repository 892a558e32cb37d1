import type { Db } from '#src/platform/db/index.ts'
import { announce } from '#src/platform/live/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Batch } from './pipeline.ts'

/** Customers of whom a batch has changed anything. */
export const touchedBy = ({ touched, created, changed }: Batch): Uuid[] => [
  ...touched,
  ...created.map(({ id }) => id),
  ...changed.map(({ id }) => id),
]

/** More customers than this at once and pages ask by themselves. */
const toldApart = 20
/** Tells open pages of customers that have changed. What fails is let be: it is on the disk already. */
export async function announceCustomers(db: Db, customers: Iterable<Uuid>): Promise<void> {
  const ids = [...new Set(customers)].slice(0, toldApart)
  await Promise.all(ids.map((id) => announce(db, { topic: 'customer', id }))).catch(() => {})
}
