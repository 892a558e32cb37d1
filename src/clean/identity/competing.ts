import type { Said, ValueField } from '#src/collect/intake/index.ts'
import { addressText, attributesOf, type Claim, traits, traitsOf, type Valued, type Values, vouched } from './golden.ts'

/** Why the first of several values is in use. */
export const reasons = ['only', 'pinned', 'verified', 'newerVerified', 'main', 'reachable', 'trusted', 'newer'] as const
export type Reason = (typeof reasons)[number]

/** One value with everybody who tells it. */
export interface Competing {
  /** How the value is named in pins and endings. */
  key: string
  value: string
  label: string | null
  /** Who tells it, the weightiest first. */
  claims: Claim[]
  pinnedBy: Claim | null
  /** Who said that it is no longer true; null while it holds. */
  endedBy: Claim | null
}
export interface CompetingField {
  field: ValueField
  /** Why the first is in use; null when none is. */
  why: Reason | null
  /** The one in use first, then the others in order of weight, the ended ones last. */
  values: Competing[]
}

/** A value as a claim tells it: what is shown, how it is named, and the part of a claim that says it again. */
export interface Told {
  field: ValueField
  key: string
  value: string
  label: string | null
  /** Says this value and nothing else. */
  again: Partial<Said>
}

/** Every value that a claim tells, field by field. */
export function toldBy({ name, emails, phones, addresses, attributes, ...rest }: Said): Told[] {
  const all: Told[] = []
  const add = (field: ValueField, key: string, value: string, again: Partial<Said>, label?: string) =>
    all.push({ field, key, value, again, label: label ?? null })
  if (name) add('name', name.display, name.display, { name })
  for (const { also: _, ...e } of emails ?? []) add('email', e.key, e.value, { emails: [e] }, e.label)
  for (const { also: _, ...p } of phones ?? []) add('phone', p.value, p.value, { phones: [p] }, p.label)
  for (const a of addresses ?? []) add('address', addressText(a), addressText(a), { addresses: [a] }, a.label)
  for (const field of traits) {
    const value = rest[field]
    if (value !== undefined) add(field, value, value, { [field]: value })
  }
  for (const [at, value] of Object.entries(attributes ?? {}))
    add(`attribute:${at}`, value, value, { attributes: { [at]: value } })
  return all
}

/** All that is and was known, by field: for whoever decides between values. */
export function competing(values: Values): CompetingField[] {
  const fields = new Map<ValueField, Map<string, Competing>>()
  for (const claim of values.claims)
    for (const { field, key, value, label } of toldBy(claim.said)) {
      const of = fields.get(field) ?? new Map<string, Competing>()
      fields.set(field, of)
      const known = of.get(key)
      if (known) known.claims.push(claim)
      else of.set(key, { key, value, label, claims: [claim], pinnedBy: null, endedBy: null })
    }
  const live = liveKeys(values)
  const ranked = [...fields].sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
  return ranked.map(([field, of]) => {
    const order = live.get(field) ?? []
    const pin = values.pins.get(field)
    for (const one of of.values()) {
      if (pin?.value === one.key && order.includes(one.key)) one.pinnedBy = pin.by
      if (!order.includes(one.key)) one.endedBy = values.endedBy(field, one.key, one.claims[0]!) ?? null
    }
    const inUse = order.map((key) => of.get(key)!)
    const ended = [...of.values()].filter((one) => !order.includes(one.key))
    return { field, why: whyOf(values, field, inUse), values: [...inUse, ...ended] }
  })
}

const places: readonly string[] = ['name', 'email', 'phone', 'address', ...traits]
const placeOf = (field: string) => (places.includes(field) ? places.indexOf(field) : places.length)

/** The keys of the live values of each field, the one in use first. */
function liveKeys(values: Values): Map<ValueField, string[]> {
  const keys = <T>(list: Valued<T>[], keyOf: (value: T) => string) => [...new Set(list.map((v) => keyOf(v.value)))]
  const live = new Map<ValueField, string[]>([
    ['name', keys(values.name, (v) => v.display)],
    ['email', keys(values.emails, (v) => v.key)],
    ['phone', keys(values.phones, (v) => v.value)],
    ['address', keys(values.addresses, addressText)],
  ])
  for (const field of traits) live.set(field, keys(traitsOf(values, field), String))
  for (const [name, list] of attributesOf(values)) live.set(`attribute:${name}`, keys(list, String))
  return live
}

function whyOf({ pins }: Values, field: ValueField, [first, second]: Competing[]): Reason | null {
  if (!first) return null
  if (pins.get(field)?.value === first.key) return 'pinned'
  if (!second) return 'only'
  const [a, b] = [weightiest(first), weightiest(second)]
  if (vouched(a)) {
    if (!vouched(b)) return 'verified'
    return isAlso(b, field, second.key) && !isAlso(a, field, first.key) ? 'main' : 'newerVerified'
  }
  if (vouched(b)) return isAlso(b, field, second.key) ? 'main' : 'newer'
  if (field === 'address' && hasStreet(a, first.key) && !hasStreet(b, second.key)) return 'reachable'
  return a.trust > b.trust ? 'trusted' : 'newer'
}

const weightiest = (one: Competing) => one.claims[0]!
const isAlso = ({ said }: Claim, field: ValueField, key: string) =>
  (field === 'email' && said.emails?.some((e) => e.key === key && e.also === true)) ||
  (field === 'phone' && said.phones?.some((p) => p.value === key && p.also === true)) ||
  false
const hasStreet = ({ said }: Claim, key: string) =>
  said.addresses?.some((a) => addressText(a) === key && a.street !== undefined) ?? false
