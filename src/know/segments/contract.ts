import { Type } from 'typebox'
import { oneOf } from '#src/terms/schemas.ts'

/** What a field holds. `identifier`: text that names one thing; `choice`: one of known words; `date`: a calendar day, or an instant asked by its day. */
export const fieldTypes = ['text', 'identifier', 'number', 'money', 'date', 'choice', 'yesno'] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * What can be asked of a field. An empty value satisfies `isNot` and `empty` only. `within` N days: from N days before today up to today;
 * `older` than N days: before that. Days are calendar days of the company's zone.
 */
export const operators = [
  'is',
  'isNot',
  'anyOf',
  'begins',
  'contains',
  'less',
  'atMost',
  'more',
  'atLeast',
  'between',
  'before',
  'after',
  'within',
  'older',
  'empty',
  'notEmpty',
] as const
export type Operator = (typeof operators)[number]

/** Which operators each type has, in the order that people meet them. */
export const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['is', 'isNot', 'begins', 'contains', 'anyOf', 'empty', 'notEmpty'],
  identifier: ['is', 'isNot', 'begins', 'anyOf', 'empty', 'notEmpty'],
  number: ['is', 'isNot', 'less', 'atMost', 'more', 'atLeast', 'between', 'empty', 'notEmpty'],
  money: ['is', 'isNot', 'less', 'atMost', 'more', 'atLeast', 'between', 'empty', 'notEmpty'],
  date: ['within', 'older', 'is', 'before', 'after', 'between', 'empty', 'notEmpty'],
  choice: ['is', 'isNot', 'anyOf', 'empty', 'notEmpty'],
  yesno: ['is'],
}

/** Text, a number, a day, minor units, yes or no; two of them for `between`, several for `anyOf`, none for `empty` and `notEmpty`. */
export type Value = string | number | boolean | readonly (string | number)[]
export interface Leaf {
  readonly field: string
  readonly op: Operator
  readonly value?: Value
}
/** The typed condition tree: the one language of lists, counts, exports, bulk edits and segments. `{ all: [] }` is everybody. */
export type Condition =
  | Leaf
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

/** Limits against trees that were made to hurt. */
export const limits = { depth: 8, leaves: 100, values: 500, text: 500, days: 36_500 } as const

const strict = { additionalProperties: false }
const Single = Type.Union([Type.String({ maxLength: limits.text }), Type.Number()])
const Inner = Type.Ref('Condition')

/** Schema of a `Condition` in a request. What fits it can still be refused: by its depth, its field, its operator or its value. */
export const ConditionSchema = Type.Cyclic(
  {
    Condition: Type.Union([
      Type.Object(
        {
          field: Type.String({ minLength: 1, maxLength: 120 }),
          op: oneOf(operators),
          value: Type.Optional(
            Type.Union([
              Type.String({ maxLength: limits.text }),
              Type.Number(),
              Type.Boolean(),
              Type.Array(Single, { maxItems: limits.values }),
            ]),
          ),
        },
        strict,
      ),
      Type.Object({ all: Type.Array(Inner, { maxItems: limits.leaves }) }, strict),
      Type.Object({ any: Type.Array(Inner, { maxItems: limits.leaves }) }, strict),
      Type.Object({ not: Inner }, strict),
    ]),
  },
  'Condition',
)
