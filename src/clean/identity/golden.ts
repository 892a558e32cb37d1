import type { AddressClaim, EndedValue, Golden, Said } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** One source record's claims with what weighs them. */
export interface Claim {
  origin: Uuid
  sourceId: Uuid
  /** Name of the source. */
  source: string
  /** 0..100, of the source. */
  trust: number
  /** Milliseconds since 1970: when the source says it was true. */
  observedAt: number
  said: Said
}

/** A value with the claim it comes from. */
export interface Valued<T> {
  value: T
  claim: Claim
}

/** The customer's own word counts like verification by staff, and more than a source's rank (DESIGN, "fight" 4). */
const vouched = (claim: Claim) => (claim.said.verified ? (claim.said.verified.by === 'customer' ? 2 : 1) : 0)

/** Best first: verified, then trust, then recency; the record's id last, so that the order never depends on the order of arrival. */
export function byWeight(a: Claim, b: Claim): number {
  return (
    Math.min(vouched(b), 1) - Math.min(vouched(a), 1) ||
    (vouched(a) && vouched(b) ? b.observedAt - a.observedAt : 0) ||
    b.trust - a.trust ||
    b.observedAt - a.observedAt ||
    (a.origin < b.origin ? -1 : 1)
  )
}

export const addressText = (a: AddressClaim) =>
  [a.street, a.extra, [a.postcode, a.city].filter(Boolean).join(' '), a.region, a.country].filter(Boolean).join(', ')

/** Ended values: told later than the claim that still says them, by another record (DESIGN, "fight" 4). */
function endedIn(claims: readonly Claim[]): (field: EndedValue['field'], value: string, claim: Claim) => boolean {
  const ended = claims.flatMap((claim) =>
    (claim.said.ended ?? []).map((e) => ({ ...e, at: claim.observedAt, origin: claim.origin })),
  )
  if (ended.length === 0) return () => false
  return (field, value, claim) =>
    ended.some((e) => e.field === field && e.value === value && e.origin !== claim.origin && e.at >= claim.observedAt)
}

/** All values of a customer, best first in each field; ended ones are left out. */
export interface Values {
  name: Valued<NonNullable<Said['name']>>[]
  emails: Valued<NonNullable<Said['emails']>[number]>[]
  phones: Valued<NonNullable<Said['phones']>[number]>[]
  addresses: Valued<AddressClaim>[]
  /** Claims in order of weight. */
  claims: Claim[]
}

export function valuesOf(unordered: readonly Claim[]): Values {
  const claims = unordered.length > 1 ? [...unordered].sort(byWeight) : [...unordered]
  const isEnded = endedIn(claims)
  const values: Values = { name: [], emails: [], phones: [], addresses: [], claims }
  for (const claim of claims) {
    const { name, emails, phones, addresses } = claim.said
    if (name && !isEnded('name', name.display, claim)) values.name.push({ value: name, claim })
    for (const e of emails ?? [])
      if (!isEnded('email', e.key, claim) && !values.emails.some((v) => v.value.key === e.key))
        values.emails.push({ value: e, claim })
    for (const p of phones ?? [])
      if (!isEnded('phone', p.value, claim) && !values.phones.some((v) => v.value.value === p.value))
        values.phones.push({ value: p, claim })
    for (const a of addresses ?? []) {
      const text = addressText(a)
      if (!isEnded('address', text, claim) && !values.addresses.some((v) => addressText(v.value) === text))
        values.addresses.push({ value: a, claim })
    }
  }
  // an address is chosen whole, and one that a letter can reach goes before one that it cannot, unless somebody vouched for it
  const reach = (v: Valued<AddressClaim>) => (vouched(v.claim) ? 2 : v.value.street ? 1 : 0)
  if (values.addresses.length > 1) values.addresses.sort((a, b) => reach(b) - reach(a))
  return values
}

/** The values in use of a customer as a function of its claims: verified beats unverified, then trust, then recency; name and address as groups. */
export function goldenOf(id: Uuid, claims: readonly Claim[]): Golden {
  const values = valuesOf(claims)
  const first = <K extends keyof Said>(field: K): Said[K] | undefined =>
    values.claims.find((claim) => claim.said[field] !== undefined)?.said[field]
  const name = values.name[0]?.value
  const email = values.emails[0]?.value.value ?? null
  const phone = values.phones[0]?.value.value ?? null
  const address = values.addresses[0]?.value
  const since = values.claims
    .map((c) => c.said.customerSince)
    .filter((d) => d !== undefined)
    .sort()
  return {
    id,
    kind: kindOf(values.claims),
    name: name?.display ?? email ?? phone ?? nameless(values.claims),
    given: name?.given ?? null,
    family: name?.family ?? null,
    email,
    phone,
    street: address?.street ?? null,
    postcode: address?.postcode ?? null,
    city: address?.city ?? null,
    country: address?.country ?? null,
    language: first('language') ?? null,
    businessId: first('businessId') ?? null,
    birthDate: first('birthDate') ?? null,
    title: first('title') ?? null,
    // safety first: one source that says so is enough
    protected: values.claims.some((claim) => claim.said.protected === true),
    customerSince: since[0] ?? null,
    leadSource: first('leadSource') ?? null,
  }
}

/** The kind goes with the name in use; a record that names nobody does not decide. */
function kindOf(claims: readonly Claim[]): Golden['kind'] {
  const speaking =
    claims.find((c) => c.said.kind !== undefined && c.said.name !== undefined) ??
    claims.find((c) => c.said.kind !== undefined)
  return speaking?.said.kind ?? 'person'
}

function nameless(claims: readonly Claim[]): string {
  const id = claims.map((c) => c.said.externalId ?? c.said.personId).find((x) => x !== undefined)
  return id === undefined ? '#' : `#${id}`
}

/** What differs between two states of a customer: field → [old, new]. */
export function differences(before: Golden, after: Golden): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {}
  for (const field of Object.keys(after) as (keyof Golden)[])
    if (field !== 'id' && before[field] !== after[field]) changes[field] = [before[field], after[field]]
  return changes
}
