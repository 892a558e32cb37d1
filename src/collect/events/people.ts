import { ports } from '#src/collect/intake/index.ts'
import type { Gathering } from './gathering.ts'
import { traitLayouts } from './layouts.ts'
import { type Message, textOf } from './message.ts'
import { mailSignal } from './translate/mails.ts'
import { orderCall } from './translate/orders.ts'

/**
 * Whose a message is by its own word: the user id; for those who only left an address (a newsletter form, an order without an account, a mail
 * that came back) the address. Undefined: a visitor who has not said who they are.
 */
export function personIn(message: Message, gathering: Gathering): string | undefined {
  if (message.userId !== undefined) return message.userId
  const email = emailKey(addressIn(message), gathering)
  return email === undefined ? undefined : `email:${email}`
}

function addressIn(message: Message): string | undefined {
  if (message.type === 'identify') return textOf(message.values.email)
  if (orderCall(message) === undefined && mailSignal(message) === undefined) return undefined
  const traits = message.context.traits
  return textOf(message.values.email) ?? (isTraits(traits) ? textOf(traits.email as string) : undefined)
}
const isTraits = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An address as it is compared; undefined for what is none. */
export function emailKey(written: string | undefined, { gate }: Gathering): string | undefined {
  if (written === undefined || !written.includes('@')) return undefined
  const record = readEmail(written, gate)
  return record?.kind === 'customer' ? record.claims.emails?.[0]?.key : undefined
}

/** The address that a mail signal speaks of. */
export function mailAddress(message: Message, person: string, gathering: Gathering): string | undefined {
  const told = addressIn(message) ?? (person.startsWith('email:') ? person.slice('email:'.length) : undefined)
  return emailKey(told, gathering)
}

const readEmail = (written: string, gate: Gathering['gate']) =>
  ports().gate(traitLayouts.email.read(['', written]), gate).record
