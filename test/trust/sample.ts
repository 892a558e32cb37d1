import type { TSchema } from 'typebox'

/** The parts of a JSON schema that our contracts use. */
interface Kind {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Kind[]
  properties?: Record<string, Kind>
  required?: string[]
  items?: Kind
  minItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  /** Given where nothing general would fit. */
  examples?: string[]
  minimum?: number
  /** A schema that holds itself: its first form does. */
  $defs?: Record<string, Kind>
}

const formats: Record<string, string> = {
  uuid: '01939393-0000-7000-8000-00000000f00d',
  'date-time': '2026-11-01T10:00:00.000Z',
  date: '2026-11-01',
}
/** What values of these names look like, where any text would pass the schema but not the gate behind it. */
const usual: Readonly<Record<string, string>> = {
  email: 'liisa.virtanen@example.com',
  phone: '+358401234567',
  postcode: '00100',
  city: 'Helsinki',
  street: 'Mannerheimintie 1',
  businessId: '0201256-6',
  language: 'fi',
  currency: 'EUR',
  prefix: '+46',
  returns: 'https://kauppa.example/kiitos',
}
const texts = ['Liisa Virtanen', 'liisa@example.com', '12345', 'x'.repeat(43), 'abc']

/** A value that the schema accepts, with every property that it names; `known` gives better ones by name. */
export function sampleOf(schema: TSchema | Kind, known: Readonly<Record<string, unknown>> = {}, name = ''): unknown {
  const kind = schema as Kind
  if (Object.hasOwn(known, name)) return known[name]
  if (kind.$defs !== undefined) return sampleOf(Object.values(kind.$defs)[0]!, known, name)
  if (kind.const !== undefined) return kind.const
  if (kind.enum !== undefined) return kind.enum[0]
  if (kind.anyOf !== undefined) return sampleOf(kind.anyOf[0]!, known, name)
  switch (kind.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(kind.properties ?? {}).map(([key, value]) => [key, sampleOf(value, known, key)]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, kind.minItems ?? 0) }, () => sampleOf(kind.items ?? {}, known, name))
    case 'integer':
    case 'number':
      return kind.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    case 'string':
      return textFor(kind, name)
    default:
      throw new Error(`no sample for ${JSON.stringify(kind)}`)
  }
}

function textFor(kind: Kind, name: string): string {
  if (kind.format !== undefined) return formats[kind.format] ?? fail(kind)
  const fits = (text: string) =>
    text.length >= (kind.minLength ?? 0) &&
    text.length <= (kind.maxLength ?? Number.POSITIVE_INFINITY) &&
    (kind.pattern === undefined || new RegExp(kind.pattern).test(text))
  return (
    [usual[name], ...(kind.examples ?? []), ...texts].find((text) => text !== undefined && fits(text)) ?? fail(kind)
  )
}
function fail(kind: Kind): never {
  throw new Error(`no sample text for ${JSON.stringify(kind)}`)
}

/** Pointers to every place of a schema that takes free text: not ids, not one of a list. */
export function textPlaces(schema: TSchema | Kind | undefined, path: readonly string[] = []): string[][] {
  if (schema === undefined) return []
  const kind = schema as Kind
  if (kind.type === 'string') return [[...path]]
  if (kind.anyOf !== undefined)
    return kind.anyOf.flatMap((one) => (one.const === undefined ? textPlaces(one, path) : []))
  if (kind.type === 'array') return textPlaces(kind.items, [...path, '0'])
  return Object.entries(kind.properties ?? {}).flatMap(([key, value]) => textPlaces(value, [...path, key]))
}

/** Pointers to every object of a schema, the whole first. */
export function objectPlaces(schema: TSchema | Kind | undefined, path: readonly string[] = []): string[][] {
  const kind = schema as Kind | undefined
  if (kind?.anyOf !== undefined) return kind.anyOf.flatMap((one) => objectPlaces(one, path))
  if (kind?.type === 'array') return objectPlaces(kind.items, [...path, '0'])
  if (kind?.type !== 'object') return []
  return [
    [...path],
    ...Object.entries(kind.properties ?? {}).flatMap(([key, value]) => objectPlaces(value, [...path, key])),
  ]
}

/** The value with what stands at `path` replaced. */
export function withAt(value: unknown, path: readonly string[], put: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return put(value)
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === step ? withAt(one, rest, put) : one))
  const object = value as Record<string, unknown>
  return { ...object, [step]: withAt(object[step], rest, put) }
}
