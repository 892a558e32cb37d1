import type { RecordKind } from '#src/terms/index.ts'
import type { Column, Field } from '#src/collect/intake/index.ts'
import type { ColumnFact } from './facts.ts'
import { idFields, isSeveral, numberFields, several, timeFields } from './fields.ts'
import type { ColumnProfile } from './profile.ts'
import type { Concept } from './vocabulary.ts'

/** For each kind: field ← concepts that can fill it, the best first. */
const filling: Record<RecordKind, [Field, Concept[]][]> = {
  product: [
    ['sku', ['productId', 'id']],
    ['productName', ['productName', 'name', 'title', 'description', 'subject']],
    ['category', ['category']],
    ['price', ['unitPrice', 'amount', 'total']],
    ['currency', ['currency']],
    ['inStock', ['inStock']],
  ],
  customer: [
    ['externalId', ['customerId', 'id', 'ownId']],
    ['personId', ['personId']],
    ['customerKind', ['customerKind']],
    ['name', ['name']],
    ['givenName', ['givenName']],
    ['familyName', ['familyName']],
    ['organisation', ['organisation']],
    ['contactName', ['contactName']],
    ['businessId', ['businessId']],
    ['vatId', ['vatId']],
    ['email', ['email']],
    ['phone', ['phone', 'mobile', 'fax']],
    ['street', ['street']],
    ['streetExtra', ['streetExtra']],
    ['postcode', ['postcode']],
    ['city', ['city']],
    ['postcodeCity', ['postcodeCity']],
    ['region', ['region']],
    ['country', ['country']],
    ['birthDate', ['birthDate']],
    ['gender', ['gender']],
    ['language', ['language']],
    ['title', ['jobTitle', 'title']],
    ['website', ['website']],
    ['consentEmail', ['consentEmail', 'refusesEmail']],
    ['consentSms', ['consentSms', 'refusesSms']],
    ['consentPhone', ['consentPhone', 'refusesPhone']],
    ['consentPost', ['consentPost', 'refusesPost']],
    ['protected', ['protected']],
    ['customerSince', ['customerSince', 'created']],
    ['updatedAt', ['updatedAt']],
    ['deleted', ['deleted']],
    ['leadSource', ['leadSource']],
    ['note', ['note', 'text', 'description']],
  ],
  purchase: [
    ['orderNumber', ['orderId', 'invoiceId']],
    ['externalId', ['id', 'ownId']],
    ['customerRef', ['customerId']],
    ['customerEmail', ['email']],
    ['customerName', ['name', 'organisation']],
    ['customerPhone', ['phone', 'mobile']],
    ['country', ['country']],
    ['at', ['orderDate', 'date', 'created', 'invoiceDate', 'paidAt']],
    ['status', ['status']],
    ['channel', ['channel', 'leadSource']],
    ['currency', ['currency']],
    ['total', ['total', 'amount']],
    ['totalNet', ['totalNet']],
    ['sku', ['productId']],
    ['description', ['productName', 'description']],
    ['category', ['category']],
    ['quantity', ['quantity']],
    ['unitPrice', ['unitPrice']],
    ['lineTotal', ['lineTotal']],
    ['freight', ['freight']],
  ],
  purchaseLine: [
    ['orderNumber', ['orderId', 'invoiceId']],
    ['externalId', ['id', 'ownId']],
    ['lineNumber', ['lineNumber']],
    ['sku', ['productId']],
    ['description', ['productName', 'description', 'name']],
    ['category', ['category']],
    ['quantity', ['quantity']],
    ['unitPrice', ['unitPrice']],
    ['lineTotal', ['lineTotal', 'total', 'amount']],
    ['freight', ['freight']],
    ['currency', ['currency']],
  ],
  invoice: [
    ['invoiceNumber', ['invoiceId']],
    ['externalId', ['id', 'ownId']],
    ['customerRef', ['customerId']],
    ['customerEmail', ['email']],
    ['customerName', ['name', 'organisation']],
    ['orderNumber', ['orderId']],
    ['at', ['invoiceDate', 'date', 'created', 'orderDate']],
    ['dueOn', ['dueOn']],
    ['paidAt', ['paidAt']],
    ['total', ['total', 'amount']],
    ['totalNet', ['totalNet']],
    ['currency', ['currency']],
    ['status', ['status']],
    ['reference', ['reference']],
  ],
  payment: [
    ['orderNumber', ['orderId']],
    ['invoiceNumber', ['invoiceId']],
    ['externalId', ['ownId', 'id']],
    ['customerRef', ['customerId']],
    ['sequence', ['sequence']],
    ['method', ['method', 'entryKind']],
    ['amount', ['amount', 'total']],
    ['currency', ['currency']],
    ['at', ['paidAt', 'date', 'created', 'orderDate']],
    ['reference', ['reference']],
  ],
  interaction: [
    ['externalId', ['ownId', 'id']],
    ['customerRef', ['customerId']],
    ['customerEmail', ['email']],
    ['entryKind', ['entryKind']],
    ['at', ['wonDate', 'date', 'created', 'reviewDate']],
    ['channel', ['channel']],
    ['direction', ['direction']],
    ['subject', ['subject', 'name', 'title']],
    ['text', ['text', 'description', 'note']],
    ['handler', ['handler']],
    ['status', ['status']],
    ['amount', ['amount', 'total']],
    ['currency', ['currency']],
  ],
  feedback: [
    ['externalId', ['ownId', 'id']],
    ['orderNumber', ['orderId', 'invoiceId']],
    ['customerRef', ['customerId']],
    ['customerEmail', ['email']],
    ['at', ['reviewDate', 'date', 'created']],
    ['answeredAt', ['answeredAt']],
    ['entryKind', ['entryKind']],
    ['score', ['score']],
    ['subject', ['subject', 'title']],
    ['text', ['text', 'description', 'note']],
    ['status', ['status']],
  ],
}

const addressFields = new Set<Field>(['street', 'streetExtra', 'postcode', 'city', 'postcodeCity', 'region', 'country'])
/** What kind of e-mail or phone the next column is (address books): the label of the other column says enough. */
const kindColumn = /^(e-?mail|phone|address|website|organization|relation|im|event) \d+ - (type|label)$/i
const noise =
  /^(createdbyid|lastmodifiedbyid|systemmodstamp|masterrecordid|sessionid|sessionidc|etag|checksum|rowversion|latitude|longitude|dstoff|gmtoff|optinip|confirmip|leid|euid)$/

/** Personal identity codes are kept only where a law or contract needs them: never by default. */
export function isIdentityCode(header: string, profile: ColumnProfile): boolean {
  return (
    profile.looksLike === 'identityCode' ||
    /^(hetu|henkil[oö]tunnus|personbeteckning|personnummer|sotu|ssn)$/i.test(header.trim())
  )
}

export interface Assigned {
  columns: Column[]
  /** 0..1 by position. */
  confidence: number[]
  unmapped: string[]
}

/** Gives each column its meaning for records of a kind. */
export function assign(kind: RecordKind, facts: ColumnFact[]): Assigned {
  const taken = new Map<number, { field: Field; label?: string; confidence: number }>()
  for (const [field, concepts] of filling[kind]) {
    const candidates = candidatesFor(field, concepts, facts, taken)
    if (!several.has(field) || kind !== 'customer') {
      const best = candidates[0]
      if (best) taken.set(best.fact.at, { field, confidence: best.confidence })
      continue
    }
    const used = new Set<string>()
    for (const { fact, confidence, label } of candidates) {
      if (addressFields.has(field) && used.has(label ?? '')) continue
      used.add(label ?? '')
      taken.set(fact.at, { field, confidence, ...(label ? { label } : {}) })
    }
  }
  nameParts(kind, facts, taken)
  if (kind === 'customer') anyName(facts, taken)
  stillEmpty(kind, facts, taken)
  return finished(facts, taken)
}

/** Columns without a value so far whose header says plainly what will stand there: the next file of this layout may fill them. */
function stillEmpty(kind: RecordKind, facts: ColumnFact[], taken: Taken): void {
  const meant = new Set([...taken.values()].map(({ field, label }) => `${field}|${label ?? ''}`))
  const fields = new Set([...taken.values()].map(({ field }) => field))
  for (const fact of facts) {
    if (taken.has(fact.at) || fact.profile.filled > 0 || fact.confidence < 0.8 || fact.entity === 'other') continue
    if (isIdentityCode(fact.header, fact.profile)) continue
    const [concept] = fact.concepts
    const found = concept && filling[kind].find(([, concepts]) => concepts[0] === concept)
    if (!found) continue
    const [field] = found
    const label = labelOf(concept, fact)
    const free =
      isSeveral(kind, field) && kind === 'customer' ? !meant.has(`${field}|${label ?? ''}`) : !fields.has(field)
    if (!free) continue
    taken.set(fact.at, { field, confidence: fact.confidence, ...(label ? { label } : {}) })
    meant.add(`${field}|${label ?? ''}`)
    fields.add(field)
  }
}

type Taken = Map<number, { field: Field; label?: string; confidence: number }>

function candidatesFor(field: Field, concepts: Concept[], facts: ColumnFact[], taken: Taken) {
  const found: { fact: ColumnFact; confidence: number; label?: string; rank: number }[] = []
  for (const fact of facts) {
    if (taken.has(fact.at) || fact.profile.filled === 0) continue
    if (fact.entity === 'other' && field !== 'handler') continue
    if (isIdentityCode(fact.header, fact.profile)) continue
    const rank = concepts.findIndex((concept) => fact.concepts.includes(concept))
    if (rank < 0) continue
    const second = fact.concepts[0] === concepts[rank] ? 0 : 0.1
    const label = labelOf(concepts[rank]!, fact)
    found.push({
      fact,
      rank,
      confidence: Math.max(0.3, fact.confidence - rank * 0.05 - second),
      ...(label ? { label } : {}),
    })
  }
  const plain = (fact: ColumnFact) =>
    fact.label === undefined || fact.label === 'primary' || fact.label === 'billing' ? 0 : 1
  return found.sort(
    (a, b) =>
      a.rank - b.rank ||
      plain(a.fact) - plain(b.fact) ||
      b.fact.profile.filled - a.fact.profile.filled ||
      b.confidence - a.confidence ||
      a.fact.at - b.fact.at,
  )
}

function labelOf(concept: Concept, fact: ColumnFact): string | undefined {
  if (concept === 'mobile' || concept === 'fax') return concept
  if (concept.startsWith('refuses')) return 'optOut'
  return fact.label
}

/** Orders and invoices name the customer in two columns: both go to the name, in the order in which names are said. */
function nameParts(kind: RecordKind, facts: ColumnFact[], taken: Taken): void {
  if (kind !== 'purchase' && kind !== 'invoice') return
  const parts = (['givenName', 'familyName'] as const).map(
    (concept) => candidatesFor('customerName', [concept], facts, taken)[0],
  )
  const [at, whole] = [...taken].find(([, { field }]) => field === 'customerName') ?? []
  if (whole && at !== undefined) {
    // a company is named on some orders only; the person who orders on all of them
    const fact = facts.find((one) => one.at === at)!
    const fuller = parts.every((part) => (part?.fact.profile.filled ?? 0) > fact.profile.filled)
    if (fact.concepts[0] !== 'organisation' || !fuller) return
    taken.delete(at)
  }
  for (const concept of ['givenName', 'familyName'] as const) {
    const [best] = candidatesFor('customerName', [concept], facts, taken)
    if (best)
      taken.set(best.fact.at, {
        field: 'customerName',
        label: concept === 'givenName' ? 'given' : 'family',
        confidence: 0.8,
      })
  }
}

/** Where nothing is called a name plainly, `Site name` or `Toimipaikan nimi` will be it. */
function anyName(facts: ColumnFact[], taken: Taken): void {
  const names = new Set<Field>(['name', 'givenName', 'familyName', 'organisation', 'contactName'])
  if ([...taken.values()].some(({ field }) => names.has(field))) return
  const looks = new Set(['name', 'word', 'text', 'organisation', 'city'])
  const fact = facts.find(
    (f) =>
      !taken.has(f.at) &&
      f.entity !== 'other' &&
      f.profile.filled > 0.3 &&
      /(name|nimi|namn)$/i.test(f.header.trim()) &&
      looks.has(f.profile.looksLike),
  )
  if (fact && !/user|file|nick|maiden/i.test(fact.header)) taken.set(fact.at, { field: 'name', confidence: 0.5 })
}

function finished(facts: ColumnFact[], taken: Taken): Assigned {
  const unmapped: string[] = []
  const columns = facts.map((fact): Column => {
    const { at, header, profile } = fact
    const given = taken.get(at)
    const column: Column = { at, header, field: given?.field ?? plainField(fact) }
    if (column.field === 'attribute') unmapped.push(header)
    if (given?.label) column.label = given.label
    if (given && timeFields.has(given.field) && profile.dateOrder) column.dateOrder = profile.dateOrder
    if (given && numberFields.has(given.field) && profile.decimal) column.decimal = profile.decimal
    if (profile.nulls && column.field !== 'ignore') column.nulls = profile.nulls
    if (given && idFields.has(given.field) && profile.pointZero) column.dropPointZero = true
    return column
  })
  const confidence = facts.map((fact) => taken.get(fact.at)?.confidence ?? (fact.concepts.length > 0 ? 0.8 : 0.6))
  return { columns, confidence, unmapped }
}

/** Filled columns are kept as attributes; empty ones and the machinery of the exporting program are not. */
function plainField({ header, profile }: ColumnFact): 'attribute' | 'ignore' {
  if (isIdentityCode(header, profile)) return 'ignore'
  if (profile.filled === 0 || kindColumn.test(header)) return 'ignore'
  return noise.test(header.toLowerCase().replace(/[^a-z\d]/g, '')) ? 'ignore' : 'attribute'
}
