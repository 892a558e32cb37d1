import type { CustomerHistory } from '#src/know/customers/contract.ts'
import type { Format, Words } from '../../words/index.tsx'
import { shownPhone } from '../../words/phone.ts'
import { sourceName } from '../../words/source.ts'
import { shownAddress } from './provenance.ts'

export type HistoryEntry = CustomerHistory['entries'][number]
type Change = HistoryEntry['changes'][number]

/** "Osoite", or the name that a source gives an attribute. */
export function fieldName(field: string, words: Words): string {
  return words.values.field[field] ?? field.replace(/^attribute:/, '')
}

const objectOf = (field: string, words: Words) =>
  words.values.object[field] ?? words.values.attribute(field.replace(/^attribute:/, ''))

/** A value as people read it: 040 555 1234, 20.11.1980, suomeksi. */
export function shownValue(field: string, value: string, words: Words, format: Format): string {
  if (field === 'phone') return shownPhone(value)
  if (field === 'address') return shownAddress(value)
  if (field === 'language') return words.terms.languageName[value] ?? value
  if (field === 'kind') return words.terms.customerKind[value] ?? value
  if (field === 'birthDate' || field === 'customerSince')
    return /^\d{4}-\d\d-\d\d/.test(value) ? format.day(value) : value
  if (value === 'true') return words.values.history.yes
  return value === 'false' ? words.values.history.no : value
}

/** One entry of the history in sentences: "Anna Korpi muutti sähköpostin: a@x.fi → b@y.fi. Asiakas kertoi puhelimessa." */
export function entrySentence(entry: HistoryEntry, words: Words, format: Format): string {
  const said = words.values.history
  const who = whoOf(entry, words)
  const first = (change: Change) => (others.has(change.field) ? 0 : 1)
  const changes = [...entry.changes].sort((a, b) => first(a) - first(b))
  const parts = changes.map((change) => changeSentence(entry, change, who, words, format))
  const { sentence } = said
  const { created, undone, rolledBack, moved, archived, restored, deleted, erased } = sentence
  const whole: Partial<Record<HistoryEntry['what'], (who: string) => string>> = {
    created,
    undone,
    rolledBack,
    moved,
    archived,
    restored,
    deleted,
    erased,
  }
  const opening = whole[entry.what]
  if (opening) parts.unshift(opening(who))
  if (parts.length === 0) parts.push(sentence.nothing(who))
  if (entry.changes.some((change) => change.hidden)) parts.push(said.concealed)
  const word = wordOf(entry, words)
  return [...parts, ...(word ? [word] : [])].join(' ')
}

export function whoOf({ actor, source }: HistoryEntry, words: Words): string {
  return actor?.name ?? (source ? sourceName(source.name, words) : words.values.history.nobody)
}

function wordOf({ said, what }: HistoryEntry, words: Words): string | undefined {
  if (said?.by !== 'customer') return undefined
  const where = said.channel ? words.terms.channelIn[said.channel] : undefined
  const { told, confirmed } = words.values.history.said
  return what === 'verified' ? confirmed(where) : told(where)
}

/** Fields that tell of another customer: merged in, merged into, taken out. */
const others = new Set(['mergedFrom', 'mergedInto', 'splitOff', 'splitFrom'])

function otherSentence({ what }: HistoryEntry, { field, old, new: now }: Change, who: string, words: Words): string {
  const { sentence } = words.values.history
  const name = now ?? old ?? sentence.unknownOther
  if (field === 'splitOff') return sentence.splitOff(who, name)
  if (field === 'splitFrom') return sentence.splitFrom(who, name)
  if (what === 'unmerged')
    return field === 'mergedFrom' ? sentence.partedFrom(who, name) : sentence.partedInto(who, name)
  return field === 'mergedFrom' ? sentence.mergedFrom(who, name) : sentence.mergedInto(who, name)
}

function changeSentence(entry: HistoryEntry, change: Change, who: string, words: Words, format: Format): string {
  const { sentence } = words.values.history
  const { field, hidden } = change
  if (others.has(field)) return otherSentence(entry, change, who, words)
  const what = objectOf(field, words)
  const name = fieldName(field, words)
  const show = (value: string | null) => (value === null ? null : shownValue(field, value, words, format))
  const [old, now] = [show(change.old), show(change.new)]
  if (hidden) return sentence.touched(who, what)
  if (entry.what === 'undone' || entry.what === 'rolledBack') {
    if (now === null) return sentence.gone(name, old ?? '–')
    return old === null || old === now ? sentence.backTo(name, now) : sentence.back(name, old, now)
  }
  if (entry.what === 'merged' || entry.what === 'unmerged' || entry.what === 'split') {
    if (now === null) return sentence.gone(name, old ?? '–')
    return old === null ? sentence.became(name, now) : sentence.back(name, old, now)
  }
  if (entry.what === 'unpinned') return sentence.unpinned(who, name)
  if (field === 'protected') return change.new === 'true' ? sentence.protectedOn(who) : sentence.protectedOff(who)
  if (entry.what === 'verified' && now !== null) return sentence.verified(who, what, now)
  if (entry.what === 'pinned' && now !== null) return sentence.pinned(who, what, now)
  if (now === null) return old === null ? sentence.touched(who, what) : sentence.ended(who, what, old)
  return old === null || old === now ? sentence.added(who, what, now) : sentence.changed(who, what, old, now)
}
