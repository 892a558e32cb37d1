import type { Runner } from '#src/platform/db/connection.ts'
import { type Piece, raw, sql } from '#src/platform/db/index.ts'

/** What the slices ask for of one customer, in one statement and as of one moment: a page costs one round trip. */
export function glance<Who, Value, Timeline>(
  runner: Runner,
  who: Piece<Who, unknown>,
  value: Piece<Value, unknown> | null,
  timeline: Piece<Timeline, unknown>,
): Promise<{ who: Who | null; value: Value | null; timeline: Timeline | null }> {
  return runner.one(sql<{ who: Who | null; value: Value | null; timeline: Timeline | null }>`
    select (${who.statement}) as who, ${value ? sql`(${value.statement})` : raw('null::json')} as value, (${timeline.statement}) as timeline`)
}
