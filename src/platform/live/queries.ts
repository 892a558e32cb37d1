import { type Statement, sql } from '../db/index.ts'

/** Delivered when the transaction commits, and only then. */
export function tell(text: string): Statement {
  return sql`select pg_notify('kauppias_live', ${text})`
}
export const listen = sql`listen kauppias_live`
