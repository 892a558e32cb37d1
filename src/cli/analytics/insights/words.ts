import type { DegenerateCode, Fit, ModelName, SpendFit, Warning } from '#src/know/insights/index.ts'
import type { Models } from './foretell.ts'
import type { Holdout } from './holdout.ts'

const names: Record<ModelName, string> = { bgnbd: 'BG/NBD', mbgnbd: 'MBG/NBD', nbd: 'NBD' }

const degenerate: Record<DegenerateCode, string> = {
  noDropout:
    'No drop-out is visible in this history: nobody is seen to leave, so NBD is used, in which everybody goes on buying at a rate of their own. Parameters of the model with drop-out are not to be read.',
  sameDropout:
    'All customers leave with about the same chance after a purchase: a and b run away together. Predictions hold, the two parameters are not to be read.',
  sameRate:
    'All customers buy at about the same rate: r and alpha run away together. Predictions hold, the two parameters are not to be read.',
  edge: 'A parameter lies at the edge of what can be told from this history. Predictions hold, parameters are not to be read.',
  nobodyAgain: 'Nobody has bought on a second day: nothing can be learned of coming again, and little is foretold.',
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const number = (value: number) =>
  Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3 ? value.toExponential(4) : value.toFixed(4)
const whole = (value: number) => Math.round(value).toString()

const warning: Record<Warning['code'], (figures: Readonly<Record<string, number>>) => string> = {
  leftTruncated: ({ share = 0, usual = 0 }) =>
    `The file seems to begin in the middle of things: ${percent(share)} of the customers appear in the first tenth of the time, where about ${percent(usual)} would. Their ages count from the beginning of the file, so rates come out too high and drop-out too low.`,
  noSeasonality: ({ years = 0 }) =>
    `The models know no seasons, and ${years.toFixed(1)} years of history cannot tell any: totals for a part of a year may be far off.`,
  fewRepeaters: ({ repeaters = 0 }) => `Fewer than 100 customers came again (${repeaters}): all figures are uncertain.`,
  spendDependsOnFrequency: ({ correlation = 0 }) =>
    `Those who buy often spend differently at a time (correlation ${correlation.toFixed(2)}), which the Gamma-Gamma model rules out: spend and value are doubtful.`,
  spendAlike: ({ q = 0 }) =>
    `The Gamma-Gamma model sees no lasting differences in spend between customers (q = ${number(q)}): its parameters are not to be read.`,
  spendHeavyTail: ({ q = 0 }) =>
    `Spend varies so much (q = ${q.toFixed(2)}) that the Gamma-Gamma model has no mean: each customer's own mean is used.`,
}

export const degenerateWords = (code: DegenerateCode): string => degenerate[code]
export const warningWords = ({ code, figures }: Warning): string => warning[code](figures)

/** Parameters, likelihoods and warnings, a line each. */
export function modelLines({ fit, spend, expectedBy, lapse }: Models): string[] {
  const lines = [
    `Customers: ${fit.customers}, of whom ${fit.repeaters} came again; purchase days after the first: ${fit.purchases}; different histories: ${fit.unique}.`,
    `Model used: ${names[fit.model]}.`,
    ...fit.tried.map((attempt) => attemptLine(attempt)),
  ]
  if (spend !== null) lines.push(spendLine('Gamma-Gamma', spend))
  if (expectedBy.of === 'all' && expectedBy.spend !== null)
    lines.push(spendLine('Gamma-Gamma of first purchases, too, by which expected_spend is made', expectedBy.spend))
  if (lapse !== null) lines.push(lapseLine(lapse))
  if (fit.degenerate !== null) lines.push(`Note: ${degenerateWords(fit.degenerate)}`)
  return [...lines, ...[...fit.warnings, ...(spend?.warnings ?? [])].map((one) => `Note: ${warningWords(one)}`)]
}

function attemptLine({ model, parameters: { r, alpha, a, b }, logLikelihood }: Fit['tried'][number]): string {
  const leaving = a === null || b === null ? '' : `, a ${number(a)}, b ${number(b)}`
  return `  ${names[model]}: r ${number(r)}, alpha ${number(alpha)}${leaving}, log-likelihood ${logLikelihood.toFixed(4)}`
}

function spendLine(name: string, { p, q, gamma, logLikelihood, customers, correlation }: SpendFit): string {
  return `  ${name}: p ${number(p)}, q ${number(q)}, gamma ${number(gamma)}, log-likelihood ${logLikelihood.toFixed(4)} (${customers} customers, correlation with frequency ${correlation.toFixed(2)})`
}

function lapseLine({ by, windowDays, tried }: NonNullable<Models['lapse']>): string {
  if (tried === null || windowDays === null)
    return 'p_none: by the purchase model; there is too little history to learn from.'
  const { brier } = tried
  const errors = `Brier ${brier.both.toFixed(4)} against ${brier.model.toFixed(4)} of the model alone`
  return by === 'both'
    ? `p_none: by the purchase model and by what the ${windowDays} days before the cut-off taught (${errors}).`
    : `p_none: by the purchase model; what the ${windowDays} days before the cut-off taught is no better (${errors}).`
}

/** What came true, a line each. */
export function holdoutLines({ days, purchases, top10, lapse }: Holdout): string[] {
  const share = (value: number | null) => (value === null ? '–' : percent(value))
  const rank = (value: number | null) => (value === null ? '–' : value.toFixed(4))
  const { p_none: own, model, logistic, daysSinceLast } = lapse
  return [
    `Held against the ${days} days after the cut-off:`,
    `  Purchase days: ${whole(purchases.expected)} expected, ${purchases.actual} came (${percent(purchases.bias)} off); mean absolute error ${purchases.meanAbsoluteError.toFixed(4)} a customer.`,
    `  The top 10 % by value brought ${share(top10.model)} of the sales; by past spend ${share(top10.pastSpend)}, by past repeat spend ${share(top10.pastRepeatSpend)}, by number of purchases ${share(top10.pastPurchases)}, by recency ${share(top10.recency)}; at best ${share(top10.oracle)}.`,
    `  ${percent(lapse.share)} bought nothing. AUC of p_none ${rank(own.auc)}, of days since the last purchase ${rank(daysSinceLast.auc)}, of the purchase model ${rank(model.auc)}${logistic === null ? '' : `, of the regression ${rank(logistic.auc)}`}.`,
    `  Brier of p_none ${rank(own.brier)}, of the purchase model ${rank(model.brier)}${logistic === null ? '' : `, of the regression ${rank(logistic.brier)}`}, of the same chance for all ${rank(lapse.share * (1 - lapse.share))}.`,
  ]
}
