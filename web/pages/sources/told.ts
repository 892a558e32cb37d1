import type { Ratio } from '../../api/routes.ts'
import type { Format, Words } from '../../words/index.tsx'

/** How much of something: a word's key. */
function amountOf(share: number): string {
  if (share <= 0) return 'none'
  if (share >= 1) return 'all'
  if (share >= 0.9) return 'nearly'
  if (share >= 0.6) return 'most'
  return share >= 0.25 ? 'some' : 'few'
}

export const shareOf = ({ n, of }: Ratio): number | null => (n === null || of === null || of === 0 ? null : n / of)

/** A share as a percentage that never rounds to all or none when it is neither. */
export function percentOf(share: number, format: Format): string {
  const rounded = Math.round(share * 100)
  if (rounded === 100 && share < 1) return `> ${format.percent(0.99)}`
  if (rounded === 0 && share > 0) return `< ${format.percent(0.01)}`
  return format.percent(share)
}

/** The share in a word; what is not known says so. `whose`: the thing told is of customers, not a property of values. */
export function wordOf(ratio: Ratio, words: Words['sources'], whose: boolean): string {
  const share = shareOf(ratio)
  if (share === null) return words.short[ratio.state]!
  return (whose ? words.amount : words.amountOf)[amountOf(share)]!
}

/** 0 none … 4 all: how dark a cell is drawn. */
export function levelOf(ratio: Ratio): number | undefined {
  const share = shareOf(ratio)
  if (share === null) return undefined
  return ['none', 'few', 'some', 'most', 'nearly', 'all'].indexOf(amountOf(share))
}

/** A fact by its name, or the header of a source's own column. */
export function factName(fact: string, words: Words['sources']): string {
  return words.fact[fact] ?? fact.replace(/^attribute:/, '')
}
