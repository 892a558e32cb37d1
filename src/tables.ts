import type { Slice } from './flow.ts'

/**
 * Every table of ours, classified (DESIGN, invariant 11):
 * `customer` is owned by a customer: `customer_id` comes first in its key, and with `moves` the mover re-owns its rows by `origin_id`
 * (without it the rows are derived and made anew); `own key` is distributed by its own natural key; `reference` is small and shared;
 * `local` belongs to one server (queues, leases, progress).
 */
export type TableClass = 'customer' | 'own key' | 'reference' | 'local'
export interface TableEntry {
  slice: Slice
  class: TableClass
  moves?: true
}

export const tables = {
  'platform.idempotency': { slice: 'platform', class: 'local' },
  'platform.rate_limit': { slice: 'platform', class: 'local' },
  'platform.outbox': { slice: 'platform', class: 'local' },
  'platform.backup': { slice: 'platform', class: 'local' },
  'company.user': { slice: 'company', class: 'reference' },
  'company.session': { slice: 'company', class: 'reference' },
  'company.token': { slice: 'company', class: 'reference' },
  'company.link': { slice: 'company', class: 'local' },
  'company.second_factor': { slice: 'company', class: 'reference' },
  'company.recovery_code': { slice: 'company', class: 'reference' },
  'company.half_entry': { slice: 'company', class: 'local' },
  'company.setting': { slice: 'company', class: 'reference' },
  'company.provider_link': { slice: 'company', class: 'reference' },
  'company.provider_entry': { slice: 'company', class: 'local' },
  'company.entry_event': { slice: 'company', class: 'reference' },
  'collect.source': { slice: 'collect/intake', class: 'reference' },
  'collect.record': { slice: 'collect/intake', class: 'own key' },
  'collect.record_past': { slice: 'collect/intake', class: 'own key' },
  'collect.waiting': { slice: 'collect/intake', class: 'own key' },
  'collect.quarantine_layout': { slice: 'collect/intake', class: 'reference' },
  'collect.quarantine': { slice: 'collect/intake', class: 'own key' },
  'collect.quarantine_line': { slice: 'collect/intake', class: 'local' },
  'collect.quarantine_run': { slice: 'collect/intake', class: 'local' },
  'collect.source_mapping': { slice: 'collect/imports', class: 'reference' },
  'collect.import': { slice: 'collect/imports', class: 'local' },
  'collect.import_file': { slice: 'collect/imports', class: 'local' },
  'collect.import_line': { slice: 'collect/imports', class: 'local' },
  'collect.import_effect': { slice: 'collect/imports', class: 'local' },
  'clean.link': { slice: 'clean/identity', class: 'own key' },
  'clean.identifier': { slice: 'clean/identity', class: 'own key' },
  'clean.rejoined': { slice: 'clean/identity', class: 'own key' },
  'clean.alias': { slice: 'clean/identity', class: 'reference' },
  'clean.claim': { slice: 'clean/identity', class: 'customer', moves: true },
  'clean.history': { slice: 'clean/identity', class: 'customer', moves: true },
  'know.customer': { slice: 'know/customers', class: 'customer' },
  'know.name_token': { slice: 'know/customers', class: 'own key' },
  'know.name_word': { slice: 'know/customers', class: 'reference' },
  'know.timeline': { slice: 'know/interactions', class: 'customer', moves: true },
  'know.product': { slice: 'know/purchases', class: 'reference' },
  'know.purchase': { slice: 'know/purchases', class: 'customer', moves: true },
  'know.purchase_line': { slice: 'know/purchases', class: 'customer', moves: true },
  'know.invoice': { slice: 'know/purchases', class: 'customer', moves: true },
  'know.payment': { slice: 'know/purchases', class: 'customer', moves: true },
  'know.rollup': { slice: 'know/insights', class: 'customer' },
  'know.spend': { slice: 'know/insights', class: 'customer' },
  'know.stale': { slice: 'know/insights', class: 'customer' },
  'know.rfm_cut': { slice: 'know/insights', class: 'reference' },
  'know.source_measure': { slice: 'know/sources', class: 'reference' },
  'know.source_measuring': { slice: 'know/sources', class: 'local' },
  'know.postcode_city': { slice: 'know/sources', class: 'reference' },
  'know.view': { slice: 'know/lists', class: 'reference' },
  'know.export': { slice: 'know/lists', class: 'own key' },
  'know.access': { slice: 'know/access', class: 'customer' },
  'know.access_many': { slice: 'know/access', class: 'own key' },
  'know.bulk_edit': { slice: 'know/lists', class: 'own key' },
  'know.bulk_edit_row': { slice: 'know/lists', class: 'own key' },
  'collect.erased': { slice: 'collect/intake', class: 'own key' },
  'know.erasure': { slice: 'know/erasure', class: 'own key' },
} as const satisfies Record<string, TableEntry>

/** Rows that stand on a customer and are left by nobody: history alone stays when its customer goes. */
export const ownedTables: readonly string[] = Object.entries(tables).flatMap(([name, entry]) =>
  'moves' in entry && name !== 'clean.history' ? [name] : [],
)
