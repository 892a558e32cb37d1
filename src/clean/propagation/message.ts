import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Message } from './contract.ts'
import type { SystemRow } from './queries/systems.ts'
import { externalIdOf, type Standing, type Values } from './standing.ts'

/** What a message is made of. */
export interface Telling {
  readonly system: Pick<SystemRow, 'id' | 'mapping' | 'source_id'>
  readonly now: Standing
  readonly values: Values
  readonly version: number
  readonly at: Date
  readonly erased: boolean
  /** As it was when the customer was last told of. */
  readonly externalId: string | null
}

/** The same change of the same customer has the same id however often it is sent: receivers know it again by it. */
export const messageId = (systemId: Uuid, customerId: Uuid, version: number): string =>
  uuidOf('change', systemId, customerId, String(version))

/** One change as the system reads it, under its own names. Pure. */
export function messageOf({ system, now, values, version, at, erased, externalId }: Telling): Message {
  const { golden, into } = now
  const type = golden ? 'customer.changed' : erased ? 'customer.erased' : into ? 'customer.merged' : 'customer.deleted'
  const fields = golden
    ? Object.fromEntries(system.mapping.map(({ field, name }) => [name, values[field] ?? null]))
    : {}
  return {
    id: messageId(system.id, now.id, version),
    type,
    at: at.toISOString(),
    customer: {
      id: now.id,
      externalId: externalIdOf(system.source_id, now) ?? externalId,
      version,
      protected: golden?.protected ?? false,
      fields,
      ...(golden === null && into !== null && !erased ? { into } : {}),
    },
  }
}
