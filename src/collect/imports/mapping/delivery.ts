import { type RecordKind, recordKinds } from '#src/terms/index.ts'
import type { Column, Field } from '#src/collect/intake/index.ts'
import { keyOf } from './keys.ts'
import type { ColumnProfile } from './profile.ts'
import { type FileFacts, type Suggested, type Suggestion, suggestMapping } from './suggest.ts'

export interface PlannedFile {
  name: string
  /** Place in the delivery, from 0: names may be the same. */
  at: number
  suggested: Suggested
}

/**
 * The files of one delivery in the order in which they are taken in (parents first; files left out or unclear last),
 * their keys joined: the customers' id is the column that the other files refer to.
 */
export function planDelivery(files: FileFacts[]): PlannedFile[] {
  const planned = files.map((file, at) => {
    const siblings = files.filter((other) => other !== file)
    return { file, at, suggested: suggestMapping(file.name, file.format, file.profile, { siblings }) }
  })
  const mapped = planned.filter((plan): plan is Mapped => 'mapping' in plan.suggested)
  for (const customers of mapped.filter((plan) => plan.suggested.mapping.kind === 'customer'))
    for (const child of mapped) if (child !== customers) joinCustomers(customers, child)
  for (const child of mapped) noteOrphans(child, mapped)
  const rank = ({ suggested }: { suggested: Suggested }) =>
    'mapping' in suggested ? recordKinds.indexOf(suggested.mapping.kind) : recordKinds.length
  return planned
    .sort((a, b) => rank(a) - rank(b))
    .map(({ file, at, suggested }) => ({ name: file.name, at, suggested }))
}

interface Mapped {
  file: FileFacts
  at: number
  suggested: Suggestion
}

const columnOf = ({ suggested }: Mapped, field: Field): Column | undefined =>
  suggested.mapping.columns.find((column) => column.field === field)
const profileOf = ({ file }: Mapped, column: Column): ColumnProfile => file.profile.columns[column.at]!

/** Share of the values of one column that occur in another, estimated from the smallest hashes; undefined if unknown. */
function overlap(child: ColumnProfile, parent: ColumnProfile, wholeParent: boolean): number | undefined {
  if (child.sketch.length === 0 || parent.sketch.length === 0) return undefined
  const limit = parent.sketch.length < 400 ? Number.POSITIVE_INFINITY : parent.sketch[parent.sketch.length - 1]!
  const known = new Set(parent.sketch)
  const comparable = child.sketch.filter((hash) => hash <= limit)
  if (comparable.length < 3 || !wholeParent) return undefined
  return comparable.filter((hash) => known.has(hash)).length / comparable.length
}

/** Points the child's reference at the customers' id, by what the two columns have in common. */
function joinCustomers(customers: Mapped, child: Mapped): void {
  const id = columnOf(customers, 'externalId')
  const kinds: RecordKind[] = ['purchase', 'invoice', 'payment', 'interaction', 'feedback']
  if (!id || !kinds.includes(child.suggested.mapping.kind)) return
  const parent = profileOf(customers, id)
  const whole = customers.file.profile.whole
  const current = columnOf(child, 'customerRef')
  const currentShare = current ? (overlap(profileOf(child, current), parent, whole) ?? 0) : 0
  if (currentShare > 0.5) return
  const better = child.suggested.mapping.columns.filter(
    (column) =>
      column.field === 'attribute' &&
      (overlap(profileOf(child, column), parent, whole) ?? 0) > Math.max(0.5, currentShare),
  )
  const idLike = better.filter(
    (column) =>
      ['id', 'integer', 'postcode', 'email'].includes(profileOf(child, column).looksLike) &&
      profileOf(child, column).distinct * child.file.profile.rows > 20,
  )
  const [found] = idLike
  if (!found) return
  if (current) current.field = 'attribute'
  found.field = 'customerRef'
  child.suggested.reasons.push(`joined_by_content:${found.header}`)
  child.suggested.mapping.key = keyOf(child.suggested.mapping.kind, child.suggested.mapping.columns, child.file.profile)
}

/** Says so when references of a file find nothing in the file that should hold them. */
function noteOrphans(child: Mapped, mapped: Mapped[]): void {
  const links: [Field, RecordKind, Field][] = [
    ['customerRef', 'customer', 'externalId'],
    ['orderNumber', 'purchase', 'orderNumber'],
    ['sku', 'product', 'sku'],
  ]
  for (const [field, kind, key] of links) {
    const column = columnOf(child, field)
    const parents = mapped.filter((plan) => plan !== child && plan.suggested.mapping.kind === kind)
    if (!column || parents.length === 0 || child.suggested.mapping.kind === kind) continue
    const shares = parents.map((parent) => {
      const target = columnOf(parent, key)
      return target
        ? overlap(profileOf(child, column), profileOf(parent, target), parent.file.profile.whole)
        : undefined
    })
    const best = Math.max(...shares.map((share) => share ?? 1))
    if (best < 0.2) child.suggested.reasons.push(`reference_not_found:${column.header}`)
    else if (shares.some((share) => share !== undefined && share > 0.5))
      child.suggested.reasons.push(`joined:${column.header}`)
  }
}
