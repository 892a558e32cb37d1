import type { Cell, Field, MappedRow, Mapping } from '#src/collect/intake/index.ts'

// plain ids and numbers, which most keys are, need no cleaning
const clean = (text: string) => (/^[\w.@-]*$/.test(text) ? text : text.normalize('NFC').trim().replace(/\s+/g, ' '))
const lower = (text: string) => clean(text).toLowerCase()
const first = (row: MappedRow, field: Field): string | undefined => row.fields[field]?.[0]?.text

const parts: Record<Exclude<Mapping['key'], 'row'>, (row: MappedRow) => (string | undefined)[]> = {
  externalId: (row) => [first(row, 'externalId')],
  externalIdAndOrder: (row) => [first(row, 'externalId'), first(row, 'orderNumber')],
  orderAndLine: (row) => [first(row, 'orderNumber'), first(row, 'lineNumber')],
  orderAndSequence: (row) => [first(row, 'orderNumber'), first(row, 'sequence')],
  email: (row) => [lowered(row, 'email')],
  emailAndName: (row) => [lowered(row, 'email'), lowered(row, 'name') ?? nameOf(row)],
  phone: (row) => [first(row, 'phone')?.replace(/[^\d+]/g, '')],
  businessId: (row) => [first(row, 'businessId')?.replace(/\D/g, '')],
  sku: (row) => [first(row, 'sku')],
  orderNumber: (row) => [first(row, 'orderNumber')],
  invoiceNumber: (row) => [first(row, 'invoiceNumber')],
}
function lowered(row: MappedRow, field: Field): string | undefined {
  const text = first(row, field)
  return text === undefined ? undefined : lower(text)
}
function nameOf(row: MappedRow): string | undefined {
  const name = [first(row, 'givenName'), first(row, 'familyName'), first(row, 'organisation')]
    .filter((n) => n !== undefined)
    .join(' ')
  return name === '' ? undefined : lower(name)
}

/**
 * The natural key of a row within its source and kind; null where the mapping gives it none (its content and n-th occurrence serve then).
 * E-mail keys carry their kind, so that a person known by e-mail in a list and one named on an order by the same e-mail are one record.
 */
export function keyOf(row: MappedRow, mapping: Mapping): string | null {
  if (mapping.key === 'row') return null
  const found = parts[mapping.key](row)
  if (found[0] === undefined || found[0] === '') return null
  const key = found.map((part) => clean(part ?? '')).join('|')
  return mapping.key === 'email' || mapping.key === 'phone' ? `${mapping.key}:${key}` : key
}

/** What was written in the mapped columns, as one text: the same content gives the same text whatever else the file holds. */
export function contentOf(row: MappedRow): string {
  let text = row.kind as string
  for (const field in row.fields)
    for (const cell of row.fields[field as Field] as Cell[])
      text += `\u001e${field}\u001f${cell.label ?? ''}\u001f${cell.text}`
  for (const name in row.attributes) text += `\u001e*${name}\u001f${row.attributes[name]}`
  return text
}
