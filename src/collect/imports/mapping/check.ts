import { type Field, fieldsOf, type Mapping, type Target } from '#src/collect/intake/index.ts'
import { isSeveral, needsOf, required } from './fields.ts'

/** What is wrong with a mapping: a stable code, and where. */
export interface MappingProblem {
  code:
    | 'mapping_column_unknown'
    | 'mapping_field_unknown'
    | 'mapping_field_twice'
    | 'mapping_key_missing'
    | 'mapping_split_wrong'
    | 'mapping_join_wrong'
    | 'mapping_constant_wrong'
    | 'mapping_values_wrong'
  /** Position of the column. */
  column?: number
  field?: string
}

/** Where values go, with the column they come from. */
function* targetsOf(mapping: Mapping): Generator<{ target: Target; column?: number }> {
  for (const column of mapping.columns) {
    yield { target: column, column: column.at }
    for (const target of column.split?.into ?? []) yield { target, column: column.at }
  }
  for (const join of mapping.joins ?? [])
    yield { target: join, ...(join.columns[0] !== undefined && { column: join.columns[0] }) }
}

/** Fields that some column, part of a column, join or constant tells. */
export function toldFields(mapping: Mapping): Set<string> {
  const told = new Set<string>(Object.keys(mapping.constants ?? {}))
  for (const { target } of targetsOf(mapping)) told.add(target.field)
  return told
}

/** Fields that the key needs and nothing tells. */
export function lacks(mapping: Mapping): Field[] {
  const told = toldFields(mapping)
  return needsOf(mapping.key).filter((field) => !told.has(field))
}

/** What records of the kind cannot do without and the mapping does not tell; each as `a|b`, of which one would do. */
export function missingIn(mapping: Mapping): string[] {
  const told = toldFields(mapping)
  return required[mapping.kind].filter((any) => !any.some((field) => told.has(field))).map((any) => any.join('|'))
}

/**
 * All that is wrong with a mapping for a file of `width` columns.
 * @param width columns of the file; leave it out where the file is not known yet
 */
export function problemsOf(mapping: Mapping, width = Number.POSITIVE_INFINITY): MappingProblem[] {
  const problems: MappingProblem[] = []
  const say = (code: MappingProblem['code'], where: Omit<MappingProblem, 'code'> = {}) =>
    problems.push({ code, ...where })
  const fields = new Set<string>(fieldsOf[mapping.kind])
  const places = new Set<number>()
  for (const { at, field, split } of mapping.columns) {
    if (at < 0 || at >= width || places.has(at)) say('mapping_column_unknown', { column: at })
    places.add(at)
    if (split && (field !== 'ignore' || !isSplit(split))) say('mapping_split_wrong', { column: at })
  }
  for (const join of mapping.joins ?? []) {
    const known = join.columns.every((at) => at >= 0 && at < width)
    if (!known || new Set(join.columns).size !== join.columns.length || join.columns.length === 0)
      say('mapping_join_wrong', {
        field: join.field,
        ...(join.columns[0] !== undefined && { column: join.columns[0] }),
      })
    if (join.field === 'ignore' || (join.field === 'attribute' && !join.label))
      say('mapping_join_wrong', { field: join.field })
  }
  const used = new Map<string, number>()
  for (const { target, column } of targetsOf(mapping)) {
    const { field } = target
    const where = { field, ...(column !== undefined && { column }) }
    if (field !== 'attribute' && field !== 'ignore') {
      if (!fields.has(field)) say('mapping_field_unknown', where)
      else if (used.has(field) && !isSeveral(mapping.kind, field)) say('mapping_field_twice', where)
      used.set(field, (used.get(field) ?? 0) + 1)
    }
    const words = target.values?.pairs.map(({ from }) => from.trim().toLowerCase()) ?? []
    if (
      new Set(words).size < words.length ||
      (target.values && words.length === 0 && target.values.otherwise === 'keep')
    )
      say('mapping_values_wrong', where)
  }
  for (const [field, value] of Object.entries(mapping.constants ?? {}))
    if (!fields.has(field) || value.trim() === '') say('mapping_constant_wrong', { field })
  for (const field of lacks(mapping)) say('mapping_key_missing', { field })
  return problems
}

function isSplit({ separator, places, into }: NonNullable<Mapping['columns'][number]['split']>): boolean {
  if (into.length < 2 || (separator === undefined) === (places === undefined)) return false
  if (separator !== undefined) return separator !== ''
  return places!.length === into.length - 1 && places!.every((place, i) => place > (places![i - 1] ?? 0))
}

const sentences: Record<MappingProblem['code'], string> = {
  mapping_column_unknown: 'The file has no such column, or it is named twice.',
  mapping_field_unknown: 'Records of this kind have no such field.',
  mapping_field_twice: 'Two columns cannot both be this field.',
  mapping_key_missing: 'The key needs a field that no column tells.',
  mapping_split_wrong:
    'A column that is split is ignored itself and has a separator, or rising places one fewer than its parts.',
  mapping_join_wrong: 'A join names columns of the file once each, and a field or a labelled attribute.',
  mapping_constant_wrong: 'A constant needs a field of the kind and a value.',
  mapping_values_wrong: 'A list of values names each word once.',
}
/** A problem as a sentence in English, for the command line. */
export const sentenceOf = ({ code, column, field }: MappingProblem): string =>
  `${column === undefined ? '' : `Column ${column}: `}${sentences[code]}${field === undefined ? '' : ` (${field})`}`
