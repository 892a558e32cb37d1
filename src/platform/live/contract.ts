import type { Uuid, Verb } from '#src/terms/index.ts'

/**
 * What can be followed while it changes, and the verb that one must have to hear of it. News say only that something is different:
 * what it is now, one asks of the usual address, with the usual rights.
 */
export const topics = {
  import: 'import.read',
  quarantine: 'quality.read',
  list: 'customer.read',
  backup: 'settings.manage',
  /** Of a customer or of a connected system. */
  delivery: 'customer.read',
  duplicates: 'customer.merge',
  event: 'source.read',
  customer: 'customer.read',
  /** How far a making of forecasts is. */
  insights: 'value.read',
  /** A line of the shopkeeper's list. */
  attention: 'today.read',
  /** Who is in a segment, or how far its building is. */
  segment: 'segment.read',
} as const satisfies Record<string, Verb>
export type Topic = keyof typeof topics
export const topicNames = Object.keys(topics) as Topic[]

/** One piece of news as it goes over the wire: ids and small numbers, never anything of a person. */
export interface News {
  readonly topic: Topic
  readonly id: Uuid
  readonly numbers?: Readonly<Record<string, number>>
}
