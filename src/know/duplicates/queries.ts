import type { Runner } from '#src/platform/db/connection.ts'
import { sql } from '#src/platform/db/index.ts'
import type { Currency, Uuid } from '#src/terms/index.ts'

/** Net purchases of customers in one currency, in minor units. */
export function spendOf(
  runner: Runner,
  ids: readonly Uuid[],
  currency: Currency,
): Promise<{ customer_id: Uuid; net: number }[]> {
  return runner.rows(sql<{ customer_id: Uuid; net: number }>`
    select customer_id, least(net, 9e15)::float8 as net from know.spend
    where customer_id = any(${ids}::uuid[]) and currency = ${currency} and net > 0`)
}

export interface Figures {
  customer_id: Uuid
  records: number
  purchases: number
  last_purchase: string | null
  contacts: number
}
/** What hangs on customers, in numbers. */
export function figuresOf(runner: Runner, ids: readonly Uuid[]): Promise<Figures[]> {
  return runner.rows(sql<Figures>`
    select c as customer_id, (select count(*) from clean.link l where l.customer_id = c)::int as records,
      coalesce(r.purchases, 0) as purchases, r.last_purchase, coalesce(r.contacts, 0) as contacts
    from unnest(${ids}::uuid[]) c left join know.rollup r on r.customer_id = c`)
}

export function staffNames(runner: Runner, ids: readonly Uuid[]): Promise<{ id: Uuid; name: string }[]> {
  return runner.rows(sql<{ id: Uuid; name: string }>`select id, name from company.user where id = any(${ids}::uuid[])`)
}
