import { sql, type Tx } from '#src/platform/db/index.ts'
import type { Uuid } from '#src/terms/index.ts'

/** Takes a customer, and the words of names that nobody else has. */
export async function eraseCustomer(tx: Tx, id: Uuid): Promise<void> {
  const words = await tx.rows(
    sql<{ token: string }>`delete from know.name_token where customer_id = ${id} returning token`,
  )
  await tx.run(sql`
    delete from know.name_word w where w.token = any(${words.map((row) => row.token)}::text[])
      and not exists (select from know.name_token t where t.token = w.token)`)
  await tx.run(sql`delete from know.customer where id = ${id}`)
  await tx.run(sql`delete from know.merged where customer_id = ${id} or into_id = ${id}`)
}
