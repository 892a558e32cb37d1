import type { TSchema } from 'typebox'
import { checkText } from './json.ts'

/**
 * Query strings and path parameters are text; the schema says what they mean. Turns texts into the numbers, booleans and lists that the
 * schema asks for and leaves everything else alone, so that the validator judges it. Bodies are never coerced.
 */
export function coerced(values: Record<string, unknown>, schema: TSchema, place: string): Record<string, unknown> {
  const properties = (schema as { properties?: Record<string, Kind> }).properties ?? {}
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === 'string') checkText(one, `/${place}/${name.slice(0, 100).toWellFormed()}`)
    result[name] = Object.hasOwn(properties, name) ? meaning(value, properties[name]!) : value
  }
  return result
}

interface Kind {
  type?: string
  items?: Kind
  anyOf?: Kind[]
}

function meaning(value: unknown, kind: Kind): unknown {
  if (kind.type === 'array')
    return (Array.isArray(value) ? value : [value]).map((one) => meaning(one, kind.items ?? {}))
  if (typeof value !== 'string') return value
  if (kind.type === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (kind.type === 'number') return /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value
  if (kind.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  if (kind.anyOf !== undefined && !kind.anyOf.some((one) => one.type === 'string')) {
    for (const one of kind.anyOf) {
      const found = meaning(value, one)
      if (found !== value) return found
    }
  }
  return value
}
