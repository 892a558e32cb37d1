import { may } from '#src/company/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Condition, Leaf } from '../contract.ts'
import type { Env, Field, Place } from '../fields.ts'
import { leavesOf } from '../tree.ts'
import { faulty, type Read, readLeaf, type Span } from '../values.ts'
import { customerFields } from './customers.ts'

/** The field of this id, if the table knows it. */
export function fieldOf(id: string, env: Env): Field | undefined {
  const table = env.fields ?? customerFields
  return table.fixed.find((field) => field.id === id) ?? table.made?.(id)
}

/** The field, if the reader may see it. Throws 422 for one that is not in the table, 403 `field_not_allowed` for one that is not the reader's. */
export function allowedField(id: string, env: Env): Field {
  const field = fieldOf(id, env)
  if (field === undefined) throw faulty({ field: id, op: 'is' }, 'field')
  if (field.verb !== undefined && !may(env.actor, field.verb))
    throw new Refusal(403, 'field_not_allowed', 'Your role does not see this field.', 'Leave the field out.', {
      field: id,
    })
  return field
}

/** Where the field lives, with what this reader may not see of people under non-disclosure taken out. */
export function placeOf(field: Field, env: Env): Place {
  const place = field.place(env)
  if (!field.veiled || may(env.actor, 'customer.protected')) return place
  if (place.at !== 'own') return { ...place, on: sql`${place.on} and not c.protected` }
  return { at: 'own', value: sql`(case when c.protected then null else ${place.value} end)` }
}

/**
 * The condition tree as one predicate in SQL over the listed row (alias `c` of know.customer unless `env.fields` says otherwise), for `where`.
 * Every value becomes a parameter with its type; the text depends on the shape of the tree only. Within `not` what is unknown counts as false,
 * so a tree and its `not` share everybody between them. Throws 422 and 403 as `leavesOf`, `readLeaf` and `allowedField` do.
 */
export function compile(tree: Condition, env: Env): Statement {
  leavesOf(tree)
  return node(tree, env)
}

function node(tree: Condition, env: Env): Statement {
  if ('all' in tree)
    return tree.all.length === 0 ? sql`true` : sql`(${tree.all.map((one) => node(one, env)).reduce(both)})`
  if ('any' in tree)
    return tree.any.length === 0 ? sql`false` : sql`(${tree.any.map((one) => node(one, env)).reduce(either)})`
  if ('not' in tree) return sql`(${node(tree.not, env)} is not true)`
  return leaf(tree, env)
}
const both = (a: Statement, b: Statement) => sql`${a} and ${b}`
const either = (a: Statement, b: Statement) => sql`${a} or ${b}`

function leaf(one: Leaf, env: Env): Statement {
  const field = allowedField(one.field, env)
  const read = readLeaf(one, field.type, env.today)
  const place = placeOf(field, env)
  if (read.op === 'isNot') return sql`(${asked(place, { ...read, op: 'is' } as Read, field, env)} is not true)`
  if (read.op === 'empty') return sql`(not ${asked(place, { op: 'notEmpty' }, field, env)})`
  return asked(place, read, field, env)
}

function asked(place: Place, read: Read, field: Field, env: Env): Statement {
  const test = testOf(place.value, read, field, env)
  if (place.at === 'own') return test
  if (place.at === 'row' && place.absent !== undefined && holdsForNothing(read))
    return sql`(not exists (select from ${place.from} where ${place.on} and ${test} is not true))`
  return sql`(exists (select from ${place.from} where ${place.on} and ${test}))`
}

/** Whether a count of nothing at all, 0, satisfies the condition. */
function holdsForNothing(read: Read): boolean {
  if (read.op === 'notEmpty') return true
  if ('number' in read) return compares[read.op as keyof typeof compares](0, Number(read.number))
  return read.op === 'between' && Number(read.least) <= 0 && Number(read.most) >= 0
}
const compares = {
  is: (a: number, b: number) => a === b,
  less: (a: number, b: number) => a < b,
  atMost: (a: number, b: number) => a <= b,
  more: (a: number, b: number) => a > b,
  atLeast: (a: number, b: number) => a >= b,
}

function testOf(value: Statement, read: Read, field: Field, env: Env): Statement {
  if (read.op === 'notEmpty') return sql`(${value} is not null)`
  if ('yes' in read) return sql`(${value} = ${read.yes}::boolean)`
  if ('span' in read) return field.instant ? instants(value, read.span, env) : days(value, read.span)
  if ('least' in read) return sql`(${value} between ${read.least}::numeric and ${read.most}::numeric)`
  if ('number' in read) return numbers(value, read)
  if ('texts' in read) return anyOf(value, read.texts, field)
  return texts(value, read as Extract<Read, { text: string }>, field)
}

function numbers(value: Statement, { op, number }: Extract<Read, { number: string }>): Statement {
  if (op === 'less') return sql`(${value} < ${number}::numeric)`
  if (op === 'atMost') return sql`(${value} <= ${number}::numeric)`
  if (op === 'more') return sql`(${value} > ${number}::numeric)`
  if (op === 'atLeast') return sql`(${value} >= ${number}::numeric)`
  return sql`(${value} = ${number}::numeric)`
}

/** Letters match in either case. */
function texts(value: Statement, { op, text }: Extract<Read, { text: string }>, field: Field): Statement {
  if (field.cast === 'uuid') return sql`(${value} = ${uuidOf(text, field)}::uuid)`
  if (field.type === 'choice') return sql`(${value} = ${text}::text)`
  if (op === 'begins') return sql`starts_with(lower(${value}), lower(${text}::text))`
  if (op === 'contains') return sql`(strpos(lower(${value}), lower(${text}::text)) > 0)`
  return sql`(lower(${value}) = lower(${text}::text))`
}

function anyOf(value: Statement, wanted: readonly string[], field: Field): Statement {
  if (field.cast === 'uuid') return sql`(${value} = any(${wanted.map((one) => uuidOf(one, field))}::uuid[]))`
  if (field.type === 'choice') return sql`(${value} = any(${wanted}::text[]))`
  return sql`(lower(${value}) in (select lower(w) from unnest(${wanted}::text[]) as w))`
}

function uuidOf(text: string, field: Field): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw faulty({ field: field.id, op: 'is' }, 'value')
  return text
}

function days(value: Statement, { from, until }: Span): Statement {
  if (from === undefined) return sql`(${value} < ${until}::date)`
  if (until === undefined) return sql`(${value} >= ${from}::date)`
  return sql`(${value} >= ${from}::date and ${value} < ${until}::date)`
}

function instants(value: Statement, { from, until }: Span, { timeZone }: Env): Statement {
  const start = (day: string | undefined) => sql`(${day}::date::timestamp at time zone ${timeZone}::text)`
  if (from === undefined) return sql`(${value} < ${start(until)})`
  if (until === undefined) return sql`(${value} >= ${start(from)})`
  return sql`(${value} >= ${start(from)} and ${value} < ${start(until)})`
}
