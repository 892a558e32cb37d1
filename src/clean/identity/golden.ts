import type { AddressClaim, Golden, Said, ValueField } from '#src/collect/intake/index.ts'
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

/** The customer's own word and a check by staff: both stand above what any source says (DESIGN, "fight" 4). */
export const vouched = (claim: Claim): boolean => claim.said.verified !== undefined

/** Which of two was said later; what staff say within one moment is put in order by `told`. */
const inTime = (a: Claim, b: Claim): number =>
  a.observedAt - b.observedAt || compare(a.said.told ?? '', b.said.told ?? '')
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** In this time, in milliseconds, an unconfirmed word loses half of its weight: six years. */
const halfLife = 6 * 365.25 * 86_400_000
/** Trust that fades with age, as a logarithm: no moment of reference is needed, so that time passing changes no order. */
const weightOf = (claim: Claim) => Math.log2(Math.max(claim.trust, 1)) + claim.observedAt / halfLife

/** Best first: verified, then trust that fades with age, then recency; the record's id last, so that the order of arrival never matters. */
export function byWeight(a: Claim, b: Claim): number {
  const [isA, isB] = [vouched(a), vouched(b)]
  if (isA !== isB) return isA ? -1 : 1
  return (
    (isA ? inTime(b, a) || b.trust - a.trust : weightOf(b) - weightOf(a) || b.trust - a.trust || inTime(b, a)) ||
    compare(a.origin, b.origin)
  )
}

export const addressText = (a: AddressClaim) =>
  [a.street, a.extra, [a.postcode, a.city].filter(Boolean).join(' '), a.region, a.country].filter(Boolean).join(', ')

/** The claim that ended a value told by another one, if any did. */
type EndedBy = (field: ValueField, value: string, claim: Claim) => Claim | undefined

/**
 * An ended value stays ended, whatever a source tells later: only the customer or staff bring it back by saying it again
 * (DESIGN, "fight" 4; S-moved: "the old one never returns through an import").
 */
function endings(claims: readonly Claim[]): EndedBy {
  const ended = claims.flatMap((by) => (by.said.ended ?? []).map((e) => ({ ...e, by })))
  if (ended.length === 0) return () => undefined
  ended.sort((a, b) => inTime(b.by, a.by) || compare(a.by.origin, b.by.origin))
  return (field, value, claim) =>
    ended.find(
      (e) =>
        e.field === field &&
        e.value === value &&
        e.by.origin !== claim.origin &&
        (!vouched(claim) || inTime(e.by, claim) >= 0),
    )?.by
}

/** The pin in force of each field: the latest word about it. */
function pinsOf(claims: readonly Claim[]): Map<ValueField, { value: string; by: Claim }> {
  const latest = new Map<ValueField, { value: string | null; by: Claim }>()
  for (const by of claims)
    for (const { field, value } of by.said.pins ?? []) {
      const other = latest.get(field)
      if (!other || inTime(by, other.by) > 0) latest.set(field, { value, by })
    }
  for (const [field, { value }] of latest) if (value === null) latest.delete(field)
  return latest as Map<ValueField, { value: string; by: Claim }>
}

/** A pin tells its value itself, so that no source takes it away; when the pin is gone, so is that word. */
const isSpent = (claim: Claim, pins: ReturnType<typeof pinsOf>) =>
  claim.said.pins?.every(({ field }) => pins.get(field)?.by !== claim) ?? false

export const traits = ['language', 'businessId', 'birthDate', 'title'] as const
export type Trait = (typeof traits)[number]

/** All values of a customer, best first in each field; ended ones are left out. */
export interface Values {
  name: Valued<NonNullable<Said['name']>>[]
  emails: Valued<NonNullable<Said['emails']>[number]>[]
  phones: Valued<NonNullable<Said['phones']>[number]>[]
  addresses: Valued<AddressClaim>[]
  /** Claims in order of weight. */
  claims: Claim[]
  endedBy: EndedBy
  pins: ReturnType<typeof pinsOf>
}

export function valuesOf(unordered: readonly Claim[]): Values {
  const all = unordered.length > 1 ? [...unordered].sort(byWeight) : [...unordered]
  const endedBy = endings(all)
  const pins = pinsOf(all)
  const claims = all.filter((claim) => !isSpent(claim, pins))
  const values: Values = { name: [], emails: [], phones: [], addresses: [], claims, endedBy, pins }
  for (const claim of claims) {
    const { name, emails, phones, addresses } = claim.said
    if (name && !endedBy('name', name.display, claim)) values.name.push({ value: name, claim })
    for (const e of emails ?? [])
      if (!endedBy('email', e.key, claim) && !values.emails.some((v) => v.value.key === e.key))
        values.emails.push({ value: e, claim })
    for (const p of phones ?? [])
      if (!endedBy('phone', p.value, claim) && !values.phones.some((v) => v.value.value === p.value))
        values.phones.push({ value: p, claim })
    for (const a of addresses ?? []) {
      const text = addressText(a)
      if (!endedBy('address', text, claim) && !values.addresses.some((v) => addressText(v.value) === text))
        values.addresses.push({ value: a, claim })
    }
  }
  // an address is chosen whole, and one that a letter can reach goes before one that it cannot, unless somebody vouched for it
  const reach = (v: Valued<AddressClaim>) => (vouched(v.claim) ? 2 : v.value.street ? 1 : 0)
  if (values.addresses.length > 1) values.addresses.sort((a, b) => reach(b) - reach(a))
  const also = (v: Valued<{ also?: true }>) => Number(v.value.also ?? false)
  for (const list of [values.emails, values.phones] as Valued<{ also?: true }>[][])
    if (list.length > 1) list.sort((a, b) => also(a) - also(b))
  if (pins.size > 0) {
    pinnedFirst(values, 'name', values.name, (v) => v.display)
    pinnedFirst(values, 'email', values.emails, (v) => v.key)
    pinnedFirst(values, 'phone', values.phones, (v) => v.value)
    pinnedFirst(values, 'address', values.addresses, addressText)
  }
  return values
}

/** A pinned value goes first while anybody still says it. */
function pinnedFirst<T>({ pins }: Values, field: ValueField, list: Valued<T>[], keyOf: (value: T) => string): void {
  const pin = pins.get(field)
  const at = pin ? list.findIndex((v) => keyOf(v.value) === pin.value) : -1
  if (at > 0) list.unshift(...list.splice(at, 1))
}

/** The live values of a plain field, best first. */
export function traitsOf(values: Values, field: Trait): Valued<string>[] {
  const list: Valued<string>[] = []
  for (const claim of values.claims) {
    const value = claim.said[field]
    if (value !== undefined && !values.endedBy(field, value, claim)) list.push({ value, claim })
  }
  pinnedFirst(values, field, list, (v) => v)
  return list
}

/** The live values of attributes, best first under each name. */
export function attributesOf(values: Values): Map<string, Valued<string>[]> {
  const all = new Map<string, Valued<string>[]>()
  for (const claim of values.claims)
    for (const [name, value] of Object.entries(claim.said.attributes ?? {})) {
      if (values.endedBy(`attribute:${name}`, value, claim)) continue
      const list = all.get(name) ?? []
      if (!list.some((v) => v.value === value)) list.push({ value, claim })
      all.set(name, list)
    }
  for (const [name, list] of all) pinnedFirst(values, `attribute:${name}`, list, (v) => v)
  return all
}

/** Non-disclosure for safety. One source that says so is enough; only a later word of staff or the customer lifts it. */
export function isProtected(claims: readonly Claim[]): boolean {
  const lifts = claims.filter((claim) => claim.said.protected === false && vouched(claim))
  return claims.some((claim) => claim.said.protected === true && !lifts.some((lift) => inTime(lift, claim) > 0))
}

/**
 * The values in use of a customer as a function of its claims: what staff pinned, then verified before unverified, then trust that fades
 * with age, then recency; name and address as groups.
 */
export function goldenOf(id: Uuid, claims: readonly Claim[]): Golden {
  const values = valuesOf(claims)
  const first = (field: Trait) => traitsOf(values, field)[0]?.value ?? null
  const name = values.name[0]?.value
  const email = values.emails[0]?.value.value ?? null
  const phone = values.phones[0]?.value.value ?? null
  const address = values.addresses[0]?.value
  const guarded = isProtected(values.claims)
  const since = values.claims
    .map((c) => c.said.customerSince)
    .filter((d) => d !== undefined)
    .sort()
  return {
    id,
    kind: kindOf(values),
    // a contact point that stands for the name must not tell what is not to be disclosed
    name: name?.display ?? (guarded ? null : (email ?? phone)) ?? nameless(values.claims),
    given: name?.given ?? null,
    family: name?.family ?? null,
    email,
    phone,
    street: address?.street ?? null,
    postcode: address?.postcode ?? null,
    city: address?.city ?? null,
    country: address?.country ?? null,
    language: first('language'),
    businessId: first('businessId'),
    birthDate: first('birthDate'),
    title: first('title'),
    protected: guarded,
    customerSince: since[0] ?? null,
    leadSource: values.claims.find((claim) => claim.said.leadSource !== undefined)?.said.leadSource ?? null,
  }
}

/** The kind goes with the name in use; a record that names nobody does not decide. */
export function kindOf({ name, claims }: Values): Golden['kind'] {
  const inUse = name[0]?.claim
  const speaking =
    (inUse?.said.kind === undefined ? undefined : inUse) ??
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
