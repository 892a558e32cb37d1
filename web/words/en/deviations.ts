import type { Format } from '../format.ts'
import type { Words } from '../fi/index.ts'

const odds = (f: Format, bits: number) =>
  bits >= 20
    ? 'less than one customer in a million'
    : `about one customer in ${f.n(Number((2 ** bits).toPrecision(1)))}`

/** What has changed in how a customer buys. */
export const deviations = (f: Format): Words['deviations'] => ({
  title: 'Changes in behaviour',
  none: 'No clear change is seen.',
  says: {
    drop: (size) => (size <= -0.99 ? 'Has not bought any more.' : 'Buys less often than before.'),
    rise: () => 'Buys more often than before.',
    basketDown: () => 'Purchases have become smaller.',
    basketUp: () => 'Purchases have grown.',
    returns: () => 'Returns more than before.',
    category: () => 'Buys less of the category:',
    channel: () => 'Uses less the channel:',
  },
  pace: (bought, expected, weeks) =>
    `${f.n(bought)} ${f.plural(bought, 'purchase day', 'purchase days')}; at their own pace it would have been ${f.n(expected, expected < 10 ? 1 : 0)} (${f.n(weeks)} ${f.plural(weeks, 'week', 'weeks')}).`,
  basket: (usual, now, n) => `Usually ${usual}, now ${now} (${f.n(n)} ${f.plural(n, 'purchase', 'purchases')}).`,
  share: (usual, now, hits, of) =>
    `Share before ${f.percent(usual, 0)}, now ${f.percent(now, 0)} (${f.n(hits)} / ${f.n(of)}).`,
  since: (day, found) => `Noticed ${found}, began about ${day}.`,
  change: (size) => `${size > 0 ? '+' : '−'}${f.percent(Math.abs(size), 0)}`,
  points: (size) => `${size > 0 ? '+' : '−'}${f.n(Math.abs(size) * 100)} points`,
  ended: (day) => `As before since ${day}.`,
  past: 'Earlier changes',
  why: 'How we know',
  evidence: (bits) => `Chance would give evidence this strong to ${odds(f, bits)}.`,
  method: (baseline, watched) =>
    `The last ${f.n(watched)} weeks are compared with the customer’s own ${f.n(baseline)} weeks before them. What all customers do alike, such as the season, is no change.`,
  bound: (share, weeks) =>
    `Bound of false alarms: of customers whose pace has not changed, ${f.percent(share, 1)} get a notice for nothing in ${f.n(weeks)} weeks. Of the other changes at most a fifth are chance.`,
  basis: (version, made, from, asOf, n) =>
    `Model ${f.n(version)}, made ${made}. Purchases from ${from} up to ${asOf}, ${f.n(n)} ${f.plural(n, 'customer', 'customers')} watched.`,
  rows: 'The purchases behind this',
  chart: 'Purchase days by week and the expected pace',
  week: 'Week from',
  bought: 'Purchase days',
  expected: 'Expected',
  inWeek: (week, n, expected) =>
    `${week}: ${f.n(n)} ${f.plural(n, 'purchase day', 'purchase days')}, expected ${f.n(expected, 1)}`,
})
