import type { Mapping } from '#src/collect/intake/index.ts'
import { type FactKind, factKinds, factsOfKind, type QualityMeasure } from '#src/terms/index.ts'
import type { FactLine } from './contract.ts'
import { attributeOf, ruleOf, type Subject } from './queries/facts.ts'

const kinds = new Map<string, FactKind>(factKinds.flatMap((kind) => factsOfKind[kind].map((fact) => [fact, kind])))
/** The kind of a fact; a source's own columns are `other`. Undefined for what is no fact. */
export const kindOf = (fact: string): FactKind | undefined =>
  kinds.get(fact) ?? (attributeOf(fact) === null ? undefined : 'other')

/** The facts that speak for a kind in the map: of those of one list the first that the source tells, or their sum. */
const speakers: Record<FactKind, { first: readonly string[] } | { sum: readonly string[] }> = {
  who: { first: ['name'] },
  contact: { first: ['reachable'] },
  address: { first: ['address'] },
  background: { sum: ['birthDate', 'gender', 'language', 'title'] },
  permissions: { first: ['consent'] },
  other: { sum: [] },
  purchases: { first: ['purchases'] },
  money: { first: ['invoices', 'payments'] },
  contacts: { first: ['contacts'] },
  feedback: { first: ['feedback'] },
  when: { sum: ['purchaseTime', 'contactTime'] },
  where: { sum: ['purchaseChannel', 'contactChannel'] },
  why: { sum: ['contactSubject', 'feedbackText'] },
}

/** Which of a source's facts make the cell of a kind: for completeness the speakers, for other properties all that can be measured. */
export function factsOfCell(kind: FactKind, measure: QualityMeasure, told: ReadonlySet<string>): string[] {
  const all = [...told].filter((fact) => kindOf(fact) === kind)
  if (measure !== 'completeness' || kind === 'other') return all
  const speaking = speakers[kind]
  if ('sum' in speaking) return speaking.sum.filter((fact) => told.has(fact))
  return speaking.first.filter((fact) => told.has(fact)).slice(0, 1)
}

const subjectsOf: Partial<Record<Mapping['kind'], readonly Subject[]>> = {
  customer: ['claim'],
  purchase: ['purchase', 'line'],
  purchaseLine: ['line'],
  invoice: ['invoice'],
  payment: ['payment'],
  interaction: ['contact'],
  feedback: ['feedback'],
}
/** Headers of the columns that a source's mappings read a fact from. */
export function columnsOf(fact: string, mappings: readonly Mapping[]): string[] {
  const rule = ruleOf(fact, 'UTC')
  if (rule === undefined) return []
  const attribute = attributeOf(fact)
  const headers = new Set<string>()
  for (const mapping of mappings) {
    if (!subjectsOf[mapping.kind]?.includes(rule.subject)) continue
    for (const { field, header } of mapping.columns)
      if (attribute === null ? rule.faults?.includes(field) : field === 'attribute' && header === attribute)
        headers.add(header)
  }
  return [...headers]
}

/**
 * What to do about collecting a fact (MISSION C1: collection that nothing uses is proposed for ending): `end` when values come in and nothing
 * uses them, `onlyShown` when a column of the source's own can be seen but nothing works by it, `alwaysEmpty` when a column is read and holds nothing.
 */
export function proposalOf({
  fact,
  filled,
  uses,
  columns,
}: Pick<FactLine, 'fact' | 'uses' | 'columns'> & { filled: number }): FactLine['proposal'] {
  if (fact === 'reachable') return null
  if (filled === 0) return columns.length > 0 ? 'alwaysEmpty' : null
  if (uses.length === 0) return 'end'
  return attributeOf(fact) !== null && uses.every((use) => use.shown) ? 'onlyShown' : null
}
