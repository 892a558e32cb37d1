import { type Static, Type } from 'typebox'
import { recordKinds } from '#src/terms/index.ts'
import { oneOf } from '#src/terms/schemas.ts'
import { dateOrders, mappingKeys } from './keys.ts'

const strict = { additionalProperties: false }
const word = Type.String({ maxLength: 200 })
const place = Type.Integer({ minimum: 0, maximum: 9_999 })
const DateOrder = oneOf(dateOrders)
const Decimal = oneOf([',', '.'])

/** Other words for what is written (`K` → `yes`), compared without case; `otherwise`: words not named are kept, ignored or faults. */
export const ValueMap = Type.Object(
  {
    pairs: Type.Array(Type.Object({ from: word, to: word }, strict), { maxItems: 500 }),
    otherwise: oneOf(['keep', 'ignore', 'fault']),
  },
  strict,
)
const target = {
  /** Field of the kind (GET /api/v1/imports/fields), `attribute` or `ignore`. */
  field: Type.String({ maxLength: 50 }),
  /** Tells apart several of the same (home, work…); the name of an attribute. */
  label: Type.Optional(word),
  dateOrder: Type.Optional(DateOrder),
  decimal: Type.Optional(Decimal),
  values: Type.Optional(ValueMap),
}
export const Target = Type.Object(target, strict)

/** One cell cut into several: by `separator` (a blank stands for any run of blanks) or at `places` (characters from 0, rising). */
export const Split = Type.Object(
  {
    separator: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
    places: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 10_000 }), { minItems: 1, maxItems: 19 })),
    /** Which part takes what is left over; `last` unless said ("Anna Maria Virtanen": `first`). */
    rest: Type.Optional(oneOf(['first', 'last'])),
    into: Type.Array(Target, { minItems: 2, maxItems: 20 }),
  },
  strict,
)
/** Several columns as one value, empty cells left out. */
export const Join = Type.Object(
  { columns: Type.Array(place, { minItems: 1, maxItems: 20 }), separator: Type.String({ maxLength: 20 }), ...target },
  strict,
)
export const Constant = Type.Object({ field: Type.String({ maxLength: 50 }), value: word }, strict)
export const Key = oneOf(mappingKeys)

/** What a person changes in a mapping. Columns not named stay as they are; `joins` and `constants` are replaced whole when given. */
export const MappingEdit = Type.Object(
  {
    key: Type.Optional(Key),
    columns: Type.Optional(
      Type.Array(
        Type.Object(
          {
            at: place,
            ...target,
            nulls: Type.Optional(Type.Array(word, { maxItems: 100 })),
            split: Type.Optional(Split),
          },
          strict,
        ),
        { maxItems: 2_000 },
      ),
    ),
    joins: Type.Optional(Type.Array(Join, { maxItems: 50 })),
    constants: Type.Optional(Type.Array(Constant, { maxItems: 50 })),
  },
  strict,
)
export type MappingEdit = Static<typeof MappingEdit>

/** GET /api/v1/imports/fields?kind=…: what columns can mean, for the editor. Ids only; the web has the words. */
export const MappingFields = Type.Object(
  {
    kind: oneOf(recordKinds),
    fields: Type.Array(
      Type.Object(
        {
          field: Type.String(),
          /** Several columns may have it, told apart by labels. */
          several: Type.Boolean(),
          /** What is written in it: decides which of dateOrder, decimal and a value list make sense. */
          form: oneOf(['text', 'date', 'number', 'choice', 'id']),
          /** `choice`: words that are understood, for value lists. */
          choices: Type.Optional(Type.Array(Type.String())),
        },
        strict,
      ),
    ),
    /** Keys of the kind and the fields that each needs. */
    keys: Type.Array(Type.Object({ key: Key, needs: Type.Array(Type.String()) }, strict)),
    /** Of each list, one field must be told by a column, a join or a constant. */
    required: Type.Array(Type.Array(Type.String())),
    labels: Type.Array(Type.String()),
  },
  strict,
)
export type MappingFields = Static<typeof MappingFields>
