import type { Format } from '../format.ts'
import type { Words } from '../fi/index.ts'

const customers = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'customer', 'customers')}`
const days = (f: Format, n: number) => `${f.n(n)} ${f.plural(n, 'day', 'days')}`
/** Small chances are not nothing, and great ones not certain. */
const chance = (f: Format, share: number) =>
  share < 0.01 ? 'less than 1%' : share > 0.99 ? 'more than 99%' : f.percent(share, 0)

/** What is expected of the customers: one by one, and all together. */
export const insights = (f: Format): Words['insights'] => ({
  title: 'Forecasts',
  lead: (asOf, n) => `Purchases up to ${asOf}, ${customers(f, n)}.`,
  empty: 'Nothing has been forecast yet.',
  emptyNext: (needs) =>
    `Forecasts are made at night once at least ${f.n(needs)} customers have bought. Import purchases, or make the forecasts now.`,
  emptyOther: (needs) => `Forecasts are made at night once at least ${f.n(needs)} customers have bought.`,
  make: 'Make forecasts',
  makeAgain: 'Make forecasts again',
  making: 'Making forecasts',
  waits: 'Waiting for its turn.',
  step: {
    read: 'Reading purchases.',
    fit: 'Fitting models.',
    test: 'Trying the models on the last period.',
    predict: 'Making forecasts.',
    count: 'Adding up.',
  },
  done: (n, of) => `${f.n(n)} / ${f.n(of)}`,
  stop: 'Stop',
  stopping: 'Stopping…',
  failed: 'The last making failed. The forecasts before it stand. Try again.',
  stopped: 'The last making was stopped. What was made by then stands.',

  state: {
    active: 'Purchase likely',
    cooling: 'Purchase uncertain',
    lapsing: 'Purchase unlikely',
    lost: 'No purchase in sight',
  },
  states: 'Who will still buy',
  statesHelp:
    'This foretells a purchase. The stage of a customer, such as Regular or Slipping, tells what has happened: how the silence compares with their own rhythm.',
  stateHelp: (horizon) => ({
    active: `A purchase within ${days(f, horizon)} is at least as likely as none.`,
    cooling: 'No purchase is more likely than one.',
    lapsing: 'Has bought more than once. By a chance of at least 80% there will be no purchase.',
    lost: 'By a chance of at least 95% there will be no purchase.',
  }),
  countedAt: (day) => `Counted on ${day}. The forecast of a single customer changes as soon as they buy.`,

  equity: 'Worth of all customers',
  equityHelp: (margin, discount) =>
    `Expected ${margin ? 'margin' : 'sales'} of the next 12 months${discount ? ', as present value' : ''}.`,
  equityOf: (n) => `${customers(f, n)} in all.`,
  equityPast: (sum) =>
    `Without a model: these customers have bought for ${sum} a year so far. The model allows for those who have left already.`,
  equityChange: 'Change in 28 days',
  equityNoChange: 'The change is shown once the data reach back more than 28 days.',
  changed: {
    new: 'New customers',
    lapsed: 'Did not buy',
    frequency: 'Pace of purchases',
    spend: 'Size of purchases',
  },
  changedHelp: {
    new: 'First purchase within 28 days.',
    lapsed: 'No purchase in 28 days: silence lowers what is expected.',
    frequency: 'Bought within 28 days: pace against what was expected.',
    spend: 'The usual purchase grew or shrank.',
  },
  trend: 'Worth day by day',

  best: 'Most valuable customers',
  bestFuture: 'By forecast',
  bestPast: 'By purchases so far',
  bestFutureHelp: 'Expected worth in 12 months',
  bestPastHelp: 'Purchases so far',
  overlap: (both, tenth) =>
    `Of the best tenth by forecast, ${f.percent(both / tenth, 0)} are in the best tenth by purchases so far. Past purchases tell of the best customers nearly as much as the model does. The model tells apart those who have left already.`,
  rank: (n) => (n === null ? 'not among the hundred best' : `no. ${f.n(n)}`),
  rankOther: { future: 'By forecast', past: 'By purchases' },
  currency: 'Currency',
  noBest: 'No customers in this currency.',

  models: 'What the forecasts rest on',
  basis: (n, span) => `${span === null ? 'Model' : `Purchases ${span}, model`} ${f.n(n)}.`,
  span: (from, asOf) => `${from}–${asOf}`,
  version: (n, at) => `Model ${f.n(n)}, made ${at}.`,
  window: (from, asOf, n) =>
    from === null ? `${customers(f, n)}.` : `Purchases from ${from} to ${asOf}, ${customers(f, n)}.`,
  unique: (n) => `${f.n(n)} different histories of purchase.`,
  interval: (n) => `Those who came again buy every ${days(f, n)} on average.`,
  modelSays: {
    mbgnbd: 'The model learns the pace of purchases, and how many stop buying after which purchase (MBG/NBD).',
    bgnbd: 'The model learns the pace of purchases, and how many stop buying after which purchase (BG/NBD).',
    nbd: 'The model learns the pace of purchases. It does not foretell anybody’s leaving (NBD).',
  },
  degenerate: {
    noDropout:
      'This history does not show anybody to stop buying. The forecast assumes that all go on: compare it with the length of the silence.',
    sameDropout: 'All seem to stop with the same chance. The forecasts hold, the numbers of the model as such do not.',
    sameRate: 'All seem to buy at the same pace. The forecasts hold, the numbers of the model as such do not.',
    edge: 'The model found no clear solution. Take the forecasts with caution.',
    nobodyAgain: 'Nobody has bought twice yet. No pace can be learned, so the forecast is a guess.',
    spendAlike: 'The usual purchase of all is nearly the same.',
    spendHeavyTail: 'A few very large purchases rule: the usual purchase is the customer’s own.',
  },
  spend: (currency, mean, n) => `${currency}: usual purchase ${mean}, from the purchases of ${customers(f, n)}.`,
  lapseBy: {
    model: (horizon) => `“No purchase in ${days(f, horizon)}” comes from the model of purchases.`,
    both: (horizon) =>
      `“No purchase in ${days(f, horizon)}” comes from the model of purchases and from what became of customers like these in the last period. Together they were nearer the truth than the model alone.`,
  },
  tested: (from, to, n, lapsed) => `Tried on ${from}–${to}: ${customers(f, n)}, of whom ${lapsed} did not buy.`,
  way: {
    model: 'Model of purchases',
    both: 'Model and what the last period taught',
    daysSince: 'Length of the silence alone',
  },
  wayColumn: 'Way',
  aucColumn: 'Tells apart',
  aucHelp: 'How often one who left got the larger number than one who stayed. 50% is a guess, 100% perfect.',
  brierColumn: 'Error (Brier)',
  parameters: 'Numbers of the model',
  likelihood: 'Log-likelihood',
  warnings: 'Note',
  warning: {
    leftTruncated: (x) =>
      `The data begin in the middle: ${f.percent(Number(x.share), 0)} of the customers appear right at the start. Their earlier purchases are missing, and ages count from the beginning of the data.`,
    noSeasonality: () =>
      'The data cover less than two years, so seasons cannot be seen. Before a season the forecast is too small, after it too large.',
    fewRepeaters: (x) => `Only ${f.n(Number(x.repeaters))} have bought more than once. The forecasts are rough.`,
    spendDependsOnFrequency: (x) =>
      `Those who buy often spend differently (${x.currency}, correlation ${f.n(Number(x.correlation), 2)}). The expected purchase may be off.`,
    spendAlike: (x) => `Usual purchases are nearly the same (${x.currency}).`,
    spendHeavyTail: (x) => `A few very large purchases rule (${x.currency}): the usual purchase is the customer’s own.`,
    oldData: (x) =>
      `The last purchase is of ${f.day(x.last ?? '')}. The forecasts are made from that day, not from today.`,
  },

  economics: 'To win or to keep',
  economicsHelp: 'From your own data. What the company has not said is not guessed.',
  notKnown: 'not known',
  newCustomers: 'New customers in 12 months',
  newValue: (margin) => (margin ? 'Margin of a new customer in 12 months' : 'Sales to a new customer in 12 months'),
  newNet: 'Of that stays after winning them',
  payback: 'Winning one pays back',
  paybackIn: (months) => (months === 0 ? 'at once' : `in ${f.n(months)} ${f.plural(months, 'month', 'months')}`),
  retention: 'Buyers of a year ago who still buy',
  retentionOf: (stayed, of) => `${f.percent(stayed / of, 0)} (${f.n(stayed)} / ${f.n(of)})`,
  keptValue: (margin) => (margin ? 'Margin of a customer in 12 months' : 'Sales to a customer in 12 months'),
  keptNet: 'Of that stays after keeping them',
  needsMargin: 'Tell the margin and the costs to see what stays.',
  terms: 'The company’s own numbers',
  termsHelp: 'Leave empty what you do not know. Saving makes the forecasts again.',
  margin: 'Margin (%)',
  discount: 'Discount rate a year (%)',
  acquisition: (currency) => `Winning one customer (${currency})`,
  keeping: (currency) => `Keeping a customer for a year (${currency})`,
  horizon: 'Period within which a purchase is expected (days)',
  horizonNone: (n) => `Empty: twice the mean interval between purchases, now ${days(f, n)}.`,
  save: 'Save',
  saved: 'Saved. The forecasts are being made again.',
  wrongNumber: 'Write a number.',
  outOfRange: (least, most) => `The number must be between ${f.n(least)} and ${f.n(most)}.`,
  others: 'A manager or an administrator can change these.',

  customer: {
    title: 'To be expected',
    none: {
      noPurchases: 'No purchases, so nothing is forecast.',
      noModel: 'Nothing has been forecast yet.',
    },
    says: {
      active: (share, horizon) => `Buys within ${days(f, horizon)} with a chance of ${chance(f, share)}.`,
      cooling: (share, horizon) =>
        `A purchase is uncertain: buys within ${days(f, horizon)} with a chance of only ${chance(f, share)}.`,
      lapsing: (share, horizon) =>
        `A purchase is unlikely: buys within ${days(f, horizon)} with a chance of only ${chance(f, share)}.`,
      lost: (share, horizon) =>
        `No purchase is expected: buys within ${days(f, horizon)} with a chance of ${chance(f, share)}.`,
    },
    since: (day) => `This state began on ${day}.`,
    next: 'Next purchase',
    nextBy: (day) => `by ${day}`,
    nextHelp: 'By then a purchase is more likely than none.',
    nextNone: 'not expected',
    purchases: 'Purchases in 12 months',
    count: (n) => (n < 0.05 ? 'hardly any' : f.n(n, n < 10 ? 1 : 0)),
    spend: 'Each time',
    value: (margin) => (margin ? 'Margin in 12 months' : 'Sales in 12 months'),
    pastYear: 'So far a year',
    notKnown: 'not known',
    why: 'Where this comes from',
    bought: (n, first, last, ago) =>
      n === 1
        ? `One day of purchase, ${last}, ${days(f, ago)} ago.`
        : `${f.n(n)} days of purchase from ${first} to ${last}, the last ${days(f, ago)} ago.`,
    interval: (n) => `${days(f, n)} between purchases on average.`,
    perPurchase: (sum) => `${sum} each time on average, after returns.`,
    alive: (share) => `Still a customer with a chance of ${chance(f, share)}.`,
    counted: (margin, discount) =>
      `${margin === null ? 'The value is sales, for the margin is not known.' : `The value is margin, ${margin} of sales.`}${discount === null ? '' : ` Discounted by ${discount} a year.`}`,
    past: (sum) => `Without a model: purchases of ${sum} so far.`,
    ranks: (future, past) =>
      future === null && past === null
        ? ''
        : `Place: by forecast ${future === null ? 'not among the hundred best' : `no. ${f.n(future)}`}, by purchases ${past === null ? 'not among the hundred best' : `no. ${f.n(past)}`}.`,
    rows: 'Show the purchases',
    model: 'What the forecasts rest on',
  },
})
