import type { Profile } from './profile.ts'
import { type ColumnFact, having } from './facts.ts'
import { squashed } from './headers.ts'

/** Stable code when a file holds nothing of customers, with what told so. */
export function reasonToIgnore(facts: ColumnFact[], profile: Profile): string | undefined {
  const headers = facts.map((fact) => squashed(fact.header))
  const says = (...words: string[]) => words.some((word) => headers.some((header) => header === word))
  const others = facts.filter((fact) => fact.entity === 'other').length
  if (facts.length >= 3 && others >= facts.length * 0.75) return 'ignored_other_party'
  if (isLookup(facts, profile)) return 'ignored_lookup_table'
  if (says('frequency') && says('recency') && facts.length <= 6) return 'ignored_derived_figures'
  if (
    says('template', 'customhtml', 'plaintext', 'html') &&
    says('subject', 'content') &&
    having(facts, 'email').length === 0
  )
    return 'ignored_templates'
  const person = having(facts, 'email', 'customerId', 'phone', 'mobile', 'familyName')
  if (says('useragent') && says('url', 'page', 'path', 'referer', 'referrer') && person.length === 0)
    return 'ignored_web_log'
  return undefined
}

/** Two or three columns of words where one repeats the name of the other: a translation or a list of codes. */
function isLookup(facts: ColumnFact[], profile: Profile): boolean {
  if (facts.length < 2 || facts.length > 3 || profile.rows === 0) return false
  const words = profile.columns.every((column) => ['text', 'word', 'name', 'id'].includes(column.looksLike))
  const [first, ...rest] = facts.map((fact) => squashed(fact.header)) as [string, ...string[]]
  return words && first.length > 3 && rest.some((header) => header.startsWith(first) && header !== first)
}
