/**
 * Table of contents and law: the stages and slices in the order data flows through them.
 * A slice imports only what stands before it here; the way back is data or an outbox event. `test/architecture.test.ts` enforces it.
 */
export const flow = [
  'terms',
  'platform',
  'company',
  'collect/intake',
  'collect/imports',
  'clean/quality',
  'clean/identity',
  'know/customers',
  'know/interactions',
  'know/purchases',
  'know/insights',
  'know/removal',
  'know/sources',
  'know/segments',
  'know/lists',
  'know/profile',
  'know/access',
  'know/erasure',
  'act/today',
] as const

export type Slice = (typeof flow)[number]
