import type { Context } from '#src/platform/context.ts'
import type { Uuid } from '#src/terms/index.ts'
import { authorize, may } from '#src/company/index.ts'
import { type ExportRow, exportPage } from './queries.ts'

/** Columns of the export, in order. */
export const exportColumns = [
  'id',
  'kind',
  'name',
  'given',
  'family',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'language',
  'businessId',
  'customerSince',
  'createdAt',
] as const
export type ExportColumn = (typeof exportColumns)[number]
export type ExportLine = Record<ExportColumn, string | null>

const pageRows = 5000

/** All customers, oldest first, page by page in bounded memory; contact details only of those whom the actor may see. */
export async function* exportCustomers(context: Context): AsyncGenerator<ExportLine[]> {
  authorize(context.actor, 'export.run')
  let after: Uuid = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await exportPage(context.db, after, pageRows)
    if (rows.length === 0) return
    yield rows.map((row) => lineOf(row, may(context.actor, 'customer.contact') && !row.protected))
    after = rows.at(-1)!.id
  }
}

function lineOf(row: ExportRow, open: boolean): ExportLine {
  const contact = (value: string | null) => (open ? value : null)
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    given: row.given,
    family: row.family,
    email: contact(row.email),
    phone: contact(row.phone),
    street: contact(row.street),
    postcode: contact(row.postcode),
    city: contact(row.city),
    country: contact(row.country),
    language: row.language,
    businessId: row.business_id,
    customerSince: row.customer_since?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

/** One line of CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection). */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
function csvCell(cell: string | null): string {
  if (cell === null) return ''
  // a telephone in E.164 is no formula
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^\+\d{5,15}$/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
