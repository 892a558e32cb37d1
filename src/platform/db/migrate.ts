import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { Refusal } from '#src/platform/refusal.ts'
import type { Db } from './connection.ts'
import * as queries from './queries.ts'
import type { Statement } from './sql.ts'

/** One numbered file of plain SQL. */
export interface Migration {
  readonly name: string
  readonly text: string
  readonly sha256: Buffer
}

export const migrationsFolder = fileURLToPath(new URL('../../../db/migrations/', import.meta.url))

const fileName = /^\d{12}_[a-z]+(_[a-z0-9]+)+\.sql$/

/** Reads the migrations in order. Line ends do not count as a change. Refuses a file whose name breaks the form. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => {
      if (!fileName.test(name)) {
        throw new Refusal(
          500,
          'migration_name',
          `The migration ${name} is not named YYYYMMDDHHMM_slice_what.sql.`,
          'Rename it.',
        )
      }
      const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
      return { name, text, sha256: createHash('sha256').update(text).digest() }
    })
}

/**
 * Brings the database to the program's version: runs what is missing, each file in its own transaction, one program at a
 * time. Returns the names of those run. Refuses when an applied file was edited or the database is of a newer program.
 */
export async function migrate(db: Db, migrations: readonly Migration[] = readMigrations()): Promise<string[]> {
  const client = await db.pool.connect()
  try {
    await run(client, queries.lockMigrations)
    for (const statement of queries.createMigrationTable) await run(client, statement)
    const { rows } = await run(client, queries.appliedMigrations)
    const missing = pending(migrations, rows as queries.AppliedMigration[])
    for (const migration of missing) await apply(client, migration)
    await run(client, queries.unlockMigrations)
    client.release()
    return missing.map(({ name }) => name)
  } catch (error) {
    client.release(true) // ends the session, and its lock with it
    throw error
  }
}

/** Names of the migrations that `migrate` would run; for `doctor`. Changes nothing. */
export async function missingMigrations(
  db: Db,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const { exists } = await db.one(queries.migrationTableExists)
  const applied = exists ? await db.rows(queries.appliedMigrations) : []
  return pending(migrations, applied).map(({ name }) => name)
}

function pending(migrations: readonly Migration[], applied: readonly queries.AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, sha256 } of applied) {
    const ours = known.get(name)
    if (ours === undefined) {
      throw new Refusal(
        503,
        'migration_unknown',
        `The database was migrated by a newer version of the program (${name}).`,
        'Update the program, or restore the backup made before the newer version.',
      )
    }
    if (!ours.sha256.equals(sha256)) {
      throw new Refusal(
        503,
        'migration_edited',
        `The migration ${name} was edited after it had been applied.`,
        'Restore the file as it was, and write the change as a new migration.',
      )
    }
  }
  const names = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !names.has(name))
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.text)
    await run(client, queries.recordMigration(migration.name, migration.sha256))
    await client.query('commit')
  } catch (error) {
    throw new Error(`migration ${migration.name}: ${(error as Error).message}`, { cause: error })
  }
}

function run(client: pg.PoolClient, { text, values }: Statement) {
  return client.query(text, values as unknown[])
}
