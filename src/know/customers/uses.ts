import type { Use } from '#src/terms/index.ts'

/** What customers are found by, and what leaves in an export. */
export const uses: readonly Use[] = [
  { by: 'search', facts: ['name', 'customerNumber', 'businessId', 'email', 'phone'] },
  {
    by: 'export',
    facts: [
      'name',
      'businessId',
      'email',
      'phone',
      'address',
      'postcode',
      'city',
      'country',
      'language',
      'customerSince',
    ],
  },
]
