import type { Use } from '#src/terms/index.ts'

/** What conditions over customers can ask, and lists show as columns. */
export const uses: readonly Use[] = [
  {
    by: 'list',
    facts: [
      'name',
      'businessId',
      'email',
      'phone',
      'address',
      'postcode',
      'city',
      'country',
      'birthDate',
      'language',
      'title',
      'customerSince',
      'consent',
      'purchases',
      'purchaseTotal',
      'contacts',
      'feedback',
      'leadSource',
    ],
  },
]
