import { rebuild } from '#src/know/insights/index.ts'
import { insertMany, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'
import { freshDatabase } from './database.ts'

/** A small base in which much happened, on days around `today`, and all of it as plain rows for an oracle. Figures and buckets are the program's own. */
export const today = '2026-11-23'
export const timeZone = 'Europe/Helsinki'
export const db = await freshDatabase()

export interface Entry {
  id: Uuid
  at: string
  kind: string
  channel: string | null
  direction: string | null
  title: string | null
  status: string | null
  score: number | null
  amount: number | null
  currency: string | null
}
export interface Line {
  id: Uuid
  sku: string | null
  description: string | null
  category: string | null
  quantity: number
  amount: number
}
export interface Purchase {
  id: Uuid
  at: string
  type: 'purchase' | 'return' | 'cancellation'
  channel: string | null
  currency: string
  lines: Line[]
}
export interface Person {
  id: Uuid
  name: string
  email: string | null
  protected: boolean
  leadSource: string | null
  created: string
  since: string | null
  birth: string | null
  consent: boolean | null
  verified: boolean
  entries: Entry[]
  purchases: Purchase[]
  matters: string[]
  lists: Uuid[]
  forecast: { state: string; next: string | null } | null
  deviations: { kind: string; since: string; ended: string | null }[]
}

/** The same row of numbers in every run. */
let state = 20_261_123
const random = (below: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const pick = <T>(of: readonly T[]): T => of[random(of.length)]!
const maybe = <T>(value: T, chance = 50): T | null => (random(100) < chance ? value : null)
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
export const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10)
/** Mostly of the last weeks, some long ago, some to come; at noon or right beside midnight in Helsinki. */
const moment = () => {
  const ago = pick([0, 1, 2, 3, 5, 6, 7, 8, 29, 30, 31, 60, 89, 90, 91, 365, 500, -1, -2, -6])
  return `${dayOf(dayNumber(today) - ago)}T${pick(['10:00:00.000', '21:59:59.999', '22:00:00.000'])}Z`
}
export const categories = ['Kengät', 'KENGÄT ', 'Laukut', null] as const
export const lists = [uuidOf('list a'), uuidOf('list b')] as [Uuid, Uuid]
const kinds = ['call', 'mail', 'complaint', 'wish', 'feedback', 'invoice', 'note', 'event', 'webVisit', 'sprung']
const shop = uuidOf('shop')

function purchase(person: string, n: number): Purchase {
  return {
    id: uuidOf(person, 'purchase', String(n)),
    at: moment(),
    type: pick(['purchase', 'purchase', 'purchase', 'return', 'cancellation']),
    channel: pick(['web', 'Shop', null]),
    currency: pick(['EUR', 'EUR', 'SEK']),
    lines: Array.from({ length: random(4) }, (_, i) => ({
      id: uuidOf(person, 'line', String(n), String(i)),
      sku: pick(['A-1', 'b-2', null]),
      description: pick(['Juoksukenkä', 'Olkalaukku', null]),
      category: pick(categories),
      quantity: pick([1, 2, -1]),
      amount: pick([1000, 5000, -1000, 0]),
    })),
  }
}
/** As purchases stand on the timeline. */
function entryOf({ id, at, type, channel, currency, lines }: Purchase): Entry {
  const amount = lines.length === 0 ? null : lines.reduce((sum, line) => sum + line.amount, 0)
  const kind = type === 'purchase' && amount !== null && amount < 0 ? 'return' : type
  return {
    id,
    at,
    kind,
    channel,
    direction: null,
    title: null,
    status: null,
    score: null,
    amount,
    currency: amount === null ? null : currency,
  }
}
function entry(person: string, n: number): Entry {
  const kind = pick(kinds)
  const mail = kind === 'event' && random(2) === 0
  const priced = kind === 'invoice'
  return {
    id: uuidOf(person, 'entry', String(n)),
    at: moment(),
    kind,
    channel: mail ? 'email' : pick(['web', 'phone', 'Phone ', null]),
    direction: mail ? 'out' : pick(['in', 'out', null]),
    title: pick(['Ladattu opas', 'ladattu opas', 'Uutiskirje', ' ', null]),
    status: mail
      ? pick(['delivered', 'opened', 'clicked', 'bounced', 'unsubscribed', 'spam'])
      : pick(['avoin', 'Open', 'suljettu', null]),
    score: maybe(random(11)),
    amount: priced ? pick([1000, 5000]) : null,
    currency: priced ? 'EUR' : null,
  }
}

export const people: Person[] = Array.from({ length: 48 }, (_, i) => {
  const name = `p${i}`
  const purchases = Array.from({ length: pick([0, 0, 1, 2, 3, 5]) }, (_unused, n) => purchase(name, n))
  const others = Array.from({ length: pick([0, 1, 2, 4, 7]) }, (_unused, n) => entry(name, n))
  return {
    id: uuidOf('person', name),
    name: pick(['Liisa', 'Matti', 'Åke']),
    email: maybe(`${name}@example.fi`),
    protected: random(6) === 0,
    leadSource: maybe('messut'),
    created: moment(),
    since: pick(['2020-11-24T10:00:00Z', '2025-11-23T22:30:00Z', '2026-11-26T10:00:00Z', '2024-02-29T10:00:00Z', null]),
    birth: pick(['1980-11-23', '1980-11-24', '1996-02-29', '2001-11-22', '1970-12-03', null]),
    consent: pick([null, true, false]),
    verified: random(4) === 0,
    entries: [...purchases.map(entryOf), ...others],
    purchases,
    matters: pick([[], [], ['complaint'], ['offer']]),
    lists: lists.filter(() => random(3) === 0),
    forecast: pick([
      null,
      { state: 'active', next: moment().slice(0, 10) },
      { state: 'lapsing', next: moment().slice(0, 10) },
      { state: 'lost', next: null },
    ]),
    deviations: pick([
      [],
      [{ kind: 'drop', since: moment().slice(0, 10), ended: null }],
      [
        { kind: 'rise', since: moment().slice(0, 10), ended: today },
        { kind: 'channel', since: moment().slice(0, 10), ended: null },
      ],
    ]),
  }
})

const own = { source_id: 'uuid', origin_id: 'uuid' } as const
const by = (id: Uuid) => ({ source_id: shop, origin_id: id })
const made = '2026-01-01T00:00:00Z'
await db.tx(async (tx) => {
  const put = async (name: string, columns: Record<string, string>, rows: Record<string, unknown>[]) => {
    await insertMany(tx, table(name, columns as Record<string, 'text'>), rows)
  }
  const instants = { created_at: 'timestamptz', updated_at: 'timestamptz' }
  await put(
    'know.customer',
    {
      id: 'uuid',
      kind: 'text',
      name: 'text',
      sort_key: 'text',
      email: 'text',
      birth_date: 'date',
      protected: 'boolean',
      lead_source: 'text',
      customer_since: 'timestamptz',
      version: 'int',
      ...instants,
    },
    people.map((p) => ({
      id: p.id,
      kind: 'person',
      name: p.name,
      sort_key: p.name,
      email: p.email,
      birth_date: p.birth,
      protected: p.protected,
      lead_source: p.leadSource,
      customer_since: p.since,
      version: 1,
      created_at: p.created,
      updated_at: made,
    })),
  )
  await put(
    'clean.claim',
    { customer_id: 'uuid', observed_at: 'timestamptz', normaliser: 'int', said: 'jsonb', ...own },
    people.map((p) => ({
      customer_id: p.id,
      observed_at: made,
      normaliser: 1,
      ...by(p.id),
      said: {
        ...(p.consent !== null && {
          consents: [
            {
              channel: 'email',
              granted: p.consent,
            },
          ],
        }),
        ...(p.verified && { verified: { by: 'staff' } }),
      },
    })),
  )
  await put(
    'know.timeline',
    {
      customer_id: 'uuid',
      at: 'timestamptz',
      id: 'uuid',
      kind: 'text',
      channel: 'text',
      direction: 'text',
      title: 'text',
      status: 'text',
      score: 'numeric',
      amount: 'bigint',
      currency: 'text',
      ...own,
    },
    people.flatMap((p) => p.entries.map((e) => ({ customer_id: p.id, ...e, ...by(p.id) }))),
  )
  await put(
    'know.purchase',
    { customer_id: 'uuid', id: 'uuid', at: 'timestamptz', type: 'text', channel: 'text', currency: 'text', ...own },
    people.flatMap((p) =>
      p.purchases.map(({ lines: _lines, ...head }) => ({ customer_id: p.id, ...head, ...by(p.id) })),
    ),
  )
  await put(
    'know.purchase_line',
    {
      customer_id: 'uuid',
      purchase_id: 'uuid',
      id: 'uuid',
      sku: 'text',
      description: 'text',
      category: 'text',
      quantity: 'numeric',
      amount: 'bigint',
      ...own,
    },
    people.flatMap((p) =>
      p.purchases.flatMap(({ id, lines }) =>
        lines.map((line) => ({ customer_id: p.id, purchase_id: id, ...line, ...by(p.id) })),
      ),
    ),
  )
  await put(
    'know.open_matter',
    { customer_id: 'uuid', kind: 'text', id: 'uuid', since: 'timestamptz', origin_id: 'uuid' },
    people.flatMap((p) =>
      p.matters.map((kind) => ({ customer_id: p.id, kind, id: uuidOf(p.id, kind), since: made, origin_id: p.id })),
    ),
  )
  await put(
    'know.segment_member',
    { customer_id: 'uuid', segment_id: 'uuid', turn: 'int', entered_at: 'timestamptz' },
    people.flatMap((p) => p.lists.map((id) => ({ customer_id: p.id, segment_id: id, turn: 1, entered_at: made }))),
  )
  await put(
    'know.forecast',
    {
      customer_id: 'uuid',
      version: 'int',
      as_of: 'date',
      alive: 'real',
      none: 'real',
      purchases: 'real',
      state: 'text',
      next_purchase: 'date',
      purchase_days: 'int',
      first_purchase: 'date',
      last_purchase: 'date',
    },
    people.flatMap((p) =>
      p.forecast === null
        ? []
        : [
            {
              customer_id: p.id,
              version: 1,
              as_of: today,
              alive: 0.5,
              none: 0.25,
              purchases: 1.5,
              purchase_days: 1,
              first_purchase: today,
              last_purchase: today,
              state: p.forecast.state,
              next_purchase: p.forecast.next,
            },
          ],
    ),
  )
  await put(
    'know.deviation',
    {
      customer_id: 'uuid',
      kind: 'text',
      since: 'date',
      found_on: 'date',
      size: 'real',
      bits: 'real',
      evidence: 'jsonb',
      ended_on: 'date',
      version: 'int',
    },
    people.flatMap((p) =>
      p.deviations.map(({ kind, since, ended }) => ({
        customer_id: p.id,
        kind,
        since,
        found_on: today,
        size: 0.5,
        bits: 20,
        evidence: {},
        ended_on: ended,
        version: 1,
      })),
    ),
  )
})
await rebuild(db, timeZone)
