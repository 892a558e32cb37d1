import type { Said } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Claim } from './golden.ts'

/**
 * What leads to a customer. E-mail and telephone are shared in households: evidence only. Strong kinds are unique:
 * `person` (a source's own id of the person behind several of its rows) and `businessId` of an organisation.
 */
export interface Identifier {
  kind: 'email' | 'phone' | 'businessId' | 'vatId' | 'external' | 'person'
  value: string
  strong: boolean
}

export function strongOf(sourceId: Uuid, said: Said): Identifier[] {
  const found: Identifier[] = []
  if (said.personId !== undefined) found.push({ kind: 'person', value: `${said.personId}|${sourceId}`, strong: true })
  if (said.businessId !== undefined && said.kind === 'organisation')
    found.push({ kind: 'businessId', value: said.businessId, strong: true })
  return found
}

/** Keys, as in `identifiersOf`, of the strong identifiers that one claim tells. */
export const strongKeys = (claim: Claim): string[] =>
  [...identifiersOf([claim])].filter(([, i]) => i.strong).map(([key]) => key)

/** All identifiers of a customer's claims, ended values included: who writes from an old address is still found. */
export function identifiersOf(claims: readonly Claim[]): Map<string, Identifier> {
  const all = new Map<string, Identifier>()
  const add = (kind: Identifier['kind'], value: string | undefined, strong = false) => {
    if (value === undefined || value.length > 400) return
    const key = `${kind}\u0000${value}`
    if (strong || !all.has(key)) all.set(key, { kind, value, strong })
  }
  for (const { said, sourceId } of claims) {
    for (const e of said.emails ?? []) add('email', e.key)
    for (const p of said.phones ?? []) add('phone', p.value)
    add('vatId', said.vatId)
    add('businessId', said.businessId)
    if (said.externalId !== undefined) add('external', `${said.externalId}|${sourceId}`)
    for (const strong of strongOf(sourceId, said)) add(strong.kind, strong.value, true)
  }
  return all
}
