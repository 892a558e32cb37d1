import { logGamma } from '../statistics/index.ts'
import type { Deed, Finding } from './habits.ts'

/** Beta(a, b): how the share of something differs between customers. */
interface Beta {
  readonly a: number
  readonly b: number
}

export interface ShareModel {
  readonly returns: Beta
  readonly channel: Readonly<Record<string, Beta>>
  readonly category: Readonly<Record<string, Beta>>
}

interface Windows {
  readonly baseline: number
  readonly weeks: number
}

/** Kept apart in the model; rarer ones share what is known of none. */
const mostNames = 500
/** A habit is what was done so often before. */
const leastHits = 3
/** A quarter of a year: the later of the two spans that are looked at. */
const late = 13

/** P(K ≤ k) of the beta-binomial of n tries. */
export function atMost(k: number, n: number, { a, b }: Beta): number {
  let sum = 0
  for (let i = 0; i <= Math.min(k, n); i++) sum += Math.exp(lnChance(i, n, a, b))
  return Math.min(1, sum)
}
/** P(K ≥ k). */
export function atLeast(k: number, n: number, { a, b }: Beta): number {
  let sum = 0
  for (let i = Math.max(0, k); i <= n; i++) sum += Math.exp(lnChance(i, n, a, b))
  return Math.min(1, sum)
}
const lnBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b)
const lnChance = (k: number, n: number, a: number, b: number) =>
  logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + lnBeta(a + k, b + n - k) - lnBeta(a, b)

/** By moments, from shares of customers with three tries or more. */
export function fitBeta(pairs: readonly (readonly [hits: number, tries: number])[]): Beta {
  const good = pairs.filter(([, n]) => n >= 3)
  const tries = good.reduce((sum, [, n]) => sum + n, 0)
  const hits = good.reduce((sum, [k]) => sum + k, 0)
  const mean = Math.min(0.999, Math.max(0.001, tries === 0 ? 0.05 : hits / tries))
  if (good.length < 30) return { a: mean, b: 1 - mean }
  const variance = good.reduce((sum, [k, n]) => sum + (k / n - mean) ** 2, 0) / good.length
  const chance = (mean * (1 - mean) * good.reduce((sum, [, n]) => sum + 1 / n, 0)) / good.length
  const strength = Math.min(200, Math.max(0.5, (mean * (1 - mean) - variance) / Math.max(1e-9, variance - chance)))
  return { a: mean * strength, b: (1 - mean) * strength }
}

/** Tries and hits of a window: purchases, or for returns purchases and returns. */
interface Seen {
  tries: number
  back: number
  channel: Map<string, number>
  category: Map<string, number>
}

function seen(deeds: readonly Deed[], from: number, until: number): Seen {
  const all: Seen = { tries: 0, back: 0, channel: new Map(), category: new Map() }
  const add = (to: Map<string, number>, name: string) => to.set(name, (to.get(name) ?? 0) + 1)
  for (const { week, back, channel, categories } of deeds) {
    if (week < from || week >= until) continue
    if (back) {
      all.back++
      continue
    }
    all.tries++
    if (channel !== null) add(all.channel, channel)
    for (const category of new Set(categories)) add(all.category, category)
  }
  return all
}

/** Learns from the baselines how customers differ in returns, channels and categories. */
export function fitShares(customers: readonly (readonly Deed[])[], { baseline }: Windows): ShareModel {
  const all = customers.map((deeds) => seen(deeds, 0, baseline))
  const named = (of: 'channel' | 'category') => {
    const users = new Map<string, number>()
    for (const one of all) for (const name of one[of].keys()) users.set(name, (users.get(name) ?? 0) + 1)
    const names = [...users].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, mostNames)
    return Object.fromEntries(
      names.map(([name]) => [name, fitBeta(all.map((one) => [one[of].get(name) ?? 0, one.tries]))]),
    )
  }
  return {
    returns: fitBeta(all.map(({ back, tries }) => [back, back + tries])),
    channel: named('channel'),
    category: named('category'),
  }
}

const unknown: Beta = { a: 0.5, b: 0.5 }

/** Tests whether more comes back than usual, and whether usual categories and channels are given up; over half a year and its later half. */
export function sharesOf(deeds: readonly Deed[], { baseline, weeks }: Windows, model: ShareModel): Finding[] {
  const before = seen(deeds, 0, baseline)
  const spans = [...new Set([baseline, Math.max(baseline, weeks - late)])]
  return spans.flatMap((from) => {
    const now = seen(deeds, from, weeks)
    if (now.tries + now.back === 0) return []
    const last = deeds.reduce((day, deed) => (deed.week < weeks ? Math.max(day, deed.day) : day), 0)
    return [
      ...returnsOf(deeds, { before, now, from, weeks, last, spans: spans.length }, model.returns),
      ...lostOf('channel', deeds, { before, now, from, weeks, last, spans: spans.length }, model.channel),
      ...lostOf('category', deeds, { before, now, from, weeks, last, spans: spans.length }, model.category),
    ]
  })
}

interface Span {
  readonly before: Seen
  readonly now: Seen
  readonly from: number
  readonly weeks: number
  /** Of the last deed. */
  readonly last: number
  /** How many spans are tried: each may be right by chance. */
  readonly spans: number
}

function returnsOf(deeds: readonly Deed[], { before, now, from, weeks, last, spans }: Span, prior: Beta): Finding[] {
  const tries = now.back + now.tries
  if (now.back < 2) return []
  const p = atLeast(now.back, tries, { a: prior.a + before.back, b: prior.b + before.tries })
  const first = deeds.find((deed) => deed.back && deed.week >= from && deed.week < weeks)
  return [
    {
      kind: 'returns',
      since: first?.day ?? last,
      found: last,
      p: Math.min(1, p * spans),
      ...sized({ hits: before.back, of: before.back + before.tries }, { hits: now.back, of: tries }),
    },
  ]
}

function lostOf(
  kind: 'channel' | 'category',
  deeds: readonly Deed[],
  { before, now, from, weeks, last, spans }: Span,
  priors: Readonly<Record<string, Beta>>,
): Finding[] {
  if (now.tries === 0) return []
  const usual = [...before[kind]].filter(([, hits]) => hits >= leastHits)
  return usual.map(([name, hits]) => {
    const prior = priors[name] ?? unknown
    const kept = now[kind].get(name) ?? 0
    const p = atMost(kept, now.tries, { a: prior.a + hits, b: prior.b + before.tries - hits })
    return {
      kind,
      name,
      since: sinceWithout(kind, name, deeds, { from, weeks, kept }),
      found: last,
      p: Math.min(1, p * spans * usual.length),
      ...sized({ hits, of: before.tries }, { hits: kept, of: now.tries }),
    }
  })
}

/** The first purchase without it, after the last one with it; while there still are some, the first of the span. */
function sinceWithout(
  kind: 'channel' | 'category',
  name: string,
  deeds: readonly Deed[],
  { from, weeks, kept }: { from: number; weeks: number; kept: number },
): number {
  const bought = deeds.filter((deed) => !deed.back && deed.week >= 0 && deed.week < weeks).sort((a, b) => a.day - b.day)
  const has = (deed: Deed) => (kind === 'channel' ? deed.channel === name : deed.categories.includes(name))
  if (kept > 0) return bought.find((deed) => deed.week >= from)!.day
  return (bought[bought.findLastIndex(has) + 1] ?? bought.at(-1)!).day
}

function sized(usual: { hits: number; of: number }, now: { hits: number; of: number }) {
  const usualShare = usual.of === 0 ? 0 : usual.hits / usual.of
  const nowShare = now.hits / now.of
  return { size: nowShare - usualShare, figures: { usualShare, nowShare, hits: now.hits, of: now.of } }
}
