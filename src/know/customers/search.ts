import type { Actor } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { SearchHit } from './contract.ts'
import { fold, inflectionCandidates, searchTokens } from './names/index.ts'
import { seesContact } from './present.ts'
import {
  type HitRow,
  hits,
  holdingWords,
  identifiersBeginning,
  phonesEnding,
  wordsAmong,
  wordsBeginning,
  wordsFoldedBeginning,
  wordsHolding,
} from './queries.ts'

export type Matched = SearchHit['matched']
/** A hit before it is known who reads it: see `shownHits`. */
export type FoundHit = SearchHit & { protected: boolean }
/** Words of names that a typed word may mean, by how it was hit, nearest first. */
type Meanings = [Matched, string[]][]

const wordLimit = 120

/**
 * Finds customers by parts of names. A word finds names that begin with it, then names that hold it; without dots it finds the dotted
 * letters lower ("maki" → Mäki, never "mäki" → Maki); a Finnish case form finds its base ("Virtasen" → Virtanen). All words must be met.
 */
export async function searchNames(runner: Runner, text: string, limit: number): Promise<FoundHit[]> {
  const words = searchTokens(text)
  if (words.length === 0) return []
  const found = new Map<Uuid, Matched>()
  if (words.length === 1) await searchOne(runner, words[0]!, limit, found)
  else await searchSeveral(runner, words, limit, found)
  return present(await hits(runner, [...found.keys()]), found)
}

async function searchOne(runner: Runner, word: string, limit: number, found: Map<Uuid, Matched>): Promise<void> {
  for (const tier of tiers(runner, word)) {
    const [matched, tokens] = await tier()
    if (tokens.length > 0)
      for (const { customer_id } of await holdingWords(runner, [tokens], limit))
        if (!found.has(customer_id)) found.set(customer_id, matched)
    if (found.size >= limit) return
  }
}

/** The tiers of one word, each asked only if those before it did not fill the answer. */
function tiers(runner: Runner, word: string): (() => Promise<[Matched, string[]]>)[] {
  const folded = fold(word)
  const plain = folded === word
  return [
    async () => ['name', await wordsAmong(runner, [word])],
    async () => ['namePart', (await wordsBeginning(runner, word, wordLimit)).map((w) => w.token)],
    async () => ['inflected', await wordsAmong(runner, word.length > 3 ? inflectionCandidates(word) : [])],
    async () => ['folded', plain ? (await wordsFoldedBeginning(runner, folded, wordLimit)).map((w) => w.token) : []],
    async () => {
      if (word.length < 3) return ['namePart', []]
      const holding = (await wordsHolding(runner, folded, wordLimit * 4)).map((w) => w.token)
      return ['namePart', holding.filter((token) => token.includes(word) || plain).slice(0, wordLimit)]
    },
  ]
}

async function meaningsOf(runner: Runner, word: string): Promise<Meanings> {
  const meanings: Meanings = []
  for (const tier of tiers(runner, word)) {
    const [matched, tokens] = await tier()
    if (tokens.length > 0) meanings.push([matched, tokens])
    // the word itself, its continuations and its base form are enough to meet the other words with
    if (meanings.length >= 2) break
  }
  return meanings
}

async function searchSeveral(runner: Runner, words: string[], limit: number, found: Map<Uuid, Matched>): Promise<void> {
  const all = await Promise.all(words.slice(0, 6).map((word) => meaningsOf(runner, word)))
  if (all.some((meanings) => meanings.length === 0)) return
  const groups = (depth: number) =>
    all
      .map((meanings) => [...new Set(meanings.slice(0, depth).flatMap(([, tokens]) => tokens))])
      .sort((a, b) => a.length - b.length)
  const isExact = all.every((meanings) => meanings[0]![0] === 'name')
  for (const { customer_id } of await holdingWords(runner, groups(1), limit))
    found.set(customer_id, isExact ? 'name' : 'namePart')
  if (found.size >= limit) return
  for (const { customer_id } of await holdingWords(runner, groups(2), limit))
    if (!found.has(customer_id)) found.set(customer_id, 'namePart')
}

function present(rows: HitRow[], found: Map<Uuid, Matched>): FoundHit[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...found].flatMap(([id, matched]) => {
    const row = byId.get(id)
    return row ? [{ ...row, matched }] : []
  })
}

const all = (rows: HitRow[], matched: Matched): FoundHit[] => rows.map((row) => ({ ...row, matched }))

/** Finds customers by e-mail (from its beginning), telephone (any way of writing, or its last digits), customer number or business id. */
export async function searchIdentifiers(runner: Runner, text: string, limit: number): Promise<FoundHit[]> {
  const typed = text.trim()
  const lower = typed.toLowerCase()
  if (lower.includes('@')) return all(await identifiersBeginning(runner, 'email', lower, limit), 'email')
  const found: FoundHit[] = []
  const digits = typed.replace(/\D/g, '')
  if (digits.length >= 4 && /^[\d\s()+./-]+$/.test(typed)) {
    // 040…, 0040…, +358… all end alike
    const tail = typed.startsWith('+') ? digits : digits.replace(/^00/, '').replace(/^0/, '')
    found.push(...all(await phonesEnding(runner, tail, limit), 'phone'))
    if (/^\d{7}-?\d$/.test(typed)) {
      const businessId = `${digits.slice(0, 7)}-${digits.slice(7)}`
      found.push(...all(await identifiersBeginning(runner, 'businessId', businessId, limit), 'businessId'))
    }
  }
  if (/\d/.test(typed) && found.length < limit) {
    const rows = await identifiersBeginning(runner, 'external', `${typed}|`, limit)
    found.push(
      ...all(
        rows.map((row) => ({ ...row, shown: typed })),
        'customerNumber',
      ),
    )
  }
  if (found.length < limit && /^[^\s]{3,}$/.test(lower))
    found.push(...all(await identifiersBeginning(runner, 'email', lower, limit), 'email'))
  return found
}

/** Hits as the reader may see them: a person under non-disclosure for safety is not found by contact details, and has no city. */
export function shownHits(actor: Actor, found: readonly FoundHit[]): SearchHit[] {
  return found.flatMap(({ protected: guarded, ...hit }) => {
    if (!guarded || seesContact(actor, true)) return [hit]
    return hit.matched === 'email' || hit.matched === 'phone' ? [] : [{ ...hit, city: null }]
  })
}
