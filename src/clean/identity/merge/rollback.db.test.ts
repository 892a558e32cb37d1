import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { workOf } from '#src/collect/intake/index.ts'
import { freshDatabase } from '#test/support/database.ts'
import { customers, orders } from '#test/support/shop-files.ts'
import { type TestFile, World } from '#test/support/world.ts'
import { merge, unmerge } from './index.ts'

// Imports that are taken back after a merge, and merges taken back after that: as in a world without either.

const there = new World(await freshDatabase(), 'Verkkokauppa')
const never = new World(await freshDatabase(), 'Verkkokauppa')
beforeEach(async () => {
  await there.clear()
  await never.clear()
})

const liisa = ['1', 'Liisa Virtanen', 'liisa@example.fi', '0401234567', '']
const elisa = ['2', 'Elisa Virtanen', 'elisa@example.fi', '', '']
const order = (number: string, ref: string, total = '10.00') => [number, ref, '', '', '2026-10-05', total]

/** What both worlds are told; `back` is taken back in the one after the merge, and never told in the other. */
async function asIfNever(first: TestFile[], back: TestFile[], later: TestFile[], early: boolean): Promise<void> {
  for (const world of [there, never]) await world.deliver(first)
  const taken = early ? await there.deliver(back) : undefined
  const [from, to] = [(await there.customerOf('1'))!, (await there.customerOf('2'))!]
  const now = there.context()
  const because = { by: 'person' } as const
  const { mergeId } = await there.db.tx((tx) => merge(workOf(now, tx), { from, to, because }))
  const id = taken ?? (await there.deliver(back))
  there.at(20)
  never.at(20)
  for (const world of [there, never]) await world.deliver(later)
  await there.rollBack(id)
  const after = there.context()
  await there.db.tx((tx) => unmerge(workOf(after, tx), { mergeId }))
  assert.deepEqual(await there.picture(), await never.picture())
}

for (const early of [true, false]) {
  const when = early ? 'before the merge' : 'after it'
  test(`an import that came ${when} and told both anew`, () =>
    asIfNever(
      [customers(liisa, elisa), orders(order('T1', '1'), order('T2', '2'))],
      [
        customers(['1', 'Liisa Korhonen', 'uusi@example.fi', '', ''], ['2', 'Elisa Korhonen', '', '', '']),
        orders(order('T3', '1'), order('T2', '2', '99.00')),
      ],
      [orders(order('T4', '1'), order('T5', '2'))],
      early,
    ))
  test(`an import that came ${when} and told of somebody else too`, () =>
    asIfNever(
      [customers(liisa, elisa), orders(order('T1', '1'))],
      [customers(['3', 'Aino Kärki', '', '', '']), orders(order('T6', '3'), order('T7', '2'))],
      [customers(['1', 'Liisa Lahti', 'l@example.fi', '', ''])],
      early,
    ))
}
