import { type Statement, sql } from '#src/platform/db/index.ts'
import type { Env, Field } from '../fields.ts'
import { faulty, type Read, type Span } from '../values.ts'

/** Whether a count of nothing at all, 0, satisfies the condition. */
export function holdsForNothing(read: Read): boolean {
  if (read.op === 'notEmpty') return true
  if ('number' in read) return compares[read.op](0, Number(read.number))
  return 'least' in read && Number(read.least) <= 0 && Number(read.most) >= 0
}
const compares = {
  is: (a: number, b: number) => a === b,
  isNot: (a: number, b: number) => a !== b,
  less: (a: number, b: number) => a < b,
  atMost: (a: number, b: number) => a <= b,
  more: (a: number, b: number) => a > b,
  atLeast: (a: number, b: number) => a >= b,
}

/** A value compared as read; null where it is empty. Every number, day and text is a parameter with its type. */
export function testOf(value: Statement, read: Read, field: Field, env: Env): Statement {
  if (read.op === 'notEmpty') return sql`(${value} is not null)`
  if ('yes' in read) return sql`(${value} = ${read.yes}::boolean)`
  if ('span' in read) return field.instant ? within(value, read.span, env) : days(value, read.span)
  if ('least' in read || 'number' in read) return compared(value, read)
  if ('texts' in read) return anyOf(value, read.texts, field)
  return texts(value, read as Extract<Read, { text: string }>, field)
}

/** A number compared. */
export function compared(value: Statement, read: Extract<Read, { number: string } | { least: string }>): Statement {
  if ('least' in read) return sql`(${value} between ${read.least}::numeric and ${read.most}::numeric)`
  const { op, number } = read
  if (op === 'less') return sql`(${value} < ${number}::numeric)`
  if (op === 'atMost') return sql`(${value} <= ${number}::numeric)`
  if (op === 'more') return sql`(${value} > ${number}::numeric)`
  if (op === 'atLeast') return sql`(${value} >= ${number}::numeric)`
  return sql`(${value} = ${number}::numeric)`
}

/** Letters match in either case. */
function texts(value: Statement, { op, text }: Extract<Read, { text: string }>, field: Field): Statement {
  if (field.cast === 'uuid') return sql`(${value} = ${uuidOf(text, field)}::uuid)`
  if (field.type === 'choice' && !field.folded) return sql`(${value} = ${text}::text)`
  const small = field.folded ? value : sql`lower(${value})`
  if (op === 'begins') return sql`starts_with(${small}, lower(${text}::text))`
  if (op === 'contains') return sql`(strpos(${small}, lower(${text}::text)) > 0)`
  return sql`(${small} = lower(${text}::text))`
}

function anyOf(value: Statement, wanted: readonly string[], field: Field): Statement {
  if (field.cast === 'uuid') return sql`(${value} = any(${wanted.map((one) => uuidOf(one, field))}::uuid[]))`
  if (field.folded) return sql`(${value} = any(array(select lower(w) from unnest(${wanted}::text[]) as w)))`
  if (field.type === 'choice') return sql`(${value} = any(${wanted}::text[]))`
  return sql`(lower(${value}) in (select lower(w) from unnest(${wanted}::text[]) as w))`
}

function uuidOf(text: string, field: Field): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw faulty({ field: field.id, op: 'is' }, 'value')
  return text
}

/** Calendar days. */
export function days(value: Statement, { from, until }: Span): Statement {
  if (from === undefined) return until === undefined ? sql`true` : sql`(${value} < ${until}::date)`
  if (until === undefined) return sql`(${value} >= ${from}::date)`
  return sql`(${value} >= ${from}::date and ${value} < ${until}::date)`
}

/** Instants by their calendar day in the company's zone. */
export function within(value: Statement, { from, until }: Span, { timeZone }: Env): Statement {
  const start = (day: string | undefined) => sql`(${day}::date::timestamp at time zone ${timeZone}::text)`
  if (from === undefined) return until === undefined ? sql`true` : sql`(${value} < ${start(until)})`
  if (until === undefined) return sql`(${value} >= ${start(from)})`
  return sql`(${value} >= ${start(from)} and ${value} < ${start(until)})`
}
