import type { Language } from '#src/terms/index.ts'
import type { FaultClass } from '../contract.ts'
import { en } from './en.ts'
import { fi } from './fi.ts'

const languages = { fi, en } as const

/** A word to the people whom a kind of fault concerns: how common it is, and what to do. `share` is 0..1 of the rows that could have it, null when not known. */
export function guidanceOf(
  language: Language,
  { code, field, class: kind, share }: { code: string; field: string; class: FaultClass; share: number | null },
): string {
  const words = languages[language]
  const told = words.codes[code] ?? words.otherCode
  const things = told.things ?? words.fields[field] ?? words.otherField
  const first = words.opening(things, share)
  return `${first} ${told.wrong} ${told[kind]}`
}
/** Codes that have words of their own. */
export const guidedCodes: readonly string[] = Object.keys(fi.codes)
