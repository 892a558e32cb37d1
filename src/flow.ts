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
  'collect/events',
  'collect/hooks',
  'collect/forms',
  'clean/quality',
  'clean/identity',
  'clean/propagation',
  'clean/audit',
  'know/customers',
  'know/interactions',
  'know/purchases',
  'know/insights',
  'know/removal',
  'know/merging',
  'know/duplicates',
  'know/sources',
  'know/segments',
  'know/lists',
  'know/cleanup',
  'know/profile',
  'know/records',
  'know/access',
  'know/erasure',
  'act/today',
] as const

export type Slice = (typeof flow)[number]
