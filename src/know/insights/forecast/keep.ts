import type { Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'
import { dayNumber } from '../days.ts'
import { cellsAt } from './cells.ts'
import { customersOf } from './columns.ts'
import { forecast } from './predict.ts'
import { modelInForce } from './queries/model.ts'
import { astray, basisOf, dropForecasts, putForecasts } from './queries/rows.ts'

/**
 * Makes the forecasts of these customers anew by the model in force, in the transaction that made their figures anew. Customers without
 * purchases lose theirs; before the first model there is nothing to do.
 */
export async function keepForecasts(tx: Tx, ids: readonly Uuid[]): Promise<void> {
  if (ids.length === 0) return
  const { model, rows } = await basisOf(tx, ids)
  if (model === null) return
  const known = new Set(rows?.map((row) => row.customer_id))
  const gone = ids.filter((id) => !known.has(id))
  if (gone.length > 0) dropForecasts(tx, gone)
  if (rows === null) return
  const customers = customersOf(rows)
  const asOf = dayNumber(model.as_of)
  const made = { version: model.version, asOf, customers, forecasts: forecast(model, customers, asOf) }
  putForecasts(
    tx,
    rows.map((_, i) => cellsAt(made, i)),
  )
}

const together = 5000

/** Makes the forecasts of all who bought while everybody's were made, or whose figures were made anew otherwise. */
export async function straighten(tx: Tx): Promise<void> {
  if ((await modelInForce(tx)) === undefined) return
  const ids = await astray(tx)
  for (let i = 0; i < ids.length; i += together) await keepForecasts(tx, ids.slice(i, i + together))
}
