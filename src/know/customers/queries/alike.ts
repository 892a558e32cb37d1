import type { Runner } from '#src/platform/db/connection.ts'
import { sql, type Statement } from '#src/platform/db/index.ts'
import type { CustomerKind, Uuid } from '#src/terms/index.ts'

export interface AlikeRow {
  id: Uuid
  kind: CustomerKind
  name: string
  email: string | null
  phone: string | null
  street: string | null
  postcode: string | null
  city: string | null
  birth_date: string | null
  business_id: string | null
  protected: boolean
}
const columns = sql`c.id, c.kind, c.name, c.email, c.phone, c.street, c.postcode, c.city, c.birth_date, c.business_id, c.protected`

export function alikeRows(runner: Runner, ids: Uuid[]): Promise<AlikeRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return runner.rows(sql<AlikeRow>`
    select ${columns} from know.customer c where c.id = any(${ids}::uuid[]) and c.archived_at is null`)
}

/** What else than the name must be the same; absent ones do not count. All absent: the name alone. */
export interface Facts {
  street: string | null
  postcode: string | null
  birthDate: string | null
}

/** How many entries of the index of names one look may read: a very common word is not read to its end. */
const mostRead = 30_000

/**
 * Customers whose names hold one word of each group and who share a fact: the words' entries in the index of names, one range for each
 * word, each probed for the other words by key, and the customers by theirs.
 */
export function namesakes(runner: Runner, groups: string[][], facts: Facts | null, limit: number): Promise<AlikeRow[]> {
  const [first, ...rest] = groups
  const others = rest.reduce<Statement>(
    (all, group) => sql`${all} and exists (
      select from know.name_token o where o.token = any(${group}::text[]) and o.customer_id = t.customer_id)`,
    sql``,
  )
  const shared = facts
    ? sql`and (c.postcode = ${facts.postcode} or c.birth_date = ${facts.birthDate}::date or lower(c.street) = lower(${facts.street}))`
    : sql``
  return runner.rows(sql<AlikeRow>`
    select ${columns}
    from (
      select t.customer_id from (
        select customer_id from know.name_token where token = any(${first}::text[]) limit ${mostRead}
      ) t where true ${others}
    ) n join know.customer c on c.id = n.customer_id
    where c.archived_at is null ${shared} limit ${limit}`)
}

/** Words of the dictionary of names that are the same but for the marks of their letters. */
export function wordsFolded(runner: Runner, folded: string[]): Promise<{ token: string; folded: string }[]> {
  return runner.rows(sql<{ token: string; folded: string }>`
    select token, folded from know.name_word where folded = any(${folded}::text[])`)
}

/** Words of the dictionary of names that look like the given one, the likest first (trigrams, by index). */
export function wordsLike(runner: Runner, folded: string, limit: number): Promise<{ token: string; folded: string }[]> {
  return runner.rows(sql<{ token: string; folded: string }>`
    select token, folded from know.name_word where folded % ${folded}
    order by similarity(folded, ${folded}) desc, token limit ${limit}`)
}

/** How many customers hold a word, counted no further than `most`. */
export function holdersCount(runner: Runner, tokens: string[], most: number): Promise<{ token: string; n: number }[]> {
  return runner.rows(sql<{ token: string; n: number }>`
    select w.token, (select count(*)::int from (select from know.name_token t where t.token = w.token limit ${most}) x) as n
    from unnest(${tokens}::text[]) as w (token)`)
}
