import type { CustomerKind } from '#src/terms/index.ts'
import { type Claim, isProtected, kindOf, traitsOf, valuesOf, vouched } from '../golden.ts'
import { type Column, valueMark } from '../matching/contract.ts'
import { normalise } from '../matching/values.ts'

/** What is compared of a person, and of an organisation. A household is no person: its name and street alone make nobody one. */
export const columnsOf: Readonly<Record<CustomerKind, readonly Column[]>> = {
  person: [
    { name: 'given', kind: 'given' },
    { name: 'family', kind: 'family' },
    { name: 'birthDate', kind: 'birthDate' },
    { name: 'email', kind: 'email' },
    { name: 'phone', kind: 'phone' },
    { name: 'street', kind: 'street' },
    { name: 'postcode', kind: 'postcode' },
    { name: 'city', kind: 'city' },
  ],
  organisation: [
    { name: 'organisation', kind: 'organisation' },
    { name: 'businessId', kind: 'businessId' },
    { name: 'email', kind: 'email' },
    { name: 'phone', kind: 'phone' },
    { name: 'street', kind: 'street' },
    { name: 'postcode', kind: 'postcode' },
    { name: 'city', kind: 'city' },
  ],
}

/** What no likeness overcomes, or what makes a person decide however sure the model is. */
export interface Bars {
  /** Under non-disclosure for safety. */
  guarded: boolean
  /** Birth dates that the customer or staff vouched for. */
  born: readonly string[]
  /** Business ids, and ids that one source gave persons, by who gave them: who has other ones is somebody else. */
  strong: Readonly<Record<string, readonly string[]>>
}
/** A customer as the matching sees it: one row of a table. */
export interface Subject {
  kind: CustomerKind
  /** One text for each column; several values joined by the mark, '' = not known. */
  values: string[]
  /** Of few. */
  bars?: Bars
}

/** More values than this of one field tell nothing of who somebody is. */
const most = 8

/** All live values of all claims of one customer; undefined where nobody tells anything of them. Pure. */
export function subjectOf(claims: readonly Claim[]): Subject | undefined {
  if (claims.length === 0) return undefined
  const values = valuesOf(claims)
  const kind = kindOf(values)
  const told = new Map<string, Set<string>>()
  const put = (column: Column, text: string | undefined) => {
    const value = text === undefined ? '' : normalise(column.kind, text)
    if (value !== '') told.set(column.name, (told.get(column.name) ?? new Set()).add(value))
  }
  const columns = Object.fromEntries(columnsOf[kind].map((column) => [column.name, column])) as Record<string, Column>
  if (kind === 'organisation') for (const { value } of values.name) put(columns.organisation!, value.display)
  for (const { value } of values.emails) put(columns.email!, value.key)
  for (const { value } of values.phones) put(columns.phone!, value.value)
  for (const { value } of values.addresses) {
    put(columns.street!, value.street)
    put(columns.postcode!, value.postcode)
    put(columns.city!, value.city)
  }
  if (kind === 'person') for (const { value } of traitsOf(values, 'birthDate')) put(columns.birthDate!, value)
  else for (const { value } of traitsOf(values, 'businessId')) put(columns.businessId!, value)
  const names = kind === 'person' ? namesOf(values) : undefined
  const bars = barsOf(claims, values)
  return {
    kind,
    values: columnsOf[kind].map(({ name }) =>
      names && (name === 'given' || name === 'family')
        ? names[name]
        : [...(told.get(name) ?? [])].slice(0, most).join(valueMark),
    ),
    ...(bars && { bars }),
  }
}

/** Given and family names of a person, the n-th of the one with the n-th of the other; a part that never changes stands once. */
function namesOf(values: ReturnType<typeof valuesOf>): { given: string; family: string } {
  const all = new Map<string, { given: string; family: string }>()
  for (const { value } of values.name) {
    const parts = partsOf(value)
    const [given, family] = [normalise('given', parts.given), normalise('family', parts.family)]
    all.set(`${given} ${family}`, { given, family })
  }
  const pairs = [...all.values()].slice(0, most)
  const joined = (list: string[]) => (new Set(list).size < 2 ? (list[0] ?? '') : list.join(valueMark))
  return { given: joined(pairs.map((p) => p.given)), family: joined(pairs.map((p) => p.family)) }
}

function barsOf(claims: readonly Claim[], values: ReturnType<typeof valuesOf>): Bars | undefined {
  const born = claims.some(vouched)
    ? traitsOf(values, 'birthDate').flatMap(({ value, claim }) => (vouched(claim) ? [value] : []))
    : []
  const strong: Record<string, string[]> = {}
  for (const { said, sourceId } of claims) {
    if (said.businessId !== undefined) strong.businessId = [...(strong.businessId ?? []), said.businessId]
    if (said.personId !== undefined) strong[sourceId] = [...(strong[sourceId] ?? []), said.personId]
  }
  const guarded = isProtected(claims)
  return guarded || born.length > 0 || Object.keys(strong).length > 0 ? { guarded, born, strong } : undefined
}

/** Given and family names; of a name in one piece the last word is taken for the family's, "Virtanen, Liisa" apart. */
function partsOf(name: { display: string; given?: string; family?: string }): { given: string; family: string } {
  if (name.given !== undefined || name.family !== undefined)
    return { given: name.given ?? '', family: name.family ?? '' }
  const comma = /^([^,]+),\s*(.+)$/.exec(name.display)
  if (comma) return { given: comma[2]!, family: comma[1]! }
  const words = name.display.trim().split(/\s+/)
  const family = words.pop() ?? ''
  // af, von, de and the like belong to what follows
  while (words.length > 1 && /^(af|von|van|de|der|di|la|le)$/i.test(words.at(-1)!)) words.pop()
  return { given: words.join(' '), family }
}

const share = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))
const differ = (a: readonly string[], b: readonly string[]) => a.length > 0 && b.length > 0 && !share(a, b)

/**
 * What stands beside the model: `never` = two customers whatever else is alike (ids that one company or source gave, or birth dates that
 * somebody vouched for, contradict each other), `ask` = a person is to decide however sure the model is (non-disclosure for safety, different
 * birth dates). Pure.
 */
export function restraint(
  a: Pick<Subject, 'kind' | 'bars'>,
  b: Pick<Subject, 'kind' | 'bars'>,
  birthDates: readonly [string, string],
): 'never' | 'ask' | undefined {
  if (a.kind !== b.kind) return 'never'
  if (a.bars && b.bars) {
    if (differ(a.bars.born, b.bars.born)) return 'never'
    for (const [scope, ids] of Object.entries(a.bars.strong))
      if (differ(ids, b.bars.strong[scope] ?? [])) return 'never'
  }
  if (a.bars?.guarded || b.bars?.guarded) return 'ask'
  const [mine, other] = birthDates.map((text) => (text === '' ? [] : text.split(valueMark))) as [string[], string[]]
  return differ(mine, other) ? 'ask' : undefined
}

/** Where the birth date stands among the values; -1 for organisations. */
export const birthColumn: Readonly<Record<CustomerKind, number>> = {
  person: columnsOf.person.findIndex(({ kind }) => kind === 'birthDate'),
  organisation: -1,
}
