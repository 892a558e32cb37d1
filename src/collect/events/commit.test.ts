import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Db, Statement } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { commit } from './commit.ts'

const row = (n: number) => ({
  sourceId: '01939393-0000-7000-8000-00000000e001',
  key: `01939393-0000-8000-8000-${String(n).padStart(12, '0')}`,
  turn: `01939393-0000-7000-8000-${String(n).padStart(12, '0')}`,
  at: new Date(0),
  payload: Buffer.from('{}'),
})

suite('keeping messages', () => {
  test('those that come while a commit is under way share the next one', async () => {
    const sizes: number[] = []
    let release = () => {}
    const db = {
      run: async ({ values }: Statement) => {
        sizes.push((values.find(Array.isArray) as unknown[]).length)
        await new Promise<void>((done) => {
          release = done
        })
        return 1
      },
      rows: async () => [],
    } as unknown as Db
    const turn = () => new Promise((done) => setImmediate(done))
    const all = [commit(db, [row(1)])]
    await turn()
    all.push(commit(db, [row(2)]))
    await turn()
    const second = release
    for (let n = 3; n < 103; n++) all.push(commit(db, [row(n)]))
    await turn()
    assert.deepEqual(sizes, [1, 1])
    second()
    await turn()
    assert.deepEqual(sizes, [1, 1, 100])
    const pending = Promise.all(all)
    release()
    // the first is still held: it is let go last
    await turn()
    void pending.catch(() => {})
  })

  test('whatever fails is 503: the client must keep its messages', async () => {
    const db = {
      run: () => Promise.reject(new Error('some fault of ours')),
      rows: async () => [],
    } as unknown as Db
    await assert.rejects(
      commit(db, [row(1)]),
      (error) => error instanceof Refusal && error.status === 503 && error.code === 'database_unavailable',
    )
  })
})
