import type { Uuid } from '#src/terms/index.ts'
import type { Said } from '../pipeline.ts'

/** What a person is called and reached by, for finding them in rows that nobody could read. */
export interface Named {
  /** Everything they are told by, in small letters. */
  readonly values: ReadonlySet<string>
  readonly emails: readonly string[]
  /** The last digits of telephones. */
  readonly numbers: string[]
  /** The words of each full name. */
  readonly names: readonly (readonly string[])[]
  /** Their own numbers in each source, as `source|number`; short ones of digits only are any number. */
  readonly ids: ReadonlySet<string>
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Values of fewer letters than this are everybody's. */
const tellingLength = 4

export function namedBy(claims: readonly { said: Said; sourceId: Uuid }[]): Named {
  const all = claims.map((claim) => claim.said)
  const values = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length >= tellingLength) values.add(value.trim().toLowerCase())
    } else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect)
  }
  for (const { name, emails, phones, addresses, businessId, vatId, birthDate, website, attributes, title } of all)
    collect(
      [name, emails?.map((e) => [e.value, e.key]), phones?.map((p) => [p.value, p.written]), businessId, vatId]
        .concat([addresses?.map(({ street, extra }) => [street, extra])] as never)
        .concat([birthDate, website, attributes, title] as never),
    )
  const names = all.flatMap(({ name }) => (name === undefined ? [] : [wordsOf(name.display)]))
  return {
    values,
    emails: [...new Set(all.flatMap((said) => (said.emails ?? []).map((e) => e.key)))],
    numbers: [...new Set(all.flatMap((said) => (said.phones ?? []).map((p) => p.value.replace(/\D/g, '').slice(-8))))],
    names: names.filter((words) => words.length > 1),
    ids: new Set(
      claims.flatMap(({ said: { externalId }, sourceId }) =>
        externalId !== undefined && /\D.{2}|.{2}\D|.{7}/.test(externalId)
          ? [`${sourceId}|${externalId.toLowerCase()}`]
          : [],
      ),
    ),
  }
}

/** A row that names them: an e-mail or telephone of theirs, or all words of the name. */
export function isNamed(named: Named, cells: readonly string[], sourceId?: Uuid): boolean {
  const low = cells.map((cell) => cell.toLowerCase())
  if (sourceId !== undefined && low.some((cell) => named.ids.has(`${sourceId}|${cell.trim()}`))) return true
  if (low.some((cell) => named.emails.some((email) => cell.includes(email)))) return true
  if (low.some((cell) => named.numbers.some((tail) => tail.length === 8 && cell.replace(/\D/g, '').endsWith(tail))))
    return true
  const words = new Set(low.flatMap(wordsOf))
  return named.names.some((name) => name.every((word) => words.has(word)))
}

/**
 * The same JSON with every text that is a value of theirs or names them replaced by `blank`; with `ids` also their numbers in sources, which elsewhere
 * may be the numbers of others.
 */
export function withoutNamed<T>(named: Named, json: T, { blank = '', ids = false } = {}): T {
  const numbers = new Set(ids ? numbersOf(named) : [])
  const naming = (text: string) => {
    const low = text.trim().toLowerCase()
    return named.values.has(low) || numbers.has(low) || isNamed(named, [text])
  }
  const mend = (value: unknown): unknown => {
    if (typeof value === 'string') return naming(value) ? blank : value
    if (Array.isArray(value)) return value.map(mend)
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mend(inner)]))
    return value
  }
  return mend(json) as T
}

const numbersOf = (named: Named): string[] => [...named.ids].map((id) => id.slice(id.indexOf('|') + 1))

/** Texts that any row naming them holds, for a first look by the database; it looks at small letters. */
export const textsOf = (named: Named): string[] => [
  ...named.emails,
  ...numbersOf(named),
  ...named.names.map((words) => words.toSorted((a, b) => b.length - a.length)[0]!),
]
