import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { flow } from '#src/flow.ts'
import { type TableEntry, tables } from '#src/tables.ts'
import { freshDatabase } from '#test/support/database.ts'
import { readShape, type TableShape } from './shape.ts'

// DESIGN, invariant 11; trust.md §5: one schema that runs on PostgreSQL and on Citus, checked on plain PostgreSQL.

const manifest: Readonly<Record<string, TableEntry>> = tables
/** Another program's queue, and the migrator's own list which is older than any migration. */
const outside = /^(jobs\.|platform\.migration$)/
/** The one place of global uniqueness: a strong identifier belongs to one customer. It contains its distribution key. */
const uniqueByDesign = ['clean.identifier.identifier_strong']
/** A customer's own row: its id is the customer's. */
const ownerColumn = (name: string) => (name === 'know.customer' ? 'id' : 'customer_id')
const distributed = (entry: TableEntry) => entry.class === 'customer' || entry.class === 'own key'

/** Every way in which the tables differ from the shape that the manifest promises. */
function faults(shapes: TableShape[]): string[] {
  const found: string[] = []
  for (const shape of shapes) {
    const entry = manifest[shape.name]
    if (entry === undefined) found.push(`${shape.name} stands in no line of src/tables.ts`)
    else
      found.push(
        ...keyFaults(shape, entry),
        ...plainnessFaults(shape),
        ...uniquenessFaults(shape, entry),
        ...foreignFaults(shape, entry),
      )
  }
  for (const name of Object.keys(manifest))
    if (!shapes.some((shape) => shape.name === name)) found.push(`${name} does not exist`)
  return found
}

function keyFaults({ name, key, columns }: TableShape, entry: TableEntry): string[] {
  const found: string[] = []
  if (key.length === 0) found.push(`${name} has no primary key`)
  if (entry.class === 'customer') {
    if (key[0] !== ownerColumn(name)) found.push(`${name}: ${ownerColumn(name)} does not come first in the primary key`)
    if (columns[ownerColumn(name)]?.type !== 'uuid') found.push(`${name}: ${ownerColumn(name)} is no uuid`)
  }
  if (entry.moves && entry.class !== 'customer') found.push(`${name}: only rows of customers move`)
  if (entry.moves && !(columns.origin_id?.type === 'uuid' && columns.origin_id.required))
    found.push(`${name} moves, but has no origin_id uuid not null`)
  return found
}

function plainnessFaults({ name, columns, triggers, kind }: TableShape): string[] {
  const found = triggers.map((trigger) => `${name} has the trigger ${trigger}`)
  if (kind !== 'r') found.push(`${name} is no plain table`)
  for (const [column, { identity, fallback }] of Object.entries(columns)) {
    if (identity) found.push(`${name}.${column} is an identity column`)
    if (fallback !== null && !/^(-?\d+(\.\d+)?|true|false|NULL|'[^']*')(::[\w ]+(\(\d+\))?(\[\])?)?$/.test(fallback))
      found.push(`${name}.${column}: the default ${fallback} is no constant`)
  }
  return found
}

function uniquenessFaults({ name, uniques, exclusions }: TableShape, entry: TableEntry): string[] {
  if (!distributed(entry)) return []
  const found = uniques
    .filter((index) => !uniqueByDesign.includes(`${name}.${index}`))
    .map((index) => `${name}: the unique index ${index} would have to hold across servers`)
  return [...found, ...exclusions.map((one) => `${name}: the exclusion ${one} would have to hold across servers`)]
}

function foreignFaults({ name, foreign }: TableShape, entry: TableEntry): string[] {
  return foreign.flatMap(({ to, from }) => {
    const target = manifest[to]
    const together =
      target?.class === 'reference' ||
      (entry.class === 'local' && target?.class === 'local') ||
      (entry.class === 'customer' && target?.class === 'customer' && from.includes(ownerColumn(name)))
    return together
      ? []
      : [`${name}: its foreign key (${from.join(', ')}) leads to ${to}, which may be on another server`]
  })
}

suite('the schema fits one server and many', async () => {
  const db = await freshDatabase()
  const shapes = (await readShape(db)).filter(({ name }) => !outside.test(name))

  test('every table is what the manifest says', () => {
    assert.ok(shapes.length >= Object.keys(manifest).length, `only ${shapes.length} tables seen`)
    assert.deepEqual(faults(shapes), [])
  })

  test('a table stands in the schema of its stage', () => {
    for (const [name, { slice }] of Object.entries(manifest)) {
      assert.ok(flow.includes(slice))
      assert.equal(name.split('.')[0], slice.split('/')[0], name)
    }
  })

  const bad: [statement: string, says: RegExp][] = [
    ['create table know.heap (id uuid primary key)', /know\.heap stands in no line/],
    ['drop table know.stale', /know\.stale does not exist/],
    ['alter table know.spend drop constraint spend_pkey', /know\.spend has no primary key/],
    [
      'alter table know.spend drop constraint spend_pkey, add primary key (currency, customer_id)',
      /customer_id does not come first/,
    ],
    ['alter table know.timeline alter origin_id drop not null', /know\.timeline moves, but/],
    ['alter table know.spend add n int generated always as identity', /n is an identity column/],
    ['alter table know.spend add n serial', /default nextval.* is no constant/],
    ['alter table know.spend add made timestamptz default now()', /default now\(\) is no constant/],
    ["alter table know.spend add made timestamptz default 'now'::text::timestamptz", /made: the default/],
    ['alter table know.customer add unique (email)', /customer_email_key would have to hold across/],
    ['create unique index on know.rollup (events)', /rollup_events_idx would have to hold/],
    ['alter table know.customer add exclude using btree (email with =)', /the exclusion .* would have to hold/],
    ['alter table know.spend add foreign key (customer_id) references clean.link', /leads to clean\.link/],
    ['alter table clean.link add foreign key (customer_id) references know.customer', /leads to know\.customer/],
    [
      'create function know.f() returns trigger language plpgsql as $$ begin return new; end $$; create trigger t before insert on know.spend for each row execute function know.f()',
      /know\.spend has the trigger t/,
    ],
  ]
  for (const [statement, says] of bad) {
    test(`found: ${statement.slice(0, 90)}`, async () => {
      const rolledBack = new Error('rolled back')
      await assert.rejects(
        db.tx(async (tx) => {
          await tx.client.query(statement)
          const found = faults((await readShape(tx)).filter(({ name }) => !outside.test(name)))
          assert.ok(
            found.some((fault) => says.test(fault)),
            `not found in: ${found.join(' | ') || 'nothing'}`,
          )
          throw rolledBack
        }),
        rolledBack,
      )
    })
  }
})
