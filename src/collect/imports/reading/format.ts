import type { Readable } from 'node:stream'

export const forms = ['delimited', 'fixed', 'ndjson', 'json', 'xlsx', 'vcard'] as const
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'cp850', 'macintosh'] as const

/** How the bytes of a file become rows: found by `detectFormat`, shown to people, correctable, saved as JSON. */
export interface Format {
  kind: (typeof forms)[number]
  compression: 'none' | 'gzip'
  encoding: Encoding
  /** Between cells; '' where the kind is not `delimited`. May be longer than one character. */
  delimiter: string
  /** `"` or `'`; '' = quotes mean nothing. */
  quote: string
  /** A backslash before a quote inside quotes keeps it from ending the cell. */
  escape?: '\\'
  lineEnd: 'lf' | 'crlf' | 'cr' | 'mixed'
  /** Only CR LF ends a record; a lone LF belongs to its cell, though nothing quotes it. */
  strictEnd?: boolean
  /** `fixed` only: where each column starts, in characters from 0. Absent = columns are parted by runs of blanks. */
  starts?: number[]
  /** `json` only: the key of the top-level object under which the records stand. */
  recordsAt?: string
  /** `xlsx` only: the sheet that is read, and all that the workbook has. */
  sheet?: string
  sheets?: string[]
  /** Records (blank lines not counted) before the first data record: titles, header, rule under the header. */
  skip: number
  /** Blank lines above the first data record, where there are any: no records, but people count them. */
  blank?: number
  /** The names of the columns and the 1-based record where they stand; null = the file has no header. */
  header: { line: number; names: string[] } | null
  /** Cells in a proper row. */
  width: number
  /** 0..1: how sure the detection is that rows will be cut right. */
  confidence: number
  /** What a person should know: `code` or `code:detail`. */
  notes: string[]
}

/** What a person tells of a file's format; the rest is detected with it as given. */
export interface Told {
  encoding?: Encoding
  delimiter?: string
  quote?: string
  /** 1-based record of the header; null = the file has none. */
  header?: number | null
  sheet?: string
  /** For all date columns, or all number columns, of the file. */
  dateOrder?: 'ymd' | 'dmy' | 'mdy' | 'unix' | 'excel'
  decimal?: ',' | '.'
}

export type Encoding = (typeof encodings)[number]

/** One record of a file. `cells` has at least `width` entries, more only if `ragged`. */
export interface Row {
  /** 1-based number of the data record, counted in records, not physical lines; blank lines are not records. */
  line: number
  /** As written. They are slices of a larger text: copy a cell that is kept for long, or it holds 256 KB. */
  cells: string[]
  /** More cells than the header names. */
  ragged?: boolean
  /** The row could not be read; `cells` holds the beginning of what was there. */
  unreadable?: boolean
  why?: 'tooLong' | 'notJson' | 'openQuote' | 'notACard' | 'cutOff'
}

/** Where the bytes come from: a path, or a function that opens them anew from the start each time. */
export type Source = string | (() => Readable | Promise<Readable>)

/** Names of the columns; made up (`Column 1`…) where the file has none. */
export function columnNames(format: Format): string[] {
  return format.header?.names ?? Array.from({ length: format.width }, (_, i) => `Column ${i + 1}`)
}

/** The line of the file, as a person sees it opened, on which the first data record stands; exact while no row above is of several lines. */
export const firstLineOf = (format: Format): number => 1 + format.skip + (format.blank ?? 0)
