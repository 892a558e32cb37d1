import { isNamed, type Named } from '#src/collect/intake/index.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { dropWaiting, waitingAfter } from './queries.ts'

const atOnce = 100

/** Takes out deliveries that wait and name somebody: nobody has said yet what they mean. */
export async function eraseDeliveries(tx: Tx, named: Named): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await waitingAfter(tx, after, atOnce)
    const naming = rows.filter(({ payload }) => isNamed(named, payload.toString('utf8').split(/[",{}[\]:\s]{2,}/)))
    if (naming.length > 0)
      await dropWaiting(
        tx,
        naming.map(({ turn }) => turn),
      )
    if (rows.length < atOnce) return
    after = rows.at(-1)!.turn
  }
}
