import type { Column } from '../contract.ts'
import { type Atom, atom, cellAtoms, type Places, placesOf } from './atoms.ts'
import { mix } from './hash.ts'

/** Rises whenever the same record would get other keys: stored ones are then made anew. */
export const keysVersion = 1

/** The parts of one stored key. */
type Rule = readonly Atom[]

/**
 * The keys a stored record is found by: of the rules of `candidatePairs` the narrow ones, a dozen keys for a record. A key
 * that many hold is still possible (a common whole name); who looks up takes the holders that share most keys.
 */
const rules: readonly Rule[] = [
  ['email'],
  ['mailbox'],
  ['phone'],
  ['business'],
  ['organisation'],
  ['code'],
  ['name', 'date'],
  ['name', 'name'],
  ['name', 'postcode'],
  ['name', 'year', 'dayOrMonth'],
  ['street', 'number', 'postcode'],
  ['street', 'number', 'city'],
]

/** A rule left out where another found something: a town tells no more than its postcode. */
const instead: Partial<Record<Atom, Atom>> = { city: 'postcode' }

/** Mailboxes of offices: info@ is no sign of the same customer. */
const shortestMailbox = 6
const mostKeys = 40

interface Had {
  kind: Atom
  low: number
  high: number
}

/** The keys of records with these columns; values as in `Table`. Made once for many records. */
export function keyMaker(columns: readonly Column[]): (values: readonly string[]) => bigint[] {
  const places = placesOf(columns)
  return (values) => keysWith(places, columns, values)
}

/** The keys of one record: 64-bit, signed as PostgreSQL's bigint is, distinct. The same for the same values for ever, up to `keysVersion`. */
export const keysOf = (columns: readonly Column[], values: readonly string[]): bigint[] => keyMaker(columns)(values)

function keysWith(places: Places, columns: readonly Column[], values: readonly string[]): bigint[] {
  const had = new Map<Atom, Had[]>()
  const keep = (kind: Atom, low: number, high: number) => {
    const all = had.get(kind)
    if (!all) had.set(kind, [{ kind, low, high }])
    else if (all.length < 6 && !all.some((one) => one.low === low && one.high === high)) all.push({ kind, low, high })
  }
  for (let column = 0; column < columns.length; column++)
    cellAtoms(places, columns, column, values[column] ?? '', (place, low, high) => {
      const { atom: kind } = places.places[place]!
      if (kind !== 'mailbox' || long(values[column]!)) keep(kind, low, high)
    })
  const keys = new Set<bigint>()
  for (const rule of rules) {
    if (rule.some((kind) => instead[kind] && had.has(instead[kind]))) continue
    combine(had, rule, 0, 0, atom[rule[0]!] * 31 + rule.length, 0, keys)
  }
  return [...keys].slice(0, mostKeys)
}

const long = (email: string) => email.split('\u001f').some((one) => one.lastIndexOf('@') >= shortestMailbox)

/** Every choice of one atom for each part of the rule; atoms of the same kind in ascending order, so that words have no order. */
function combine(
  had: Map<Atom, Had[]>,
  rule: Rule,
  at: number,
  from: number,
  low: number,
  high: number,
  keys: Set<bigint>,
) {
  if (at === rule.length) {
    keys.add(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)))
    return
  }
  const kind = rule[at]!
  const all = kind === rule[at + 1] || kind === rule[at - 1] ? ascending(had.get(kind)) : (had.get(kind) ?? [])
  for (let i = kind === rule[at - 1] ? from : 0; i < all.length; i++)
    combine(had, rule, at + 1, i + 1, mix(low, all[i]!.low), mix(high, all[i]!.high), keys)
}

const ascending = (all: readonly Had[] = []): Had[] => [...all].sort((a, b) => a.low - b.low || a.high - b.high)
