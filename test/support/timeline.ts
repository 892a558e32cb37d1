import { insertMany, type Tx, table } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { Currency, EntryKind, Uuid } from '#src/terms/index.ts'

/** One line of a timeline as tests of figures write it; what is left out is null. */
export interface TestEntry {
  customer: Uuid
  at: string
  kind: EntryKind
  /** Minor units. */
  amount?: number
  currency?: Currency
  body?: string
  handler?: string
  /** Tells apart two of the same kind at the same time. */
  n?: number
}

const timeline = table('know.timeline', {
  customer_id: 'uuid',
  at: 'timestamptz',
  id: 'uuid',
  kind: 'text',
  body: 'text',
  amount: 'bigint',
  currency: 'text',
  handler: 'text',
  source_id: 'uuid',
  origin_id: 'uuid',
} as const)

export const idOf = ({ customer, at, kind, n = 0 }: TestEntry): Uuid => uuidOf(customer, at, kind, String(n))

/** Writes lines of timelines past every slice: figures are then the test's own matter. */
export function writeTimeline(tx: Tx, entries: readonly TestEntry[]): Promise<number> {
  const source = uuidOf('test source')
  return insertMany(
    tx,
    timeline,
    entries.map((entry) => ({
      customer_id: entry.customer,
      at: entry.at,
      id: idOf(entry),
      kind: entry.kind,
      body: entry.body,
      amount: entry.amount,
      currency: entry.amount === undefined ? undefined : (entry.currency ?? 'EUR'),
      handler: entry.handler,
      source_id: source,
      origin_id: entry.customer,
    })),
  )
}

const customer = table('know.customer', {
  id: 'uuid',
  kind: 'text',
  name: 'text',
  sort_key: 'text',
  city: 'text',
  protected: 'boolean',
  lead_source: 'text',
  customer_since: 'timestamptz',
  version: 'int',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  archived_at: 'timestamptz',
} as const)

export interface TestCustomer {
  id: Uuid
  name: string
  city?: string
  protected?: boolean
  leadSource?: string
  customerSince?: string
  archivedAt?: string
}

/** Writes golden rows of customers without their claims. */
export function writeCustomers(tx: Tx, customers: readonly TestCustomer[]): Promise<number> {
  const made = '2020-01-01T00:00:00Z'
  return insertMany(
    tx,
    customer,
    customers.map((c) => ({
      id: c.id,
      kind: 'person',
      name: c.name,
      sort_key: c.name.toLowerCase(),
      city: c.city,
      protected: c.protected ?? false,
      lead_source: c.leadSource,
      customer_since: c.customerSince,
      version: 1,
      created_at: made,
      updated_at: made,
      archived_at: c.archivedAt,
    })),
  )
}
