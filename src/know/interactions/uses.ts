import type { Use } from '#src/terms/index.ts'

/** What stands on timelines. */
export const uses: readonly Use[] = [
  {
    by: 'timeline',
    shown: true,
    facts: [
      'purchases',
      'purchaseTotal',
      'invoices',
      'payments',
      'contacts',
      'contactText',
      'contactHandler',
      'feedback',
      'feedbackScore',
      'feedbackText',
      'contactTime',
      'purchaseTime',
      'purchaseChannel',
      'contactChannel',
      'contactSubject',
    ],
  },
]
