import type { LayoutRow } from '#src/collect/intake/index.ts'
import { readDay, readInstant } from '../normalise/dates.ts'
import { oneLine } from '../normalise/text.ts'
import type { Checked } from './check.ts'
import { columnAt, fieldsOfColumn } from './check.ts'
import type { Operation } from './contract.ts'

/** An operation with its columns found. */
export interface Act extends Omit<Operation, 'to'> {
  at: number
  to?: number
  /** `replace` */
  from?: string
  text?: string
}

/**
 * The cells after an act; undefined where it has nothing to do with the row. Pure: what it gives is checked by the gate afterwards.
 * @param timeZone of the company, for dates with a time of day
 */
export function mendedBy(
  act: Act,
  cells: readonly string[],
  layout: LayoutRow,
  timeZone: string,
): string[] | undefined {
  const text = cells[act.at] ?? ''
  const put = (value: string, at = act.at): string[] | undefined =>
    value === (cells[at] ?? '') ? undefined : withCell(cells, at, value)
  switch (act.operation) {
    case 'replace':
      return text === act.from ? put(act.text ?? '') : undefined
    case 'trim':
      return put(trimmed(text, fieldsOfColumn(layout, act.at)))
    case 'empty':
      return put('')
    case 'dateOrder': {
      const value = act.order && dateIn(text, act.order, timeZone)
      return value === undefined ? undefined : put(value)
    }
    case 'prefix': {
      const digits = text.replace(/\D/g, '').replace(/^0+/, '')
      return digits === '' || act.prefix === undefined || /^\s*(\+|00)/.test(text)
        ? undefined
        : put(`${act.prefix} ${digits}`)
    }
    case 'swap':
      if (act.to === undefined || (cells[act.to] ?? '') === text) return undefined
      return withCell(withCell(cells, act.at, cells[act.to] ?? ''), act.to, text)
    case 'move':
      // a value that stands there is not written over
      if (act.to === undefined || text.trim() === '' || (cells[act.to] ?? '').trim() !== '') return undefined
      return withCell(withCell(cells, act.at, ''), act.to, text)
  }
}

function withCell(cells: readonly string[], at: number, value: string): string[] {
  const copy = [...cells]
  while (copy.length < at) copy.push('')
  copy[at] = value
  return copy
}

const compact =
  /^(email|customerEmail|phone|customerPhone|at|dueOn|paidAt|total|totalNet|amount|quantity|unitPrice|businessId)$/

/** Without quotes, brackets and invisible characters around it; where no blanks belong, without those inside too. */
function trimmed(text: string, fields: readonly string[]): string {
  const bare = oneLine(text).replace(/^[\s"'“”„‘’<([{]+|[\s"'“”‘’>)\]}.,;:!]+$/gu, '')
  return fields.some((field) => compact.test(field)) ? bare.replace(/\s+/g, '') : bare
}

/** The date as `YYYY-MM-DD`, with a time of day as an instant, read as if it were written in this order. */
function dateIn(text: string, order: 'dmy' | 'mdy' | 'ymd', timeZone: string): string | undefined {
  const reading =
    /\d[:.]\d\d([:.]\d\d)?\s*$/.test(text) && text.trim().includes(' ')
      ? readInstant(text, order, timeZone)
      : readDay(text, order, timeZone)
  return 'value' in reading ? reading.value : undefined
}

/** Acts worth trying on the rows of a cause, the gentlest first. */
export function actsFor(at: number, layout: LayoutRow): Act[] {
  const others = layout.columns
    .map((_, to) => to)
    .filter((to) => to !== at && fieldsOfColumn(layout, to).length > 0)
    .slice(0, 15)
  const orders = (['dmy', 'mdy', 'ymd'] as const).filter((order) => order !== columnAt(layout, at)?.dateOrder)
  return [
    { operation: 'trim', at },
    ...orders.map((order): Act => ({ operation: 'dateOrder', at, order })),
    ...others.map((to): Act => ({ operation: 'swap', at, to })),
    ...others.map((to): Act => ({ operation: 'move', at, to })),
    { operation: 'empty', at },
  ]
}

/** The act that lets most of these rows in; undefined when none lets in any. */
export function bestAct(
  at: number,
  rows: readonly (readonly string[])[],
  layout: LayoutRow,
  check: (cells: readonly string[]) => Checked,
  timeZone: string,
): { act: Act; mends: number } | undefined {
  // what was left out of a row before may be left out still, no more
  const before = rows.map((cells) => check(cells).faults.filter((fault) => !fault.fatal).length)
  let best: { act: Act; mends: number } | undefined
  for (const act of actsFor(at, layout)) {
    let mends = 0
    for (const [i, cells] of rows.entries()) {
      const after = mendedBy(act, cells, layout, timeZone)
      const checked = after && check(after)
      // a purchase without its day would enter as a mere line: that is no mending
      if (checked?.record?.kind === layout.kind && checked.faults.length <= before[i]!) mends++
    }
    if (mends > (best?.mends ?? 0)) best = { act, mends }
    if (mends === rows.length) break
  }
  return best
}
