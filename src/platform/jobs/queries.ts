import type { Db, Tx } from '../db/index.ts'

/** Lets the queue write its own statements on our connection, so that a job commits with what caused it. */
export function writingOn(on: Db | Tx) {
  const client = 'client' in on ? on.client : on.pool
  return { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
}
