import type { Static } from 'typebox'
import { Refusal } from '#src/platform/refusal.ts'
import type { Column, Field, Join, Mapping, Split, Target } from '#src/collect/intake/index.ts'
import { problemsOf, sentenceOf } from './check.ts'
import type { Join as JoinEdit, MappingEdit, Split as SplitEdit, Target as TargetEdit } from './contract.ts'

/** Fields are checked against the kind after the change, with all else that may be wrong. */
function targetOf({ field, label, dateOrder, decimal, values }: Static<typeof TargetEdit>): Target {
  return {
    field: field as Target['field'],
    ...(label !== undefined && label.trim() !== '' && { label: label.trim() }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(decimal !== undefined && { decimal }),
    ...(values !== undefined && { values }),
  }
}

function splitOf({ separator, places, rest, into }: Static<typeof SplitEdit>): Split {
  return {
    ...(separator !== undefined && { separator }),
    ...(places !== undefined && { places }),
    ...(rest !== undefined && { rest }),
    into: into.map(targetOf),
  }
}

const joinOf = (join: Static<typeof JoinEdit>): Join => ({
  ...targetOf(join),
  columns: join.columns,
  separator: join.separator,
})

/**
 * The mapping with a person's changes. What the edit does not name stays; what only the file tells of a column (figures written as `17850.0`) is kept.
 * @param names the file's columns
 * @throws Refusal 422 `mapping_invalid`, every problem in `details.problems`
 */
export function edited(mapping: Mapping, edit: MappingEdit, names: readonly string[]): Mapping {
  const columns = new Map<number, Column>(
    names.map((header, at) => [
      at,
      mapping.columns.find((column) => column.at === at) ?? { at, header, field: 'ignore' },
    ]),
  )
  const unknown: number[] = []
  for (const change of edit.columns ?? []) {
    const old = columns.get(change.at)
    if (!old) {
      unknown.push(change.at)
      continue
    }
    const { at, header, dropPointZero } = old
    // an order or decimal sign that was detected stays unless another one is told
    const kept = { ...(old.dateOrder && { dateOrder: old.dateOrder }), ...(old.decimal && { decimal: old.decimal }) }
    columns.set(at, {
      ...(change.split ? {} : kept),
      ...targetOf(change),
      at,
      header,
      ...((change.nulls ?? old.nulls) && { nulls: change.nulls ?? old.nulls }),
      ...(dropPointZero && { dropPointZero }),
      ...(change.split && { split: splitOf(change.split) }),
    })
  }
  const made: Mapping = { ...mapping, columns: [...columns.values()], key: edit.key ?? mapping.key }
  // a column that is told to be something of its own leaves the joins it was in, unless they are told, too
  const own = new Set(
    (edit.columns ?? []).flatMap(({ at, field, split }) => (field === 'ignore' && !split ? [] : [at])),
  )
  if (edit.joins) made.joins = edit.joins.map(joinOf)
  else if (made.joins) made.joins = made.joins.filter((join) => !join.columns.some((at) => own.has(at)))
  if (edit.constants)
    made.constants = Object.fromEntries(edit.constants.map(({ field, value }) => [field, value.trim()])) as Partial<
      Record<Field, string>
    >
  if (made.joins?.length === 0) delete made.joins
  if (made.constants && Object.keys(made.constants).length === 0) delete made.constants
  const problems = [
    ...unknown.map((column) => ({ code: 'mapping_column_unknown' as const, column })),
    ...problemsOf(made, names.length),
  ]
  if (problems.length > 0)
    throw new Refusal(
      422,
      'mapping_invalid',
      problems.map(sentenceOf).join(' '),
      'Correct what is named and save again.',
      {
        problems,
      },
    )
  return made
}
