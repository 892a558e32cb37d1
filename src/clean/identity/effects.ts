import type { Effect, Golden, Said } from '#src/collect/intake/index.ts'
import { addressText } from './golden.ts'

type Told = Pick<Effect, 'field' | 'what' | 'old' | 'told'>

/** One field: the value in use, and how to read what a record tells of it. */
interface Rule {
  field: string
  inUse(golden: Golden): string | null
  told(said: Said): string[]
  /** Whether two texts are one value; the same text otherwise. */
  same?(a: string, b: string): boolean
}
const exactly = (a: string, b: string) => a === b
const caseless = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
const trait = (field: 'language' | 'businessId' | 'birthDate' | 'title' | 'customerSince' | 'leadSource'): Rule => ({
  field,
  inUse: (golden) => golden[field],
  told: (said) => one(said[field]),
})
const one = (value: string | undefined): string[] => (value === undefined ? [] : [value])

const rules: readonly Rule[] = [
  { field: 'name', inUse: (golden) => golden.name, told: ({ name }) => one(name?.display) },
  {
    field: 'email',
    inUse: (golden) => golden.email,
    told: ({ emails }) => (emails ?? []).map((e) => e.value),
    same: caseless,
  },
  { field: 'phone', inUse: (golden) => golden.phone, told: ({ phones }) => (phones ?? []).map((p) => p.value) },
  {
    field: 'address',
    inUse: ({ street, postcode, city, country }) => addressOf({ street, postcode, city, country }),
    told: ({ addresses }) =>
      (addresses ?? []).map(
        (a) =>
          addressOf({
            street: a.street ?? null,
            postcode: a.postcode ?? null,
            city: a.city ?? null,
            country: a.country ?? null,
          })!,
      ),
  },
  { field: 'kind', inUse: (golden) => golden.kind, told: ({ kind }) => one(kind) },
  trait('language'),
  trait('businessId'),
  trait('birthDate'),
  trait('title'),
  trait('customerSince'),
  trait('leadSource'),
]

function addressOf(a: Record<'street' | 'postcode' | 'city' | 'country', string | null>): string | null {
  const text = addressText(Object.fromEntries(Object.entries(a).filter(([, value]) => value !== null)))
  return text === '' ? null : text
}

/**
 * What a record does to a known customer, field by field: `filled` = nothing was in use, `changed` = another value is in use now,
 * `kept` = what is told loses to the value in use. A field in which the record tells the value in use is left out. Pure.
 */
export function effectsOf(was: Golden, is: Golden, said: Said): Told[] {
  const effects: Told[] = []
  for (const { field, inUse, told, same = exactly } of rules) {
    const [old, now] = [inUse(was), inUse(is)]
    const says = told(said)
    if (old !== now) {
      if (now !== null) effects.push({ field, what: old === null ? 'filled' : 'changed', old, told: now })
    } else if (says.length > 0 && now !== null && !says.some((text) => same(text, now)))
      effects.push({ field, what: 'kept', old: now, told: says[0]! })
  }
  return effects
}
