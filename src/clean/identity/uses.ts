import type { Use } from '#src/terms/index.ts'

/** What says whose a record is, or who it may be. */
export const uses: readonly Use[] = [{ by: 'matching', facts: ['customerNumber', 'businessId', 'email', 'phone'] }]
