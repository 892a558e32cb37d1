import type { WorthOf } from '#src/clean/identity/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { decimalsOf } from '#src/terms/index.ts'
import { spendOf } from './queries.ts'

/** What customers are worth for the order of the queue: their net purchases in the company's currency, in whole units of it. */
export const worthIn =
  ({ config: { currency } }: Pick<Context, 'config'>) =>
  (runner: Runner): WorthOf =>
  async (ids) => {
    const unit = 10 ** decimalsOf(currency)
    return new Map((await spendOf(runner, ids, currency)).map((row) => [row.customer_id, row.net / unit]))
  }
