import type { Cell, Column, Field, MappedRow, Mapping } from '#src/collect/intake/index.ts'

interface Step {
  at: number
  field: Field | 'attribute'
  header: string
  nulls: Set<string> | undefined
  dropPointZero: boolean
  extra: Omit<Cell, 'text'> | undefined
}

/** Spreadsheets mark figures that are texts with an apostrophe before them: `'0401234567`. */
const apostrophe = 39
const markedFigure = /^'[+\d][\d ()+./-]*$/

function stepOf(column: Column): Step | undefined {
  if (column.field === 'ignore') return undefined
  const { label, dateOrder, decimal } = column
  const extra = { ...(label ? { label } : {}), ...(dateOrder ? { dateOrder } : {}), ...(decimal ? { decimal } : {}) }
  return {
    at: column.at,
    field: column.field,
    // An object cannot hold this one name as its own.
    header: column.header === '__proto__' ? 'proto' : column.header,
    nulls: column.nulls && column.nulls.length > 0 ? new Set(column.nulls) : undefined,
    dropPointZero: column.dropPointZero ?? false,
    extra: Object.keys(extra).length > 0 ? extra : undefined,
  }
}

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
 */
export function rowMapper(mapping: Mapping): (cells: readonly string[]) => MappedRow {
  const steps = mapping.columns.map(stepOf).filter((step) => step !== undefined)
  const last = (step: Step) => (step.extra?.label === 'family' ? 1 : 0)
  steps.sort((a, b) => last(a) - last(b))
  const constants = Object.entries(mapping.constants ?? {}) as [Field, string][]
  const { kind } = mapping
  return (cells) => {
    const fields: MappedRow['fields'] = {}
    const attributes: Record<string, string> = {}
    for (const step of steps) {
      const text = textFor(step, cells[step.at])
      if (text === undefined) continue
      if (step.field === 'attribute') attributes[step.header] = text
      else add(fields, step.field, text, step.extra)
    }
    for (const [field, text] of constants) fields[field] ??= [{ text }]
    return { kind, fields, attributes }
  }
}

function textFor(step: Step, written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined
  const text = written.trim()
  if (text === '' || step.nulls?.has(text)) return undefined
  if (text.charCodeAt(0) === apostrophe && markedFigure.test(text)) return text.slice(1)
  return step.dropPointZero ? text.replace(/[.,]0$/, '') : text
}

function add(fields: MappedRow['fields'], field: Field, text: string, extra: Step['extra']): void {
  const list = fields[field]
  if (extra?.label === 'optOut') {
    const refused = consentIn(text)
    if (refused !== undefined) fields[field] = [{ text: refused }, ...(list ?? [])]
  } else if (field === 'customerName') fields[field] = [{ text: list ? `${list[0]!.text} ${text}` : text }]
  else {
    const cell: Cell = extra ? { text, ...extra } : { text }
    if (list) list.push(cell)
    else fields[field] = [cell]
  }
}
