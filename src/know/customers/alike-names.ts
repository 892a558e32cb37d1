import { areNicknames } from '#src/clean/identity/index.ts'
import { fold } from './names/index.ts'

/** Letters to add, take away, change or swap with the next one to make `b` of `a` (optimal string alignment); 3 at most is told. */
export function editsBetween(a: string, b: string): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return Math.min(3, last[b.length]!)
}

const isNear = (a: string, b: string) => editsBetween(a, b) <= (Math.max(a.length, b.length) > 7 ? 2 : 1)
const isInitial = (a: string, b: string) => a.length === 1 && b.startsWith(a)

/**
 * Whether two names are of the same words, in any order and with or without dots, or near: each word the same, an initial of the other's,
 * a slip of the finger away, or another name of who is called so (Pekka, Petri). Words as `searchTokens` makes them; a first name more or less (Liisa Maria) makes them near.
 */
export function nameLikeness(a: readonly string[], b: readonly string[]): 'same' | 'near' | undefined {
  if (a.length === 0 || b.length === 0) return undefined
  const left = a.map(fold)
  const right = b.map(fold)
  if ([...left].sort().join(' ') === [...right].sort().join(' ')) return 'same'
  const [few, many] = left.length <= right.length ? [left, right] : [right, left]
  if (few.length < 2 && many.length > 1) return undefined
  const rest = [...many]
  let whole = 0
  for (const word of few) {
    let at = rest.indexOf(word)
    if (at >= 0) whole++
    else
      at = rest.findIndex(
        (other) =>
          isInitial(word, other) ||
          isInitial(other, word) ||
          (word.length > 3 && isNear(word, other)) ||
          areNicknames(word, other),
      )
    if (at < 0) return undefined
    rest.splice(at, 1)
  }
  // of two words one at least must be whole, unless there is but one
  return whole > 0 || few.length === 1 ? 'near' : undefined
}
