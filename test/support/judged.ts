import { systemActor, verbsOf } from '#src/company/index.ts'
import { dayIn, stageOf } from '#src/know/insights/index.ts'
import type { Condition, Env, Happened, Leaf } from '#src/know/segments/index.ts'
import { entryKinds, type Uuid } from '#src/terms/index.ts'
import { dayOf, type Entry, lists, type Person, timeZone } from './happened.ts'

// Conditions judged in memory, over plain rows: what the SQL of conditions is held to.

const meanInterval = 20
const figures = {
  version: 1,
  customers: 30,
  meanInterval,
  recency: ['20700', '20770'],
  frequency: ['2', '3'],
  monetary: {},
}
/** Segments of a condition: one names a list, the other names that one. */
export const named = {
  slipping: '01930000-0000-7000-8000-000000000001',
  nested: '01930000-0000-7000-8000-000000000002',
} as const
const { nested, slipping } = named
const segments = new Map<Uuid, Condition | null>([
  [lists[0], null],
  [lists[1], null],
  [slipping, { any: [{ field: 'stage', op: 'is', value: 'slipping' }, { segment: lists[1] }] }],
  [
    nested,
    {
      all: [{ not: { segment: slipping } }, { happened: 'contact', window: { last: 30 }, op: 'atLeast', value: 1 }],
    },
  ],
])
/** As somebody in sales reads conditions on a day. */
export const envOn = (day: string): Env => ({
  actor: {
    ...systemActor,
    verbs: verbsOf('sales'),
  },
  today: day,
  timeZone,
  meanInterval,
  figures,
  segments,
})

export const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const dayIs = (at: string) => dayIn(new Date(at), timeZone)
const small = (text: string | null) => text?.trim().toLowerCase() || null

interface Time {
  day: string
  channel: string | null
  amounts: { amount: number; currency: string }[]
  quantity: number
  facts: Record<string, string | number | null>
}
const mails: Record<string, string[]> = {
  mailDelivered: ['delivered', 'opened', 'clicked', 'unsubscribed', 'spam'],
  mailOpened: ['opened', 'clicked', 'unsubscribed'],
  mailBounced: ['bounced'],
}
const isMail = (e: Entry) => e.kind === 'event' && e.channel === 'email' && e.direction === 'out'

function timesOf(person: Person, { happened: kind, where = [], measure }: Happened): Time[] {
  const asks = where.map(({ field }) => field)
  if (measure === 'quantity' || asks.some((id) => ['category', 'product', 'quantity'].includes(id)))
    return person.purchases.flatMap((p) =>
      p.lines
        .filter((line) => {
          const what = p.type !== 'purchase' ? p.type : line.amount < 0 || line.quantity < 0 ? 'return' : 'purchase'
          return what === kind && (!asks.includes('category') || small(line.category) !== null)
        })
        .map((line) => ({
          day: dayIs(p.at),
          channel: small(p.channel),
          quantity: line.quantity,
          amounts: [
            {
              amount: line.amount,
              currency: p.currency,
            },
          ],
          facts: {
            of: p.id,
            category: small(line.category),
            product: line.sku,
            quantity: line.quantity,
            [`amount.${p.currency}`]: line.amount,
          },
        })),
    )
  const kinds = {
    contact: ['call', 'mail', 'complaint', 'wish', 'feedback'],
    anything: entryKinds as readonly string[],
  }
  return person.entries
    .filter((e) =>
      mails[kind]
        ? isMail(e) && mails[kind].includes(e.status!)
        : (kinds[kind as 'contact'] ?? [kind]).includes(e.kind) &&
          (!asks.includes('name') || (small(e.title) !== null && !isMail(e))),
    )
    .map((e) => ({
      day: dayIs(e.at),
      channel: small(e.channel),
      quantity: 0,
      amounts:
        e.amount === null
          ? []
          : [
              {
                amount: e.amount,
                currency: e.currency!,
              },
            ],
      facts: {
        of: e.id,
        direction: e.direction,
        name: small(e.title),
        status: e.status,
        score: e.score,
        ...(e.currency !== null && { [`amount.${e.currency}`]: e.amount }),
      },
    }))
}

function judgeHappened(person: Person, one: Happened, on: string): boolean {
  const { window = {}, where = [], measure = 'count', currency } = one
  const ago = (day: string) => number(on) - number(day)
  const times = timesOf(person, one).filter(({ day, channel, facts }) => {
    if ('last' in window && !(ago(day) >= 0 && ago(day) <= window.last)) return false
    if ('between' in window && !(ago(day) >= window.between[1] && ago(day) <= window.between[0])) return false
    if ('from' in window && window.from && day < window.from) return false
    if ('until' in window && window.until && day > window.until) return false
    return where.every((leaf) => compare(leaf, leaf.field === 'channel' ? channel : (facts[leaf.field] ?? null), on))
  })
  const sums = times.flatMap((time) =>
    time.amounts.filter((one) => one.currency === currency).map(({ amount }) => amount),
  )
  const sum = sums.reduce((all, amount) => all + amount, 0)
  const priced = new Set(times.filter((t) => t.amounts.some((a) => a.currency === currency)).map((t) => t.facts.of))
  const value = {
    count: new Set(times.map(({ facts }) => facts.of)).size,
    days: new Set(times.map(({ day }) => day)).size,
    quantity: times.reduce((all, { quantity }) => all + quantity, 0),
    sum,
    average: priced.size === 0 ? null : sum / priced.size,
  }[measure]
  return compare({ field: '', op: one.op, value: one.value } as Leaf, value, on)
}

function compare({ op, value, field }: Leaf, fact: string | number | boolean | null, on: string): boolean {
  if (op === 'empty') return fact === null
  if (op === 'isNot') return !compare({ field, op: 'is', value: value! }, fact, on)
  if (fact === null) return false
  if (op === 'notEmpty') return true
  const [a, b] = (Array.isArray(value) ? value : [value]) as [string | number, string | number]
  if (typeof fact === 'boolean') return fact === value
  if (typeof fact === 'number') {
    const [least, most] = [Number(a), Number(b)]
    return {
      is: fact === least,
      less: fact < least,
      atMost: fact <= least,
      more: fact > least,
      atLeast: fact >= least,
      between: fact >= least && fact <= most,
    }[op as 'is']
  }
  if (op === 'within' || op === 'older' || op === 'coming') {
    const since = number(on) - number(fact)
    if (op === 'coming') return since <= 0 && -since <= Number(value)
    return op === 'within' ? since >= 0 && since <= Number(value) : since > Number(value)
  }
  const same = (one: unknown) => small(fact) === small(String(one))
  if (op === 'anyOf') return (value as string[]).some(same)
  return {
    is: same(a),
    before: fact < a,
    after: fact > a,
    between: fact >= a && fact <= b,
    begins: small(fact)!.startsWith(String(a).toLowerCase()),
    contains: small(fact)!.includes(String(a).toLowerCase()),
  }[op as 'is']
}

/** The anniversary on a day or the next after it. */
function anniversary(birth: string, from: string): string {
  for (let year = Number(from.slice(0, 4)); ; year++) {
    const leap = new Date(`${year}-02-29T00:00:00Z`).getUTCMonth() === 1
    const day = birth.endsWith('02-29') && !leap ? `${year}-02-28` : `${year}${birth.slice(4)}`
    if (day >= from) return day
  }
}

function fact(person: Person, field: string, on: string): string | number | boolean | null {
  const bought = [...new Set(person.entries.filter((e) => e.kind === 'purchase').map((e) => dayIs(e.at)))].sort()
  const veil = <T>(value: T) => (person.protected ? null : value)
  const scoreOf = (value: number, cuts: string[]) => 1 + cuts.filter((cut) => value >= Number(cut)).length
  const contacts = person.entries.filter((e) => ['call', 'mail', 'complaint', 'wish', 'feedback'].includes(e.kind))
  const euros = person.entries.filter(
    (e) => ['purchase', 'return', 'cancellation'].includes(e.kind) && e.currency === 'EUR',
  )
  const { birth } = person
  const facts: Record<string, () => string | number | boolean | null> = {
    name: () => person.name,
    created: () => dayIs(person.created),
    birthDate: () => veil(birth),
    birthday: () => veil(birth && anniversary(birth, on)),
    anniversary: () => {
      const since = person.since && dayIs(person.since)
      if (since === null) return null
      const after = dayOf(number(since) + 1)
      return anniversary(since, on > after ? on : after)
    },
    age: () =>
      veil(birth && Number(anniversary(birth, dayOf(number(on) + 1)).slice(0, 4)) - Number(birth.slice(0, 4)) - 1),
    hasEmail: () => veil(person.email !== null),
    verified: () => person.verified,
    'consent.email': () => (person.consent === null ? null : person.consent ? 'granted' : 'denied'),
    purchases: () => person.entries.filter((e) => e.kind === 'purchase').length,
    lastPurchase: () => bought.at(-1) ?? null,
    lastContact: () =>
      contacts
        .map((e) => dayIs(e.at))
        .sort()
        .at(-1) ?? null,
    'spend.EUR': () =>
      euros.length === 0
        ? null
        : euros.reduce((sum, e) => sum + (e.kind === 'purchase' ? e.amount! : Math.min(e.amount!, 0)), 0),
    'openMatters.complaint': () =>
      person.matters.filter((kind) => kind === 'complaint').length +
      person.entries.filter((e) => e.kind === 'complaint' && ['avoin', 'open'].includes(small(e.status)!)).length,
    'rfm.frequency': () => (bought.length === 0 ? null : scoreOf(bought.length, figures.frequency)),
    'forecast.state': () => person.forecast?.state ?? null,
    'forecast.nextPurchase': () => person.forecast?.next ?? null,
    stage: () =>
      stageOf({
        purchases: bought.length,
        leadSource: person.leadSource,
        customerSince: null,
        meanInterval,
        today: on,
        days:
          bought.length === 0
            ? null
            : {
                count: bought.length,
                first: bought[0]!,
                last: bought.at(-1)!,
                previous: bought.at(-2) ?? null,
              },
      }).stage,
  }
  return facts[field]!()
}

/** Whether a tree holds for a person on a day. */
export function holds(tree: Condition, person: Person, on: string): boolean {
  if ('all' in tree) return tree.all.every((one) => holds(one, person, on))
  if ('any' in tree) return tree.any.some((one) => holds(one, person, on))
  if ('not' in tree) return !holds(tree.not, person, on)
  if ('happened' in tree) return judgeHappened(person, tree, on)
  if ('segment' in tree) {
    const condition = segments.get(tree.segment)
    return condition ? holds(condition, person, on) : person.lists.includes(tree.segment)
  }
  if (tree.field === 'deviation' || tree.field === 'deviationSince') {
    const open = person.deviations.filter(({ ended }) => ended === null)
    const values = open.map(({ kind, since }) => (tree.field === 'deviation' ? kind : since))
    if (tree.op === 'empty') return values.length === 0
    if (tree.op === 'isNot') return !values.some((value) => compare({ ...tree, op: 'is' }, value, on))
    return values.some((value) => compare(tree, value, on))
  }
  return compare(tree, fact(person, tree.field, on), on)
}
