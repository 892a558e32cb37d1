import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Uuid } from '#src/terms/index.ts'

export const callTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type CallType = (typeof callTypes)[number]

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** One message as it is understood: ids are texts, the moment is corrected. */
export interface Message {
  /** UUIDv8 of the client's id. */
  id: Uuid
  type: CallType
  /** Milliseconds since 1970. */
  at: number
  userId?: string
  anonymousId?: string
  previousId?: string
  groupId?: string
  /** Name of a tracked event, a page or a screen. */
  name?: string
  /** traits of identify and group, properties of the others. */
  values: JsonObject
  context: JsonObject
  /** False: what happened was not done by the person just now. */
  active: boolean
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** What programs send for "nobody": such an id would join strangers. */
const nobody = /^(?:[0-]*|-1|null|none|nil|nan|undefined|anonymous|guest|unknown|true|false|\[object object\])$/i

/** An id as text: numbers are ids too. Undefined for what is none or names nobody. */
export function idText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
  return text === '' || text.length > 200 || nobody.test(text) ? undefined : text
}

function moment(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) || at <= 0 ? undefined : at
}

/**
 * When it happened by our clock: receivedAt − (sentAt − originalTimestamp). The client's clock may be wrong, the time between two of its
 * readings is not. What lies in the future then is now. (Segment's common fields, "timestamps".)
 */
export function momentOf(message: JsonObject, receivedAt: number): number {
  const original = moment(message.originalTimestamp) ?? moment(message.timestamp)
  if (original === undefined) return receivedAt
  const sent = moment(message.sentAt)
  const at = sent === undefined ? original : receivedAt - (sent - original)
  return at > receivedAt || at <= 0 ? receivedAt : at
}

/** What was kept of a message; its text where it is not JSON any more. */
export function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString()) as unknown
  } catch {
    return payload.toString()
  }
}

/** Why a message cannot be applied. */
export type Unfit = 'notAnObject' | 'tooLarge' | 'noType' | 'nobody' | 'noEvent' | 'noGroup' | 'noPrevious'

export function readMessage(
  id: Uuid,
  raw: unknown,
  receivedAt: number,
): { message: Message; unfit?: Unfit } | { unfit: Unfit } {
  if (!isObject(raw)) return { unfit: 'notAnObject' }
  const type = callTypes.find((one) => one === raw.type)
  if (type === undefined) return { unfit: 'noType' }
  const context = objectIn(raw.context)
  const message: Message = {
    id,
    type,
    at: momentOf(raw, receivedAt),
    values: objectIn(type === 'identify' || type === 'group' ? (raw.traits ?? context.traits) : raw.properties),
    context,
    active: context.active !== false,
  }
  const userId = idText(raw.userId)
  if (userId !== undefined) message.userId = userId
  const anonymousId = idText(raw.anonymousId)
  if (anonymousId !== undefined) message.anonymousId = anonymousId
  const groupId = idText(raw.groupId)
  if (groupId !== undefined) message.groupId = groupId
  const previousId = idText(raw.previousId)
  if (previousId !== undefined) message.previousId = previousId
  const name = textOf(raw.event ?? raw.name ?? message.values.name)
  if (name !== undefined && type !== 'identify' && type !== 'group') message.name = name
  const unfit = unfitFor(message)
  return unfit === undefined ? { message } : { message, unfit }
}

function unfitFor({ type, userId, anonymousId, groupId, previousId, name }: Message): Unfit | undefined {
  if (type === 'alias') return userId === undefined || previousId === undefined ? 'noPrevious' : undefined
  if (userId === undefined && anonymousId === undefined) return 'nobody'
  if (type === 'track' && name === undefined) return 'noEvent'
  return type === 'group' && groupId === undefined ? 'noGroup' : undefined
}

/** A value as one line of text; undefined for nothing. */
export function textOf(value: Json | undefined, most = 300): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line === '' ? undefined : line.slice(0, most).toWellFormed()
}

/** Identity of a message within its source. Ids are at most 100 characters by the letter; longer ones serve as well. */
export const messageKey = (messageId: string): Uuid => uuidOf('message', messageId)
/** A browser or device, without its id. */
export const visitorKey = (anonymousId: string): Uuid => uuidOf('visitor', anonymousId)
