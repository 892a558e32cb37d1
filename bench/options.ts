import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** What every benchmark understands on its command line. */
export interface Options {
  /** Customers in the base. */
  customers: number
  /** Rows on their timelines. */
  events: number
  /** Requests of one round of `ratio.mjs` (it runs five). */
  requests: number
  /** A PostgreSQL on which databases may be made; without it the built-in one is run in `.cache/bench`. */
  database: string | undefined
  /** Make the databases anew, though an earlier run left some that fit. */
  fresh: boolean
}

export const root = fileURLToPath(new URL('..', import.meta.url))

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      customers: { type: 'string', default: '1000000' },
      events: { type: 'string', default: '10000000' },
      n: { type: 'string', default: '2000' },
      database: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  })
  const [customers, events, requests] = [values.customers, values.events, values.n].map(Number)
  if (![customers, events, requests].every((n) => Number.isInteger(n) && n! > 0)) {
    console.error('--customers, --events and --n are whole numbers above 0.')
    process.exit(2)
  }
  return {
    customers: customers!,
    events: events!,
    requests: requests!,
    database: values.database,
    fresh: values.fresh,
  }
}
