import type { RecordKind } from '#src/terms/index.ts'
import { type ColumnFact, having } from './facts.ts'
import { squashed } from './headers.ts'
import type { Concept } from './vocabulary.ts'

const nameWords: [RecordKind, RegExp][] = [
  ['purchaseLine', /orderitems|orderlines|lineitems|tilausrivit|orderrader|ostorivit|rivit$|items$|lines$/],
  ['payment', /payment|maksut|suoritukset|betalning|maksutapahtumat/],
  ['invoice', /invoice|laskut|myyntilasku|faktur|bills/],
  ['feedback', /review|feedback|palaut|reklamaatio|complaint|survey|kysely|nps|klagomal/],
  [
    'interaction',
    /opportunit|deals|activit|interaction|calls|soitot|ticket|cases|notes|muistiinpanot|yhteydenotot|kaupat$|meetings|tapaamiset|arenden|samtal/,
  ],
  ['purchase', /orders|tilaukset|purchases|ostot|sales|myynti|transaction|retail|kuitit|receipts|bestallning|kop$/],
  ['product', /product|tuotteet|artikkelit|artiklar|produkt|catalog/],
  [
    'customer',
    /customer|asiakkaat|asiakas|asiakasrekisteri|kunder|contacts|yhteystiedot|account|compan|people|leads|liidit|members|jasenet|subscriber|tilaajat|users|addressbook|audience|kontakter|yritykset|henkilot|clients|persons/,
  ],
]

/** The kind that a file's name speaks of; the first word that fits in the order from special to general. */
export function kindByName(fileName: string): RecordKind | undefined {
  const base = squashed(
    fileName
      .replace(/^.*[/\\]/, '')
      .replace(/(\.(csv|tsv|txt|json|jsonl|ndjson|gz|psv|ssv))+$/i, '')
      .replace(/dataset|export|sample|\d+/gi, ''),
  )
  return nameWords.find(([, words]) => words.test(base))?.[0]
}

export interface KindScore {
  kind: RecordKind
  score: number
}

/** How well the columns fit each kind, best first. Scores below 3 mean nothing. */
export function kindScores(facts: ColumnFact[], fileName: string, childOfOrders: boolean): KindScore[] {
  const view = new View(facts)
  const byName = kindByName(fileName)
  const scores: Record<RecordKind, number> = {
    customer: customerScore(view),
    product: productScore(view),
    purchase: purchaseScore(view),
    purchaseLine: lineScore(view) + (childOfOrders ? 1.5 : 0),
    invoice: invoiceScore(view),
    payment: paymentScore(view),
    interaction: interactionScore(view),
    feedback: feedbackScore(view),
  }
  if (byName && scores[byName] > 0) scores[byName] += byName === 'feedback' ? 4 : 2
  return (Object.entries(scores) as [RecordKind, number][])
    .map(([kind, score]) => ({ kind, score }))
    .sort((a, b) => b.score - a.score)
}

/** Short questions to the columns. */
class View {
  readonly facts: ColumnFact[]
  constructor(facts: ColumnFact[]) {
    this.facts = facts
  }
  has(...concepts: Concept[]): boolean {
    return having(this.facts, ...concepts).length > 0
  }
  /** Sum of the weights of the concepts that occur. */
  sum(weights: Partial<Record<Concept, number>>): number {
    let sum = 0
    for (const [concept, weight] of Object.entries(weights) as [Concept, number][]) if (this.has(concept)) sum += weight
    return sum
  }
  /** Distinct share of the fullest column with the concept. */
  distinct(...concepts: Concept[]): number {
    return Math.max(
      0,
      ...having(this.facts, ...concepts).map((fact) => fact.profile.distinct * Math.min(1, fact.profile.filled + 0.02)),
    )
  }
  entities(entity: string): number {
    return this.facts.filter((fact) => fact.entity === entity && fact.profile.filled > 0).length
  }
  get party(): boolean {
    return this.has('customerId', 'email', 'name', 'familyName', 'phone', 'mobile', 'organisation')
  }
  get dated(): boolean {
    return this.facts.some((fact) => fact.profile.looksLike === 'date' && fact.profile.filled > 0.5)
  }
  get lines(): boolean {
    return (
      this.has('quantity', 'unitPrice', 'lineTotal') &&
      this.has('productId', 'productName', 'description', 'lineNumber')
    )
  }
  get money(): boolean {
    return this.has('total', 'totalNet', 'amount', 'lineTotal')
  }
}

/** Concepts that speak for persons and organisations, and those that speak of something that happened. */
const ofCustomers: Partial<Record<Concept, number>> = {
  givenName: 1.5,
  familyName: 2,
  name: 1.5,
  organisation: 1.5,
  email: 1.5,
  phone: 1,
  mobile: 1,
  street: 1.5,
  birthDate: 2,
  gender: 1,
  language: 0.5,
  consentEmail: 2,
  refusesEmail: 2,
  customerSince: 1.5,
  leadSource: 1,
  personId: 1.5,
  businessId: 2,
  website: 0.5,
  title: 0.5,
  protected: 2,
}
const ofEvents: Partial<Record<Concept, number>> = {
  orderId: 3,
  invoiceId: 3,
  orderDate: 1.5,
  dueOn: 2,
  wonDate: 2,
  score: 1,
  method: 1,
  sequence: 1,
  ownId: 2,
}
const reach: Concept[] = [
  'email',
  'phone',
  'mobile',
  'street',
  'postcode',
  'city',
  'organisation',
  'businessId',
  'birthDate',
]
const person: Concept[] = ['familyName', 'name', 'postcodeCity', 'personId', 'customerSince', 'leadSource', 'gender']

function customerScore(v: View): number {
  let score = v.sum(ofCustomers) - v.sum(ofEvents)
  if (v.has('postcode', 'city', 'postcodeCity')) score += 1
  if (v.distinct('email') > 0.95) score += 1
  const id = v.distinct('customerId')
  score += id > 0.98 ? 2 : id > 0 && id < 0.9 ? -2.5 : 0
  if (v.distinct('id') > 0.98) score += 0.5
  if (!v.has(...reach, ...person)) score -= 1.5
  if (v.has('name') && !v.has(...reach, 'customerId')) score -= 1.5
  if (v.lines) score -= 3
  if (v.has('subject') && v.has('text')) score -= 2
  return score
}

function productScore(v: View): number {
  let score = v.sum({ productName: 1.5, category: 1, unitPrice: 1 })
  if (v.distinct('productId') > 0.98) score += 3
  else if (v.has('productId')) score -= 1
  if (v.has('name') && v.has('unitPrice', 'productId')) score += 1
  if (v.distinct('id') > 0.98 && v.has('productName')) score += 1
  score += Math.min(2, v.entities('product') * 0.4)
  if (!v.has('productId', 'id') && !(v.has('productName', 'name') && v.has('unitPrice'))) score -= 4
  score -= v.sum({ orderId: 3, invoiceId: 3, customerId: 4, email: 4, familyName: 4, orderDate: 3, score: 2 })
  return score
}

function purchaseScore(v: View): number {
  let score = v.sum({ orderId: 3, orderDate: 3, quantity: 1.5, unitPrice: 1, productId: 1, freight: 0.5 })
  if (v.has('invoiceId') && v.lines) score += 2.5
  if (v.money) score += 1.5
  if (v.has('status') && v.entities('order') > 0) score += 1
  if (v.party) score += 1
  if (v.dated) score += 1
  else score -= 4
  if (!v.has('orderId', 'orderDate') && !v.lines && !(v.party && v.money && v.dated)) score -= 3
  if (!v.has('orderId', 'orderDate') && !v.lines && !v.has('quantity', 'total')) score -= 2
  // a day alone says nothing of what was bought: newsletters are ordered, too
  if (!v.has('orderId') && !v.lines && !v.money) score -= 2.5
  score -= v.sum({
    score: 2.5,
    consentEmail: v.has('orderId') ? 0 : 2,
    dueOn: 1.5,
    lineNumber: v.party ? 0 : 1,
    sequence: 3,
    wonDate: 2,
    birthDate: 1,
    answeredAt: 2,
  })
  return score - Math.min(3, v.entities('review') + v.entities('deal'))
}

function lineScore(v: View): number {
  let score = v.sum({ orderId: 2, lineNumber: 2.5, productId: 1.5, quantity: 1.5, lineTotal: 1 })
  if (v.has('unitPrice')) score += 1.5
  if (!v.has('orderId') || !(v.lines || (v.has('productId') && v.has('quantity')))) score -= 6
  if (v.party) score -= 3
  score -= v.sum({ orderDate: 3, score: 3, method: 2, dueOn: 2 })
  return v.distinct('orderId') > 0.99 ? score - 1.5 : score
}

function invoiceScore(v: View): number {
  let score = v.sum({ invoiceId: 3, invoiceDate: 2, dueOn: 3, reference: 1, paidAt: 0.5 })
  if (v.money) score += 1
  if (v.party) score += 1
  if (!v.has('invoiceId') && !(v.has('dueOn') && v.money)) score -= 5
  if (!v.money) score -= 2
  return v.lines || (v.has('quantity') && v.has('productId')) ? score - 4 : score
}

function paymentScore(v: View): number {
  let score = v.sum({ method: 2, sequence: 2.5, reference: 1, orderId: 1, invoiceId: 1 })
  const own = having(v.facts, 'amount', 'total').some((fact) => fact.entity === 'payment')
  if (own) score += 2.5
  else if (v.has('amount')) score += 1
  score += Math.min(1.5, v.entities('payment') * 0.5)
  if (v.has('paidAt') && !v.has('dueOn', 'invoiceDate', 'orderDate')) score += 2
  if (!v.has('amount', 'total')) score -= 5
  if (v.lines || v.has('quantity')) score -= 3
  return score - v.sum({ dueOn: 2, orderDate: 2, totalNet: 1, freight: 2, status: 0.5, birthDate: 3 })
}

function interactionScore(v: View): number {
  let score = v.sum({
    subject: 1,
    text: 1.5,
    wonDate: 3,
    direction: 2,
    handler: 0.5,
    channel: 1,
    entryKind: 1,
    status: 0.5,
    customerId: 1.5,
    amount: 0.5,
  })
  const party = v.has('customerId', 'email', 'phone')
  if (!party) score -= 2.5
  if (v.dated) score += 1
  else score -= 3
  score += Math.min(2, v.entities('deal'))
  if (v.facts.some((fact) => /ticket|case|stage|soitto|call/i.test(fact.header))) score += 2
  if (v.lines) score -= 4
  return (
    score -
    v.sum({
      orderId: 2.5,
      invoiceId: 2.5,
      orderDate: 1,
      birthDate: 1,
      street: 1,
      total: 1,
      quantity: 2,
      dueOn: 2,
      productId: 1,
    })
  )
}

function feedbackScore(v: View): number {
  let score = v.sum({ score: 2.5, answeredAt: 1.5, reviewDate: 2 })
  if (v.has('text', 'subject')) score += 1
  const about = v.facts.filter((fact) => fact.entity === 'review' && !/ticket|case/i.test(fact.header)).length
  score += Math.min(3, about)
  if (v.facts.some((fact) => /reklamaatio|palaute|complaint|feedback|nps/i.test(fact.header))) score += 2
  if (!v.has('score', 'text') && !(v.has('subject') && v.has('description', 'note')) && about === 0) score -= 4
  if (!v.dated) score -= 2
  if (v.lines) score -= 3
  return score - v.sum({ total: 2, dueOn: 2, invoiceId: 1, birthDate: 1, street: 1.5, wonDate: 2, consentEmail: 2 })
}
