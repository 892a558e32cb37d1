import type {
  CustomerRecord,
  InteractionRecord,
  PurchaseLineRecord,
  PurchaseRecord,
} from '#src/collect/intake/index.ts'
import type { Gathering } from './gathering.ts'
import { organisationKey, partKey } from './gathering.ts'
import type { Known } from './known.ts'
import {
  answerLayout,
  eventLayout,
  lineLayout,
  orderLayout,
  organisationGroups,
  organisationLayouts,
  type OrganisationGroup,
  refundLayout,
  type TraitGroup,
  traitLayouts,
} from './layouts.ts'
import { type Message, textOf } from './message.ts'
import { mailAddress } from './people.ts'
import { type State, tell } from './state.ts'
import { mailKey, mailLine, mailSignal, tellMail } from './translate/mails.ts'
import { orderCall, orderRows, tellOrder } from './translate/orders.ts'
import { answerCells, isAnswer } from './translate/surveys.ts'
import { trackCells } from './translate/tracks.ts'
import { attributesOf, groupsOf, traitRow, traitsIn } from './translate/traits.ts'
import { look, pageName, unlook, visitLine } from './translate/visits.ts'

/** A message with whose it is now and whose it was until now; null = nobody known. */
export interface Owned {
  message: Message
  person: string | null
  former: string | null
}
/** What the translation needs to know beside the messages. */
export interface Home {
  /** Of amounts that name none. */
  currency: string
  /** Calendar day of a moment in the company's time zone. */
  dayOf(at: number): string
}

const dayKey = (person: string, day: string) => partKey(person, day)

/** What has to be known to translate these messages. */
export function wantedBy(owned: readonly Owned[], home: Home): Parameters<typeof Known.of>[2] {
  const wanted: { kind: 'person' | 'organisation' | 'order' | 'mail' | 'day'; key: string }[] = []
  for (const { message, person, former } of owned) {
    const order = orderCall(message)
    if (order !== undefined) wanted.push({ kind: 'order', key: order.orderId })
    if (person === null) continue
    if (message.type === 'page' || message.type === 'screen')
      for (const one of [person, former])
        if (one !== null) wanted.push({ kind: 'day', key: dayKey(one, home.dayOf(message.at)) })
    const signal = mailSignal(message)
    if (signal !== undefined) wanted.push({ kind: 'mail', key: partKey(person, mailKey(message)) })
    if (message.type === 'identify' || message.type === 'group' || signal !== undefined)
      wanted.push({ kind: 'person', key: person })
    if (message.type === 'group') wanted.push({ kind: 'organisation', key: message.groupId! })
  }
  return wanted
}

/** Tells what is known of the messages; what changed by them is made into records by `write`. */
export class Translation {
  readonly known: Known
  readonly gathering: Gathering
  readonly home: Home
  /** Traits that changed, by person and by organisation. */
  readonly #people = new Map<string, Set<string>>()
  readonly #organisations = new Map<string, Set<string>>()
  constructor(known: Known, gathering: Gathering, home: Home) {
    this.known = known
    this.gathering = gathering
    this.home = home
  }

  add(owned: Owned): void {
    const { message, person } = owned
    if (person !== null) this.gathering.person(person)
    const order = orderCall(message)
    if (order !== undefined) {
      const { orderId, call } = order
      const state = this.known.get('order', orderId)
      if (tellOrder(state, call, message, person)) this.known.changed('order', orderId, personOf(state.said))
      return
    }
    if (person === null) return
    if (message.type === 'identify') this.traits(person, traitsIn(message.values), message)
    else if (message.type === 'group') this.#group(person, message)
    else if (message.type === 'alias')
      this.gathering.aliases.push({ person, previous: message.previousId!, at: new Date(message.at) })
    else if (message.type === 'track') this.#track(person, message)
    else this.#look(owned)
  }

  /** Traits of a person, told with the moment and id of a message. */
  traits(person: string, said: readonly [string, unknown][], { at, id }: Pick<Message, 'at' | 'id'>): void {
    this.#tell(this.#people, 'person', person, said, { at, id })
  }
  organisation(groupId: string, said: readonly [string, unknown][], { at, id }: Pick<Message, 'at' | 'id'>): void {
    this.#tell(this.#organisations, 'organisation', groupId, said, { at, id })
  }

  #tell(
    changed: Map<string, Set<string>>,
    kind: 'person' | 'organisation',
    key: string,
    said: readonly [string, unknown][],
    { at, id }: Pick<Message, 'at' | 'id'>,
  ): void {
    const state = this.known.get(kind, key)
    const names = changed.get(key) ?? new Set()
    for (const [name, value] of said) if (tell(state, name, [value as string, at, id])) names.add(name)
    if (names.size === 0) return
    changed.set(key, names)
    this.known.changed(kind, key, kind === 'person' ? key : null)
  }

  #group(person: string, message: Message): void {
    const groupId = message.groupId!
    this.organisation(groupId, traitsIn(message.values), message)
    this.traits(person, [['organisation', textOf(message.values.name) ?? groupId]], message)
  }

  #track(person: string, message: Message): void {
    const signal = mailSignal(message)
    if (signal === undefined) {
      const record = isAnswer(message)
        ? this.gathering.read(answerLayout, answerCells(message, person), message.at, false)
        : this.gathering.read(eventLayout, trackCells(message, person, this.home.currency), message.at, false)
      if (record) this.gathering.put(record, message.id)
      return
    }
    const key = partKey(person, mailKey(message))
    if (tellMail(this.known.get('mail', key), signal, message)) this.known.changed('mail', key, person)
    const email = mailAddress(message, person, this.gathering)
    if (email !== undefined) this.gathering.evidence.push({ email, what: signal, person, at: new Date(message.at) })
    if (signal === 'unsubscribed' || signal === 'spam') this.traits(person, [['consentEmail', 'no']], message)
  }

  #look({ message, person, former }: Owned): void {
    const day = this.home.dayOf(message.at)
    if (former !== null && former !== person) {
      const key = dayKey(former, day)
      if (unlook(this.known.get('day', key), message.id)) this.known.changed('day', key, former)
    }
    const key = dayKey(person!, day)
    if (look(this.known.get('day', key), message, pageName(message))) this.known.changed('day', key, person)
  }

  /** Makes records of everything that changed. */
  write(): void {
    for (const [groupId, names] of this.#organisations) this.#writeOrganisation(groupId, names)
    for (const [person, names] of this.#people) this.#writePerson(person, names)
    for (const orderId of this.known.each('order')) this.#writeOrder(orderId)
    for (const key of this.known.each('mail')) this.#writeMail(key)
    for (const key of this.known.each('day')) this.#writeDay(key)
  }

  #writePerson(person: string, names: ReadonlySet<string>): void {
    const state = this.known.get('person', person)
    this.gathering.person(person)
    for (const group of groupsOf(traitLayouts, names)) this.#part(group, person, person, state)
    if ([...names].some((name) => name.startsWith('*'))) {
      const told = attributesOf(state)!
      const record: CustomerRecord = {
        kind: 'customer',
        personId: person,
        claims: Object.keys(told.attributes).length > 0 ? { attributes: told.attributes } : {},
        observedAt: new Date(told.at).toISOString(),
      }
      this.gathering.put(record, partKey(person, 'attributes'))
    }
  }

  #writeOrganisation(groupId: string, names: ReadonlySet<string>): void {
    const state = this.known.get('organisation', groupId)
    const id = organisationKey(groupId)
    const named = groupsOf(organisationLayouts, new Set(Object.keys(state)))
    if (!named.includes('organisationName')) return // without a name it is only the id that its people carry
    this.gathering.person(id)
    const changed = names.has('name') ? named : groupsOf(organisationLayouts, names)
    for (const group of changed) this.#part(group, id, groupId, state)
  }

  /** One group of traits as a record of its own, with its own moment. */
  #part(group: TraitGroup | OrganisationGroup, key: string, shown: string, state: State): void {
    const layout = { ...traitLayouts, ...organisationLayouts }[group]
    const row = traitRow(group, shown, state)!
    const read = row.empty ? nothing : this.gathering.read(layout, row.cells, row.at, true)
    if (read?.kind !== 'customer') return
    const { claims } = read
    const organisation = organisationGroups.some((one) => one === group)
    const record: CustomerRecord = {
      kind: 'customer',
      personId: key,
      claims: organisation ? { ...claims, kind: 'organisation' } : withoutKind(claims, group),
      observedAt: new Date(row.at).toISOString(),
    }
    this.gathering.put(record, partKey(key, group))
  }

  #writeOrder(orderId: string): void {
    const order = this.known.get('order', orderId)
    const { header, lines, refunds } = orderRows(orderId, order, this.home.currency)
    const person = personOf(order.said)
    if (person !== null) this.gathering.person(person)
    const at = order.completed ?? order.first
    if (header !== undefined) {
      const record = this.gathering.read(orderLayout, header, at, true) as PurchaseRecord | undefined
      if (record?.number !== undefined) this.gathering.put({ ...record, channel: 'web' }, record.number)
    }
    for (const cells of lines) {
      const record = this.gathering.read(lineLayout, cells, at, true) as PurchaseLineRecord | undefined
      if (record) this.gathering.put(record, partKey(orderId, cells[1]!))
    }
    for (const { id, cells } of refunds) {
      const record = this.gathering.read(refundLayout, cells, order.refunds[id]!.at, true) as PurchaseRecord | undefined
      if (record) this.gathering.put({ ...record, type: 'return', channel: 'web' }, partKey(orderId, id))
    }
  }

  #writeMail(key: string): void {
    const person = key.slice(0, key.indexOf('\u001f'))
    const { at, title, status } = mailLine(this.known.get('mail', key))
    const record: InteractionRecord = {
      kind: 'interaction',
      party: { ref: person },
      entryKind: 'event',
      at: new Date(at).toISOString(),
      channel: 'email',
      direction: 'out',
      ...(title !== undefined && { subject: title }),
      status,
    }
    this.gathering.put(record, partKey('mail', key))
  }

  #writeDay(key: string): void {
    const person = key.slice(0, key.indexOf('\u001f'))
    const line = visitLine(this.known.get('day', key))
    const record: InteractionRecord = {
      kind: 'interaction',
      // a day on which nothing is left is nobody's
      party: line === undefined ? {} : { ref: person },
      entryKind: 'webVisit',
      at: new Date(line?.at ?? 0).toISOString(),
      channel: 'web',
      ...(line !== undefined && { subject: line.title }),
      ...(line?.text !== undefined && { text: line.text }),
    }
    this.gathering.put(record, partKey('day', key))
  }
}

const nothing: CustomerRecord = { kind: 'customer', claims: {} }
const personOf = (said: State): string | null => (said.person === undefined ? null : String(said.person[0]))

/** A name alone decides whether it is a person's or an organisation's; the other parts say nothing of it. */
function withoutKind(claims: CustomerRecord['claims'], group: string): CustomerRecord['claims'] {
  if (group === 'name') return claims
  const { kind: _, ...others } = claims
  return others
}

/** A message that cannot be understood, as a row to look at. */
export function strangeCells(id: string, raw: unknown, receivedAt: Date): string[] {
  const text = JSON.stringify(raw) ?? ''
  const { userId = '', event = '' } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  return [
    id,
    textOf(userId as string) ?? '',
    receivedAt.toISOString(),
    textOf(event as string) ?? '',
    text.slice(0, 20_000),
  ]
}
