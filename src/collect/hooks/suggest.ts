import { isObject, type JsonObject } from '#src/collect/events/index.ts'
import { flatten, type Format, profile, suggestMapping } from '#src/collect/imports/index.ts'
import type { Column, GateContext } from '#src/collect/intake/index.ts'
import type { RecordKind } from '#src/terms/index.ts'
import type { Part, PartColumn, Suggested } from './contract.ts'
import { layoutOf, type Meaning, unitsOf } from './parts.ts'
import { elementsAt, valueAt } from './payload.ts'

/** Names under which senders put the record, beside their own words about the delivery. */
const wrappers = ['data', 'object', 'record', 'payload', 'resource', 'item', 'order', 'customer', 'contact', 'body']
const lineLists = [
  'line_items',
  'lineItems',
  'items',
  'lines',
  'rows',
  'order_lines',
  'orderLines',
  'products',
  'rivit',
]
const changes =
  /^(updated_?at|updated|modified_?at|modified|last_?modified|date_?modified(_gmt)?|updated_?on|muokattu|päivitetty)$/i

/** Where the record stands: one object among words about the delivery, or within another such. */
function recordIn(payload: JsonObject, at = '', depth = 0): string {
  const here = valueAt(payload, at)
  if (!isObject(here) || depth > 2) return at
  const inside = wrappers.find((name) => isObject(here[name]))
  const others = Object.keys(here).length
  return inside !== undefined && others <= 8 ? recordIn(payload, at === '' ? inside : `${at}.${inside}`, depth + 1) : at
}

const isListOfObjects = (text: string) => text.startsWith('[{') || text.startsWith('[[')
/** Names and values of an element that can be one value each. */
function placesOf(element: JsonObject): { path: string; value: string }[] {
  return [...flatten(element)].filter(([, value]) => !isListOfObjects(value)).map(([path, value]) => ({ path, value }))
}

function formatOf(names: string[]): Format {
  return {
    kind: 'json',
    compression: 'none',
    encoding: 'utf-8',
    delimiter: '',
    quote: '',
    lineEnd: 'lf',
    skip: 0,
    header: { line: 0, names },
    width: names.length,
    confidence: 1,
    notes: [],
  }
}

/** What the import would make of these objects, as a part. */
function partOf(at: string, elements: readonly JsonObject[], hint: string, kind?: RecordKind): Part | undefined {
  const names = [...new Set(elements.flatMap((element) => placesOf(element).map(({ path }) => path)))]
  if (names.length === 0 || names.length > 2000) return undefined
  const format = formatOf(names)
  const rows = elements.slice(0, 200).map((element, i) => {
    const own = flatten(element)
    return { line: i + 1, cells: names.map((name) => own.get(name) ?? '') }
  })
  const told = suggestMapping(hint, format, profile(format, rows), kind === undefined ? {} : { as: kind })
  if (!('mapping' in told)) return undefined
  const { mapping } = told
  const columns = mapping.columns.flatMap((column) => columnOf(column)).slice(0, 200)
  return {
    kind: mapping.kind,
    at,
    key: mapping.key,
    updated: names.find((name) => changes.test(name.slice(name.lastIndexOf('.') + 1))) ?? null,
    columns,
  }
}

/** Only what is known is taken: of a payload most values are nobody's business. */
function columnOf({ header, field, label, dateOrder, decimal }: Column): PartColumn[] {
  if (field === 'ignore' || field === 'attribute') return []
  return [
    {
      path: header,
      field,
      ...(label !== undefined && { label }),
      ...(dateOrder !== undefined && dateOrder !== 'excel' && { dateOrder }),
      ...(decimal !== undefined && { decimal }),
    },
  ]
}

/** What a payload seems to be, by the same rules as a file. Null: a person must say what it is. */
export function suggestParts(payload: JsonObject, kind?: RecordKind): Part[] | null {
  const at = recordIn(payload)
  const record = elementsAt(payload, at)
  const hint = at.slice(at.lastIndexOf('.') + 1)
  const list = lineLists.find((name) => (elementsAt(payload, at === '' ? name : `${at}.${name}`)?.length ?? 0) > 0)
  const guess = kind ?? (list === undefined ? undefined : 'purchase')
  const head = record && partOf(at, record, hint, guess)
  if (!head) return null
  if (head.kind !== 'purchase' || list === undefined) return [head]
  const place = at === '' ? list : `${at}.${list}`
  const lines = partOf(place, elementsAt(payload, place)!, 'order lines', 'purchaseLine')
  // the number of the order joins the two
  const number =
    head.columns.find(({ field }) => field === 'orderNumber') ??
    head.columns.find(({ field }) => field === 'externalId')
  if (!lines || number === undefined) return [head]
  number.field = 'orderNumber'
  const up = `/${at === '' ? '' : `${at}.`}${number.path}`
  const own = lines.columns.filter(({ field }) => field !== 'orderNumber')
  const id = own.find(({ field }) => field === 'lineNumber') ?? own.find(({ field }) => field === 'externalId')
  if (id) id.field = 'lineNumber'
  return [
    { ...head, key: 'orderNumber' },
    {
      ...lines,
      key: id ? 'orderAndLine' : 'row',
      updated: null,
      columns: [{ path: up, field: 'orderNumber' }, ...own],
    },
  ]
}

/** What stands where, for the form: the places of each part, and of the whole. */
export function placesIn(payload: JsonObject, parts: readonly Part[] | null): Suggested['places'] {
  const places = [...new Set([recordIn(payload), ...(parts ?? []).map(({ at }) => at)])]
  return places.map((at) => {
    const elements = elementsAt(payload, at) ?? []
    return {
      at,
      list: Array.isArray(valueAt(payload, at)),
      values: placesOf(elements[0] ?? {})
        .slice(0, 500)
        .map(({ path, value }) => ({ path, value: value.slice(0, 200).toWellFormed() })),
    }
  })
}

/** What would become of a payload. */
export function previewOf(payload: JsonObject, parts: readonly Meaning[], gate: GateContext): Suggested['preview'] {
  const units = unitsOf(payload, parts.map(layoutOf), gate)
  return units
    .flatMap(({ head, lines }) => [head, ...(lines ?? [])])
    .slice(0, 100)
    .map(({ mapped, record, key, faults }) => ({
      kind: mapped.kind,
      enters: record !== undefined,
      key,
      faults: faults.map(({ field, code, written }) => ({ field, code, written })),
    }))
}
