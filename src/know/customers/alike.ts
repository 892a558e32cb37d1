import { nicknamesOf, sharing } from '#src/clean/identity/index.ts'
import type { Claims } from '#src/collect/intake/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { editsBetween, nameLikeness } from './alike-names.ts'
import type { AlikeCustomers, AlikeDraft, Likeness } from './contract.ts'
import { fold, inflectionCandidates, searchTokens } from './names/index.ts'
import { seesContact } from './present.ts'
import {
  type AlikeRow,
  alikeRows,
  type Facts,
  holdersCount,
  namesakes,
  wordsFolded,
  wordsLike,
} from './queries/alike.ts'
import { gate } from './typed.ts'

const most = 5
/** Of those who share nothing but a name, so many are worth a look. */
const mostByNameAlone = 3
const legalForms = new Set(['oy', 'oyj', 'ab', 'ky', 'ay', 'tmi', 'ry', 'rf', 'osk', 'ltd', 'inc', 'gmbh'])

type Known = AlikeCustomers['customers'][number]

/**
 * Who somebody about to be added may be, and why: the same e-mail, telephone or business id; the same name in any order and with or
 * without dots, with the same street, postcode or birth date; nearly the same name with the same street or birth date. At most five, the
 * likeliest first. A half-typed value says nothing. Persons under non-disclosure are found by their names only, by those who may not see more.
 */
export async function alike(context: Context, draft: AlikeDraft): Promise<AlikeCustomers> {
  authorize(context.actor, 'customer.create')
  const { kind, ...typed } = draft
  const said = gate(context, { externalId: '0', customerKind: kind, ...typed }).record?.claims ?? {}
  const contacts = may(context.actor, 'customer.contact')
    ? await byContact(context.db, said)
    : new Map<Uuid, Likeness[]>()
  const rows = new Map((await alikeRows(context.db, [...contacts.keys()])).map((row) => [row.id, row]))
  for (const row of await byName(context.db, said)) rows.set(row.id, row)
  const found = [...rows.values()].flatMap((row) => {
    const open = seesContact(context.actor, row.protected)
    const because = [...(open ? (contacts.get(row.id) ?? []) : []), ...likenessOf(said, row, open)]
    const sure = sureness(because)
    return sure ? [{ id: row.id, kind: row.kind, name: row.name, city: open ? row.city : null, sure, because }] : []
  })
  return { customers: ranked(found) }
}

const order = ['certain', 'likely', 'possible']
function ranked(found: Known[]): Known[] {
  found.sort(
    (a, b) =>
      order.indexOf(a.sure) - order.indexOf(b.sure) || b.because.length - a.because.length || (a.id < b.id ? -1 : 1),
  )
  let alone = 0
  return found
    .filter((one) => one.because.length > 1 || one.because[0] !== 'sameName' || ++alone <= mostByNameAlone)
    .slice(0, most)
}

async function byContact(db: Db, said: Claims): Promise<Map<Uuid, Likeness[]>> {
  const reasons = { email: 'sameEmail', phone: 'samePhone', businessId: 'sameBusinessId' } as const
  const held = await sharing(
    db,
    [
      ...(said.emails ?? []).map((e) => ({ kind: 'email' as const, value: e.key })),
      ...(said.phones ?? []).map((p) => ({ kind: 'phone' as const, value: p.value })),
      ...(said.businessId === undefined ? [] : [{ kind: 'businessId' as const, value: said.businessId }]),
    ],
    most * 2,
  )
  const found = new Map<Uuid, Likeness[]>()
  for (const { customer_id, kind } of held)
    found.set(customer_id, [...(found.get(customer_id) ?? []), reasons[kind as keyof typeof reasons]])
  return found
}

/** Customers whose names are the same or near, one look each: with a shared fact, by name alone, and near with a shared fact. */
async function byName(db: Db, said: Claims): Promise<AlikeRow[]> {
  const words = wordsOf(said.name?.display ?? '').filter((word) => word.length > 1)
  if (words.length === 0 || (words.length === 1 && words[0]!.length < 4)) return []
  const address = said.addresses?.[0]
  const facts: Facts = {
    street: address?.street ?? null,
    postcode: address?.postcode ?? null,
    birthDate: said.birthDate ?? null,
  }
  const hasFacts = Object.values(facts).some((fact) => fact !== null)
  const same = await sameWords(db, words)
  const rows: AlikeRow[] = []
  if (same.every((group) => group.length > 0)) {
    const groups = await rarestFirst(db, same)
    if (hasFacts) rows.push(...(await namesakes(db, groups, facts, most * 2)))
    rows.push(...(await namesakes(db, groups, null, most)))
  }
  if (hasFacts && words.length > 1) {
    const near = await Promise.all(words.map((word, i) => nearWords(db, word, same[i]!)))
    if (near.every((group) => group.length > 0))
      rows.push(...(await namesakes(db, await rarestFirst(db, near), facts, most * 2)))
  }
  return rows
}

export const wordsOf = (name: string): string[] =>
  searchTokens(name)
    .filter((word) => !legalForms.has(word))
    .slice(0, 5)

/** Of each word the words of the dictionary that mean the same: without dots, and the base of a case form. */
async function sameWords(db: Db, words: string[]): Promise<string[][]> {
  const meanings = words.map((word) => [word, ...inflectionCandidates(word)].map(fold))
  const known = await wordsFolded(db, [...new Set(meanings.flat())])
  return meanings.map((folded) => known.filter((one) => folded.includes(one.folded)).map((one) => one.token))
}

/** The same words, those a slip of the finger away, other names of who is called so, and the bare initial. */
async function nearWords(db: Db, word: string, same: string[]): Promise<string[]> {
  const folded = fold(word)
  const nicknames = (await wordsFolded(db, nicknamesOf(folded).map(fold))).map((one) => one.token)
  if (folded.length < 4) return [...new Set([...same, ...nicknames])]
  const like = await wordsLike(db, folded, 40)
  const near = like.filter((one) => editsBetween(folded, one.folded) <= (folded.length > 7 ? 2 : 1))
  return [...new Set([...same, ...near.map((one) => one.token), ...nicknames, word.slice(0, 1)])]
}

const enough = 2000
async function rarestFirst(db: Db, groups: string[][]): Promise<string[][]> {
  if (groups.length < 2) return groups
  const counts = new Map((await holdersCount(db, [...new Set(groups.flat())], enough)).map((row) => [row.token, row.n]))
  const size = (group: string[]) => group.reduce((sum, token) => sum + (counts.get(token) ?? 0), 0)
  return [...groups].sort((a, b) => size(a) - size(b))
}

function likenessOf(said: Claims, row: AlikeRow, open: boolean): Likeness[] {
  const because: Likeness[] = []
  const name = said.name && nameLikeness(wordsOf(said.name.display), wordsOf(row.name))
  if (name) because.push(name === 'same' ? 'sameName' : 'nearName')
  if (!open) return because
  const address = said.addresses?.[0]
  const isSame = (a: string | null | undefined, b: string | null) =>
    a != null && b !== null && fold(a.toLowerCase()) === fold(b.toLowerCase())
  if (isSame(address?.street, row.street)) because.push('sameStreet')
  if (isSame(address?.postcode, row.postcode)) because.push('samePostcode')
  if (said.birthDate !== undefined && said.birthDate === row.birth_date) because.push('sameBirthDate')
  return because
}

/** How sure the reasons make; undefined: not worth a word. */
function sureness(because: readonly Likeness[]): Known['sure'] | undefined {
  const has = (...wanted: Likeness[]) => wanted.some((one) => because.includes(one))
  const named = has('sameName', 'nearName')
  const contact = has('sameEmail', 'samePhone')
  if (has('sameBusinessId') || (contact && named) || (has('sameName') && has('sameBirthDate'))) return 'certain'
  if (contact || (has('sameName') && has('sameStreet', 'samePostcode')) || (has('nearName') && has('sameBirthDate')))
    return 'likely'
  return has('sameName') || (has('nearName') && has('sameStreet')) ? 'possible' : undefined
}
