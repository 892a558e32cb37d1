import { compactDate, dateOf, looksOf, numberOf, type ValueLooks } from './looks.ts'
import { meaningOf } from './headers.ts'
import type { ColumnProfile, Looks } from './profile.ts'
import { times } from './vocabulary.ts'

const sketchSize = 400
const lookedAtAll = 3000
/** Texts that programs write for "nothing"; those of `typedNulls` only where the column holds values of a strict form. */
const alwaysNull = new Set([
  'NULL',
  '\\N',
  '#N/A',
  '#N/A N/A',
  '(null)',
  '<null>',
  'NaN',
  'N/A',
  '#VALUE!',
  '#REF!',
  '[NULL]',
  '#NULL!',
  'NaT',
  '<NA>',
])
const typedNulls = new Set([
  '-',
  '--',
  '---',
  '–',
  '.',
  '?',
  'null',
  'Null',
  'none',
  'None',
  'NONE',
  'n/a',
  'nan',
  'NA',
  'na',
  'undefined',
  'ei ole',
  'ei tiedossa',
  'tuntematon',
  'unknown',
  '0000-00-00',
  '0.0.00',
  '0.0.0000',
  '0000-00-00 00:00:00',
  '1900-01-00',
  '00.00.0000',
  '01.01.0001',
  '0001-01-01',
  '0001-01-01 00:00:00',
  '0001-01-01T00:00:00',
])
const strictLooks = new Set<Looks>([
  'email',
  'phone',
  'date',
  'integer',
  'decimal',
  'id',
  'postcode',
  'url',
  'businessId',
  'currency',
  'boolean',
])

/** 53 bits of a text: enough that different values of a sample practically never share it. */
function hashOf(text: string): number {
  let a = 0x811c9dc5
  let b = 0x1b873593
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13)
  }
  a ^= a >>> 15
  return (
    ((Math.imul(a, 0x2c1b3c6d) >>> 0) & 0x1fffff) * 0x100000000 + ((Math.imul(b ^ (b >>> 16), 0x297a2d39) ^ a) >>> 0)
  )
}

/** Counts what the cells of one column are like. Keeps hashes, not texts. */
export class ColumnTally {
  separator = ''
  decimalIsCertain = false
  private readonly at: number
  private readonly header: string
  private readonly looks = new Map<ValueLooks, number>()
  private readonly nulls = new Map<string, number>()
  private readonly hashes = new Set<number>()
  private filled = 0
  /** Filled cells whose form was looked at: all of the first, then every fifth where nothing hangs on the others. */
  private seen = 0
  /** Cells such as `-`: nothing, if the column turns out to hold values of a strict form. */
  private perhapsNothing = 0
  private longest = 0
  private orders = { ymd: 0, dmy: 0, mdy: 0 }
  private dates = 0
  private american = 0
  private compact = { ymd: 0, dmy: 0 }
  private decimals = { ',': 0, '.': 0 }
  private unclear = { ',': 0, '.': 0 }
  private whole = 0
  private pointZero = 0
  private scientific = 0
  private negative = 0
  private digits5 = 0
  private leadingZeros = 0
  private zeroOne = 0
  private min: number | undefined
  private max: number | undefined
  private minText: string | undefined
  private maxText: string | undefined

  constructor(at: number, header: string) {
    this.at = at
    this.header = header
  }

  add(cell: string): void {
    const value = cell.trim()
    if (value === '') return
    if (value.length <= 20 && (alwaysNull.has(value) || typedNulls.has(value))) {
      this.nulls.set(value, (this.nulls.get(value) ?? 0) + 1)
      if (alwaysNull.has(value)) return
      this.perhapsNothing++
    }
    this.filled++
    if (value.length > this.longest) this.longest = value.length
    this.hashes.add(hashOf(value))
    if (value.length <= 20 && typedNulls.has(value)) return
    if (this.filled > lookedAtAll && this.filled % 5 !== 0 && !this.needsAll) return
    this.seen++
    const looks = looksOf(value)
    this.looks.set(looks, (this.looks.get(looks) ?? 0) + 1)
    if (looks === 'date') this.addDate(value)
    else if (looks === 'integer' || looks === 'decimal') this.addNumber(value, looks)
    else if (/^\d([.,]\d+)?E\+\d+$/i.test(value)) this.scientific++
  }

  /** One cell in twenty thousand may settle the order of a date or the decimal sign. */
  private get needsAll(): boolean {
    return this.dates > 0 || this.decimals[','] + this.decimals['.'] + this.unclear[','] + this.unclear['.'] > 0
  }

  private addDate(value: string): void {
    const shape = dateOf(value)
    if (!shape) return
    this.dates++
    this.separator = shape.separator
    for (const order of shape.orders) this.orders[order]++
    if (shape.american) this.american++
    if (shape.orders[0] !== 'ymd') return
    if (this.minText === undefined || value < this.minText) this.minText = value.slice(0, 40)
    if (this.maxText === undefined || value > this.maxText) this.maxText = value.slice(0, 40)
  }

  private addNumber(value: string, looks: 'integer' | 'decimal'): void {
    if (looks === 'integer') {
      this.whole++
      if (value.length === 5) this.digits5++
      if (value.length > 1 && value.startsWith('0')) this.leadingZeros++
      if (value === '0' || value === '1') this.zeroOne++
      const order = compactDate(value)
      if (order) this.compact[order]++
    } else {
      const { decimal, unclear } = numberOf(value)
      if (decimal) this.decimals[decimal]++
      if (unclear) this.unclear[unclear]++
      if (/^\d+[.,]0$/.test(value)) this.pointZero++
    }
    if (/^[-−]/.test(value)) this.negative++
    const n = Number(value.replace(/[^\d.,-]/g, '').replace(',', '.'))
    if (Number.isNaN(n)) return
    if (this.min === undefined || n < this.min) this.min = n
    if (this.max === undefined || n > this.max) this.max = n
  }

  /** @param rows how many rows were looked at, empty cells included */
  result(rows: number): ColumnProfile {
    const { looksLike, share } = this.verdict()
    const typed = strictLooks.has(looksLike)
    const nulls = [...this.nulls.keys()].filter((text) => typed || alwaysNull.has(text))
    const column: ColumnProfile = {
      at: this.at,
      header: this.header,
      filled: rows === 0 ? 0 : (this.filled - (typed ? this.perhapsNothing : 0)) / rows,
      distinct: this.filled === 0 ? 0 : this.hashes.size / this.filled,
      unique: this.filled > 0 && this.hashes.size === this.filled,
      looksLike,
      share,
      longest: this.longest,
      sketch: [...this.hashes].sort((a, b) => a - b).slice(0, sketchSize),
    }
    if (nulls.length > 0) column.nulls = nulls
    this.addDateFacts(column)
    this.addNumberFacts(column)
    if (looksLike === 'boolean' || (this.zeroOne > 0 && this.zeroOne === this.seen)) column.twoValued = true
    if (this.scientific > 0 && this.scientific > this.seen * 0.02) column.scientific = true
    return column
  }

  private verdict(): { looksLike: Looks; share: number } {
    if (this.filled === 0) return { looksLike: 'empty', share: 1 }
    if (this.seen === 0) return { looksLike: 'text', share: 1 }
    const real = this.seen
    const of = (...looks: ValueLooks[]) => looks.reduce((sum, look) => sum + (this.looks.get(look) ?? 0), 0) / real
    const compact = Math.max(this.compact.ymd, this.compact.dmy) / real
    if (compact > 0.98 && this.whole >= 3) return { looksLike: 'date', share: compact }
    if (
      this.digits5 / real > 0.9 &&
      this.leadingZeros > 0 &&
      of('integer') > 0.9 &&
      this.digits5 + this.leadingZeros > real
    )
      return { looksLike: 'postcode', share: this.digits5 / real }
    const asDate = this.numberAsDate()
    if (asDate) return { looksLike: 'date', share: 1 }
    const shares: [Looks, number][] = [
      ['email', of('email')],
      ['phone', of('phone')],
      ['date', of('date')],
      ['time', of('time')],
      ['identityCode', of('identityCode')],
      ['businessId', of('businessId')],
      ['url', of('url')],
      ['json', of('json')],
      ['postcode', of('postcode')],
      ['postcodeCity', of('postcodeCity')],
      ['currency', of('currency')],
      ['boolean', of('boolean')],
      ['integer', of('integer')],
      ['decimal', of('integer', 'decimal')],
      ['country', of('country')],
      ['city', of('city') * (of('city') > 0.3 ? 2 : 1) * 0.5 + (of('city') > 0.3 ? of('word', 'name') * 0.7 : 0)],
      ['street', of('street')],
      ['organisation', of('organisation')],
      ['id', of('id', 'integer')],
      ['name', of('name')],
      ['word', of('word', 'name', 'city')],
    ]
    const best =
      shares.find(([, share]) => share >= 0.75) ??
      shares.find(([looks, share]) => share >= 0.5 && ['email', 'phone', 'street', 'organisation'].includes(looks))
    return best ? { looksLike: best[0], share: Math.min(1, best[1]) } : { looksLike: 'text', share: 1 }
  }

  /** Seconds or milliseconds since 1970, or a spreadsheet's day numbers: only where the header says that it is a time. */
  private numberAsDate(): 'unix' | 'excel' | undefined {
    const numbers = (this.looks.get('integer') ?? 0) + (this.looks.get('decimal') ?? 0)
    if (numbers < this.seen * 0.9 || this.min === undefined || this.max === undefined || this.negative > 0)
      return undefined
    const { concepts } = meaningOf(this.header)
    if (!concepts.some((concept) => times.has(concept)) && !/(_at|_ts|date|time(stamp)?|pvm|aika)$/i.test(this.header))
      return undefined
    const { min, max } = this
    if ((min > 3e8 && max < 5e9) || (min > 3e11 && max < 5e12)) return 'unix'
    return min > 7000 && max < 80_000 && this.compact.ymd === 0 ? 'excel' : undefined
  }

  private addDateFacts(column: ColumnProfile): void {
    if (column.looksLike !== 'date') return
    if (this.dates === 0 && this.whole > 0) {
      column.dateOrder = this.numberAsDate() ?? (this.compact.ymd >= this.compact.dmy ? 'ymd' : 'dmy')
      return
    }
    const { ymd, dmy, mdy } = this.orders
    if (ymd > 0 && ymd >= Math.max(dmy, mdy)) column.dateOrder = 'ymd'
    else if (dmy !== mdy) column.dateOrder = dmy > mdy ? 'dmy' : 'mdy'
    else {
      column.dateOrder = this.american > 0 ? 'mdy' : 'dmy'
      if (this.dates > 0 && this.american === 0) column.ambiguous = true
    }
    if (this.minText !== undefined) Object.assign(column, { min: this.minText, max: this.maxText })
  }

  private addNumberFacts(column: ColumnProfile): void {
    if (!['integer', 'decimal', 'id'].includes(column.looksLike)) return
    if (this.min !== undefined) Object.assign(column, { min: String(this.min), max: String(this.max) })
    if (this.negative > 0) column.negative = true
    if (this.pointZero > 0 && this.pointZero + this.whole >= this.seen * 0.99) column.pointZero = true
    const certain = this.decimals['.'] - this.decimals[',']
    if (certain !== 0) {
      column.decimal = certain > 0 ? '.' : ','
      this.decimalIsCertain = true
      return
    }
    const sign = this.unclear['.'] >= this.unclear[','] ? '.' : ','
    if (this.unclear[sign] === 0) return
    // "498" beside "2,666": three figures after the sign, and small numbers without it, are thousands.
    const thousands = this.whole > 0
    column.decimal = thousands ? (sign === '.' ? ',' : '.') : sign
  }
}
