import { isObject, type Json, type JsonObject, textOf } from '../message.ts'
import { latest, type State, type Told } from '../state.ts'
import { organisationLayouts, type OrganisationGroup, traitLayouts, type TraitGroup } from '../layouts.ts'

/** Traits of people and organisations: from the words of many clients to the columns of our rows. Pure. */

/** Names that mean the same, compared without case and marks: `postal_code`, `postalCode` and `zip`. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    name: 'name',
    fullname: 'name',
    firstname: 'firstName',
    givenname: 'firstName',
    lastname: 'lastName',
    familyname: 'lastName',
    surname: 'lastName',
    email: 'email',
    emailaddress: 'email',
    phone: 'phone',
    phonenumber: 'phone',
    mobile: 'phone',
    birthday: 'birthday',
    birthdate: 'birthday',
    dateofbirth: 'birthday',
    language: 'language',
    locale: 'language',
    title: 'title',
    gender: 'gender',
    website: 'website',
    createdat: 'createdAt',
    businessid: 'businessId',
    ytunnus: 'businessId',
  }),
)
const inAddress: ReadonlyMap<string, string> = new Map(
  Object.entries({
    street: 'street',
    streetaddress: 'street',
    line1: 'street',
    postalcode: 'postalCode',
    postcode: 'postalCode',
    zip: 'postalCode',
    zipcode: 'postalCode',
    city: 'city',
    state: 'state',
    region: 'state',
    country: 'country',
  }),
)
const plain = (name: string) => name.replace(/[\s_-]+/g, '').toLowerCase()

const notAttributes = new Set(['avatar', 'id', 'userId', 'anonymousId'])
const longest = 500

export type Said = [name: string, value: Json]

/** Traits name by name. Null unsets; what no column takes is an attribute `*name`. */
export function traitsIn(traits: JsonObject): Said[] {
  const said: Said[] = []
  for (const [written, value] of Object.entries(traits)) {
    const name = synonyms.get(plain(written))
    if (name !== undefined) said.push([name, short(value)])
    else if (plain(written) === 'address') said.push(...addressIn(value))
    else if (plain(written) === 'company') said.push(...companyIn(value))
    else if (inAddress.get(plain(written)) !== undefined) said.push([inAddress.get(plain(written))!, short(value)])
    else if (!notAttributes.has(written) && said.length < 200) said.push([`*${written.slice(0, 100)}`, short(value)])
  }
  return said
}

/** An address is one value: the parts that it does not name are no longer true of it. */
function addressIn(value: Json): Said[] {
  const parts = new Map<string, Json>(['street', 'postalCode', 'city', 'state', 'country'].map((part) => [part, null]))
  if (typeof value === 'string') parts.set('street', short(value))
  else if (isObject(value))
    for (const [written, part] of Object.entries(value)) {
      const name = inAddress.get(plain(written))
      if (name !== undefined) parts.set(name, short(part))
    }
  else if (value !== null) return []
  return [...parts]
}

function companyIn(value: Json): Said[] {
  if (value === null || typeof value === 'string') return [['organisation', short(value)]]
  if (!isObject(value)) return []
  const name = textOf(value.name) ?? textOf(value.id)
  return name === undefined ? [] : [['organisation', name]]
}

const short = (value: Json): Json =>
  value === null || typeof value === 'boolean' || typeof value === 'number' ? value : (textOf(value, longest) ?? null)

/** A row of a group of traits, for the gate. */
export interface TraitRow {
  cells: string[]
  /** The latest moment of what it is made of. */
  at: number
  /** Nothing of it is true any more. */
  empty: boolean
}

/** The row of one group as the state tells it; undefined if nothing of it was ever told. */
export function traitRow(group: TraitGroup | OrganisationGroup, id: string, state: State): TraitRow | undefined {
  const { columns } = { ...traitLayouts, ...organisationLayouts }[group]
  const names = columns.slice(1)
  const at = latest(state, names)
  if (at === 0) return undefined
  const cells = names.map((name) => cellOf(name, state[name]))
  return { cells: [id, ...cells], at, empty: cells.every((cell) => cell === '') }
}

function cellOf(name: string, told: Told | undefined): string {
  const value = told?.[0]
  if (value === undefined || value === null) return ''
  // clients send moments as seconds or milliseconds too
  if (typeof value === 'number' && (name === 'createdAt' || name === 'birthday')) {
    const ms = value > 1e11 ? value : value * 1000
    return Math.abs(ms) < 8e15 ? new Date(ms).toISOString().slice(0, name === 'birthday' ? 10 : 24) : String(value)
  }
  const text = String(value)
  return name === 'birthday' && /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 10) : text
}

/** Traits that have no column, as attributes, with their latest moment. */
export function attributesOf(state: State): { attributes: Record<string, string>; at: number } | undefined {
  const names = Object.keys(state).filter((name) => name.startsWith('*'))
  if (names.length === 0) return undefined
  const attributes = names
    .map((name) => [name.slice(1), textOf(state[name]![0], longest)] as const)
    .filter((pair): pair is [string, string] => pair[1] !== undefined && pair[0] !== '__proto__')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { attributes: Object.fromEntries(attributes), at: latest(state, names) }
}

/** Which groups a change of these traits concerns. */
export function groupsOf<G extends string>(
  layouts: Readonly<Record<G, { columns: string[] }>>,
  names: ReadonlySet<string>,
): G[] {
  return (Object.keys(layouts) as G[]).filter((group) =>
    layouts[group].columns.slice(1).some((name) => names.has(name)),
  )
}
