import type { Batch, Work } from '#src/collect/intake/index.ts'
import { deleteEntries } from './queries.ts'

/** Takes the lines of records that lose their effect off the timelines, whatever slice wrote them: they go by the record's id. */
export async function retract(work: Work, batch: Batch): Promise<void> {
  const left = batch.gone.filter(
    (one) =>
      one.customerId !== null && one.kind !== 'customer' && one.kind !== 'purchaseLine' && one.kind !== 'product',
  )
  await deleteEntries(
    work.tx,
    left.map((one) => ({ customerId: one.customerId!, id: one.id })),
  )
  for (const one of batch.gone) if (one.customerId !== null) batch.touched.add(one.customerId)
}
