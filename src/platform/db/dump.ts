import type { Db, Tx } from './connection.ts'
import * as queries from './queries.ts'

/**
 * The structure of a database as SQL text, the same on PostgreSQL 15 and newer for the same migrations: `db/schema.sql`.
 * `schemas` limits it; without, everything but PostgreSQL's own. Views alone may be worded differently by different versions.
 */
export function dumpSchema(db: Db, schemas?: readonly string[]): Promise<string> {
  return db.tx(
    async (tx) => {
      const within = ({ schema }: { schema: string }) => schemas === undefined || schemas.includes(schema)
      const extensions = await tx.rows(queries.catalogueExtensions)
      const functions = (await tx.rows(queries.catalogueFunctions)).filter(within)
      return [
        '-- The structure that all migrations together make. Written by scripts/schema.ts; reviewed like code, never run.',
        extensions.map(({ name, schema }) => `create extension ${name} with schema ${schema};`).join('\n'),
        (await tx.rows(queries.catalogueSchemas))
          .filter(within)
          .map(({ name }) => `create schema ${name};`)
          .join('\n'),
        ...(await tx.rows(queries.catalogueTypes)).filter(within).map(({ definition }) => `${definition};`),
        ...(await tx.rows(queries.catalogueSequences)).filter(within).map(({ definition }) => `${definition};`),
        ...functions.map(({ definition }) => `${definition.trim()};`),
        ...(await tables(tx, within)),
      ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n')
    },
    { readOnly: true },
  )
}

async function tables(tx: Tx, within: (row: { schema: string }) => boolean): Promise<string[]> {
  const all = (await tx.rows(queries.catalogueTables)).filter(within)
  const columns = Map.groupBy(await tx.rows(queries.catalogueColumns), ({ oid }) => oid)
  const constraints = Map.groupBy(await tx.rows(queries.catalogueConstraints), ({ oid }) => oid)
  const indexes = Map.groupBy(await tx.rows(queries.catalogueIndexes), ({ oid }) => oid)
  const triggers = Map.groupBy(await tx.rows(queries.catalogueTriggers), ({ oid }) => oid)
  const definitions = (from: Map<number, { definition: string }[]>, oid: number) =>
    (from.get(oid) ?? []).map(({ definition }) => `${definition};`)
  return all.map((table) =>
    [
      table.definition === null
        ? tableText(table, columns.get(table.oid) ?? [], constraints.get(table.oid) ?? [])
        : `create ${table.kind === 'm' ? 'materialized ' : ''}view ${table.name} as\n${table.definition.trim()}`,
      ...definitions(indexes, table.oid),
      ...definitions(triggers, table.oid),
    ].join('\n'),
  )
}

function tableText(
  table: queries.CatalogueTable,
  columns: readonly queries.CatalogueColumn[],
  constraints: readonly { name: string; definition: string }[],
): string {
  const inside = [
    ...columns.map(columnText),
    ...constraints.map(({ name, definition }) => `  constraint ${name} ${definition}`),
  ]
  const after = [
    table.partition_of === null ? '' : ` partition of ${table.partition_of}`,
    table.partition_key === null ? '' : ` partition by ${table.partition_key}`,
    table.options === null ? '' : ` with (${table.options})`,
  ]
  return `create ${table.unlogged ? 'unlogged ' : ''}table ${table.name} (\n${inside.join(',\n')}\n)${after.join('')};`
}

function columnText(column: queries.CatalogueColumn): string {
  return [
    `  ${column.name} ${column.type}`,
    column.collation === null ? '' : ` collate ${column.collation}`,
    column.generated === ''
      ? ''
      : ` generated always as (${column.initial}) ${column.generated === 's' ? 'stored' : 'virtual'}`,
    column.identity === '' ? '' : ` generated ${column.identity === 'a' ? 'always' : 'by default'} as identity`,
    column.generated === '' && column.initial !== null ? ` default ${column.initial}` : '',
    column.not_null ? ' not null' : '',
  ].join('')
}
