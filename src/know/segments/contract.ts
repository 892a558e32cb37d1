import { type Static, Type } from 'typebox'
import { entryKinds, type Day, type Uuid } from '#src/terms/index.ts'
import { DaySchema, nullable, oneOf, UuidSchema } from '#src/terms/schemas.ts'

/** What a field holds. `identifier`: text that names one thing; `choice`: one of known words; `date`: a calendar day, or an instant asked by its day. */
export const fieldTypes = ['text', 'identifier', 'number', 'money', 'date', 'choice', 'yesno'] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * What can be asked of a field. An empty value satisfies `isNot` and `empty` only. `within` N days: from N days before today up to today;
 * `older` than N days: before that; `coming` N days: from today up to N days after it. Days are calendar days of the company's zone.
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
  'coming',
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
  date: ['within', 'older', 'coming', 'is', 'before', 'after', 'between', 'empty', 'notEmpty'],
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
/** What mails to a person came to; told by the line of the mail on the timeline, of the day it went out. */
export const mailHappenings = ['mailDelivered', 'mailOpened', 'mailClicked', 'mailBounced', 'mailUnsubscribed'] as const
/**
 * What can happen to a customer: every kind of entry on the timeline (a kind that comes to the timeline later can be asked at once), what mails
 * came to, and two words for many: `contact` (call, mail, visit, inquiry, complaint, feedback, wish) and `anything`.
 */
export const happenings = [...entryKinds, ...mailHappenings, 'contact', 'anything'] as const
export type HappeningKind = (typeof happenings)[number]

/**
 * What is measured of what happened within the window. `count`: how many times, each purchase once however many lines of it fit; `days`: on how
 * many different calendar days; `sum` and `average`: of the money in one currency, minor units (average per time, empty where there was
 * none); `quantity`: pieces on the lines of purchases. Where nothing happened, `count`, `days`, `sum` and `quantity` are 0.
 */
export const measureNames = ['count', 'days', 'sum', 'average', 'quantity'] as const
export type Measure = (typeof measureNames)[number]

/** How a measure is compared. */
export const comparisons = ['atLeast', 'atMost', 'more', 'less', 'is', 'isNot', 'between'] as const
export type Comparison = (typeof comparisons)[number]

/**
 * Which days count, as calendar days of the company's zone. `last` N: from N days before today up to today, as `within`. `between` [far, near]:
 * from `far` days before today up to `near` days before it, both included. `from` and `until`: fixed days, both included; one may be absent.
 */
export type Window =
  | { readonly last: number }
  | { readonly between: readonly [far: number, near: number] }
  | { readonly from?: Day; readonly until?: Day }

/**
 * Something happened so and so often: `{ happened: 'purchase', where: [{ field: 'category', op: 'is', value: 'Shoes' }], window: { last: 90 },
 * op: 'atLeast', value: 3 }`. All of `where` hold for each time that counts; its fields are those of the kind (`conditions/fields` tells them).
 * Without `window` all days count, those to come too; without `measure` it is `count`. `sum` and `average` need a `currency`.
 */
export interface Happened {
  readonly happened: HappeningKind
  readonly where?: readonly Leaf[]
  readonly window?: Window
  readonly measure?: Measure
  readonly currency?: string
  readonly op: Comparison
  readonly value: number | string | readonly (number | string)[]
}
/** In another segment. A segment that names itself, directly or through others, is refused. */
export interface Membership {
  readonly segment: Uuid
}

/**
 * The typed condition tree: the one language of lists, counts, exports, bulk edits and segments, nested as deep as anybody likes. `{ all: [] }`
 * is everybody, `{ any: [] }` nobody.
 */
export type Condition =
  | Leaf
  | Happened
  | Membership
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

/**
 * Limits against trees that were made to hurt: leaves (those of `where` too) and nodes in all. Depth is bounded by the nodes, and by what a
 * request can hold: more than a hundred groups within each other.
 */
export const limits = { leaves: 200, nodes: 1000, where: 10, values: 500, text: 500, days: 36_500 } as const
/** The same with all named segments in their places, where few words can stand for very many. */
export const grownLimits = { leaves: 400, nodes: 4000, depth: 900 } as const

const strict = { additionalProperties: false }
const Single = Type.Union([Type.String({ maxLength: limits.text }), Type.Number()])
const Inner = Type.Ref('Condition')
const LeafSchema = Type.Object(
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
)
const DaysAgo = Type.Integer({ minimum: 0, maximum: limits.days })
const WindowSchema = Type.Union([
  Type.Object({ last: DaysAgo }, strict),
  Type.Object({ between: Type.Tuple([DaysAgo, DaysAgo]) }, strict),
  Type.Object({ from: Type.Optional(DaySchema), until: Type.Optional(DaySchema) }, { ...strict, minProperties: 1 }),
])
const HappenedSchema = Type.Object(
  {
    happened: oneOf(happenings),
    where: Type.Optional(Type.Array(LeafSchema, { maxItems: limits.where })),
    window: Type.Optional(WindowSchema),
    measure: Type.Optional(oneOf(measureNames)),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    op: oneOf(comparisons),
    value: Type.Union([Single, Type.Array(Single, { minItems: 2, maxItems: 2 })]),
  },
  strict,
)

/** Schema of a `Condition` in a request. What fits it can still be refused: by its size, its field, its operator or its value. */
export const ConditionSchema = Type.Cyclic(
  {
    Condition: Type.Union([
      LeafSchema,
      HappenedSchema,
      Type.Object({ segment: UuidSchema }, strict),
      Type.Object({ all: Type.Array(Inner, { maxItems: limits.leaves }) }, strict),
      Type.Object({ any: Type.Array(Inner, { maxItems: limits.leaves }) }, strict),
      Type.Object({ not: Inner }, strict),
    ]),
  },
  'Condition',
)

/** Groups of fields, in the order in which a person meets them: dictionary keys of the builder. */
export const fieldGroups = [
  'person',
  'reach',
  'value',
  'shopping',
  'contact',
  'forecast',
  'sources',
  'attributes',
] as const
export type FieldGroup = (typeof fieldGroups)[number]

const Choices = nullable(Type.Array(Type.Object({ value: Type.String(), label: nullable(Type.String()) }, strict)))

/** A field that can be asked, of customers or of what happened to them. */
export const ConditionField = Type.Object(
  {
    /** `city`, `spend.EUR`, `consent.email`, `attribute.Kanta-asiakas`, `forecast.state`. */
    id: Type.String(),
    group: oneOf(fieldGroups),
    type: oneOf(fieldTypes),
    operators: Type.Array(oneOf(operators)),
    /**
     * The words that it knows, or the most usual ones. `label` where it is a name of the company's own; otherwise the reader's language says it
     * (dictionary). Null: anything can be typed.
     */
    choices: Choices,
    /** Whether other values than the choices can be typed. */
    open: Type.Boolean(),
    /** Of money in one currency. */
    currency: nullable(Type.String()),
  },
  strict,
)
export type ConditionField = Static<typeof ConditionField>

/** A kind of thing that happens, with what can be asked of each time. */
export const Happening = Type.Object(
  {
    kind: oneOf(happenings),
    /** Fields for `where`. */
    fields: Type.Array(ConditionField),
    measures: Type.Array(oneOf(measureNames)),
    comparisons: Type.Array(oneOf(comparisons)),
    /** For `sum` and `average`, the most usual first. */
    currencies: Type.Array(Type.String()),
    /** Whether anything of the kind has come to the company yet: the others are shown after those, or not at all. */
    seen: Type.Boolean(),
  },
  strict,
)
export type Happening = Static<typeof Happening>

/** GET /api/v1/conditions/fields: everything that this reader can ask of customers. Segments have their own route. */
export const ConditionFields = Type.Object(
  { fields: Type.Array(ConditionField), happenings: Type.Array(Happening) },
  strict,
)
export type ConditionFields = Static<typeof ConditionFields>
