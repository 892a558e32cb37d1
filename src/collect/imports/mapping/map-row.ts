import type {
  Cell,
  Column,
  Field,
  Join,
  MappedRow,
  Mapping,
  Split,
  Target,
  ValueMap,
} from '#src/collect/intake/index.ts'
import { unguarded } from '#src/collect/intake/index.ts'

type Put = (fields: MappedRow['fields'], row: MappedRow, text: string) => void

/** What becomes of the text of one column: columns are built once per file, called per row. */
interface Step {
  at: number
  nulls: Set<string> | undefined
  dropPointZero: boolean
  puts: Put[]
  cut: ((text: string) => string[]) | undefined
}

/** Spreadsheets mark figures that are texts with an apostrophe before them: `'0401234567`. */
const apostrophe = 39
const markedFigure = /^'[+\d][\d ()+./-]*$/

const saysNo = new Set(['false', '0', 'no', 'n', 'f', 'off', 'ei', 'e', 'nej', 'never', 'subscribed'])
const saysYes = new Set(['true', '1', 'yes', 'y', 't', 'on', 'x', 'kyllä', 'kylla', 'k', 'ja', 'unsubscribed'])

/**
 * What a column of refusals (`Markkinointikielto`, `Unsubscribed`) says of the consent: a refusal is "no"; that nobody
 * refused is no consent and says nothing. Words that are neither are left for the gate to complain of.
 */
function consentIn(text: string): string | undefined {
  const word = text.toLowerCase()
  if (saysNo.has(word)) return undefined
  return saysYes.has(word) || /^\d{1,4}[-./]\d/.test(word) ? 'no' : text
}

/**
 * Makes the function that gives the cells of a row their meaning; built once per file, called per row. Columns labelled
 * `optOut` become refused consents, which stand before granted ones; the parts of a customer's name become one name.
 * Never throws, whatever the cells hold.
 */
export function rowMapper(mapping: Mapping): (cells: readonly string[]) => MappedRow {
  const last = (column: Column) => (column.label === 'family' ? 1 : 0)
  const columns = [...mapping.columns].sort((a, b) => last(a) - last(b))
  const steps = columns.map(stepOf).filter((step) => step.puts.length > 0)
  const joins = (mapping.joins ?? []).map((join) => joinStep(join, mapping.columns))
  const constants = Object.entries(mapping.constants ?? {}) as [Field, string][]
  const { kind } = mapping
  return (written) => {
    // files of our own, and of others who guard against formulas: a table out and in again says what it said
    const cells = written.map(unguarded)
    const fields: MappedRow['fields'] = {}
    const row: MappedRow = { kind, fields, attributes: {} }
    for (const step of steps) {
      const text = textFor(step, cells[step.at])
      if (text === undefined) continue
      if (step.cut === undefined) step.puts[0]!(fields, row, text)
      else for (const [i, part] of step.cut(text).entries()) if (part !== '') step.puts[i]?.(fields, row, part)
    }
    for (const join of joins) join(cells, fields, row)
    for (const [field, text] of constants) fields[field] ??= [{ text }]
    return row
  }
}

function stepOf(column: Column): Step {
  const { at, nulls, split } = column
  const targets = split ? split.into : column.field === 'ignore' ? [] : [column]
  return {
    at,
    nulls: nulls && nulls.length > 0 ? new Set(nulls) : undefined,
    dropPointZero: column.dropPointZero ?? false,
    puts: targets.map((target, i) => putOf(target, split ? `${column.header} ${i + 1}` : column.header)),
    cut: split && cutOf(split),
  }
}

/** Several columns as one value; their cells count as written, without the texts that mean nothing. */
function joinStep(join: Join, columns: readonly Column[]) {
  const steps = join.columns.map((at): Step => {
    const column = columns.find((other) => other.at === at)
    return { ...stepOf(column ?? { at, header: '', field: 'ignore' }), at }
  })
  const put = putOf(join, join.label ?? '')
  return (cells: readonly string[], fields: MappedRow['fields'], row: MappedRow): void => {
    const texts = steps.map((step) => textFor(step, cells[step.at])).filter((text) => text !== undefined)
    if (texts.length > 0) put(fields, row, texts.join(join.separator))
  }
}

function cutOf({ separator, places, rest, into }: Split): (text: string) => string[] {
  const wanted = into.length
  if (places) return (text) => [0, ...places].map((from, i) => text.slice(from, places[i]).trim())
  const by = separator!.trim() === '' ? ' ' : separator!
  return (text) => {
    const parts = (by === ' ' ? text.split(/\s+/u) : text.split(by)).map((part) => part.trim())
    const over = parts.length - wanted
    if (over <= 0) return parts
    return rest === 'first'
      ? [parts.slice(0, over + 1).join(by), ...parts.slice(over + 1)]
      : [...parts.slice(0, wanted - 1), parts.slice(wanted - 1).join(by)]
  }
}

/** Puts a text where it goes. `__proto__` is a name that an object cannot hold as its own. */
function putOf(target: Target, header: string): Put {
  const { field, label, dateOrder, decimal, values } = target
  if (field === 'ignore') return () => {}
  const put = field === 'attribute' ? attributeOf(label ?? header) : fieldPut(field, { label, dateOrder, decimal })
  return values ? translated(put, values, field === 'attribute' ? (label ?? header) : field) : put
}

function attributeOf(name: string): Put {
  const own = name === '__proto__' ? 'proto' : name
  return (_fields, row, text) => {
    row.attributes[own] = text
  }
}

/** Other words for those written. What the list does not know may be a fault: the row remembers it for the gate. */
function translated(put: Put, { pairs, otherwise }: ValueMap, field: string): Put {
  const words = new Map(pairs.map(({ from, to }) => [wordOf(from), to]))
  return (fields, row, text) => {
    const known = words.get(wordOf(text))
    if (known !== undefined) {
      if (known !== '') put(fields, row, known)
    } else if (otherwise === 'keep') put(fields, row, text)
    else if (otherwise === 'fault') {
      row.unknown ??= []
      row.unknown.push({ field, text })
    }
  }
}
const wordOf = (text: string) => text.normalize('NFC').trim().toLowerCase()

function textFor(step: Step, written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined
  const text = written.trim()
  if (text === '' || step.nulls?.has(text)) return undefined
  if (text.charCodeAt(0) === apostrophe && markedFigure.test(text)) return text.slice(1)
  return step.dropPointZero ? text.replace(/[.,]0$/, '') : text
}

function fieldPut(field: Field, { label, dateOrder, decimal }: Pick<Target, 'label' | 'dateOrder' | 'decimal'>): Put {
  const extra: Omit<Cell, 'text'> = {
    ...(label ? { label } : {}),
    ...(dateOrder ? { dateOrder } : {}),
    ...(decimal ? { decimal } : {}),
  }
  const plain = Object.keys(extra).length === 0
  if (label === 'optOut')
    return (fields, _row, text) => {
      const refused = consentIn(text)
      if (refused !== undefined) fields[field] = [{ text: refused }, ...(fields[field] ?? [])]
    }
  if (field === 'customerName')
    return (fields, _row, text) => {
      const before = fields[field]
      fields[field] = [{ text: before ? `${before[0]!.text} ${text}` : text }]
    }
  return (fields, _row, text) => {
    const cell: Cell = plain ? { text } : { text, ...extra }
    const list = fields[field]
    if (list) list.push(cell)
    else fields[field] = [cell]
  }
}
