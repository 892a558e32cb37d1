import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import {
  comparisons,
  type ConditionField,
  type ConditionFields,
  type FieldGroup,
  happenings,
  type Happening,
  type HappeningKind,
} from '../contract.ts'
import type { Field } from '../fields.ts'
import { consentChannels, customerFields } from '../queries/customers.ts'
import { askableOf, hasAmounts, kindsOf, operatorsFor, rightOf } from '../queries/happenings.ts'
import { attributeNames, currenciesInUse, kindsSeen, namesOf, sources, spelled } from './queries.ts'

/** Where each field stands in the builder; what is told nowhere is of the person. */
const groups: readonly (readonly [fields: RegExp, group: FieldGroup])[] = [
  [/^(email|emailDomain|phone|has[A-Z]\w+|verified|street|postcode|city|country|consent\..+)$/, 'reach'],
  [/^(stage|spend\..+|rfm\..+)$/, 'value'],
  [
    /^(purchases|purchaseDays|returns|firstPurchase|lastPurchase|category|product|productName|quantity|amount\..+)$/,
    'shopping',
  ],
  [/^(contacts|complaints|lastContact|openMatters\..+|channel|direction|title|status|score|handler|name)$/, 'contact'],
  [/^(forecast\..+|deviation\w*)$/, 'forecast'],
  [/^(source|created|updated|archived|protected|customerNumber|reference|id)$/, 'sources'],
  [/^attribute\./, 'attributes'],
]
const groupOf = (id: string): FieldGroup => groups.find(([ids]) => ids.test(id))?.[1] ?? 'person'

type Choices = { value: string; label: string | null }[]
/** Everything that this reader can ask of customers, and of what happened to them. */
export async function askable(context: Context): Promise<ConditionFields> {
  const { actor, db } = context
  authorize(actor, 'customer.read')
  const [currencies, attributes, named, seen, categories, events] = await Promise.all([
    currenciesInUse(db),
    attributeNames(db),
    sources(db),
    kindsSeen(db),
    namesOf(db, 'purchase'),
    namesOf(db, 'event'),
  ])
  const written = await spelled(db, categories)
  const known: Readonly<Record<string, Choices>> = {
    source: named,
    category: categories.map((value) => ({ value, label: written.get(value) ?? null })),
    name: events.map((value) => ({ value, label: null })),
  }
  const made = [
    ...currencies.flatMap((currency) => ['spend', 'forecast.value', 'forecast.spend'].map((of) => `${of}.${currency}`)),
    ...consentChannels.map((channel) => `consent.${channel}`),
    ...attributes.map((name) => `attribute.${name}`),
  ].flatMap((id) => customerFields.made?.(id) ?? [])
  const visible = (field: Field) => field.verb === undefined || may(actor, field.verb)
  const fields = [...customerFields.fixed, ...made].filter(visible).map((field) => told(field, known))
  const amounts = may(actor, 'value.read') ? currencies : []
  return {
    fields,
    happenings: happenings
      .filter((kind) => may(actor, rightOf(kind)))
      .map((kind) => happening(kind, { known, seen, currencies: amounts, visible })),
  }
}

function told(field: Field, known: Readonly<Record<string, Choices>>): ConditionField {
  const { id, type, currency, choices } = field
  const own = known[id]
  return {
    id,
    group: groupOf(id),
    type,
    operators: [...operatorsFor(field)],
    choices: own ?? choices?.map((value) => ({ value, label: null })) ?? null,
    open: field.cast === undefined && (type !== 'choice' || field.folded === true),
    currency: typeof currency === 'string' ? currency : null,
  }
}

interface Knowing {
  readonly known: Readonly<Record<string, Choices>>
  readonly seen: ReadonlySet<string>
  readonly currencies: readonly string[]
  readonly visible: (field: Field) => boolean
}
function happening(kind: HappeningKind, { known, seen, currencies, visible }: Knowing): Happening {
  const { fields, measures } = askableOf(kind)
  const priced = hasAmounts(kind) && currencies.length > 0
  const amounts: ConditionField[] = priced
    ? currencies.map((currency) => ({
        id: `amount.${currency}`,
        group: 'shopping',
        type: 'money',
        operators: ['atLeast', 'atMost', 'more', 'less', 'is', 'isNot', 'between', 'empty', 'notEmpty'],
        choices: null,
        open: true,
        currency,
      }))
    : []
  return {
    kind,
    fields: [...fields.filter(visible).map((field) => told(field, known)), ...amounts],
    measures: measures.filter((one) => priced || (one !== 'sum' && one !== 'average')),
    comparisons: [...comparisons],
    currencies: priced ? [...currencies] : [],
    seen: kindsOf(kind).some((one) => seen.has(one)),
  }
}
