import { sql } from '../db/index.ts'

export const queues = sql<{ name: string; state: string; count: number; oldest: Date | null }>`
  select name, state::text as state, count(*)::int as count, min(created_on) as oldest
  from jobs.job where state in ('created', 'retry', 'active') group by name, state`
export const queueThere = sql<{ exists: boolean }>`select to_regclass('jobs.job') is not null as exists`

export const outbox = sql<{ topic: string; state: string; count: number; oldest: Date | null }>`
  select topic, state, count(*)::int as count, min(available_at) as oldest
  from platform.outbox where state <> 'sent' group by topic, state`

export const backups = sql<{ made: Date | null; proved: Date | null; failed: boolean | null }>`
  select max(started_at) filter (where state = 'done') as made,
    max(started_at) filter (where state = 'done' and (verified_at is not null or restored_at is not null)) as proved,
    (array_agg(state order by started_at desc))[1] = 'failed' as failed
  from platform.backup`
