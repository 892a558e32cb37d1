import type { RecordKind } from '#src/terms/index.ts'
import type { Field, Join, Mapping } from '#src/collect/intake/index.ts'
import type { Format } from '../reading/format.ts'
import { assign, isIdentityCode } from './assign.ts'
import { withoutHeader } from './content.ts'
import { type ColumnFact, factsOf, having } from './facts.ts'
import { required } from './fields.ts'
import { currencyIn, squashed } from './headers.ts'
import { reasonToIgnore } from './ignoring.ts'
import { keyOf } from './keys.ts'
import { kindByName, kindScores } from './kinds.ts'
import type { Profile } from './profile.ts'

export interface FileFacts {
  name: string
  format: Format
  profile: Profile
}
export interface Suggestion {
  mapping: Mapping
  /** 0..1, and per column by position. */
  confidence: number
  columnConfidence: number[]
  /** `code` or `code:detail`. */
  reasons: string[]
  /** Headers of filled columns that nothing was known of; they are kept as attributes. */
  unmapped: string[]
}
/** A mapping, or: nothing in it for us (`ignore` = stable code), or: a person must tell. */
export type Suggested = Suggestion | { ignore: string; reasons: string[] } | { unknown: true; reasons: string[] }

/** A kind whose score is lower, or hardly better than the next, is asked instead of guessed. */
const leastScore = 3.5
const leastMargin = 0.75

/**
 * What the rows of a file are and what its columns mean, from the names of file and columns and from the cells.
 * @param options.as forces the kind; `siblings` = the other files of the delivery
 */
export function suggestMapping(
  fileName: string,
  format: Format,
  profile: Profile,
  options: { as?: RecordKind; siblings?: FileFacts[] } = {},
): Suggested {
  const facts = factsOf(format, profile)
  const reasons = cautions(profile)
  if (options.as) return suggestion(options.as, 0.9, fileName, facts, profile, [`kind_told:${options.as}`, ...reasons])
  if (profile.rows === 0) return { ignore: 'ignored_no_rows', reasons }
  const ignore = reasonToIgnore(facts, profile)
  if (ignore) return { ignore, reasons: [ignore, ...reasons] }
  if (!format.header) {
    const guess = withoutHeader(facts, profile, kindByName(fileName))
    if (!guess) return { unknown: true, reasons: ['header_missing', 'kind_unclear', ...reasons] }
    return suggestion(guess.kind, guess.confidence, fileName, guess.facts, profile, [
      'header_missing',
      `kind_by_content:${guess.kind}`,
      ...reasons,
    ])
  }
  const [best, next] = kindScores(facts, fileName, isChildOfOrders(facts, options.siblings ?? [])) as [
    { kind: RecordKind; score: number },
    { kind: RecordKind; score: number },
  ]
  const margin = best.score - next.score
  if (best.score < leastScore) return { unknown: true, reasons: ['kind_unclear', ...reasons] }
  if (margin < leastMargin) return { unknown: true, reasons: [`kind_between:${best.kind},${next.kind}`, ...reasons] }
  const confidence = Math.min(
    0.98,
    0.55 + Math.min(0.25, (best.score - leastScore) * 0.05) + Math.min(0.2, margin * 0.05),
  )
  return suggestion(best.kind, confidence, fileName, facts, profile, [`kind_by_columns:${best.kind}`, ...reasons])
}

/** What a person should look at before trusting the values. */
function cautions(profile: Profile): string[] {
  return profile.columns.flatMap((column) => [
    ...(column.ambiguous ? [`date_order_ambiguous:${column.header}`] : []),
    ...(column.scientific ? [`figures_cut_by_spreadsheet:${column.header}`] : []),
  ])
}

/** Another file of the delivery has this file's order numbers once each: these are the lines of those orders. */
function isChildOfOrders(facts: ColumnFact[], siblings: FileFacts[]): boolean {
  const orders = having(facts, 'orderId').filter((fact) => !fact.profile.unique)
  return orders.some((order) =>
    siblings.some(({ profile }) =>
      profile.columns.some((column) => column.unique && squashed(column.header) === squashed(order.header)),
    ),
  )
}

function suggestion(
  kind: RecordKind,
  confidence: number,
  fileName: string,
  facts: ColumnFact[],
  profile: Profile,
  reasons: string[],
): Suggestion {
  const organisations = kind === 'customer' && areOrganisations(facts, fileName)
  const assigned = assign(kind, organisations ? facts.map(asOrganisation) : withoutEmployers(kind, facts))
  const { columns } = assigned
  const constants = constantsFor(kind, columns, fileName, facts)
  if (organisations) constants.customerKind = 'organisation'
  const key = keyOf(kind, columns, profile)
  if (kind === 'purchase' && key !== 'externalId') loosePartialIds(columns, profile)
  const left = facts
    .filter((fact) => isIdentityCode(fact.header, fact.profile))
    .map((fact) => `identity_code_left_out:${fact.header}`)
  const joins = [...clockJoins(columns, profile), ...nameJoins(kind, columns, facts)]
  const mapping: Mapping = {
    kind,
    columns,
    key,
    ...(joins.length > 0 ? { joins } : {}),
    ...(Object.keys(constants).length > 0 ? { constants } : {}),
  }
  const missing = required[kind].filter(
    (any) =>
      !any.some((field) => [...columns, ...joins].some((c) => c.field === field) || constants[field] !== undefined),
  )
  const lacking = missing.map((any) => `field_missing:${any.join('|')}`)
  const notes = key === 'row' ? ['key_is_row'] : [`key:${key}`]
  return {
    mapping,
    confidence: Math.round(Math.max(0.1, confidence - missing.length * 0.15) * 100) / 100,
    columnConfidence: assigned.confidence,
    reasons: [...reasons, ...notes, ...lacking, ...left, ...lostZeros(columns, profile)],
    unmapped: assigned.unmapped,
  }
}

/** A day in one column and its time of day in another are one moment: what tills and call logs write. */
function clockJoins(columns: Mapping['columns'], profile: Profile): Join[] {
  const day = columns.find(({ field }) => field === 'at')
  const clocks = columns.filter(({ at, field }) => field === 'attribute' && profile.columns[at]!.looksLike === 'time')
  const clock = clocks.find(({ header }) => /^(kello|klo|aika|time|tid|kl$)/.test(squashed(header)))
  if (!day?.dateOrder || !clock) return []
  const dates = profile.columns[day.at]!
  // a day that has its time already, or that is counted, takes no other
  if (dates.looksLike !== 'date' || dates.longest > 10 || day.dateOrder === 'unix' || day.dateOrder === 'excel')
    return []
  const { dateOrder } = day
  day.field = 'ignore'
  delete day.dateOrder
  clock.field = 'ignore'
  return [{ field: 'at', columns: [day.at, clock.at], separator: ' ', dateOrder }]
}

/** Two columns of names without headers are one name in two parts; the gate tells by the given names which is which. */
function nameJoins(kind: RecordKind, columns: Mapping['columns'], facts: ColumnFact[]): Join[] {
  const parts = facts.filter((fact) => fact.fromContent && fact.confidence < 0.5 && fact.concepts[0] === 'name')
  if (kind !== 'customer' || parts.length !== 2) return []
  const places = parts.map(({ at }) => at)
  for (const column of columns) if (places.includes(column.at)) column.field = 'ignore'
  return [{ field: 'name', columns: places, separator: ' ' }]
}

/** "330" among postcodes of five figures: a spreadsheet took the zeros before it. */
function lostZeros(columns: Mapping['columns'], profile: Profile): string[] {
  const lost = columns.filter(({ at, field }) => {
    const { looksLike, longest, min } = profile.columns[at]!
    return field === 'postcode' && looksLike === 'integer' && longest === 5 && Number(min) < 10_000
  })
  return lost.map(({ header }) => `leading_zeros_lost:${header}`)
}

/** An id that stands only on the first line of each order names no line. */
function loosePartialIds(columns: Mapping['columns'], profile: Profile): void {
  for (const column of columns)
    if (column.field === 'externalId' && profile.columns[column.at]!.filled < 0.98) column.field = 'attribute'
}

/** Accounts and companies: the name is the organisation's, not a person's. */
function areOrganisations(facts: ColumnFact[], fileName: string): boolean {
  if (having(facts, 'givenName', 'familyName', 'birthDate', 'gender').length > 0) return false
  const named = /account|compan|yrity|organi[sz]a|foretag|firmat/.test(squashed(fileName))
  const signs = facts.filter((fact) =>
    /numberofemployees|annualrevenue|industry|toimiala|tickersymbol|henkilosto/.test(squashed(fact.header)),
  ).length
  const registered = having(facts, 'businessId').some((fact) => fact.profile.filled > 0.7)
  const looks = having(facts, 'name').some(
    (fact) => fact.profile.looksLike === 'organisation' && fact.profile.share > 0.7,
  )
  return (
    named ||
    signs >= 2 ||
    registered ||
    looks ||
    (having(facts, 'organisation').length > 0 &&
      having(facts, 'name').length === 0 &&
      having(facts, 'contactName').length > 0)
  )
}

/** In a list of people with ids of their own, the id of their company (`AccountId`) is not theirs. */
function withoutEmployers(kind: RecordKind, facts: ColumnFact[]): ColumnFact[] {
  const people = kind === 'customer' && having(facts, 'givenName', 'familyName').length > 0
  const own = having(facts, 'id', 'customerId').filter((fact) => !isEmployers(fact))
  if (!people || !own.some(({ profile }) => profile.unique)) return facts
  return facts.map((fact) => (isEmployers(fact) ? { ...fact, concepts: [] } : fact))
}
const isEmployers = ({ header, concepts }: ColumnFact): boolean =>
  concepts[0] === 'customerId' && /account|compan|yrity|foretag|organi/.test(squashed(header))

const asOrganisation = (fact: ColumnFact): ColumnFact =>
  fact.concepts[0] === 'name' && !/contact|yhteys|kontakt|person|henkil/i.test(fact.header)
    ? { ...fact, concepts: ['organisation'] }
    : fact

type Constants = Partial<Record<Field, string>>

/** Values that the file does not write into its rows but its headers or its name tell. */
function constantsFor(kind: RecordKind, columns: Mapping['columns'], fileName: string, facts: ColumnFact[]): Constants {
  const constants: Constants = {}
  const has = (field: Field) => columns.some((column) => column.field === field)
  const base = squashed(fileName)
  if (kind === 'purchaseLine' && !has('quantity')) constants.quantity = '1'
  if (kind === 'interaction') {
    const deal = having(facts, 'wonDate').length > 0 || /opportunit|deal/.test(base)
    const entry = deal
      ? 'deal'
      : /call|soitot|samtal/.test(base)
        ? 'call'
        : /ticket|cases|arende/.test(base)
          ? 'inquiry'
          : /note|muistiinpan/.test(base)
            ? 'note'
            : undefined
    if (entry && (deal || !has('entryKind'))) constants.entryKind = entry
    if (deal) for (const column of columns) if (column.field === 'entryKind') column.field = 'attribute'
  }
  if (kind === 'feedback' && /complaint|reklamaatio|klagomal/.test(base) && !has('entryKind'))
    constants.entryKind = 'complaint'
  if (kind === 'customer' && !has('consentEmail')) {
    if (base.startsWith('unsubscribed')) constants.consentEmail = 'no'
    else if (base.startsWith('subscribed')) constants.consentEmail = 'yes'
  }
  if (has('currency') || kind === 'customer' || kind === 'feedback') return constants
  const money = new Set<string>(['total', 'totalNet', 'amount', 'unitPrice', 'price', 'lineTotal'])
  const currencies = new Set(
    columns
      .filter((c) => money.has(c.field))
      .map((c) => currencyIn(c.header))
      .filter((c) => c !== undefined),
  )
  if (currencies.size === 1) constants.currency = [...currencies][0]!
  return constants
}
