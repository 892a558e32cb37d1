import { authorize, may } from '#src/company/index.ts'
import {
  allowedField,
  attributeNames,
  type Condition,
  consentChannels,
  currenciesInUse,
  type Env,
  type Field,
  fieldOf,
  fieldsOf,
  operatorsFor,
  sources,
} from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Count, FieldInfo, FieldList, ListName, ListPage, ListRequest, Sort } from './contract.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { envOf } from './env.ts'
import { chosen, countRows, estimatedRows, keyedRows, type PageRow, unkeyedRows } from './queries/page.ts'
import { type ListSpec, type Order, specs } from './queries/specs.ts'

/** Longest search for one page, and longest exact count, in milliseconds. */
const patience = { page: 20_000, count: 5000 }

/** The order, if the list has it and the reader may see its field. Throws 422 `sort_unknown`. */
export function orderOf(spec: ListSpec, { field }: Sort, env: Env): Order {
  const order = spec.orderOf(field)
  if (order === undefined)
    throw new Refusal(422, 'sort_unknown', 'The list has no such order.', 'Choose another one.', { field })
  allowedField(field, env)
  return order
}

/** The columns, each of which the reader may see. */
export function columnsOf(ids: readonly string[], env: Env): Field[] {
  return ids.map((id) => {
    const field = allowedField(id, env)
    if (field.filterOnly) throw new Refusal(422, 'column_unknown', 'This is no column.', 'Leave it out.', { field: id })
    return field
  })
}

const asked = (conditions: Condition | undefined) => (conditions === undefined ? [] : fieldsOf(conditions))

/** One page of a list: columns, conditions and order as asked, by key. Throws 403 `field_not_allowed`, 422 for what is not of the list, 503 `too_slow`. */
export async function page(context: Context, list: ListName, request: ListRequest): Promise<ListPage> {
  const spec = specs[list]
  authorize(context.actor, spec.verb)
  const { columns, conditions, sort = spec.sort, after, limit = 50 } = request
  const env = await envOf(context, spec, [...columns, ...asked(conditions)], conditions)
  const order = orderOf(spec, sort, env)
  const place = after === undefined ? undefined : readCursor(after, sort, order.type)
  const question = {
    spec,
    order,
    descending: sort.direction === 'desc',
    where: chosen(spec, conditions, env),
    fields: columnsOf(columns, env),
    env,
  }
  const read = async (runner: Runner): Promise<PageRow[]> => {
    const first = place?.key === null ? [] : await keyedRows(runner, question, place, limit + 1)
    if (first.length > limit || order.lacking === undefined) return first
    const rest = place?.key === null ? place.id : undefined
    return [...first, ...(await unkeyedRows(runner, question, rest, limit + 1 - first.length))]
  }
  // without conditions it is a range of an index; with them it may be a search through everything
  const bounded = conditions === undefined
  const rows = bounded ? await read(context.db) : await context.db.within(patience.page, read)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ id, customer, cells }) => ({ id, customerId: customer, cells })),
    next: rows.length > limit && last !== undefined ? writeCursor(sort, { key: last.key, id: last.id }) : null,
  }
}

/** How many rows the conditions choose: exactly, or about as many when counting takes longer than a person waits. */
export async function count(context: Context, list: ListName, conditions: Condition | undefined): Promise<Count> {
  const spec = specs[list]
  authorize(context.actor, spec.verb)
  const env = await envOf(context, spec, asked(conditions), conditions)
  // what cannot be asked is refused at once, not counted about
  chosen(spec, conditions, env)
  try {
    const exact = await context.db.within(patience.count, (runner) => countRows(runner, spec, conditions, env))
    return { count: exact.count, about: false }
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'too_slow')) throw error
    return { count: await estimatedRows(context.db, spec, conditions, env), about: true }
  }
}

/** What the reader may see, ask and sort by on a list. */
export async function fields(context: Context, list: ListName): Promise<FieldList> {
  const spec = specs[list]
  authorize(context.actor, spec.verb)
  const env = await envOf(context, spec, [])
  const { db } = context
  const made =
    list === 'customers'
      ? [
          ...(await currenciesInUse(db)).map((currency) => `spend.${currency}`),
          ...consentChannels.map((channel) => `consent.${channel}`),
          ...(await attributeNames(db)).map((name) => `attribute.${name}`),
        ]
      : list === 'products'
        ? []
        : ['customer.name', 'customer.kind', 'customer.city', 'customer.source']
  const known = [...spec.fields.fixed, ...made.map((id) => fieldOf(id, env)).filter((field) => field !== undefined)]
  const visible = known.filter(({ verb }) => verb === undefined || may(context.actor, verb))
  const ids = new Set(visible.map(({ id }) => id))
  const named = await sources(db)
  return {
    fields: visible.map((field) => info(field, spec, named)),
    columns: spec.columns.filter((id) => ids.has(id)),
    sort: spec.sort,
  }
}

function info(field: Field, spec: ListSpec, named: { value: string; label: string }[]): FieldInfo {
  const { id, type, currency } = field
  return {
    id,
    type,
    operators: [...operatorsFor(field)],
    sortable: spec.orderOf(id) !== undefined,
    filterOnly: field.filterOnly ?? false,
    choices:
      id === 'source' || id.endsWith('.source')
        ? named
        : (field.choices?.map((value) => ({ value, label: null })) ?? null),
    currency: typeof currency === 'string' ? currency : null,
  }
}
