import { isObject, type Json, type JsonObject } from '#src/collect/events/index.ts'
import { flatten, parsed } from '#src/collect/imports/index.ts'

/** Records that one delivery may tell of at the top. */
const mostAtTop = 1000

/** The objects of a body: itself, or each of a list. Undefined for what is no JSON in UTF-8, or neither. */
export function payloadsIn(body: Buffer): JsonObject[] | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
  const value = parsed(text)
  if (isObject(value)) return [value]
  return Array.isArray(value) && value.length <= mostAtTop && value.every(isObject) ? value : undefined
}

/** What stands at a dotted name; undefined for nothing. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value
  let at: Json | undefined = value
  for (const step of path.split('.')) {
    if (Array.isArray(at)) at = at[Number(step)]
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }
  return at
}

/** The objects at a place of a payload: one, or the elements of a list; undefined where there is nothing of the kind. */
export function elementsAt(payload: JsonObject, at: string): JsonObject[] | undefined {
  const value = valueAt(payload, at)
  if (isObject(value)) return [value]
  return Array.isArray(value) ? value.filter(isObject) : undefined
}

/** Cells of an object by dotted name; a slash before the name counts from the top of the payload. */
export function cellsOf(element: JsonObject, payload: JsonObject): (path: string) => string {
  const own = flatten(element)
  let top: Map<string, string> | undefined
  return (path) => {
    if (!path.startsWith('/')) return own.get(path) ?? ''
    top ??= flatten(payload)
    return top.get(path.slice(1)) ?? ''
  }
}

/** A moment as programs write it: ISO 8601 (without a zone: UTC), or seconds or milliseconds since 1970. */
export function momentIn(text: string): number | undefined {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (/^\d{12,14}$/.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text)
  const at = Date.parse(zoned ? text : text.length > 10 ? `${text.replace(' ', 'T')}Z` : text)
  return Number.isNaN(at) || at <= 0 ? undefined : at
}
