import { Refusal } from '#src/platform/refusal.ts'
import type { Day } from '#src/terms/index.ts'
import {
  type FieldType,
  type Happened,
  type Leaf,
  limits,
  type Operator,
  operatorsOf,
  type Window,
} from './contract.ts'
import { dayAfter, isDay } from './days.ts'

/** Days from `from` up to, without, `until`; an absent end is open. */
export interface Span {
  readonly from?: Day
  readonly until?: Day
}
/** A condition whose value has been read by the type of its field: what the compiler and the tests' oracle work on. */
export type Read =
  | { op: 'empty' | 'notEmpty' }
  | { op: 'is' | 'isNot' | 'begins' | 'contains'; text: string }
  | { op: 'anyOf'; texts: readonly string[] }
  | { op: 'is' | 'isNot' | 'less' | 'atMost' | 'more' | 'atLeast'; number: string }
  | { op: 'between'; least: string; most: string }
  | { op: 'span'; span: Span }
  | { op: 'is'; yes: boolean }

/** Reads the value of a condition on a field of this type. Refuses (422 `condition_faulty`) what the operator or the type cannot take. */
export function readLeaf(
  leaf: Leaf,
  type: FieldType,
  today: Day,
  operators: readonly Operator[] = operatorsOf[type],
): Read {
  const { op, value } = leaf
  if (!operators.includes(op)) throw faulty(leaf, 'operator')
  if (op === 'empty' || op === 'notEmpty') {
    if (value !== undefined) throw faulty(leaf, 'value')
    return { op }
  }
  if (value === undefined) throw faulty(leaf, 'value')
  if (type === 'yesno') return { op: 'is', yes: typeof value === 'boolean' ? value : fail(leaf) }
  if (type === 'date') return { op: 'span', span: spanOf(leaf, today) }
  if (type === 'number' || type === 'money') return numbers(leaf, type)
  return texts(leaf)
}

function texts(leaf: Leaf): Read {
  const { op, value } = leaf
  if (op === 'anyOf') {
    if (!Array.isArray(value) || value.length === 0 || value.length > limits.values) throw faulty(leaf, 'value')
    return { op, texts: value.map((one) => textOf(leaf, one)) }
  }
  return { op: op as 'is' | 'isNot' | 'begins' | 'contains', text: textOf(leaf, value) }
}

function textOf(leaf: Leaf, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > limits.text) throw faulty(leaf, 'value')
  if (value.includes('\u0000') || !value.isWellFormed()) throw faulty(leaf, 'value')
  return value.trim()
}

function numbers(leaf: Leaf, type: 'number' | 'money'): Read {
  const { op, value } = leaf
  if (op !== 'between') return { op: op as 'is', number: numberOf(leaf, value, type) }
  const [least, most] = pairOf(leaf)
  return { op, least: numberOf(leaf, least, type), most: numberOf(leaf, most, type) }
}

/** Digits that PostgreSQL reads as a number; money is whole minor units. */
function numberOf(leaf: Leaf, value: unknown, type: 'number' | 'money'): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  const form = type === 'money' ? /^-?\d{1,18}$/ : /^-?\d{1,15}(\.\d{1,6})?$/
  return form.test(text) ? text : fail(leaf)
}

function pairOf(leaf: Leaf): readonly [unknown, unknown] {
  const { value } = leaf
  return Array.isArray(value) && value.length === 2 ? [value[0], value[1]] : fail(leaf)
}

function spanOf(leaf: Leaf, today: Day): Span {
  const { op, value } = leaf
  if (op === 'within' || op === 'older' || op === 'coming') {
    if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > limits.days)
      throw faulty(leaf, 'value')
    if (op === 'coming') return { from: today, until: dayAfter(today, (value as number) + 1) }
    const from = dayAfter(today, -(value as number))
    return op === 'within' ? { from, until: dayAfter(today, 1) } : { until: from }
  }
  const day = (one: unknown) => (typeof one === 'string' && isDay(one) ? one : fail(leaf))
  if (op === 'before') return { until: day(value) }
  if (op === 'after') return { from: dayAfter(day(value), 1) }
  const [first, last] = op === 'between' ? pairOf(leaf) : [value, value]
  return { from: day(first), until: dayAfter(day(last), 1) }
}

/** A measure compared with numbers, and the days that count: `far` and `near` are given where they move with today. */
export interface ReadHappened {
  readonly test: Extract<Read, { number: string } | { least: string }> | { op: 'isNot'; number: string }
  readonly span: Span
  readonly moving?: { readonly far: number; readonly near: number }
}

/** Reads the window and the numbers of a happening. Refuses (422 `condition_faulty`) what cannot be understood. */
export function readHappened(one: Happened, today: Day): ReadHappened {
  const leaf = { field: one.happened, op: one.op, value: one.value } as Leaf
  const money = one.measure === 'sum' || one.measure === 'average'
  if (money !== (one.currency !== undefined)) throw faulty(leaf, 'value')
  const test = numbers(leaf, money ? 'money' : 'number') as ReadHappened['test']
  return { test, ...spanOfWindow(one.window ?? {}, today, leaf) }
}

function spanOfWindow(window: Window, today: Day, leaf: Leaf): Pick<ReadHappened, 'span' | 'moving'> {
  if ('last' in window || 'between' in window) {
    const [far, near] = 'last' in window ? [window.last, 0] : window.between
    const whole = [far, near].every((days) => Number.isInteger(days) && days >= 0 && days <= limits.days)
    if (!whole || far < near) throw faulty(leaf, 'value')
    return { span: { from: dayAfter(today, -far), until: dayAfter(today, 1 - near) }, moving: { far, near } }
  }
  const { from, until } = window
  if (![from, until].every((day) => day === undefined || isDay(day))) throw faulty(leaf, 'value')
  return { span: { ...(from && { from }), ...(until && { until: dayAfter(until, 1) }) } }
}

function fail(leaf: Leaf): never {
  throw faulty(leaf, 'value')
}

export const faulty = (leaf: Leaf, what: 'field' | 'operator' | 'value'): Refusal =>
  new Refusal(422, 'condition_faulty', 'A condition cannot be understood.', 'Choose it again from the list.', {
    field: leaf.field,
    op: leaf.op,
    what,
  })
