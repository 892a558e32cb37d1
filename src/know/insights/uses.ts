import type { Use } from '#src/terms/index.ts'

/** What stage, rhythm, spend and RFM are counted from. */
export const uses: readonly Use[] = [
  { by: 'figures', facts: ['purchases', 'purchaseTotal', 'contacts', 'feedback', 'customerSince', 'leadSource'] },
]
