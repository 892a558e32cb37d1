import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '#src/pipeline.ts'
import {
  ensureSource,
  type Field,
  type IntakeRecord,
  type Mapping,
  recordId,
  staffSource,
  take,
  workOf,
} from '#src/collect/intake/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { sql } from '#src/platform/db/index.ts'
import { uuidOf } from '#src/platform/ports/uuid.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import { bucketsAmiss } from './buckets.ts'
import { testContext } from './context.ts'
import { insertFiles, insertImport, type PlannedFile } from '#src/collect/imports/queries.ts'
import { detectFormat } from '#src/collect/imports/reading/detect.ts'
import { runImport } from '#src/collect/imports/run.ts'
import { askForRollback, rollBack } from '#src/collect/imports/rollback/rollback.ts'

/** One file of a delivery: the fields of its columns, its key, and rows of cells. */
export interface TestFile {
  kind: RecordKind
  key: Mapping['key']
  fields: Field[]
  rows: string[][]
}
/** What happens: a delivery of files, or staff writing of a customer that the shop calls `about`. */
export type Step = { kind: 'import'; files: TestFile[] } | { kind: 'staff'; about: string; record: IntakeRecord }

const folder = mkdtempSync(join(tmpdir(), 'kauppias-rollback-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** Imports files as one delivery of a source. Throws when it does not come to its end. */
export async function importFiles(
  context: Context,
  source: { name: string; id: Uuid },
  delivered: readonly TestFile[],
): Promise<Uuid> {
  const { db } = context
  await ensureSource(db, source.name, { id: source.id, now: context.now })
  const planned: PlannedFile[] = []
  for (const { kind, key, fields, rows } of delivered) {
    const path = join(folder, `${++files}.csv`)
    writeFileSync(path, `${[fields, ...rows].map((cells) => cells.join(';')).join('\n')}\n`)
    const format = await detectFormat(path)
    const columns = fields.map((field, at) => ({
      at,
      header: field as string,
      field,
      ...(field === 'at' && { dateOrder: 'ymd' as const }),
      ...(['lineTotal', 'total', 'amount'].includes(field) && { decimal: '.' as const }),
    }))
    const mapping: Mapping = { kind, key, columns }
    planned.push({
      name: `${kind}.csv`,
      path,
      bytes: 1,
      format: { ...format, delimiter: ';', header: { line: 1, names: fields } } as typeof format,
      mapping,
      ignore_because: null,
      notes: [],
      plan: {},
    })
  }
  const id = context.uuid()
  await db.tx(async (tx) => {
    await insertImport(tx, {
      id,
      sourceId: source.id,
      currency: 'EUR',
      startedBy: null,
      dryRun: false,
      now: context.now,
    })
    await insertFiles(tx, id, planned)
  })
  const { state, problem } = await runImport(context, id)
  if (state !== 'finished') throw new Error(`${state} ${JSON.stringify(problem)}`)
  return id
}

/** Takes an import back. Throws when that does not come to its end. */
export async function takeBackImport(context: Context, id: Uuid): Promise<void> {
  await askForRollback(context, id, async () => {})
  const { state } = await rollBack(context, id)
  if (state !== 'rolledBack') throw new Error(state)
}

/** A world is one database with one source, in which a history happens. Ids of sources and records are the same in every world. */
export class World {
  readonly db: Db
  readonly source: string
  #moment = 0
  constructor(db: Db, source: string) {
    this.db = db
    this.source = source
  }
  get sourceId(): Uuid {
    return uuidOf('test', this.source)
  }
  /** The context of the next moment; each is an hour after the one before. */
  context(at = ++this.#moment) {
    return testContext(this.db, { now: new Date(Date.UTC(2026, 10, 1, at)).toISOString() })
  }
  at(moment: number): void {
    this.#moment = moment
  }

  deliver(delivered: TestFile[]): Promise<Uuid> {
    return importFiles(this.context(), { name: this.source, id: this.sourceId }, delivered)
  }

  /** False: the shop knows no such customer. */
  async staff(about: string, record: IntakeRecord, nth: number): Promise<boolean> {
    const context = this.context()
    const customer = await this.customerOf(about)
    if (customer === undefined) return false
    const whole: IntakeRecord =
      record.kind === 'customer' ? { ...record, about: customer } : ({ ...record, party: { customer } } as IntakeRecord)
    const key = `staff ${nth}`
    await this.db.tx((tx) =>
      take(workOf(context, tx), {
        source: staffSource,
        importId: null,
        bulk: false,
        incoming: [
          {
            fileNo: 0,
            line: 0,
            record: whole,
            key,
            hash: uuidOf(key),
            payload: Buffer.from(JSON.stringify(whole)),
            copy: false,
            overtaken: false,
          },
        ],
      }),
    )
    return true
  }
  async customerOf(externalId: string): Promise<Uuid | undefined> {
    return (
      await this.db.maybe(sql<{ id: Uuid }>`
        select customer_id as id from clean.link where record_id = ${recordId(this.sourceId, 'customer', externalId)}`)
    )?.id
  }
  rollBack(id: Uuid): Promise<void> {
    return takeBackImport(this.context(), id)
  }

  /** Everything that a rollback must bring back, customers named by the first of their records. */
  async picture(): Promise<Record<string, string[]>> {
    const who = sql`(select min(record_id::text) from clean.link l where l.customer_id = t.customer_id)`
    const of = async (rows: Promise<{ row: unknown }[]>) => (await rows).map(({ row }) => JSON.stringify(row)).sort()
    const { db } = this
    return {
      customers: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array((select json_agg(record_id order by record_id) from clean.link l where l.customer_id = t.id),
          to_jsonb(t) - 'id' - 'version' - 'created_at' - 'updated_at') as row from know.customer t`),
      ),
      claims: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from clean.claim t`),
      ),
      identifiers: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, t.kind, t.value, t.strong) as row from clean.identifier t`),
      ),
      tokens: await of(
        db.rows(sql<{ row: unknown }>`select jsonb_build_array(${who}, token) as row from know.name_token t`),
      ),
      timeline: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.timeline t`),
      ),
      purchases: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.purchase t`),
      ),
      lines: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.purchase_line t`),
      ),
      invoices: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.invoice t`),
      ),
      payments: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.payment t`),
      ),
      products: await of(db.rows(sql<{ row: unknown }>`select to_jsonb(t) as row from know.product t`)),
      rollups: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.rollup t`),
      ),
      spend: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.spend t`),
      ),
      buckets: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(${who}, to_jsonb(t) - 'customer_id') as row from know.bucket t`),
      ),
      records: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(kind, key, hash, identity_id, state) as row from collect.record t`),
      ),
      waiting: await of(
        db.rows(sql<{ row: unknown }>`
        select jsonb_build_array(record_id, waits_for) as row from collect.waiting t`),
      ),
    }
  }
  /** Buckets that are not those which a count of everything makes. */
  bucketsAmiss(): Promise<unknown[]> {
    return bucketsAmiss(this.db, this.context(this.#moment).config.timeZone)
  }
  /** An empty world again. */
  async clear(): Promise<void> {
    this.#moment = 0
    // few rows: deleting them is quicker than new files for every table
    await this.db.pool.query(
      'delete from collect.record; delete from collect.record_past; delete from collect.waiting; delete from collect.import_line; delete from collect.import_effect; delete from collect.import_file; delete from collect.import; delete from collect.source_mapping; delete from clean.link; delete from clean.claim; delete from clean.identifier; delete from clean.alias; delete from clean.history; delete from clean.rejoined; delete from clean.merge; delete from clean.merge_record; delete from clean.apart; delete from clean.apart_record; delete from know.merged; delete from know.customer; delete from know.name_token; delete from know.timeline; delete from know.product; delete from know.purchase; delete from know.purchase_line; delete from know.invoice; delete from know.payment; delete from know.rollup; delete from know.spend; delete from know.bucket; delete from know.stale; delete from know.segment_stale; delete from know.segment_wide; delete from collect.quarantine; delete from collect.quarantine_line',
    )
    await this.db.run(sql`update collect.source set has_customers = false`)
  }
}
