import type { Use } from '#src/terms/index.ts'

/** What a purchase is found by, and what is seen when it is opened. */
export const uses: readonly Use[] = [
  { by: 'search', facts: ['purchases', 'invoices'] },
  {
    by: 'purchaseView',
    shown: true,
    facts: ['purchaseItems', 'product', 'category', 'purchaseChannel', 'invoiceDue', 'invoicePaid', 'paymentMethod'],
  },
]
