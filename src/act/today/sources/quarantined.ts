import { cellsFromJson, type LayoutRow, layoutsOf } from '#src/collect/intake/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { holdersOf, waitingRows, type WaitingRow } from '../queries/sources.ts'
import type { Asked, Found, Source } from '../source.ts'
import { unmeasured } from '../worth.ts'

/** So many of the newest rows are read for whom they name. */
const most = 2000
const named = /^(email|customerEmail)$/

/** Whom a row that waits for repair names: e-mail addresses, and the customer's number in its source. */
function identifiersIn(row: WaitingRow, layout: LayoutRow | undefined): { kind: string; value: string }[] {
  if (layout === undefined) return []
  const cells = cellsFromJson(row.draft ?? row.cells)
  const { kind, columns } = layout.mapping
  return columns.flatMap(({ at, field }) => {
    const text = (cells[at] ?? '').normalize('NFC').trim()
    if (text === '' || text.length > 300) return []
    if (named.test(field)) return [{ kind: 'email', value: text.toLowerCase() }]
    if (field === 'customerRef' || (field === 'externalId' && kind === 'customer'))
      return [{ kind: 'external', value: `${text}|${row.source_id}` }]
    return []
  })
}

/** Rows that wait for repair and name a customer; in the morning only of the best customers, afterwards of those who stand on the list. */
async function find({ runner, ids, subjects, standing }: Asked): Promise<Found[]> {
  if (ids !== null && standing.length === 0) return []
  const rows = await waitingRows(runner, most)
  const layouts = new Map(
    (await layoutsOf(runner, [...new Set(rows.map((row) => row.layout_id))])).map((l) => [l.id, l]),
  )
  const wanted = rows.flatMap((row) => identifiersIn(row, layouts.get(row.layout_id)).map((one) => ({ ...one, row })))
  const holders = await holdersOf(runner, wanted)
  const important = new Set<Uuid>(ids === null ? subjects.map(({ id }) => id) : standing.map((one) => one.customerId))
  const of = new Map<Uuid, Map<Uuid, WaitingRow>>()
  for (const { kind, value, row } of wanted)
    for (const customer of holders.get(`${kind} ${value}`) ?? [])
      if (important.has(customer)) of.set(customer, (of.get(customer) ?? new Map<Uuid, WaitingRow>()).set(row.id, row))
  return [...of].map(([customerId, its]) => {
    const [newest] = [...its.values()].sort((a, b) => b.told_at.getTime() - a.told_at.getTime())
    return {
      customerId,
      since: newest!.told_at,
      figures: {
        rows: String(its.size),
        source: newest!.source,
        sourceId: newest!.source_id,
        row: newest!.id,
        code: newest!.code,
      },
    }
  })
}

/** What an important customer's file row tried to tell and could not. */
export const quarantined: Source = {
  kind: 'quarantined',
  urgency: 0.4,
  teams: ['steward'],
  worth: unmeasured,
  find,
}
