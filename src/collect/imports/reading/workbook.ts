import { StringDecoder } from 'node:string_decoder'
import { Refusal } from '#src/platform/refusal.ts'
import type { Source } from './format.ts'
import { attribute, plain, XmlCutter, type XmlHandler } from './xml.ts'
import { brokenWorkbook, Package } from './zip.ts'

/** How the numbers of cells are shown: as dates, or with zeros before them. */
export interface NumberStyle {
  date: boolean
  /** Figures to fill up to with zeros: the format `00000` of postcodes. */
  zeros: number
}

/** What all sheets of a workbook share. Its texts are held in memory: at most 160 MB. */
export interface Workbook {
  file: Package
  sheets: { name: string; part: string; hidden: boolean }[]
  styles: NumberStyle[]
  strings: string[]
  /** Days count from 1904 (old Macintosh workbooks). */
  from1904: boolean
}

const mostStrings = 160 * 1024 * 1024
const longestText = 100_000

/**
 * Opens an Excel workbook (ECMA-376). Whoever opens it closes `file`.
 * @param withStrings false: only the names of the sheets are wanted
 * @throws Refusal 422 `file_is_xlsx_broken`, `file_is_ods`, `file_is_zip`, `file_expands_too_much`
 */
export async function openWorkbook(source: Source, withStrings = true): Promise<Workbook> {
  const file = await Package.open(source)
  try {
    refuseOthers(file)
    const book = await file.text(await mainPart(file))
    const sheets = await sheetsOf(file, book)
    if (sheets.length === 0) throw brokenWorkbook()
    const from1904 = /<(?:\w+:)?workbookPr[^>]*date1904="(1|true)"/.test(book)
    const styles = withStrings ? stylesOf(await file.text('xl/styles.xml')) : []
    const strings = withStrings ? await stringsOf(file) : []
    return { file, sheets, styles, strings, from1904 }
  } catch (error) {
    await file.close()
    throw error
  }
}

function refuseOthers({ parts }: Package): void {
  const named = (test: RegExp) => [...parts.keys()].some((name) => test.test(name))
  if (named(/^xl\/.+\.xml$/i)) {
    for (const part of parts.values()) if (part.encrypted) throw locked()
    return
  }
  if (named(/^xl\/workbook\.bin$/i))
    throw new Refusal(
      422,
      'file_is_xls',
      'This is a binary Excel workbook (xlsb).',
      'Save it as xlsx or CSV and bring that.',
    )
  if (named(/^content\.xml$/i))
    throw new Refusal(422, 'file_is_ods', 'This is a LibreOffice workbook.', 'Save it as xlsx or CSV and bring that.')
  if (named(/^(word|ppt)\//i))
    throw new Refusal(422, 'file_is_document', 'This is a text document, not a table.', 'Bring a table.')
  throw new Refusal(422, 'file_is_zip', 'This is a zip package.', 'Unpack it and bring the files in it.')
}

export const locked = () =>
  new Refusal(
    422,
    'file_is_locked',
    'The workbook is locked with a password.',
    'Save it without the password and bring that.',
  )

async function mainPart(file: Package): Promise<string> {
  const target = /Target="\/?([^"]*workbook[^"]*\.xml)"/i.exec(await file.text('_rels/.rels'))?.[1]
  return target !== undefined && file.parts.has(target) ? target : 'xl/workbook.xml'
}

async function sheetsOf(file: Package, book: string): Promise<Workbook['sheets']> {
  const targets = new Map<string, string>()
  for (const { attributes } of tagsOf(await file.text('xl/_rels/workbook.xml.rels'), 'Relationship')) {
    const [id, target] = [attribute(attributes, 'Id'), attribute(attributes, 'Target')]
    if (id !== undefined && target !== undefined)
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const sheets: Workbook['sheets'] = []
  for (const { attributes } of tagsOf(book, 'sheet')) {
    const part = targets.get(attribute(attributes, 'id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
    const state = attribute(attributes, 'state')
    const name = attribute(attributes, 'name') ?? `Sheet ${sheets.length + 1}`
    // sheets of charts have no rows
    if (file.parts.has(part) && !part.includes('chartsheets'))
      sheets.push({ name: name.slice(0, 200).toWellFormed(), part, hidden: state !== undefined && state !== 'visible' })
  }
  return sheets
}

const nothing = () => {}

function tagsOf(xml: string, wanted: string): { attributes: string }[] {
  const found: { attributes: string }[] = []
  const open = (name: string, attributes: string) => {
    if (name === wanted && found.length < 10_000) found.push({ attributes })
  }
  new XmlCutter({ open, close: nothing, text: nothing }).push(xml, true)
  return found
}

/** Formats that Excel has built in and that show dates or times (ECMA-376 §18.8.30). */
const builtIn = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

function stylesOf(xml: string): NumberStyle[] {
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCells = false
  const close = (name: string) => {
    if (name === 'cellXfs') inCells = false
  }
  const open = (name: string, attributes: string) => {
    if (name === 'numFmt')
      codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
    if (name === 'cellXfs') inCells = true
    if (inCells && name === 'xf') styles.push(styleOf(Number(attribute(attributes, 'numFmtId') ?? 0), codes))
  }
  new XmlCutter({ open, close, text: nothing }).push(xml, true)
  return styles
}

function styleOf(id: number, codes: Map<number, string>): NumberStyle {
  // texts in quotes, escaped letters, colours and conditions say nothing of the kind of value
  const code = (codes.get(id) ?? '').replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|[_*]./gi, '').split(';')[0]!
  const date = builtIn(id) || /[ymdhs]/i.test(code.replace(/general|e\+/gi, ''))
  return { date, zeros: /^0{2,20}$/.test(code) ? code.length : 0 }
}

/** Reads a part of the package piece by piece, its text decoded over the seams of its chunks; each step is one chunk. */
export async function* readPart(file: Package, part: string, to: XmlHandler): AsyncGenerator<undefined> {
  const decoder = new StringDecoder('utf8')
  const cutter = new XmlCutter(to)
  for await (const bytes of file.bytes(part)) {
    cutter.push(decoder.write(bytes))
    yield undefined
  }
  cutter.push(decoder.end(), true)
  yield undefined
}

/** Gathers the texts that cells share; phonetic readings beside them are left out. */
class SharedTexts implements XmlHandler {
  readonly strings: string[] = []
  held = 0
  #text = ''
  #inText = false
  #phonetic = false

  open(name: string, _attributes: string, closed: boolean): void {
    if (name === 'si') {
      this.#text = ''
      if (closed) this.strings.push('')
    } else if (name === 'rPh') this.#phonetic = !closed
    else if (name === 't') this.#inText = !closed && !this.#phonetic
  }
  close(name: string): void {
    if (name === 't') this.#inText = false
    else if (name === 'rPh') this.#phonetic = false
    else if (name === 'si') {
      this.held += this.#text.length + 32
      this.strings.push(cellText(this.#text))
    }
  }
  text(text: string): void {
    if (this.#inText && this.#text.length < longestText) this.#text += text
  }
}

async function stringsOf(file: Package): Promise<string[]> {
  const texts = new SharedTexts()
  const part = file.parts.has('xl/sharedStrings.xml') ? 'xl/sharedStrings.xml' : 'xl/SharedStrings.xml'
  for await (const _ of readPart(file, part, texts))
    if (texts.held > mostStrings)
      throw new Refusal(
        422,
        'file_expands_too_much',
        'The workbook holds more text than can be read at once.',
        'Save the sheet as CSV and bring that.',
      )
  return texts.strings
}

/** Text of a cell: entities, and the `_x000D_` that spreadsheets write for characters XML cannot hold. */
export function cellText(written: string): string {
  const text = plain(written)
  return text.includes('_x')
    ? text.replace(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}
