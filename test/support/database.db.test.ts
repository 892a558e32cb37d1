import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#src/platform/db/index.ts'
import { freshDatabase } from './database.ts'

test('each database is a clone of its own with all migrations', async (t) => {
  const [one, other] = await Promise.all([freshDatabase(t), freshDatabase(t)])
  await one.run(sql`create table only_here (id int)`)
  const seen = await other.one(sql<{ here: string | null }>`select to_regclass('only_here')::text as here`)
  assert.equal(seen.here, null)
  const { count } = await one.one(sql<{ count: number }>`select count(*)::int as count from platform.migration`)
  assert.ok(count >= 0)
})
