import { aliasOf, sharing } from '#src/clean/identity/index.ts'
import { type Claims, takeFromStaff, workOf } from '#src/collect/intake/index.ts'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Piece, Tx } from '#src/platform/db/index.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { CustomerDraft, CustomerIdentity, CustomerList } from './contract.ts'
import { unknownCustomer, wayOf } from './edit.ts'
import { presentIdentity, presentRow, seesContact } from './present.ts'
import {
  byIdentifier,
  byName,
  type ListRow,
  namesOf,
  newest,
  ownersOf,
  type PageJson,
  pageJson,
  pageRow,
  rowOfPage,
} from './queries.ts'
import { gate, passed } from './typed.ts'

const cursorOf = (row: ListRow) => Buffer.from(JSON.stringify([row.sort_key, row.id])).toString('base64url')
function readCursor(cursor: string | undefined): { sortKey: string; id: Uuid } | null {
  if (cursor === undefined) return null
  try {
    const [sortKey, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown]
    if (
      typeof sortKey === 'string' &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id) &&
      !sortKey.includes('\u0000')
    )
      return { sortKey, id }
  } catch {}
  throw unknownPlace()
}

export interface ListQuery {
  sort?: 'newest' | 'name'
  after?: string
  limit?: number
  email?: string
  phone?: string
}

/** One page of customers, newest first or by name, or the holders of an e-mail or telephone. Each page is one index range scan. */
export async function list(context: Context, query: ListQuery): Promise<CustomerList> {
  authorize(context.actor, 'customer.read')
  const limit = query.limit ?? 50
  if (query.email !== undefined || query.phone !== undefined) {
    authorize(context.actor, 'customer.contact')
    const rows = await holdersOf(context, query, limit)
    const found = rows.filter((row) => seesContact(context.actor, row.protected))
    return { customers: found.map((row) => presentRow(context.actor, row)), next: null }
  }
  const after = readCursor(query.after)
  const rows =
    query.sort === 'name'
      ? await byName(context.db, after, limit + 1)
      : await newest(context.db, after?.id ?? null, limit + 1)
  const page = rows.slice(0, limit)
  return {
    customers: page.map((row) => presentRow(context.actor, row)),
    next: rows.length > limit ? cursorOf(page.at(-1)!) : null,
  }
}

async function holdersOf(context: Context, query: ListQuery, limit: number): Promise<ListRow[]> {
  const { record } = gate(context, { email: query.email, phone: query.phone })
  const email = record?.claims.emails?.[0]
  const phone = record?.claims.phones?.[0]
  if (email) return byIdentifier(context.db, 'email', email.key, limit)
  return phone ? byIdentifier(context.db, 'phone', phone.value, limit) : []
}

/** Adds a person or organisation by hand. Refuses with 409 `customer_exists` when somebody shares a contact point, unless told `anyway`. */
export async function create(context: Context, draft: CustomerDraft): Promise<{ id: Uuid; version: number }> {
  authorize(context.actor, 'customer.create')
  const { saidByCustomer, anyway, kind, ...typed } = draft
  const record = passed(context, { ...typed, customerKind: kind })
  const by = saidByCustomer ? ('customer' as const) : ('staff' as const)
  const way = wayOf(context)
  const said = { ...record.claims, verified: { by, ...(way && { way }) } }
  return context.db.tx(async (tx) => {
    if (!anyway) await refuseKnown(context, tx, said)
    const batch = await takeFromStaff(workOf(context, tx), { kind: 'customer', claims: said })
    return { id: batch.created[0]!.id, version: 1 }
  })
}

/** Refuses when somebody shares a contact point or business id, naming those whom the actor may find by it. */
async function refuseKnown(context: Context, tx: Tx, said: Claims): Promise<void> {
  const same = [
    ...(said.emails ?? []).map((e) => ({ kind: 'email' as const, value: e.key })),
    ...(said.phones ?? []).map((p) => ({ kind: 'phone' as const, value: p.value })),
    ...(said.businessId === undefined ? [] : [{ kind: 'businessId' as const, value: said.businessId }]),
  ]
  const found = await sharing(tx, same, 5)
  if (found.length === 0) return
  const names = new Map((await namesOf(tx, [...new Set(found.map((f) => f.customer_id))])).map((row) => [row.id, row]))
  const customers = [...names.values()].flatMap(({ id, name, city, protected: guarded }) => {
    const hidden = guarded && !seesContact(context.actor, true)
    const why = found.filter((f) => f.customer_id === id && (!hidden || f.kind === 'businessId')).map((f) => f.kind)
    return why.length === 0 ? [] : [{ id, name, city: hidden ? null : city, same: why }]
  })
  if (customers.length === 0) return
  throw new Refusal(
    409,
    'customer_exists',
    'Somebody with the same contact details is known already.',
    'Open that customer, or add this one anyway.',
    { customers },
  )
}

/** The identity of one customer; an id merged away leads to the one that stayed. */
export async function identity(context: Context, id: Uuid): Promise<CustomerIdentity> {
  authorize(context.actor, 'customer.read')
  const { db, actor } = context
  const row = await pageRow(db, id)
  return row ? presentIdentity(actor, row) : identity(context, await leadsTo(db, id))
}

/** The same as part of a statement that asks for more; null where the id is nobody's now. */
export function identityAtGlance(context: Context, id: Uuid): Piece<PageJson, CustomerIdentity | null> {
  authorize(context.actor, 'customer.read')
  return { statement: pageJson(id), present: (row) => row && presentIdentity(context.actor, rowOfPage(row)) }
}

/** Who stayed where this id was merged away. Throws 404 for an id that never was. */
export async function leadsTo(runner: Runner, id: Uuid): Promise<Uuid> {
  const stayed = await aliasOf(runner, id)
  if (stayed === undefined) throw unknownCustomer()
  return stayed
}

/** Whose customer records are: record → customer. For reports of entrances, which stand before us in the flow. */
export async function whoIs(
  runner: Runner,
  records: Uuid[],
): Promise<Map<Uuid, { id: Uuid; name: string; protected: boolean }>> {
  return new Map((await ownersOf(runner, records)).map(({ record_id, ...who }) => [record_id, who]))
}
