import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Looks at many whose question names one of these texts; small letters. */
export function looksNaming(tx: Tx, texts: string[]): Promise<{ id: Uuid; question: unknown }[]> {
  return tx.rows(sql<{ id: Uuid; question: unknown }>`
    select id, question from know.access_many
    where exists (select from unnest(${texts}::text[]) n where strpos(lower(question::text), n) > 0)`)
}
export async function lookLess(tx: Tx, id: Uuid, question: unknown): Promise<void> {
  await tx.run(sql`update know.access_many set question = ${JSON.stringify(question)}::jsonb where id = ${id}`)
}
