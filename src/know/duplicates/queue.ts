import { type Group, type GroupPlace, pageOfGroups } from '#src/clean/identity/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { namesOf } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { unknownPlace } from '#src/platform/refusal.ts'
import { type CustomerKind, decimalsOf, type Uuid } from '#src/terms/index.ts'
import type { GroupLine, GroupList } from './contract.ts'

const namesShown = 6

const cursorOf = ({ later, rank, id }: GroupPlace) =>
  Buffer.from(JSON.stringify([later, rank, id])).toString('base64url')
function placeOf(cursor: string | undefined): GroupPlace | null {
  if (cursor === undefined) return null
  try {
    const [later, rank, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (typeof later === 'boolean' && typeof rank === 'number' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
      return { later, rank, id }
  } catch {}
  throw unknownPlace()
}

/** One page of the queue: groups of customers that may be one, the surest and worthiest first. */
export async function queue(
  context: Context,
  query: { kind?: CustomerKind; after?: string; limit?: number },
): Promise<GroupList> {
  authorize(context.actor, 'customer.merge')
  const limit = query.limit ?? 50
  const rows = await pageOfGroups(context.db, placeOf(query.after), query.kind ?? null, limit + 1)
  const page = rows.slice(0, limit)
  const shown = page.flatMap((group) => group.customers.slice(0, namesShown))
  const names = new Map((await namesOf(context.db, shown)).map((row) => [row.id, row.name]))
  return {
    groups: page.map((group) => lineOf(context, group, names)),
    next: rows.length > limit ? cursorOf(page.at(-1)!) : null,
  }
}
function lineOf({ actor, config }: Context, group: Group, names: ReadonlyMap<Uuid, string>): GroupLine {
  return {
    id: group.id,
    kind: group.kind,
    customers: group.customers
      .slice(0, namesShown)
      .flatMap((id) => (names.has(id) ? [{ id, name: names.get(id)! }] : [])),
    size: group.customers.length,
    probability: group.probability,
    zone: group.auto ? 'auto' : 'ask',
    later: group.later,
    worth: may(actor, 'value.read') ? Math.round(group.worth * 10 ** decimalsOf(config.currency)) : null,
  }
}
