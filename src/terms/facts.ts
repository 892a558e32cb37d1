/**
 * What a source can tell of customers, in the three kinds of data of the mission (C1): descriptive (who they are), behavioural (what they do)
 * and contextual (when, where, why). The inventory of sources measures these; slices say which of them they use.
 */
export const factGroups = {
  descriptive: ['who', 'contact', 'address', 'background', 'permissions', 'other'],
  behavioural: ['purchases', 'money', 'contacts', 'feedback'],
  contextual: ['when', 'where', 'why'],
} as const
export type FactGroup = keyof typeof factGroups
export type FactKind = (typeof factGroups)[FactGroup][number]
export const factKinds: readonly FactKind[] = Object.values(factGroups).flat()

/** Facts by kind. Those of `other` are a source's own columns, kept under their headers' names: `attribute:HEADER`. */
export const factsOfKind = {
  who: ['name', 'customerNumber', 'businessId'],
  contact: ['reachable', 'email', 'phone'],
  address: ['address', 'postcode', 'city', 'country'],
  background: ['birthDate', 'gender', 'language', 'title', 'customerSince'],
  permissions: ['consent'],
  other: [],
  purchases: ['purchases', 'purchaseTotal', 'purchaseItems', 'product', 'category'],
  money: ['invoices', 'invoiceDue', 'invoicePaid', 'payments', 'paymentMethod'],
  contacts: ['contacts', 'contactText', 'contactHandler'],
  feedback: ['feedback', 'feedbackScore'],
  when: ['purchaseTime', 'contactTime'],
  where: ['purchaseChannel', 'contactChannel'],
  why: ['contactSubject', 'feedbackText', 'leadSource'],
} as const satisfies Record<FactKind, readonly string[]>
export type Fact = (typeof factsOfKind)[FactKind][number]
export const facts: readonly Fact[] = Object.values(factsOfKind).flat()

/** Properties of data quality (ISO/IEC 25012), each a ratio of counted rows (25024). */
export const qualityMeasures = [
  'completeness',
  'validity',
  'uniqueness',
  'consistency',
  'currentness',
  'accuracy',
] as const
export type QualityMeasure = (typeof qualityMeasures)[number]

/** What makes use of facts; the web has a word for each. */
export const factUses = [
  'matching',
  'search',
  'list',
  'export',
  'figures',
  'timeline',
  'today',
  'purchaseView',
  'segments',
  'duplicates',
  'customerPage',
] as const
export type FactUse = (typeof factUses)[number]

/** A slice's word on what it uses. Being `shown` only is a weaker use: people may look at it, nothing works by it. */
export interface Use {
  readonly by: FactUse
  readonly facts: readonly Fact[]
  /** It is only shown to people. */
  readonly shown?: true
  /** It takes a source's own columns (attributes) too. */
  readonly attributes?: true
}
