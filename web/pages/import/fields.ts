import type { ImportFile, Preview } from '../../api/routes.ts'
import type { Format, Words } from '../../words/index.tsx'
import { shownPhone } from '../../words/phone.ts'

/** Fields by what they tell of, in the order in which a person looks for them. A field that is named nowhere here is shown last. */
const meanings = {
  who: [
    'customerKind',
    'name',
    'givenName',
    'familyName',
    'organisation',
    'contactName',
    'title',
    'birthDate',
    'gender',
    'language',
    'protected',
  ],
  contact: ['email', 'phone', 'website'],
  address: ['street', 'streetExtra', 'postcode', 'city', 'postcodeCity', 'region', 'country'],
  consent: ['consentEmail', 'consentSms', 'consentPhone', 'consentPost'],
  ids: ['externalId', 'personId', 'businessId', 'vatId'],
  whose: ['customerRef', 'customerEmail', 'customerName', 'customerPhone'],
  order: ['orderNumber', 'lineNumber', 'invoiceNumber', 'reference', 'sequence', 'status', 'channel'],
  product: ['sku', 'productName', 'description', 'category', 'quantity', 'inStock'],
  money: ['total', 'totalNet', 'price', 'unitPrice', 'lineTotal', 'freight', 'amount', 'currency', 'method'],
  time: ['at', 'dueOn', 'paidAt', 'answeredAt', 'customerSince', 'updatedAt'],
  content: ['entryKind', 'direction', 'subject', 'text', 'note', 'score', 'handler', 'leadSource', 'deleted'],
} as const
export type Meaning = keyof typeof meanings | 'other'

const labelled = new Set<string>([...meanings.contact, ...meanings.address])
/** Several of these may stand on one row, told apart by a label: the phone at work, the address for invoices. */
export const isLabelled = (field: string) => labelled.has(field)

/** The fields that a column of one kind can mean, in groups by meaning. */
export function grouped(fields: readonly string[]): [Meaning, string[]][] {
  const left = new Set(fields)
  const groups = Object.entries(meanings).map(([meaning, members]): [Meaning, string[]] => [
    meaning as Meaning,
    members.filter((field) => left.delete(field)),
  ])
  return [...groups, ['other', [...left]] as [Meaning, string[]]].filter(([, members]) => members.length > 0)
}

/** What a field is called: some fields mean another thing in another kind of row. */
export function fieldName(words: Words, field: string): string {
  if (field === 'ignore') return words.imports.plan.ignore
  if (field === 'attribute') return words.imports.plan.attribute
  return words.codes.field[field] ?? field
}

type Column = ImportFile['columns'][number]
export type Sureness = 'sure' | 'likely' | 'guess' | 'none'

/** How sure a suggestion is, in words worth a glance; null where a person or an earlier import has decided. */
export function sureness({ confidence, field }: Pick<Column, 'confidence' | 'field'>): Sureness | null {
  if (confidence === null) return null
  if (field === 'ignore' || field === 'attribute') return confidence < 0.6 ? 'none' : null
  if (confidence >= 0.9) return 'sure'
  return confidence >= 0.6 ? 'likely' : 'guess'
}

/** Columns that are worth a person's look: guesses, and those where many cells are faulty. */
export function isDoubtful(column: Column, seen: Preview['columns'][number] | undefined): boolean {
  const sure = sureness(column)
  return sure === 'guess' || sure === 'none' || (seen !== undefined && seen.faulty > 0.05)
}

/** The joined value that a column is a part of. */
export function joinOf(file: ImportFile, at: number): ImportFile['joins'][number] | undefined {
  return file.joins.find((join) => join.columns.includes(at))
}

/** What a column is called; one without a name by its place. */
export function headerOf(
  column: Pick<Column, 'at' | 'header'> | undefined,
  unnamed: (place: number) => string,
): string {
  return column ? column.header.trim() || unnamed(column.at + 1) : '?'
}

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
const day = /^\d{4}-\d\d-\d\d$/

/** What a cell becomes, as a person reads it: days and telephone numbers as everywhere on the screen. */
export function shownValue(text: string, format: Format, choices?: Record<string, string>): string {
  if (choices && Object.hasOwn(choices, text)) return choices[text]!
  if (instant.test(text)) return format.isWholeDay(text) ? format.day(text) : format.moment(text)
  if (day.test(text)) return format.day(text)
  return /^\+\d{7,15}$/.test(text) ? shownPhone(text) : text
}

/** The line of the file, as a person sees it opened, of a row of data. */
export const lineIn = (file: ImportFile | undefined, line: number): number => line + (file?.firstLine ?? 1) - 1
