import type { Condition, Happened, Leaf } from '#src/know/segments/index.ts'
import { shopOfHistories } from './histories.ts'

// Segments of every kind of condition, over what histories tell.

const leaf = (field: string, op: Leaf['op'], value?: Leaf['value']): Leaf => ({
  field,
  op,
  ...(value !== undefined && { value }),
})
const least = (value: number, one: Omit<Happened, 'op' | 'value'>): Happened => ({ ...one, op: 'atLeast', value })
const shoes = [leaf('category', 'is', 'Kengät')]

/** What moves with time, and what does not; of the customer, of claims, of what happened and of what is made of it. */
export const conditions: Readonly<Record<string, Condition>> = {
  recent: leaf('lastPurchase', 'within', 30),
  silent: leaf('lastPurchase', 'older', 60),
  often: leaf('purchases', 'atLeast', 2),
  spenders: { all: [leaf('spend.EUR', 'more', '5000'), { not: leaf('lastPurchase', 'within', 7) }] },
  helsinki: leaf('city', 'is', 'Helsinki'),
  consenting: leaf('consent.email', 'is', 'granted'),
  refusing: { all: [leaf('consent.email', 'isNot', 'granted'), leaf('email', 'notEmpty')] },
  complainers: {
    any: [
      leaf('complaints', 'atLeast', 1),
      { all: [leaf('purchases', 'is', 0), leaf('created', 'within', 10)] },
      leaf('openMatters.complaint', 'atLeast', 1),
    ],
  },
  slipping: leaf('stage', 'is', 'slipping'),
  lost: leaf('stage', 'anyOf', ['lost', 'wonBack']),
  away: leaf('archived', 'is', true),
  level: leaf('attribute.Taso', 'is', '0'),
  known: { all: [leaf('customerNumber', 'begins', 'h'), leaf('emailDomain', 'is', 'example.com')] },
  vouched: leaf('verified', 'is', true),
  fromShop: { all: [leaf('source', 'is', shopOfHistories), leaf('kind', 'is', 'organisation')] },
  birthdays: leaf('birthday', 'coming', 14),
  jubilees: leaf('anniversary', 'coming', 30),
  grown: leaf('age', 'atLeast', 30),
  heard: leaf('lastContact', 'within', 14),
  bought: least(2, { happened: 'purchase', window: { last: 90 } }),
  shoes: least(1, { happened: 'purchase', where: shoes, window: { last: 120 } }),
  product: least(1, { happened: 'purchase', where: [leaf('product', 'is', 'B-2')] }),
  pieces: least(2, { happened: 'purchase', where: shoes, measure: 'quantity', window: { last: 60 } }),
  online: least(2, {
    happened: 'purchase',
    where: [leaf('channel', 'is', 'web')],
    measure: 'days',
    window: { last: 45 },
  }),
  average: {
    happened: 'purchase',
    measure: 'average',
    currency: 'EUR',
    window: { last: 200 },
    op: 'between',
    value: ['2000', '6000'],
  },
  krona: least(1, { happened: 'purchase', measure: 'sum', currency: 'SEK' }),
  thisYear: least(1, { happened: 'purchase', window: { from: '2026-05-01', until: '2026-09-30' } }),
  since: { happened: 'return', window: { from: '2026-06-10' }, op: 'is', value: 0 },
  calm: {
    all: [
      {
        happened: 'purchase',
        window: { between: [60, 10] },
        measure: 'sum',
        currency: 'EUR',
        op: 'atLeast',
        value: '1000',
      },
      { not: least(1, { happened: 'complaint', window: { last: 14 } }) },
    ],
  },
  opened: {
    all: [
      least(1, { happened: 'mailDelivered', window: { last: 40 } }),
      { not: least(1, { happened: 'mailOpened', window: { last: 20 } }) },
    ],
  },
  guided: least(1, { happened: 'event', where: [leaf('name', 'is', 'Ladattu opas')], window: { last: 25 } }),
  calledIn: least(1, { happened: 'contact', where: [leaf('direction', 'is', 'in')], window: { last: 10 } }),
  coming: least(1, { happened: 'anything', window: { from: '2026-06-20' } }),
  lapsing: leaf('forecast.state', 'anyOf', ['lapsing', 'lost']),
  expected: leaf('forecast.nextPurchase', 'coming', 300),
  changedState: leaf('forecast.stateSince', 'within', 60),
  worthy: { any: [leaf('forecast.alive', 'atLeast', 30), leaf('forecast.value.EUR', 'more', '1000')] },
  deviating: leaf('deviation', 'is', 'drop'),
  deviated: leaf('deviationSince', 'within', 20),
  champions: leaf('rfm.group', 'is', 'champions'),
  frequent: leaf('rfm.frequency', 'atLeast', 3),
}

/** What one segment asks by turns. */
export const edits: readonly Condition[] = [
  leaf('city', 'is', 'Turku'),
  leaf('lastPurchase', 'within', 14),
  { any: [leaf('city', 'is', 'Oulu'), leaf('returns', 'atLeast', 1)] },
  { not: leaf('purchases', 'is', 0) },
]
