import type { Use } from '#src/terms/index.ts'

/** What the list of the day is made of. */
export const uses: readonly Use[] = [{ by: 'today', facts: ['purchases', 'purchaseTotal', 'feedback', 'contacts'] }]
