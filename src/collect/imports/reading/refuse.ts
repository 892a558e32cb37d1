import { Refusal } from '#src/platform/refusal.ts'

const asTable = 'Export the data as CSV and bring that.'

/** First bytes (latin1) → code, what it is, what to do. The first that fits is taken. */
const signatures: [test: (start: string) => boolean, code: string, because: string, next: string][] = [
  [
    (s) => s.startsWith('\xd0\xcf\x11\xe0') && s.includes('E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e'),
    'file_is_locked',
    'The workbook is locked with a password.',
    'Save it without the password and bring that.',
  ],
  [
    (s) => s.startsWith('PK\x03\x04') || s.startsWith('PK\x05\x06'),
    'file_is_zip',
    'This is a zip package.',
    'Unpack it and bring the files in it.',
  ],
  [
    (s) => s.startsWith('\xd0\xcf\x11\xe0'),
    'file_is_xls',
    'This is an old Office document (xls).',
    'Save it as CSV (UTF-8) and bring that.',
  ],
  [
    (s) => s.startsWith('\x1f\x8b'),
    'file_is_packed_twice',
    'This gzip file holds another gzip file.',
    'Unpack it once and bring the inner file.',
  ],
  [
    (s) => /^(7z\xbc\xaf|Rar!|BZh[1-9]1AY|\xfd7zXZ|\x28\xb5\x2f\xfd)/.test(s) || s.slice(257, 262) === 'ustar',
    'file_is_archive',
    'This is a packed archive of a kind that is not read.',
    'Unpack it, or pack it with gzip.',
  ],
  [(s) => s.startsWith('%PDF'), 'file_is_pdf', 'This is a PDF, made for reading, not a table.', asTable],
  [
    (s) => /^(\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0\0\0\0|RIFF.{4}WEBP)/s.test(s),
    'file_is_image',
    'This is an image.',
    asTable,
  ],
  [
    (s) => s.startsWith('SQLite format 3') || s.startsWith('PAR1') || s.startsWith('Obj\x01'),
    'file_is_database',
    'This is a database file.',
    asTable,
  ],
  [(s) => /^\s*BEGIN:VCALENDAR/i.test(s), 'file_is_calendar', 'This is a calendar, not a table.', asTable],
  [(s) => s.startsWith('{\\rtf'), 'file_is_document', 'This is a text document, not a table.', asTable],
  [
    (s) => /^\s*(<!doctype html|<html|<table|<head|<meta)/i.test(s),
    'file_is_html',
    'This is a web page, perhaps saved with the name of a spreadsheet.',
    'Open it in a spreadsheet program and save it as CSV.',
  ],
  [(s) => /^\s*(<\?xml|<[a-z][\w:-]*[\s>])/i.test(s), 'file_is_xml', 'This is XML, not a table.', asTable],
]

/** The beginning of a zip package, which is what workbooks are. */
export const isPackage = (head: Buffer): boolean =>
  head.length > 4 && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)

/** The beginning of address cards. */
export const isVCard = (text: string): boolean => /^\s*BEGIN:VCARD\s/i.test(text)

/**
 * Refuses what is not a table of text.
 * @param head the unpacked beginning of the file, at least some KB
 * @throws Refusal 422 with a code per kind of file
 */
export function refuseNonTables(head: Buffer): void {
  if (head.length === 0) throw empty()
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  const start = head.toString('latin1', bom, Math.min(head.length, 65536))
  for (const [fits, code, because, next] of signatures) if (fits(start)) throw new Refusal(422, code, because, next)
  if (head[0] === 0xff && head[1] === 0xfe && head[2] === 0 && head[3] === 0)
    throw new Refusal(422, 'file_encoding_unsupported', 'The text is UTF-32.', 'Save it as UTF-8 and bring that.')
}

export const empty = () => new Refusal(422, 'file_empty', 'The file is empty.', 'Check the export and bring it again.')

/** Refuses text that is mostly control characters: bytes of some program, not writing. */
export function refuseBinary(text: string): void {
  let odd = 0
  const length = Math.min(text.length, 65536)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 && ![9, 10, 11, 12, 13, 27, 28, 29, 30, 31, 1].includes(code)) odd++
  }
  if (odd > 16 && odd > length * 0.05)
    throw new Refusal(422, 'file_is_binary', 'This is not text but the data of some program.', asTable)
}
