import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { freshDatabase } from '#test/support/database.ts'
import { dumpSchema } from './dump.ts'
import { sql } from './index.ts'

test('db/schema.sql is what all migrations make', async (t) => {
  const db = await freshDatabase(t)
  const made = (await dumpSchema(db)).split('\n')
  const kept = readFileSync(new URL('../../../db/schema.sql', import.meta.url), 'utf8').split('\n')
  const more = made.filter((line) => !kept.includes(line)).map((line) => `+ ${line}`)
  const less = kept.filter((line) => !made.includes(line)).map((line) => `- ${line}`)
  const difference = [...less, ...more].slice(0, 20).join('\n')
  assert.ok(
    made.join('\n') === kept.join('\n'),
    `run "node scripts/schema.ts" and look at the difference:\n${difference}`,
  )
})

test('tells all that a migration can make, in the order of names', async (t) => {
  const db = await freshDatabase(t)
  for (const statement of [
    sql`create schema sample`,
    sql`create type sample.mood as enum ('glad', 'sad')`,
    sql`create domain sample.share as numeric(5, 4) not null check (value between 0 and 1)`,
    sql`create sequence sample.counter as int start with 5`,
    sql`create table sample.b (
      id uuid primary key, at timestamptz not null default now(), name text collate "C", mood sample.mood, of_all sample.share,
      twice int generated always as (length(name) * 2) stored, unique (name, at), check (name <> '')) with (fillfactor = 90)`,
    sql`create table sample.a (b_id uuid not null references sample.b on delete cascade, day date not null) partition by range (day)`,
    sql`create table sample.a_2026 partition of sample.a for values from ('2026-01-01') to ('2027-01-01')`,
    sql`create index b_glad on sample.b (lower(name)) where mood = 'glad'`,
    sql`create view sample.glad as select id from sample.b where mood = 'glad'`,
    sql`create function sample.one() returns int language sql immutable return 1`,
  ]) {
    await db.run(statement)
  }
  const text = await dumpSchema(db, ['sample'])
  for (const part of [
    "create type sample.mood as enum ('glad', 'sad');",
    'create domain sample.share as numeric(5,4) not null constraint share_check CHECK',
    'create sequence sample.counter as integer increment by 1 start with 5;',
    '  name text collate "C",\n',
    '  at timestamp with time zone default now() not null,\n',
    '  twice integer generated always as ((length(name) * 2)) stored,\n',
    '  constraint b_pkey PRIMARY KEY (id),\n',
    ') with (fillfactor=90);',
    ') partition by RANGE (day);',
    ") partition of sample.a FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
    'FOREIGN KEY (b_id) REFERENCES sample.b(id) ON DELETE CASCADE',
    "CREATE INDEX b_glad ON sample.b USING btree (lower(name)) WHERE (mood = 'glad'::sample.mood);",
    'create view sample.glad as\n',
    'CREATE OR REPLACE FUNCTION sample.one()',
  ]) {
    assert.ok(text.includes(part), `missing: ${part}\nin:\n${text}`)
  }
  assert.ok(text.indexOf('create table sample.a (') < text.indexOf('create table sample.b ('))
  assert.doesNotMatch(text, /know\./)
})
