import { longestRecord } from './delimited.ts'
import { textOf } from './encoding.ts'
import { LineCutter } from './fixed.ts'
import type { Format, Row, Source } from './format.ts'
import { cardColumns, placeOfColumn } from './vcard-columns.ts'
import { bytesOf } from './source.ts'

const mostColumns = 400
/** Pictures and keys: bytes, not words. */
const binary = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT|X-PHOTO[\w-]*)[;:]/i
const quotedPrintable = /^[^:]*[;=]QUOTED-PRINTABLE[;:]/i

export interface Card {
  lines: string[]
  /** Why it is no whole card. */
  why?: Row['why']
}

/** Cuts address cards (vCard 2.1, 3.0, 4.0) into their unfolded lines, whatever chunks they come in. */
export class CardCutter {
  readonly #cutter: LineCutter
  #card: Card | undefined
  #line: string | undefined
  #skipping = false
  #size = 0
  /** Cards within cards (AGENT) belong to the outer one. */
  #depth = 0

  constructor(lineEnd: Format['lineEnd']) {
    this.#cutter = new LineCutter(lineEnd)
  }

  push(chunk: string, last = false): Card[] {
    const cards: Card[] = []
    for (const { text, tooLong } of this.#cutter.push(chunk, last)) {
      const line = tooLong ? '' : text
      if (/^[ \t]/.test(line) && !this.#soft) this.#append(line.slice(1))
      else if (this.#soft) this.#append(line, true)
      else this.#next(line, cards)
    }
    if (last) {
      this.#flush(cards)
      if (this.#card) cards.push({ ...this.#card, why: 'cutOff' })
      this.#card = undefined
    }
    return cards
  }

  /** The line so far ends in `=`, by which quoted-printable goes on in the next one. */
  get #soft(): boolean {
    return this.#line?.endsWith('=') === true && quotedPrintable.test(this.#line)
  }

  #append(more: string, soft = false): void {
    if (this.#line === undefined || this.#skipping) return
    if (this.#line.length > 1_000_000) this.#skipping = true
    else this.#line = (soft ? this.#line.slice(0, -1) : this.#line) + more
  }

  #next(line: string, cards: Card[]): void {
    this.#flush(cards)
    this.#skipping = binary.test(line)
    this.#line = this.#skipping ? undefined : line
  }

  #flush(cards: Card[]): void {
    const line = this.#line
    this.#line = undefined
    if (line === undefined) return
    if (/^\s*BEGIN:VCARD\s*$/i.test(line)) this.#begin(cards)
    else if (this.#card) this.#inCard(line, this.#card, cards)
    // text beside the cards is told, not passed over
    else if (line.trim() !== '') cards.push({ lines: [line.slice(0, 1000)], why: 'notACard' })
  }

  #inCard(line: string, card: Card, cards: Card[]): void {
    if (/^\s*END:VCARD\s*$/i.test(line)) {
      if (this.#depth-- > 0) return
      cards.push(card)
      this.#card = undefined
      return
    }
    this.#size += line.length
    if (this.#size < longestRecord) card.lines.push(line)
    else card.why = 'tooLong'
  }

  #begin(cards: Card[]): void {
    const within = this.#card?.lines.at(-1)
    if (within !== undefined && /^AGENT[;:]/i.test(within)) {
      this.#depth++
      return
    }
    // a card that never ended: what it says counts still
    if (this.#card && this.#card.lines.length > 0) cards.push(this.#card)
    this.#card = { lines: [] }
    this.#size = 0
    this.#depth = 0
  }
}

/** The columns of all cards of the file, found by reading it once: which telephones and addresses there are differs from card to card. */
export async function cardFormat(
  source: Source,
  common: Pick<Format, 'compression' | 'encoding' | 'notes'>,
): Promise<Format> {
  const cutter = new CardCutter('mixed')
  const names = new Set<string>()
  let broken = 0
  let whole = 0
  const note = (cards: Card[]) => {
    for (const card of cards) {
      if (card.why) broken++
      else whole++
      for (const name of cardColumns(card.lines).keys()) if (names.size < mostColumns) names.add(name)
    }
  }
  for await (const text of textOf(bytesOf(source, common.compression), common.encoding)) note(cutter.push(text))
  note(cutter.push('', true))
  const columns = [...names].sort((a, b) => placeOfColumn(a) - placeOfColumn(b))
  return {
    ...common,
    kind: 'vcard',
    delimiter: '',
    quote: '',
    lineEnd: 'mixed',
    skip: 0,
    header: { line: 0, names: columns },
    width: columns.length,
    confidence: whole === 0 ? 0.3 : Math.round((whole / (whole + broken)) * 100) / 100,
    notes: common.notes,
  }
}

/** Rows of a file of address cards. */
export class CardRows {
  readonly #cutter: CardCutter
  readonly #places: Map<string, number>
  readonly #width: number
  #line = 0

  constructor(format: Format) {
    this.#cutter = new CardCutter(format.lineEnd)
    this.#places = new Map(format.header?.names.map((name, at) => [name, at]))
    this.#width = format.width
  }

  push(chunk: string, last = false): Row[] {
    return this.#cutter.push(chunk, last).map((card) => this.#row(card))
  }

  #row(card: Card): Row {
    const cells = Array.from({ length: this.#width }, () => '')
    const row: Row = { line: ++this.#line, cells }
    if (card.why) {
      const written = card.lines.join('\n').slice(0, 1000)
      if (cells.length > 0) cells[0] = written
      else cells.push(written)
      return Object.assign(row, { unreadable: true, why: card.why })
    }
    for (const [name, value] of cardColumns(card.lines)) {
      const at = this.#places.get(name)
      if (at !== undefined) cells[at] = value
      else {
        cells.push(`${name}=${value}`)
        row.ragged = true
      }
    }
    return row
  }
}
