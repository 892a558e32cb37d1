import { runPipeline, type Work } from '#src/collect/intake/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { differences, goldenOf } from '../golden.ts'
import { claimsOf, lockCustomers } from '../queries.ts'
import { keepApart } from './apart.ts'
import type { SplitResult } from './contract.ts'
import { giveAliases } from './queries.ts'
import { shiftBatch, tell } from './shift.ts'
import { partOff } from './unmerge.ts'

/**
 * Takes records out of a customer, with all that came through them, into a customer of their own. The two are remembered as not the same.
 * Refuses 409 `split_refused` when a record is not the customer's, and when either would be left without anybody telling of it.
 */
export async function split(
  work: Work,
  { customer, records }: { customer: Uuid; records: Uuid[] },
): Promise<SplitResult> {
  const held = await lockCustomers(work.tx, [customer])
  const claims = (await claimsOf(work.tx, [customer])).get(customer)!
  const going = new Set(records)
  const telling = (goes: boolean) => claims.some((claim) => going.has(claim.origin) === goes)
  if (records.some((id) => held.get(id) !== customer)) throw refused('Some of the records are not the customer’s.')
  if (!telling(true) || !telling(false)) throw refused('One of the two would have nobody who tells of it.')
  const part = work.uuid()
  const before = goldenOf(customer, claims)
  await partOff(work, { records, from: customer, to: part, held: [] })
  await giveAliases(work.tx, [], records, customer, part)
  const after = await claimsOf(work.tx, [customer, part])
  const [golden, other] = [goldenOf(customer, after.get(customer)!), goldenOf(part, after.get(part)!)]
  const batch = shiftBatch()
  batch.created.push(other)
  batch.changed.push(golden)
  batch.touched.add(customer)
  batch.touched.add(part)
  await tell(work, customer, 'split', { ...differences(before, golden), splitOff: [null, other.name] })
  await tell(work, part, 'split', { splitFrom: [null, before.name] })
  await runPipeline(work, batch)
  await keepApart(work, [customer, part], { by: 'split' })
  return { customerId: part, records: records.length }
}

const refused = (because: string) =>
  new Refusal(409, 'split_refused', because, 'Choose some of the customer’s records, not all.')
