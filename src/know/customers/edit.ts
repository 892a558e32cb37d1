import {
  addressText,
  aliasOf,
  type Claim,
  isProtected,
  toldBy,
  traits,
  traitsOf,
  attributesOf,
  valuesOf,
} from '#src/clean/identity/index.ts'
import {
  type Claims,
  type CustomerRecord,
  type EndedValue,
  takeFromStaff,
  type ValueField,
  workOf,
} from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerChanged, CustomerEdit } from './contract.ts'
import { seesContact } from './present.ts'
import { type PageRow, pageRow } from './queries.ts'
import { entryOfRecord, lockCustomer } from './queries/values.ts'
import { passed } from './typed.ts'

/** Changes values in use. What is told anew ends the one in use in every source; `version` guards against somebody else's change. */
export async function edit(
  context: Context,
  id: Uuid,
  version: number,
  change: CustomerEdit,
): Promise<CustomerChanged> {
  authorize(context.actor, 'customer.edit')
  return context.db.tx(async (tx) => {
    const row = await standingAt(tx, id, version)
    return editStanding(context, tx, row, change)
  })
}

/** The same for a customer that the caller's transaction has locked. */
export async function editStanding(
  context: Context,
  tx: Tx,
  row: PageRow,
  change: CustomerEdit,
  way = wayOf(context),
): Promise<CustomerChanged> {
  const { saidByCustomer, channel } = change
  const claims = claimsOf(context, row, change)
  guard(
    context,
    row,
    toldBy(claims).map((told) => told.field),
  )
  if (change.protected === false) mayLift(context)
  const by = saidByCustomer ? ('customer' as const) : ('staff' as const)
  return say(context, tx, row.id, {
    claims: {
      ...claims,
      ended: endedBy(row.claims, claims),
      verified: { by, ...(channel && { channel }), ...(way && { way }) },
    },
  })
}

/** Programs write by the API, people on the customer's page. */
export const wayOf = ({ actor }: Pick<Context, 'actor'>): 'bulk' | 'api' | undefined =>
  actor.kind === 'token' ? 'api' : undefined

/** What an edit tells, through the gate that files go through. */
function claimsOf(context: Context, row: PageRow, change: CustomerEdit): Claims {
  const { address, attributes, also, protected: guarded, saidByCustomer: _, channel: __, ...typed } = change
  // the number of a customer who is known lets every single field through the gate
  const read = (fields: Parameters<typeof passed>[1]) => passed(context, { externalId: row.id, ...fields }).claims
  const { kind: _kind, ...told } = read({ ...typed, ...address })
  const claims: Claims = told
  if (claims.businessId !== undefined) claims.kind = row.kind
  if (guarded !== undefined) claims.protected = guarded
  if (attributes) claims.attributes = Object.fromEntries(attributes.map(({ name, value }) => [name, value.trim()]))
  if (also) {
    const more = read(also)
    if (more.emails)
      claims.emails = [...(claims.emails ?? []), ...more.emails.map((e) => ({ ...e, also: true as const }))]
    if (more.phones)
      claims.phones = [...(claims.phones ?? []), ...more.phones.map((p) => ({ ...p, also: true as const }))]
  }
  return claims
}

/** The values in use that are told anew, and so end. One more e-mail or telephone ends nothing. */
function endedBy(known: Claim[], claims: Claims): EndedValue[] {
  const values = valuesOf(known)
  const isMore = [...(claims.emails ?? []), ...(claims.phones ?? [])].filter((v) => v.also === true)
  const inUse = new Map<ValueField, string | undefined>([
    ['name', values.name[0]?.value.display],
    ['email', values.emails[0]?.value.key],
    ['phone', values.phones[0]?.value.value],
    ['address', values.addresses[0] && addressText(values.addresses[0].value)],
  ])
  for (const field of traits) inUse.set(field, traitsOf(values, field)[0]?.value)
  for (const [name, [first]] of attributesOf(values)) inUse.set(`attribute:${name}`, first?.value)
  const told = toldBy(claims).filter(({ key }) => !isMore.some((v) => ('key' in v ? v.key : v.value) === key))
  return told.flatMap(({ field, key }) => {
    const value = inUse.get(field)
    return value === undefined || value === key || told.some((t) => t.field === field && t.key === value)
      ? []
      : [{ field, value }]
  })
}

/** The customer as of the version that was read; refuses 404, 409 `changed_meanwhile`, and `merged_away` with the one that stayed in details. Locks it until the transaction ends. */
export async function standingAt(tx: Tx, id: Uuid, version: number): Promise<PageRow> {
  await lockCustomer(tx, id)
  const row = await pageRow(tx, id)
  if (!row) throw (await mergedAway(tx, id)) ?? unknownCustomer()
  if (row.version !== version)
    throw new Refusal(
      409,
      'changed_meanwhile',
      'Somebody changed the same customer meanwhile.',
      'Look at the new values and choose which stays.',
      { version: row.version },
    )
  return row
}

/** A change of somebody who went into another customer meanwhile is said anew of that one, whose values the person has not seen. */
async function mergedAway(tx: Tx, id: Uuid): Promise<Refusal | undefined> {
  const stayed = await aliasOf(tx, id)
  if (stayed === undefined) return undefined
  return new Refusal(
    409,
    'merged_away',
    'This customer was merged into another meanwhile.',
    'Open the customer that stayed and change that one.',
    { id: stayed },
  )
}

/** Takes in what was said on a customer's page, as a source record of its own. */
export async function say(
  context: Context,
  tx: Tx,
  id: Uuid,
  said: Pick<CustomerRecord, 'claims' | 'act'>,
): Promise<CustomerChanged> {
  const work = workOf(context, tx)
  const claims = { ...said.claims, told: context.uuid() }
  const batch = await takeFromStaff(work, { ...said, kind: 'customer', claims, about: id })
  const { version, entry } = await entryOfRecord(tx, id, batch.items[0]!.id)
  return { id, version, entry }
}

const contactFields = new Set<string>(['email', 'phone', 'address', 'birthDate'])
export const isContact = (field: string): boolean => contactFields.has(field)

/** Who may not see contact details changes none. */
export function guard(context: Context, row: Pick<PageRow, 'claims'>, fields: readonly string[]): void {
  if (fields.some(isContact) && !seesContact(context.actor, isProtected(row.claims))) throw hiddenFrom()
}

/** Non-disclosure for safety is lifted only by those who see what it hides. */
export function mayLift(context: Context): void {
  if (!may(context.actor, 'customer.protected')) throw hiddenFrom()
}

const hiddenFrom = () =>
  new Refusal(
    403,
    'contact_hidden',
    'Your role does not see these details, so it cannot change them.',
    'Ask a colleague who may see them.',
  )

export const unknownCustomer = (): Refusal =>
  new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
