import { gunzip } from 'node:zlib'
import { depthOf } from '#src/platform/http/json.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type CallType, isObject, type JsonObject, messageKey } from './message.ts'

/** What the de-facto API takes at once (Segment, HTTP API). */
export const most = { body: 512_000, event: 32_768, events: 2500 } as const
const deepest = 100

/** A body taken apart, nothing judged yet: one bad message never fails its neighbours. */
export interface Told {
  writeKey?: string
  messages: { key: Uuid | undefined; payload: Buffer }[]
}

const badJson = () =>
  new Refusal(400, 'event_json', 'The body is not a JSON object in UTF-8.', 'Send the message or the batch as JSON.')
const tooLarge = () =>
  new Refusal(
    413,
    'event_too_large',
    'More than 500 KB, 2,500 messages, or 32 KB in one message.',
    'Send it in smaller parts.',
  )

/** Bodies may be packed without saying so: the first two bytes tell. */
export async function unpacked(body: Buffer): Promise<Buffer> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  return new Promise((done, failed) => {
    gunzip(body, { maxOutputLength: most.body }, (error, plain) => {
      if (!error) done(plain)
      else failed((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : badJson())
    })
  })
}

/** Reads a body sent to the address of `type`; without a type it is a batch. Refuses only what cannot be taken apart. */
export function readBody(body: Buffer, type: CallType | undefined): Told {
  const value = parse(body)
  if (!isObject(value)) throw badJson()
  const writeKey = typeof value.writeKey === 'string' ? value.writeKey : undefined
  if (type !== undefined) {
    if (body.length > most.event) throw tooLarge()
    const { writeKey: _, ...message } = value
    return { ...(writeKey !== undefined && { writeKey }), messages: [kept({ ...message, type })] }
  }
  const { batch } = value
  if (!Array.isArray(batch)) throw badJson()
  if (batch.length > most.events) throw tooLarge()
  const context = isObject(value.context) ? value.context : undefined
  const { sentAt } = value
  const messages = batch.map((one) => {
    if (!isObject(one)) return kept(one)
    const message: JsonObject = one
    if (context !== undefined) message.context = { ...context, ...(isObject(one.context) ? one.context : {}) }
    if (message.sentAt === undefined && sentAt !== undefined) message.sentAt = sentAt
    return kept(message)
  })
  return { ...(writeKey !== undefined && { writeKey }), messages }
}

/**
 * A message as it is kept. One without an id of its own goes by its content if it says when it was made: then the same again is a second
 * try, else it may well be a second click.
 */
function kept(message: unknown): Told['messages'][number] {
  const text = JSON.stringify(message)
  const payload = Buffer.from(text)
  if (!isObject(message)) return { key: messageKey(text), payload }
  const { messageId } = message
  if ((typeof messageId === 'string' || typeof messageId === 'number') && messageId !== '')
    return { key: messageKey(String(messageId)), payload }
  const dated = message.timestamp ?? message.originalTimestamp
  return { key: dated === undefined || dated === null ? undefined : messageKey(text), payload }
}

/** Whole numbers that a double cannot hold are ids: they stay as they are written. */
const longNumber = /[:[,]\s*-?\d{16,}/
type Reviver = (name: string, value: unknown, context: { source?: string }) => unknown
const exactly: Reviver = (_, value, { source }) =>
  typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) ? source : value

function parse(body: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw badJson()
  }
  // counted before parsing, so that nobody walks down a tower of brackets
  if (depthOf(text) > deepest) throw badJson()
  try {
    return longNumber.test(text) ? JSON.parse(text, exactly as Parameters<typeof JSON.parse>[1]) : JSON.parse(text)
  } catch {
    throw badJson()
  }
}
