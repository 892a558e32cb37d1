import { folded, lineKind, ofMail } from '#src/know/insights/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import { channels, entryKinds, type Verb } from '#src/terms/index.ts'
import { type HappeningKind, type Measure, type Operator, operatorsOf } from '../contract.ts'
import type { Env, Field, Place } from '../fields.ts'
import type { Span } from '../values.ts'
import { days, within } from './tests.ts'

/**
 * Where one kind of happening is read from: daily buckets as far as they tell, else the entries of the timeline, or the lines of purchases. All
 * measures are aggregates over its rows.
 */
export interface Happenings {
  readonly from: Statement
  readonly key: Statement
  /** The calendar day of a row. */
  readonly day: Statement
  readonly during: (span: Span) => Statement
  readonly kinds: (kinds: readonly string[]) => Statement
  /** What it leaves out for the fields that are asked. */
  readonly where?: Statement
  readonly fields: (id: string) => Field | undefined
  readonly measure: (measure: Measure, currency: string) => Statement
}

const contacts: readonly string[] = ['call', 'mail', 'visit', 'inquiry', 'complaint', 'feedback', 'wish']
const bought: readonly string[] = ['purchase', 'return', 'cancellation']
const money: readonly string[] = [...bought, 'invoice', 'payment']

/** The kinds of entries, or of buckets, that a word stands for. */
export function kindsOf(happened: HappeningKind): readonly string[] {
  if (happened === 'contact') return contacts
  return happened === 'anything' ? entryKinds : [happened]
}
/** The right that asking about it needs. */
export const rightOf = (happened: HappeningKind): Verb => (money.includes(happened) ? 'purchase.read' : 'timeline.read')

const own = (value: Statement) => (): Place => ({ at: 'own', value })
const nonempty: readonly Operator[] = ['is', 'isNot', 'anyOf', 'begins', 'contains']
const channelAt = (value: Statement): Field => ({
  id: 'channel',
  type: 'choice',
  choices: channels,
  folded: true,
  place: own(value),
})
const named = (id: string, value: Statement): Field => ({
  id,
  type: 'text',
  folded: true,
  operators: nonempty,
  place: own(value),
})
/** As buckets hold it. */
const small = (value: Statement, most: 60 | 200) => sql`nullif(${folded(value, most)}, '')`
const amountIn = (id: string, amount: Statement, currency: Statement): Field | undefined => {
  const wanted = /^amount\.([A-Z]{3})$/.exec(id)?.[1]
  if (wanted === undefined) return undefined
  const value = sql`(case when ${currency} = ${wanted}::text then ${amount} end)`
  return { id, type: 'money', verb: 'value.read', currency: wanted, place: own(value) }
}

const byId = (fields: readonly Field[]) => {
  const all = new Map(fields.map((field) => [field.id, field]))
  return (id: string) => all.get(id)
}
const purchaseFields = byId([named('category', sql`b.category`), channelAt(sql`nullif(b.channel, '')`)])
const eventFields = byId([named('name', sql`b.category`), channelAt(sql`nullif(b.channel, '')`)])
const otherFields = byId([channelAt(sql`nullif(b.channel, '')`)])

function buckets(happened: HappeningKind, fields: readonly string[]): Happenings {
  const parts = fields.includes('category') || fields.includes('name')
  return {
    from: sql`know.bucket b`,
    key: sql`b.customer_id`,
    day: sql`b.day`,
    during: (span) => days(sql`b.day`, span),
    kinds: (kinds) => (kinds.length === 1 ? sql`b.kind = ${kinds[0]}::text` : sql`b.kind = any(${kinds}::text[])`),
    where: parts ? sql`b.category <> ''` : sql`b.category = ''`,
    fields: bought.includes(happened) ? purchaseFields : happened === 'event' ? eventFields : otherFields,
    measure(measure, currency) {
      const priced = sql`filter (where b.currency = ${currency}::text)`
      if (measure === 'days') return sql`count(distinct b.day)`
      if (measure === 'quantity') return sql`coalesce(sum(b.quantity), 0)`
      if (measure === 'sum') return sql`coalesce(sum(b.amount) ${priced}, 0)`
      // a purchase with lines of several names is one purchase; days and names together are counted by its lines
      if (measure === 'average') return sql`(sum(b.amount) ${priced} / nullif(sum(b.events) ${priced}, 0))`
      return sql`coalesce(sum(b.events), 0)`
    },
  }
}

const entryFields = byId([
  channelAt(small(sql`t.channel`, 60)),
  { id: 'direction', type: 'choice', choices: ['in', 'out'], place: own(sql`t.direction`) },
  named('name', small(sql`t.title`, 200)),
  { id: 'title', type: 'text', place: own(sql`t.title`) },
  { id: 'status', type: 'text', place: own(sql`t.status`) },
  { id: 'score', type: 'number', verb: 'value.read', place: own(sql`t.score`) },
  { id: 'handler', type: 'text', place: own(sql`t.handler`) },
  { id: 'reference', type: 'identifier', place: own(sql`t.reference`) },
  { id: 'source', type: 'choice', cast: 'uuid', place: own(sql`t.source_id`) },
])
const entries = (env: Env, fields: readonly string[]): Happenings => ({
  from: sql`know.timeline t`,
  key: sql`t.customer_id`,
  day: sql`(t.at at time zone ${env.timeZone}::text)::date`,
  during: (span) => within(sql`t.at`, span, env),
  kinds: (kinds) => sql`t.kind = any(${kinds}::text[])`,
  // as in buckets: mails have a subject, not a name
  ...(fields.includes('name') && { where: sql`btrim(t.title) <> '' and (${ofMail}) is not true` }),
  fields: (id) => entryFields(id) ?? amountIn(id, sql`t.amount`, sql`t.currency`),
  measure(measure, currency) {
    const priced = sql`filter (where t.currency = ${currency}::text)`
    if (measure === 'days') return sql`count(distinct (t.at at time zone ${env.timeZone}::text)::date)`
    if (measure === 'sum') return sql`coalesce(sum(t.amount) ${priced}, 0)`
    if (measure === 'average') return sql`(avg(t.amount) ${priced})`
    return measure === 'quantity' ? sql`0` : sql`count(*)`
  },
})
/** What a mail came to is told by the status of its line. */
const mailStatuses: Partial<Record<HappeningKind, readonly string[]>> = {
  mailDelivered: ['delivered', 'opened', 'clicked', 'unsubscribed', 'spam'],
  mailOpened: ['opened', 'clicked', 'unsubscribed'],
  mailClicked: ['clicked'],
  mailBounced: ['bounced'],
  mailUnsubscribed: ['unsubscribed'],
}
const mailEntries = (statuses: readonly string[], env: Env, fields: readonly string[]): Happenings => ({
  ...entries(env, fields),
  kinds: () => sql`(${ofMail}) and t.status = any(${statuses}::text[])`,
})

const lineFields = byId([
  { id: 'product', type: 'identifier', place: own(sql`l.sku`) },
  { id: 'productName', type: 'text', place: own(sql`l.description`) },
  named('category', small(sql`l.category`, 200)),
  channelAt(small(sql`p.channel`, 60)),
  { id: 'quantity', type: 'number', place: own(sql`l.quantity`) },
  { id: 'status', type: 'text', place: own(sql`p.status`) },
  { id: 'reference', type: 'identifier', place: own(sql`p.number`) },
  { id: 'source', type: 'choice', cast: 'uuid', place: own(sql`p.source_id`) },
])
const lines = (env: Env, fields: readonly string[]): Happenings => ({
  from: sql`know.purchase_line l join know.purchase p on p.customer_id = l.customer_id and p.id = l.purchase_id`,
  key: sql`l.customer_id`,
  day: sql`(p.at at time zone ${env.timeZone}::text)::date`,
  during: (span) => within(sql`p.at`, span, env),
  kinds: (kinds) => sql`${lineKind} = any(${kinds}::text[])`,
  ...(fields.includes('category') && { where: sql`btrim(l.category) <> ''` }),
  fields: (id) => lineFields(id) ?? amountIn(id, sql`l.amount`, sql`p.currency`),
  measure(measure, currency) {
    const priced = sql`filter (where p.currency = ${currency}::text)`
    if (measure === 'days') return sql`count(distinct (p.at at time zone ${env.timeZone}::text)::date)`
    if (measure === 'quantity') return sql`coalesce(sum(l.quantity), 0)`
    if (measure === 'sum') return sql`coalesce(sum(l.amount) ${priced}, 0)`
    if (measure === 'average')
      return sql`(sum(l.amount) ${priced} / nullif(count(distinct l.purchase_id) ${priced}, 0))`
    return sql`count(distinct l.purchase_id)`
  },
})

const ofLines: readonly string[] = ['product', 'productName', 'quantity', 'category']
/** The least costly place that tells all that is asked. */
export function happeningsOf(
  happened: HappeningKind,
  fields: readonly string[],
  { measure, several }: { measure: Measure; several: boolean },
  env: Env,
): Happenings {
  const inBuckets = buckets(happened, fields)
  // with one name each time is in one bucket row of its name; with several it would be counted more than once
  const whole = !several && (measure !== 'quantity' || fields.includes('category'))
  if (whole && fields.every((id) => inBuckets.fields(id) !== undefined)) return inBuckets
  if (bought.includes(happened) && (measure === 'quantity' || fields.some((id) => ofLines.includes(id))))
    return lines(env, fields)
  const statuses = mailStatuses[happened]
  return statuses === undefined ? entries(env, fields) : mailEntries(statuses, env, fields)
}

/** Ids of the fields that can be asked of a kind, and its measures; `amount` stands for one field in each currency. */
export function askableOf(happened: HappeningKind): { fields: readonly Field[]; measures: readonly Measure[] } {
  const priced = money.includes(happened) || happened === 'deal' || happened === 'anything'
  const some = (get: (id: string) => Field | undefined, ids: readonly string[]) =>
    ids.map((id) => get(id)).filter((field) => field !== undefined)
  if (bought.includes(happened))
    return {
      fields: [
        ...some(lineFields, ['category', 'product', 'productName', 'channel', 'quantity', 'status', 'reference']),
        ...some(lineFields, ['source']),
      ],
      measures: ['count', 'days', 'sum', 'average', 'quantity'],
    }
  return {
    fields: some(entryFields, [
      ...(happened === 'event' ? ['name'] : []),
      'channel',
      ...(priced ? [] : ['direction', 'title']),
      'status',
      ...(happened === 'feedback' ? ['score'] : []),
      'handler',
      'reference',
      'source',
    ]),
    measures: priced ? ['count', 'days', 'sum', 'average'] : ['count', 'days'],
  }
}
/** The operators that a field has. */
export const operatorsFor = (field: Field): readonly Operator[] => field.operators ?? operatorsOf[field.type]
export const hasAmounts = (happened: HappeningKind): boolean => askableOf(happened).measures.includes('sum')
