import type { Format } from '../reading/format.ts'
import { type HeaderMeaning, meaningOf } from './headers.ts'
import type { ColumnProfile, Looks, Profile } from './profile.ts'
import { type Concept, times } from './vocabulary.ts'

/** One column with all that is known of it: what its header says, checked against what it holds. */
export interface ColumnFact {
  at: number
  header: string
  concepts: Concept[]
  label?: string
  entity?: string
  confidence: number
  profile: ColumnProfile
  /** The header says nothing; the concept comes from the cells. */
  fromContent?: boolean
}

const numbers: Concept[] = ['quantity', 'unitPrice', 'lineTotal', 'freight', 'total', 'totalNet', 'amount']
const isNumber = (looks: Looks) => looks === 'integer' || looks === 'decimal'

/** Whether cells of this form can be what the header says. */
function agrees(concept: Concept, { looksLike, share, longest }: ColumnProfile): boolean {
  if (looksLike === 'empty') return true
  if (concept === 'email') return looksLike === 'email' || (looksLike === 'text' && longest > 5)
  if (concept === 'phone' || concept === 'mobile') return !['email', 'date', 'url', 'boolean'].includes(looksLike)
  if (times.has(concept)) return looksLike === 'date' || (looksLike === 'text' && share === 1 && longest < 40)
  if (numbers.includes(concept))
    return isNumber(looksLike) || (looksLike === 'text' && longest < 25) || looksLike === 'postcode'
  if (concept === 'region') return !isNumber(looksLike) && looksLike !== 'date'
  if (concept === 'street') return !['date', 'boolean', 'decimal'].includes(looksLike)
  if (concept === 'country' || concept === 'city')
    return !isNumber(looksLike) && looksLike !== 'date' && looksLike !== 'email'
  if (concept === 'name' || concept === 'givenName' || concept === 'familyName')
    return !['date', 'decimal', 'boolean', 'url', 'integer'].includes(looksLike)
  if (concept === 'description' || concept === 'text' || concept === 'subject')
    return looksLike !== 'date' && looksLike !== 'boolean'
  return true
}

/** Corrections where the cells say plainly what the header says vaguely: `Postiosoite` that holds "00330 Helsinki". */
function refined(concepts: Concept[], profile: ColumnProfile): Concept[] {
  const { looksLike, share } = profile
  const address = concepts.some((c) => c === 'street' || c === 'city' || c === 'postcode')
  if (address && looksLike === 'postcodeCity' && share > 0.6) return ['postcodeCity']
  if (
    looksLike === 'email' &&
    share > 0.8 &&
    !concepts.includes('email') &&
    concepts.some((c) => c === 'id' || c === 'name' || c === 'customerId')
  )
    return ['email', ...concepts]
  // Finnish "määrä" is how many, and how much money: whole numbers are counted, cents are paid
  const twofold = concepts.includes('quantity') && concepts.includes('amount')
  const other: Concept = looksLike === 'decimal' ? 'quantity' : 'amount'
  return concepts.filter((concept) => agrees(concept, profile) && !(twofold && concept === other))
}

const fromLooks: Partial<Record<Looks, [Concept, number]>> = {
  email: ['email', 0.8],
  phone: ['phone', 0.6],
  businessId: ['businessId', 0.8],
  postcodeCity: ['postcodeCity', 0.7],
  street: ['street', 0.6],
  postcode: ['postcode', 0.5],
  city: ['city', 0.6],
  country: ['country', 0.5],
  organisation: ['organisation', 0.6],
  name: ['name', 0.5],
  currency: ['currency', 0.6],
}
/** Of someone else, or a thing's: not taken for the customer's own by the look of the cells alone. */
const notOwn =
  /assistant|manager|spouse|pager|video|car phone|emergency|agent|seller|created ?by|modified ?by|nick|maiden|yomi|\bim\b|user|facebook|twitter|skype|page|file/i

/** What is known of each column of a file. */
export function factsOf(format: Format, profile: Profile): ColumnFact[] {
  const shopOrders = profile.columns.some(({ header }) => /^lineitem /i.test(header))
  return profile.columns.map((column) => {
    const { at, header } = column
    const meaning: HeaderMeaning = format.header ? meaningOf(header) : { concepts: [], confidence: 0 }
    const ofCompany = meaning.entity === 'account' && meaning.concepts[0] === 'name'
    if (shopOrders && /^name$/i.test(header))
      return { at, header, profile: column, concepts: ['orderId'], confidence: 0.95 }
    const concepts = refined(ofCompany ? ['organisation'] : meaning.concepts, column)
    const base = {
      at,
      header,
      profile: column,
      ...(meaning.label ? { label: meaning.label } : {}),
      ...(meaning.entity ? { entity: meaning.entity } : {}),
    }
    if (concepts.length > 0) return { ...base, concepts, confidence: meaning.confidence }
    const guess = fromLooks[column.looksLike]
    const allowed =
      guess &&
      column.share > 0.8 &&
      (!format.header || guess[0] === 'email' || guess[0] === 'phone' || guess[0] === 'businessId')
    if (!guess || !allowed || meaning.entity === 'other' || (format.header && notOwn.test(header)))
      return { ...base, concepts: [], confidence: 0 }
    return { ...base, concepts: [guess[0]], confidence: format.header ? guess[1] - 0.1 : guess[1], fromContent: true }
  })
}

/** Filled columns whose header can mean one of these; those of other parties left out. */
export function having(facts: ColumnFact[], ...concepts: Concept[]): ColumnFact[] {
  return facts.filter(
    (fact) =>
      fact.profile.filled > 0 && fact.entity !== 'other' && fact.concepts.some((concept) => concepts.includes(concept)),
  )
}
