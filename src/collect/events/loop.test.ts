import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Context } from '#src/platform/context.ts'
import { silentLog } from '#src/platform/log.ts'
import { applyAll, type Queue } from './loop.ts'

const context = () => ({ db: {}, log: silentLog }) as unknown as Context
/** A queue in memory: how many messages of each sender wait. */
function queueOf(waiting: Record<string, number>, broken: string[] = []) {
  const turns: string[] = []
  const queue: Queue = {
    name: 'messages',
    waiting: async () => Object.keys(waiting).filter((sender) => waiting[sender]! > 0),
    next: async (_, sender, limit = 10) => {
      if (broken.includes(sender)) throw new Error('cannot be applied')
      turns.push(sender)
      const count = Math.min(limit, waiting[sender]!)
      waiting[sender]! -= count
      return count
    },
    putAside: () => Promise.reject(new Error('cannot be put aside')),
  }
  return { queue, turns }
}

suite('applying what waits', () => {
  test('nobody waits behind a sender who has sent a lot', async () => {
    const { queue, turns } = queueOf({ a: 25, b: 5 })
    assert.equal(await applyAll(context, undefined, queue), 30)
    assert.deepEqual(turns, ['a', 'b', 'a', 'a'])
  })

  test('nobody waits behind a sender of whom nothing can be applied', async () => {
    const waiting = { a: 5, b: 25 }
    const { queue } = queueOf(waiting, ['a'])
    await assert.rejects(applyAll(context, undefined, queue), /cannot be put aside/)
    assert.deepEqual(waiting, { a: 5, b: 0 })
  })
})
