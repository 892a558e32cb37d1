import type { Comparison, Facts } from '../contract.ts'
import { editDistance, jaroWinkler } from '../similarity.ts'
import { folded } from '../values.ts'
import { shaped } from './shape.ts'

const legalForms = new Set(
  'oy oyj ab abp ky kb ay tmi ry rf osk as asoy ltd limited llc llp inc incorporated corp corporation co company plc gmbh ag kg sa sarl bv nv spa srl the of and ja och und'.split(
    ' ',
  ),
)

interface Text {
  plain: string
  words: readonly string[]
  weights: Float64Array
  norm: number
}

const cut = (text: string) =>
  folded(text)
    .replace(/'s\b/g, 's')
    .replace(/'/g, '')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')

/** The words of an organisation's name or of a text, as `factsOf` counts them. */
export function wordsOf(text: string): string[] {
  const all = cut(text)
  const telling = all.filter((word) => !legalForms.has(word))
  return [...new Set(telling.length > 0 ? telling : all)]
}

/** Cosine of the two sets of words weighted by their rarity; a word also counts, less, for one that is a slip away. */
function likeness(a: Text, b: Text): number {
  let sum = 0
  for (let i = 0; i < a.words.length; i++) {
    const word = a.words[i]!
    const at = b.words.indexOf(word)
    if (at >= 0) {
      sum += a.weights[i]! * b.weights[at]!
      continue
    }
    let best = 0
    for (let j = 0; j < b.words.length; j++) {
      const other = b.words[j]!
      if (word.length < 4 || other.length < 3 || a.words.includes(other)) continue
      const like =
        editDistance(word, other, 1) <= 1 ? 0.9 : word < other ? jaroWinkler(word, other) : jaroWinkler(other, word)
      if (like >= 0.88) best = Math.max(best, like * a.weights[i]! * b.weights[j]!)
    }
    sum += best
  }
  return sum / (a.norm * b.norm)
}

/** One order for both ways round: the words of one side are gone through. */
const comesFirst = (a: Text, b: Text) =>
  a.words.length < b.words.length || (a.words.length === b.words.length && a.plain < b.plain)

const contains = (a: Text, b: Text) => a.words.length > 0 && a.words.every((word) => b.words.includes(word))

function level(a: Text, b: Text): number {
  if (a.plain === b.plain) return 7
  const like = comesFirst(a, b) ? likeness(a, b) : likeness(b, a)
  if (like >= 0.93) return 6
  if (like >= 0.75) return 5
  if (contains(a, b) || contains(b, a)) return 4
  return like >= 0.55 ? 3 : like >= 0.3 ? 2 : 1
}

/** Names of organisations and longer texts, by their words: rare words tell, legal forms and order do not. */
export function textComparison(
  name: string,
  columns: readonly number[],
  facts: Facts,
  kind: 'organisation' | 'text' = 'text',
): Comparison {
  const [at = 0] = columns
  const shares = facts.words[at] ?? {}
  const least = 1 / Math.max(2, facts.rows)
  return shaped<Text>({
    name,
    kind,
    columns,
    levels: [
      ['differs', 0.1, 0],
      ['a few words alike', 0.08, 0],
      ['half the words alike', 0.1, 0],
      ['one within the other', 0.1, 0.2],
      ['most words alike', 0.12, 0.2],
      ['same words', 0.15, 0.5],
      ['the same', 0.35, 1],
    ],
    prepare(values) {
      const text = values.filter((value) => value !== '').join(' ')
      if (text === '') return undefined
      const words = wordsOf(text)
      const weights = Float64Array.from(
        words,
        (word) => -Math.log(Math.min(0.9, Math.max(least, shares[word] ?? least))),
      )
      return { plain: words.join(' '), words, weights, norm: Math.hypot(...weights) || 1 }
    },
    level,
  })
}
