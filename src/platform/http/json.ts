import { Refusal } from '../refusal.ts'
import { pointer } from './problems.ts'

/** Deep enough for conditions, which nest; whoever checks a body walks down it by a stack, which has room for thrice as much. */
const deepest = 256

/**
 * Reads a JSON body. Refuses (400) bytes that are not UTF-8, nesting beyond 256, texts with NUL or a lone surrogate (naming the field),
 * and keys that reach into prototypes. An empty body is `undefined`.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badJson()
  }
  if (depthOf(text) > deepest)
    throw new Refusal(400, 'json_too_deep', 'The body is nested too deeply.', 'Send fewer levels within each other.', {
      levels: deepest,
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badJson()
  }
  check(value, '')
  return value
}

function badJson(): Refusal {
  return new Refusal(400, 'bad_json', 'The body is not valid JSON in UTF-8.', 'Send well-formed JSON.')
}

/** Nesting of the text, counted before parsing so that the parser never sees more. */
export function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 92) i++
      else if (c === 34) quoted = false
    } else if (c === 34) quoted = true
    else if (c === 123 || c === 91) most = Math.max(most, ++depth)
    else if (c === 125 || c === 93) depth--
  }
  return most
}

function check(value: unknown, path: string): void {
  if (typeof value === 'string') checkText(value, path)
  else if (Array.isArray(value)) for (const [i, one] of value.entries()) check(one, `${path}/${i}`)
  else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const below = `${path}/${pointer(key)}`
      checkText(key, below)
      if (key === '__proto__' || (key === 'constructor' && reachesPrototype(value))) {
        throw new Refusal(400, 'invalid_request', 'A field of this name is not accepted.', undefined, { path: below })
      }
      check((value as Record<string, unknown>)[key], below)
    }
  }
}

function reachesPrototype(value: object): boolean {
  const below: unknown = value.constructor
  return typeof below === 'object' && below !== null && Object.hasOwn(below, 'prototype')
}

/** Refuses text that a database or a page could not hold: NUL, half of a surrogate pair. */
export function checkText(text: string, path: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) {
    throw new Refusal(400, 'bad_text', 'A text holds a NUL character or half of a character pair.', undefined, { path })
  }
}
