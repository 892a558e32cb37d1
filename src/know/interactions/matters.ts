import { noteChanged } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { closeMatter, openMatter } from './queries/matters.ts'

/** What can be open with a customer. Slices that keep such matters tell of them here, so that conditions can ask (`openMatters.complaint`). */
export const matterKinds = ['complaint', 'case', 'offer', 'opportunity'] as const
export type MatterKind = (typeof matterKinds)[number]

export interface Matter {
  readonly kind: MatterKind
  /** Of the thing itself. */
  readonly id: Uuid
  /** The customer record it came through: with it the matter moves when customers are made one or two. */
  readonly originId: Uuid
  /** Since when it is open. */
  readonly since: Date
}

/** Tells that a matter is open with a customer, or is no more. The same word again is no change. */
export async function noteOpen(tx: Tx, customerId: Uuid, matter: Matter, open: boolean): Promise<void> {
  const changed = open ? await openMatter(tx, customerId, matter) : await closeMatter(tx, customerId, matter)
  if (changed > 0) await noteChanged(tx, [customerId], ['timeline'])
}
