import type { RecordKind } from '#src/terms/index.ts'
import type { ColumnFact } from './facts.ts'
import type { Profile } from './profile.ts'
import type { Concept } from './vocabulary.ts'

/** A guess at the meaning of a file without header, from its cells alone: never a confident one. */
export interface ContentGuess {
  kind: RecordKind
  confidence: number
  facts: ColumnFact[]
}

/** Persons with contact points, or dated amounts of repeating ids; undefined when it is neither. */
export function withoutHeader(
  facts: ColumnFact[],
  profile: Profile,
  byName: RecordKind | undefined,
): ContentGuess | undefined {
  const contact = facts.filter((fact) => fact.concepts.some((c) => c === 'email' || c === 'phone' || c === 'street'))
  if (contact.length > 0 && (byName === undefined || byName === 'customer')) return persons(facts, byName)
  if (byName === undefined || byName === 'purchase') return purchases(facts, profile, byName)
  return undefined
}

function persons(facts: ColumnFact[], byName: RecordKind | undefined): ContentGuess {
  const named = facts.some((fact) => fact.concepts.includes('name') || fact.concepts.includes('organisation'))
  const words = facts.filter((fact) => fact.profile.looksLike === 'word' && fact.profile.distinct > 0.1)
  // Two columns of words beside contact points are a name in two parts; which is the family name cannot be told.
  const parts = !named && words.length === 2 ? words : []
  // A column of 1, 2, 3… numbers the rows of this export, not the persons.
  const id = facts.find(
    ({ profile }) =>
      profile.unique && (profile.looksLike === 'id' || (profile.looksLike === 'integer' && Number(profile.min) > 99)),
  )
  const meant = facts.map((fact) => {
    if (fact === id) return says(fact, 'customerId', 0.5)
    return parts.includes(fact) ? says(fact, 'name', 0.4) : fact
  })
  return { kind: 'customer', confidence: byName ? 0.65 : 0.5, facts: meant }
}

const says = (fact: ColumnFact, concept: Concept, confidence: number): ColumnFact => ({
  ...fact,
  concepts: [concept],
  confidence,
  fromContent: true,
})

/** One date, one amount with decimals, and before them an id that repeats. */
function purchases(facts: ColumnFact[], profile: Profile, byName: RecordKind | undefined): ContentGuess | undefined {
  const looks = (fact: ColumnFact) => fact.profile.looksLike
  const dates = facts.filter((fact) => looks(fact) === 'date')
  const decimals = facts.filter((fact) => looks(fact) === 'decimal' && fact.at > (dates[0]?.at ?? 0))
  const date = dates[0]
  const amount = decimals[0]
  if (dates.length !== 1 || decimals.length !== 1 || !date || !amount || profile.rows < 3) return undefined
  const ids = facts.filter(
    (fact) => fact.at < date.at && ['id', 'integer', 'postcode'].includes(looks(fact)) && fact.profile.distinct < 0.95,
  )
  const id = ids[0]
  if (!id) return undefined
  const count = facts.find((fact) => fact.at > date.at && looks(fact) === 'integer' && fact.profile.longest <= 4)
  const meant = facts.map((fact) => {
    if (fact === id) return says(fact, 'customerId', 0.5)
    if (fact === date) return says(fact, 'date', 0.8)
    if (fact === amount) return says(fact, 'total', 0.6)
    return fact === count ? says(fact, 'quantity', 0.5) : { ...fact, concepts: [] }
  })
  return { kind: 'purchase', confidence: byName ? 0.6 : 0.5, facts: meant }
}
