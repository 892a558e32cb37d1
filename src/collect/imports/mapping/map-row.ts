import type { Cell, Column, Field, MappedRow, Mapping } from '../../intake/fields.ts'

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

/** Makes the function that gives the cells of a row their meaning; built once per file, called per row. */
export function rowMapper(mapping: Mapping): (cells: readonly string[]) => MappedRow {
  const steps = mapping.columns.map(stepOf).filter((step) => step !== undefined)
  const constants = Object.entries(mapping.constants ?? {}) as [Field, string][]
  const { kind } = mapping
  return (cells) => {
    const fields: MappedRow['fields'] = {}
    const attributes: Record<string, string> = {}
    for (const step of steps) {
      let text = cells[step.at]
      if (text === undefined || text === '') continue
      text = text.trim()
      if (text === '' || step.nulls?.has(text)) continue
      if (text.charCodeAt(0) === apostrophe && markedFigure.test(text)) text = text.slice(1)
      if (step.dropPointZero) text = text.replace(/[.,]0$/, '')
      if (step.field === 'attribute') attributes[step.header] = text
      else {
        const cell: Cell = step.extra ? { text, ...step.extra } : { text }
        const list = fields[step.field]
        if (list) list.push(cell)
        else fields[step.field] = [cell]
      }
    }
    for (const [field, text] of constants) fields[field] ??= [{ text }]
    return { kind, fields, attributes }
  }
}
