/** What a row or message can be about. The order is the order in which files of one delivery are taken in. */
export const recordKinds = [
  'product',
  'customer',
  'purchase',
  'purchaseLine',
  'invoice',
  'payment',
  'interaction',
  'feedback',
] as const
export type RecordKind = (typeof recordKinds)[number]

/** Where a line of a file ended. Each line is in exactly one bucket; the sum equals the file. */
export const buckets = [
  'new',
  'updated',
  'unchanged',
  'duplicate',
  'unassigned',
  'waiting',
  'quarantined',
  'ignored',
] as const
export type Bucket = (typeof buckets)[number]

/** What a customer is. */
export const customerKinds = ['person', 'organisation'] as const
export type CustomerKind = (typeof customerKinds)[number]

/** Kinds of timeline entries. */
export const entryKinds = [
  'purchase',
  'return',
  'cancellation',
  'invoice',
  'payment',
  'call',
  'mail',
  'visit',
  'note',
  'wish',
  'inquiry',
  'complaint',
  'feedback',
  'lead',
  'deal',
  'event',
  'webVisit',
  'other',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** Through what an encounter happened. */
export const channels = ['shop', 'web', 'phone', 'email', 'sms', 'post', 'visit', 'form', 'social', 'system'] as const
export type Channel = (typeof channels)[number]

/** Lifecycle stage of a customer (MISSION K1). */
export const stages = ['prospect', 'lead', 'new', 'regular', 'slipping', 'lost', 'wonBack'] as const
export type Stage = (typeof stages)[number]
