import { may } from '#src/company/index.ts'
import { type Statement, sql } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Verb } from '#src/terms/index.ts'
import type { Condition, Happened, Leaf, Membership } from '../contract.ts'
import type { Env, Field, Place } from '../fields.ts'
import { endsOf, guardGrown } from '../tree.ts'
import { faulty, type Read, readHappened, readLeaf, type Span } from '../values.ts'
import { customerFields } from './customers.ts'
import { type Happenings, happeningsOf, hasAmounts, kindsOf, operatorsFor, rightOf } from './happenings.ts'
import { few, type Rows, type Shape, Whole } from './shape.ts'
import { compared, holdsForNothing, testOf } from './tests.ts'

/** The field of this id, if the table knows it. */
export function fieldOf(id: string, env: Env): Field | undefined {
  const table = env.fields ?? customerFields
  return table.fixed.find((field) => field.id === id) ?? table.made?.(id)
}

/** The field, if the reader may see it. Throws 422 for one that is not in the table, 403 `field_not_allowed` for one that is not the reader's. */
export function allowedField(id: string, env: Env): Field {
  const field = fieldOf(id, env)
  if (field === undefined) throw faulty({ field: id, op: 'is' }, 'field')
  if (field.verb !== undefined) allow(field.verb, id, env)
  return field
}
function allow(verb: Verb, id: string, env: Env): void {
  if (!may(env.actor, verb))
    throw new Refusal(403, 'field_not_allowed', 'Your role does not see this field.', 'Leave the field out.', {
      field: id,
    })
}

/** Where the field lives, with what this reader may not see of people under non-disclosure taken out. */
export function placeOf(field: Field, env: Env): Place {
  const place = field.place(env)
  if (!field.veiled || may(env.actor, 'customer.protected')) return place
  const veil = (value: Statement) => sql`(case when c.protected then null else ${value} end)`
  if (place.at === 'many') return { ...place, veiled: true }
  if (place.at === 'row') return { ...place, on: sql`${place.on} and not c.protected` }
  const { value, whole } = place
  if (whole === undefined) return { at: 'own', value: veil(value) }
  const hidden =
    'found' in whole
      ? { ...whole, of: (found: Statement) => veil(whole.of(found)) }
      : { ...whole, value: veil(whole.value) }
  return { at: 'own', value: veil(value), whole: hidden }
}

/**
 * The condition tree as one predicate in SQL over the listed row (alias `c` of know.customer unless `env.fields` says otherwise), for `where`:
 * the shape for a page, and for few given customers. Every value becomes a parameter with its type; the text depends on the shape of the tree
 * only. Within `not` what is unknown counts as false, so a tree and its `not` share everybody between them. Throws 422 and 403 as `endsOf`,
 * `readLeaf` and `allowedField` do.
 */
export function compile(tree: Condition, env: Env): Statement {
  guard(tree, env)
  return node(tree, { env, shape: few, within: [], top: true })
}

/** The same over the whole base: `select … from ${from} where ${where}`, with `c` of know.customer in `from`. Each table is read once. */
export function compileWhole(tree: Condition, env: Env): { readonly from: Statement; readonly where: Statement } {
  guard(tree, env)
  const shape = new Whole()
  const where = node(tree, { env, shape, within: [], top: true })
  return { from: shape.from, where }
}

function guard(tree: Condition, env: Env): void {
  endsOf(tree)
  guardGrown(tree, env.segments)
}

/** The ids of all customers that the tree chooses, for `c.id in (…)`. */
export function chosenIds(tree: Condition, env: Env): Statement {
  const { from, where } = compileWhole(tree, env)
  return sql`select c.id from ${from} where ${where}`
}

/** How a condition is read. */
export interface Way {
  readonly env: Env
  readonly shape: Shape
  /** Segments whose conditions are being read. */
  readonly within: readonly string[]
  /** Nobody is chosen without what is being read. */
  readonly top: boolean
}

/** One condition with all that is in it. */
export function node(tree: Condition, way: Way): Statement {
  if ('all' in tree)
    return joined(
      tree.all.map((one) => node(one, way)),
      ' and ',
    )
  if ('any' in tree)
    return joined(
      tree.any.map((one) => node(one, way)),
      ' or ',
    )
  if ('not' in tree) return sql`(${node(tree.not, way)} is not true)`
  if ('happened' in tree) return happened(tree, way)
  return 'segment' in tree ? membership(tree, way) : leaf(tree, way)
}
function joined(parts: readonly Statement[], by: ' and ' | ' or '): Statement {
  const [first, ...rest] = parts
  if (first === undefined) return by === ' and ' ? sql`true` : sql`false`
  if (by === ' and ') return sql`(${rest.reduce((all, one) => sql`${all} and ${one}`, first)})`
  return sql`(${rest.reduce((all, one) => sql`${all} or ${one}`, first)})`
}

function leaf(one: Leaf, way: Way): Statement {
  const field = allowedField(one.field, way.env)
  const read = readLeaf(one, field.type, way.env.today, operatorsFor(field))
  const place = placeOf(field, way.env)
  if (read.op === 'isNot') return sql`(${asked(place, { ...read, op: 'is' } as Read, field, way)} is not true)`
  if (read.op === 'empty') return sql`(${asked(place, { op: 'notEmpty' }, field, way)} is not true)`
  return asked(place, read, field, way)
}

function asked(place: Place, read: Read, field: Field, { env, shape }: Way): Statement {
  const nothing = place.at === 'row' && place.absent !== undefined && holdsForNothing(read)
  return shape.field(place, (value) => testOf(value, read, field, env), nothing)
}

/** The rows of what happened, and what is read of its numbers. */
export interface Told {
  readonly source: Happenings
  readonly read: ReturnType<typeof readHappened>
  readonly rows: (span: Span) => Rows
}
/** Reads a happening: where it is looked for and when. Throws 403 and 422 as a leaf does. */
export function tell(one: Happened, env: Env): Told {
  const { happened: kind, where = [], measure = 'count', currency } = one
  if (env.fields?.nobody) throw faulty({ field: kind, op: one.op as 'is' }, 'field')
  allow(rightOf(kind), kind, env)
  if (currency !== undefined) allow('value.read', kind, env)
  if ((currency !== undefined && !hasAmounts(kind)) || (measure === 'quantity' && rightOf(kind) !== 'purchase.read'))
    throw faulty({ field: kind, op: one.op as 'is' }, 'value')
  const read = readHappened(one, env.today)
  const ids = where.map(({ field }) => field)
  const category = where.filter(({ field }) => field === 'category')
  const oneName = category.every(({ op }) => op === 'is')
  const countsTimes = measure === 'count' || measure === 'average'
  const several = countsTimes && !oneName && !asksWhether(read.test)
  const source = happeningsOf(kind, ids, { measure, several }, env)
  const tests = where.map((leafOf) => {
    const field = source.fields(leafOf.field)
    if (field === undefined) throw faulty(leafOf, 'field')
    if (field.verb !== undefined) allow(field.verb, leafOf.field, env)
    return leaf(leafOf, { env: { ...env, fields: { fixed: [field] } }, shape: few, within: [], top: false })
  })
  const rows = (span: Span): Rows => ({
    from: source.from,
    key: source.key,
    where: [source.kinds(kindsOf(kind)), ...(source.where ? [source.where] : []), source.during(span), ...tests].reduce(
      (all, test) => sql`${all} and ${test}`,
    ),
  })
  return { source, read, rows }
}
/** Whether a count is asked for being nothing or something only. */
const asksWhether = (test: Told['read']['test']): boolean =>
  'number' in test &&
  ((Number(test.number) === 0 && ['is', 'isNot', 'more', 'atMost'].includes(test.op)) ||
    (Number(test.number) === 1 && ['atLeast', 'less'].includes(test.op)))

function happened(one: Happened, { env, shape, top }: Way): Statement {
  const { measure = 'count', currency = '' } = one
  const { source, read, rows } = tell(one, env)
  const value = source.measure(measure, currency)
  const { test } = read
  const isNot = test.op === 'isNot'
  const passes = compared(value, isNot ? { ...test, op: 'is' } : test)
  return shape.measured(rows(read.span), isNot ? sql`(${passes} is not true)` : passes, passesNothing(one, test), top)
}

/** Whether nothing at all passes. An average of nothing is nothing: it passes no comparison, so that it is not anything. */
export const passesNothing = ({ measure }: Happened, test: Told['read']['test']): boolean =>
  measure === 'average' ? test.op === 'isNot' : holdsForNothing(test)

/** A segment asks about customers, whatever is listed. */
export function ofCustomers(env: Env): Env {
  const { fields: _, ...rest } = env
  return rest
}

function membership({ segment }: Membership, way: Way): Statement {
  const { env, shape, within } = way
  if (env.fields?.nobody) throw faulty({ field: 'segment', op: 'is' }, 'field')
  if (env.segments !== undefined && !env.segments.has(segment))
    throw new Refusal(422, 'segment_unknown', 'A condition names a segment that is not there.', 'Choose another one.')
  if (within.includes(segment))
    throw new Refusal(422, 'segment_circle', 'A segment cannot ask about itself.', 'Leave that condition out.')
  const condition = env.segments?.get(segment)
  if (condition) return node(condition, { ...way, env: ofCustomers(env), within: [...within, segment] })
  return shape.field(
    {
      at: 'many',
      from: sql`know.segment_member m`,
      key: sql`m.customer_id`,
      on: sql`m.segment_id = ${segment}::uuid`,
      value: sql`m.segment_id`,
    },
    () => sql`true`,
    false,
  )
}
