import type { Static } from 'typebox'
import type { AuditState } from '#src/clean/audit/contract.ts'
import type { CleanSearch } from '#src/know/cleanup/contract.ts'

// Answers of programs that have seen more than the tests' own: a history tampered with, and many spellings of one value.

const nobody = '01939393-0000-7000-8000-00000000f00d'
export const tampered: Static<typeof AuditState> = {
  sealed: {
    seals: 312,
    leaves: 1204311,
    until: '2026-11-23T00:15:00Z',
    at: '2026-11-23T00:15:00Z',
    head: 'a3f1'.repeat(16),
  },
  check: {
    id: nobody,
    state: 'done',
    done: 1204311,
    total: 1204311,
    askedAt: '2026-11-23T08:00:00Z',
    finishedAt: '2026-11-23T08:01:00Z',
    verdict: {
      whole: false,
      seals: 312,
      entries: 1204300,
      erased: 11,
      late: 0,
      anchored: 312,
      sealedUntil: '2026-11-23T00:15:00Z',
      faults: 2,
      first: [
        { what: 'changed', seal: 14, shard: 3, n: 118, entryId: nobody, customerId: nobody },
        { what: 'truncated', seal: 313, shard: null, n: null, entryId: null, customerId: null },
      ],
    },
  },
}
export const spellings: CleanSearch = {
  field: 'city',
  fields: ['city', 'title', 'attribute.Ala'],
  search: {
    id: nobody,
    state: 'done',
    askedAt: '2026-11-23T08:00:00Z',
    finishedAt: '2026-11-23T08:00:02Z',
    distinct: 1204,
  },
  clusters: [
    {
      likeness: 'distance',
      values: [
        { text: 'Jyväskylä', count: 20411 },
        { text: 'Jyvskylä', count: 12 },
        { text: 'Jyväskyläl', count: 1 },
      ],
    },
    {
      likeness: 'pairs',
      values: [
        { text: 'Uusikaupunki', count: 118 },
        { text: 'Uusi kaupunki', count: 4 },
      ],
    },
  ],
}
