import type { Db, Tx } from '../db/index.ts'
import { releaseSavepoint, rollbackToSavepoint, savepoint } from './queries.ts'

/** A `Db` whose every statement and transaction is part of the open transaction: what is done through it commits or vanishes as one. */
export function joined(db: Db, tx: Tx): Db {
  let last: Promise<unknown> = Promise.resolve()
  const within = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    await tx.run(savepoint)
    try {
      const result = await work(tx)
      await tx.run(releaseSavepoint)
      return result
    } catch (error) {
      await tx.run(rollbackToSavepoint)
      throw error
    }
  }
  return {
    ...tx,
    url: db.url,
    pool: db.pool,
    tx: (work) => {
      const mine = last.then(() => within(work))
      last = mine.catch(() => {}) // savepoints nest, so one at a time
      return mine
    },
    within: (_, work) => work(tx),
    close: () => Promise.resolve(),
  }
}
