import type { Use } from '#src/terms/index.ts'

/** What is seen on a customer's page. */
export const uses: readonly Use[] = [
  {
    by: 'customerPage',
    shown: true,
    attributes: true,
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
      'leadSource',
    ],
  },
]
