import {
  type Claim,
  competing,
  type CompetingField,
  isProtected,
  valuesOf,
  claimsOf,
} from '#src/clean/identity/index.ts'
import { ports } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { announce } from '#src/platform/live/index.ts'
import { momentCursor, momentPlace } from '#src/platform/place.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import {
  contactFields,
  type CustomerDeliveries,
  type DeliveryList,
  type DeliveryQuery,
  type DeliveryRow,
} from './contract.ts'
import { standingIn } from './present.ts'
import { again, markDone } from './queries/deliveries.ts'
import { allOf, changesOf, deliveryOf, earlierOf, ofCustomer, openOf, type SeenRow } from './queries/seen.ts'
import { connected, type SystemRow, systemOf } from './queries/systems.ts'

const size = 50
const shownChanges = 8
const unknown = () =>
  new Refusal(404, 'delivery_unknown', 'There is no such delivery.', 'Open the customer and look at the systems there.')

/** A system's deliveries: what it has not got (the oldest first), or all. Throws 404 `system_unknown`. */
export async function ofSystem(
  context: Context,
  id: Uuid,
  { show = 'open', after }: DeliveryQuery,
): Promise<DeliveryList> {
  authorize(context.actor, 'system.read')
  const { db } = context
  const system = await systemOf(db, id)
  if (system === undefined)
    throw new Refusal(404, 'system_unknown', 'There is no such system.', 'Choose one from the list.')
  const at = momentPlace(after)
  const rows =
    show === 'all'
      ? await allOf(db, { systemId: id, after: at?.id ?? null, limit: size + 1 })
      : await openOf(db, { systemId: id, after: at, limit: size + 1 }, show === 'open' ? null : show)
  const page = rows.slice(0, size)
  const names = await ports().named(
    db,
    page.map((row) => row.customer_id),
  )
  const last = page.at(-1)
  return {
    rows: page.map(
      (row): DeliveryRow => ({
        customerId: row.customer_id,
        name: names.get(row.customer_id)?.name ?? null,
        ...standingIn(row, system),
      }),
    ),
    next: rows.length > size && last !== undefined ? momentCursor({ at: last.since, id: last.customer_id }) : null,
  }
}

/** Where each of a customer's latest changes is: every system with the time it got it or the next try, and what contradicts. */
export async function ofOne(context: Context, id: Uuid): Promise<CustomerDeliveries> {
  authorize(context.actor, 'customer.read')
  const { db, actor } = context
  const [systems, rows, claims, changes] = await Promise.all([
    connected(db),
    ofCustomer(db, id),
    claimsOf(db, [id]),
    changesOf(db, id, shownChanges),
  ])
  const told = claims.get(id) ?? []
  if (told.length === 0 && rows.length === 0) throw new Refusal(404, 'not_found', 'There is no such customer.')
  const earlier = systems.length === 0 || changes.length === 0 ? [] : await earlierOf(db, id, changes.at(-1)!.at)
  const open = may(actor, 'customer.contact') && (!isProtected(told) || may(actor, 'customer.protected'))
  const fields = competing(valuesOf(told))
  const got = (system: SystemRow, row: SeenRow | undefined, at: Date): string | null => {
    const past = earlier.find((one) => one.system_id === system.id && one.as_of >= at)
    if (past !== undefined) return past.at.toISOString()
    return row?.acked_as_of && row.acked_as_of >= at ? (row.acked_at?.toISOString() ?? null) : null
  }
  return {
    systems: systems.map((system) => {
      const row = rows.find((one) => one.system_id === system.id)
      return {
        id: system.id,
        name: system.name,
        way: system.way,
        ...(row === undefined ? untold : standingIn(row, system)),
        known: row !== undefined,
        conflicts: row === undefined ? [] : conflictsOf(system, fields, open),
      }
    }),
    changes: changes.map(({ id: entry, at, what, fields: of }) => ({
      id: entry,
      at: at.toISOString(),
      what,
      fields: of,
      got: systems.map((system) => ({
        systemId: system.id,
        at: got(
          system,
          rows.find((row) => row.system_id === system.id),
          at,
        ),
      })),
    })),
  }
}

const untold = {
  state: 'acknowledged',
  how: null,
  since: null,
  at: null,
  nextTry: null,
  attempts: 0,
  error: null,
} as const

/** Fields of which a system's own source says another thing than is in use, with the rule that chose. */
function conflictsOf(
  { source_id, mapping }: SystemRow,
  fields: readonly CompetingField[],
  open: boolean,
): CustomerDeliveries['systems'][number]['conflicts'] {
  if (source_id === null) return []
  const sees = new Set(mapping.map(({ field }) => fieldAt(field)))
  const says = (claims: readonly Claim[]) => claims.some((claim) => claim.sourceId === source_id)
  return fields.flatMap(({ field, why, values }) => {
    const [first] = values
    if (!sees.has(field) || first === undefined || says(first.claims)) return []
    const theirs = values.find((one) => says(one.claims))
    if (
      theirs === undefined ||
      (!open && (contactFields.includes(field) || field === 'address' || field.startsWith('attribute:')))
    )
      return []
    return [{ field, theirs: theirs.value, ours: first.endedBy === null ? first.value : null, why }]
  })
}
/** The parts of an address are decided as one. */
const fieldAt = (field: string) =>
  ['street', 'postcode', 'city', 'country'].includes(field)
    ? 'address'
    : ['given', 'family'].includes(field)
      ? 'name'
      : field

/** Tries one delivery now. Throws 404 `delivery_unknown`. */
export async function retry(context: Context, id: Uuid, systemId: Uuid): Promise<void> {
  authorize(context.actor, 'system.run')
  const { db, now } = context
  if ((await deliveryOf(db, id, systemId)) === undefined) throw unknown()
  await again(db, { customerId: id, systemId, now })
  await announce(db, { topic: 'delivery', id })
}

/** Says by hand that the system has it. Throws 404 `delivery_unknown`. */
export async function resolve(context: Context, id: Uuid, systemId: Uuid): Promise<void> {
  authorize(context.actor, 'system.run')
  const { db, now } = context
  if ((await deliveryOf(db, id, systemId)) === undefined) throw unknown()
  await markDone(db, { customerId: id, systemId, onlySent: false, now })
  await announce(db, { topic: 'delivery', id })
}
