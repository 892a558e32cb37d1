import {
  addressText,
  claimsOf,
  type Group,
  goldenOf,
  groupOf,
  type OpenPair,
  pairsAmong,
  pairsOfOne,
  startsOf,
  survivorAmong,
} from '#src/clean/identity/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { identity, namesOf, seesContact } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'
import type { GroupDetail, MaybeSame, Member, Outcome, PairShown } from './contract.ts'
import { figuresOf, spendOf } from './queries.ts'

/** So many customers stand side by side. */
const mostShown = 8

export const noGroup = () =>
  new Refusal(404, 'group_gone', 'These customers wait for no decision any more.', 'Look at the queue.')

/** A group's customers side by side with what speaks for and against each pair. Throws 404 `group_gone`. */
export async function group(context: Context, id: Uuid): Promise<GroupDetail> {
  authorize(context.actor, 'customer.merge')
  const { db } = context
  const found = await groupOf(db, id)
  if (!found) throw noGroup()
  const shown = await shownOf(context, found)
  const members = await membersOf(context, shown)
  if (members.length < 2) throw noGroup()
  const ids = members.map(({ customer }) => customer.id)
  const [pairs, starts, survivor] = await Promise.all([pairsAmong(db, ids), startsOf(db), survivorAmong(db, ids)])
  const barred = members.some(({ hidden }) => hidden)
  return {
    id,
    kind: found.kind,
    later: found.later,
    members,
    more: found.customers.length - shown.length,
    pairs: pairs.map((pair) => presentPair(pair, starts)),
    survivor,
    outcome: barred ? null : await outcomeOf(context, ids),
    barred,
  }
}

/** Of a large group those that its surest pairs join. */
async function shownOf({ db }: Context, { customers }: Group): Promise<Uuid[]> {
  if (customers.length <= mostShown) return customers
  const chosen = new Set<Uuid>()
  for (const { a, b } of await pairsAmong(db, customers)) {
    if (chosen.size >= mostShown - 1 && !(chosen.has(a) && chosen.has(b))) break
    chosen.add(a).add(b)
  }
  return [...chosen].sort()
}

async function membersOf(context: Context, ids: readonly Uuid[]): Promise<Member[]> {
  const { db, actor, config } = context
  const known = new Set((await namesOf(db, [...ids])).map((row) => row.id))
  const standing = ids.filter((id) => known.has(id))
  const [figures, spend] = await Promise.all([figuresOf(db, standing), spendOf(db, standing, config.currency)])
  const worths = new Map(spend.map((row) => [row.customer_id, row.net]))
  const members: Member[] = []
  for (const id of standing) {
    const customer = await identity(context, id)
    const row = figures.find((one) => one.customer_id === id)!
    members.push({
      customer,
      hidden: !seesContact(actor, customer.protected),
      records: row.records,
      purchases: may(actor, 'purchase.read') ? row.purchases : 0,
      lastPurchase: may(actor, 'purchase.read') ? row.last_purchase : null,
      contacts: row.contacts,
      worth: may(actor, 'value.read') ? (worths.get(id) ?? 0) : null,
    })
  }
  return members
}

const presentPair = (pair: OpenPair, starts: Readonly<Partial<Record<CustomerKind, number>>>): PairShown => ({
  a: pair.a,
  b: pair.b,
  probability: pair.probability,
  weight: pair.weight,
  start: starts[pair.kind] ?? 0,
  zone: pair.zone,
  later: pair.state === 'later',
  evidence: pair.evidence.map(([comparison, level, weight]) => ({ comparison, level, weight })),
})

/** The values in use if all of them were one, by the rule that always chooses. */
async function outcomeOf({ db }: Context, ids: readonly Uuid[]): Promise<Outcome> {
  const claims = [...(await claimsOf(db, [...ids])).values()].flat()
  const { name, email, phone, street, postcode, city, country, birthDate, businessId, language } = goldenOf(
    ids[0]!,
    claims,
  )
  const parts = Object.entries({ street, postcode, city, country }).filter(([, part]) => part !== null)
  return {
    name,
    email,
    phone,
    address: parts.length === 0 ? null : addressText(Object.fromEntries(parts)),
    birthDate,
    businessId,
    language,
  }
}

/** Who this customer may be too, the likeliest first; three at most. */
export async function maybeSame(context: Context, id: Uuid): Promise<MaybeSame> {
  authorize(context.actor, 'customer.read')
  const { db } = context
  if ((await namesOf(db, [id])).length === 0)
    throw new Refusal(404, 'not_found', 'There is no such customer.', 'Search by name, number or e-mail.')
  const pairs = (await pairsOfOne(db, id)).filter((pair) => pair.group !== null)
  pairs.sort((x, y) => y.weight - x.weight)
  const others = new Map(pairs.map((pair) => [pair.a === id ? pair.b : pair.a, pair]))
  const first = [...others].slice(0, 3)
  const names = new Map(
    (
      await namesOf(
        db,
        first.map(([other]) => other),
      )
    ).map((row) => [row.id, row.name]),
  )
  return {
    customers: first.flatMap(([other, pair]) =>
      names.has(other)
        ? [{ id: other, name: names.get(other)!, probability: pair.probability, group: pair.group! }]
        : [],
    ),
  }
}
