import { editDistance } from '#src/clean/identity/index.ts'

/** A written value and how many customers have it in use. */
export interface Counted {
  text: string
  count: number
}
/** Why values stand together: the same letters and words, the same pairs of letters, or a slip of the fingers apart. */
export type Likeness = 'fingerprint' | 'pairs' | 'distance'
export interface Cluster {
  likeness: Likeness
  /** The most used first: that one is proposed. */
  values: Counted[]
}

/** Beyond this many distinct values a field is free text, and comparing them with each other tells nothing. */
export const mostDistinct = 50_000

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')

/**
 * Key collision after OpenRefine's "fingerprint": letters without marks and case, words sorted, each once. Ä and a are one here: this
 * proposes, a person decides (Mäki is not Maki).
 */
export function fingerprint(text: string): string {
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return [...new Set(words)].sort().join(' ')
}
/** The pairs of letters of a text, sorted, each once: blind to blanks, doublings and swapped words. */
export function pairsOf(text: string): string {
  const letters = fold(text).replace(/[^\p{L}\p{N}]/gu, '')
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < letters.length; i++) pairs.add(letters.slice(i, i + 2))
  return pairs.size === 0 ? letters : [...pairs].sort().join('')
}

/** How many slips a text of this length may have: one from five letters, two from ten. Figures are never slips of each other. */
const slips = (length: number) => (length < 5 ? 0 : length < 10 ? 1 : 2)
const figures = (text: string) => text.replace(/\D/g, '')

/**
 * Values that are probably one, best first by how many customers the smaller ones have. Each value stands in one cluster at most: the
 * surest likeness takes it. Comparisons of letters are kept to values that share their first or last three letters.
 */
export function cluster(values: readonly Counted[]): Cluster[] {
  const left = new Map(values.map((value) => [value.text, value]))
  const clusters: Cluster[] = []
  const take = (likeness: Likeness, group: Counted[]) => {
    const free = group.filter(({ text }) => left.has(text))
    if (free.length < 2) return
    for (const { text } of free) left.delete(text)
    clusters.push({ likeness, values: free.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)) })
  }
  for (const [likeness, keyOf] of [
    ['fingerprint', fingerprint],
    ['pairs', pairsOf],
  ] as const)
    for (const [key, group] of Map.groupBy(left.values(), ({ text }) => keyOf(text)))
      if (key !== '' && new Set(group.map(({ text }) => figures(text))).size === 1) take(likeness, group)
  for (const group of near([...left.values()])) take('distance', group)
  const weight = ({ values: [, ...others] }: Cluster) => others.reduce((sum, { count }) => sum + count, 0)
  return clusters.sort((a, b) => weight(b) - weight(a) || (a.values[0]!.text < b.values[0]!.text ? -1 : 1))
}

/** Largest block whose members are compared with each other. */
const mostInBlock = 400

/** Around each frequent value those that are slips of it: a chain of slips (Turku, Turkku, Turkkuu) goes to its strongest, not to a heap. */
function near(values: Counted[]): Counted[][] {
  const order = values
    .map((value) => ({ value, folded: fold(value.text) }))
    .sort((a, b) => b.value.count - a.value.count || (a.folded < b.folded ? -1 : 1))
  const blocks = new Map<string, number[]>()
  order.forEach(({ folded }, i) => {
    if (slips(folded.length) === 0) return
    for (const key of [`<${folded.slice(0, 3)}`, `>${folded.slice(-3)}`]) {
      const block = blocks.get(key)
      if (block === undefined) blocks.set(key, [i])
      else if (block.length < mostInBlock) block.push(i)
    }
  })
  const head = new Map<number, number>()
  for (const block of blocks.values())
    for (let a = 0; a < block.length; a++)
      for (let b = a + 1; b < block.length; b++) {
        const [strong, weak] = [order[block[a]!]!, order[block[b]!]!]
        // a slip is rarer than what was meant
        if (weak.value.count * 5 > strong.value.count || head.has(block[b]!)) continue
        if (figures(strong.folded) !== figures(weak.folded)) continue
        const most = slips(Math.min(strong.folded.length, weak.folded.length))
        if (editDistance(strong.folded, weak.folded, most) <= most) head.set(block[b]!, block[a]!)
      }
  const groups = new Map<number, Counted[]>()
  for (const [weak, strong] of head) {
    if (head.has(strong)) continue // itself a slip of another
    const group = groups.get(strong) ?? [order[strong]!.value]
    group.push(order[weak]!.value)
    groups.set(strong, group)
  }
  return [...groups.values()]
}
