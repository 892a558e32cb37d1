import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { recordKinds, type Uuid } from '#src/terms/index.ts'
import {
  type Batch,
  type GateContext,
  markHasCustomers,
  ports,
  type SourceInfo,
  sourceInfo,
  sourceLimits,
  take,
  type Work,
  workOf,
  largeBulk,
} from '#src/collect/intake/index.ts'
import { setAsideRows } from './aside.ts'
import { erasedFault, withoutErased } from './erase.ts'
import { type Aside, FileReader, type Reading } from './chunk.ts'
import { Effects } from './effects.ts'
import { layoutOf } from './mapping/layout.ts'
import { rowMapper } from './mapping/map-row.ts'
import {
  begin,
  cancelAsked,
  type Counts,
  end,
  type FileRow,
  filesOf,
  holdImport,
  type ImportRow,
  importOf,
  insertLines,
  letGo,
  letIn,
  type LineRow,
  type Problem,
  saveMapping,
  setMeasured,
  setPhase,
  setProgress,
  setTotal,
} from './queries.ts'
import { openFile } from './reading/read.ts'
import { sumCounts } from './report.ts'
import { holdSource } from './rollback/queries.ts'
import { beyond, type Survey, survey, together } from './survey.ts'

/** Lines in one transaction: what a crash repeats at most, and what memory holds. */
const chunkLines = 5_000

export interface Progress {
  phase: 'counting' | 'reading' | 'figures'
  file?: string
  doneLines: number
  lines: number | null
}
export interface RunOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
  /** Passes the limits of its source. */
  letIn?: boolean
}

class Cancelled extends Error {}
class TakenBack extends Error {}
class Held extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.because)
    this.problem = problem
  }
}

const listsCustomers = ({ mapping }: FileRow) => mapping?.kind === 'customer' && mapping.key === 'externalId'

/**
 * Runs a planned import, or goes on with one that stopped: each chunk of lines is one transaction with its report, so that a crash
 * loses no line and doubles none. A dry run does all of it in one transaction and takes it back.
 * Ends as `finished`, `held` (too bad for the limits of its source: nothing is written), `cancelled` (what is committed stays) or `failed`
 * (with the reason). Refuses with 409 `source_busy` while an import of the source is being taken back.
 */
export async function runImport(context: Context, importId: Uuid, options: RunOptions = {}): Promise<ImportRow> {
  const { db } = context
  const keeper = await db.pool.connect()
  try {
    if (!(await holdImport(keeper, importId)))
      throw new Refusal(409, 'import_runs', 'This import is running already.', 'Follow its progress on its page.')
    const row = await importOf(db, importId)
    if (!row) throw new Refusal(404, 'not_found', 'There is no such import.')
    if (row.state === 'finished' || row.state === 'rolledBack') return row
    if (row.state === 'rollingBack' || !(await holdSource(keeper, row.source_id, false)))
      throw new Refusal(
        409,
        'source_busy',
        'An import of the same source is being taken back.',
        'Try again when that has ended.',
      )
    if (options.letIn) row.let_in_at = await letIn(db, importId, context)
    await begin(db, importId, context.clock.now())
    await runGuarded(context, row, options)
    return (await importOf(db, importId))!
  } finally {
    await letGo(keeper)
    keeper.release(true)
  }
}

async function runGuarded(context: Context, row: ImportRow, options: RunOptions): Promise<void> {
  const { db, clock } = context
  try {
    const run = await ImportRun.open(context, row, options)
    if (row.dry_run) await run.dry()
    else await run.real()
    if (!row.dry_run) await figures(context, row, options)
    await end(db, row.id, 'finished', clock.now())
  } catch (error) {
    if (error instanceof Cancelled) return end(db, row.id, 'cancelled', clock.now())
    if (error instanceof Held) return end(db, row.id, 'held', clock.now(), error.problem)
    if (options.signal?.aborted) throw error // stopping: it goes on at the next start
    const refusal = isDiskFull(error) ? diskFull() : error instanceof Refusal ? error : undefined
    const problem = refusal
      ? { code: refusal.code, because: refusal.message, ...(refusal.next !== undefined && { next: refusal.next }) }
      : { code: 'failed', because: 'The import stopped for a fault of the program.' }
    if (refusal?.status !== 503) await end(db, row.id, 'failed', clock.now(), problem).catch(() => {})
    throw refusal ?? error
  }
}

/** The database could not write for want of space (53100); the connection tells it as being away. */
const isDiskFull = (error: unknown) =>
  error instanceof Refusal && (error.cause as { code?: string } | undefined)?.code === '53100'
const diskFull = () =>
  new Refusal(
    507,
    'disk_full_import',
    'The disk of the database is full. What had been taken in before stays, and nothing half.',
    'Free some space, then run the import again: it goes on where it stopped.',
  )

async function figures(context: Context, row: ImportRow, options: RunOptions): Promise<void> {
  await setPhase(context.db, row.id, 'figures')
  options.onProgress?.({ phase: 'figures', doneLines: 0, lines: null })
  const company = { timeZone: context.config.timeZone, currency: context.config.currency }
  await ports().figures(context.db, company, context.clock, options.signal)
}

const add = (counts: Record<string, number>, name: string, by = 1) => {
  counts[name] = (counts[name] ?? 0) + by
}

const emptyReading = (): Reading => ({ incoming: [], aside: [], faults: new Map(), copies: 0 })

function merge(into: Reading, read: Reading): void {
  for (const incoming of read.incoming) into.incoming.push(incoming)
  for (const aside of read.aside) into.aside.push(aside)
  for (const [line, faults] of read.faults) into.faults.set(line, faults)
  into.copies += read.copies
}

class ImportRun {
  readonly #context: Context
  readonly #row: ImportRow
  readonly #options: RunOptions
  readonly #source: SourceInfo
  readonly #files: FileRow[]
  readonly #surveys = new Map<FileRow, Survey>()
  readonly #effects: Effects

  private constructor(context: Context, row: ImportRow, options: RunOptions, source: SourceInfo, files: FileRow[]) {
    this.#context = context
    this.#row = row
    this.#options = options
    this.#source = source
    this.#files = files
    this.#effects = new Effects(row.id, row.dry_run, row.effects)
  }

  static async open(context: Context, row: ImportRow, options: RunOptions): Promise<ImportRun> {
    const { db } = context
    const files = await filesOf(db, [row.id])
    const order = (file: FileRow) => (file.mapping ? recordKinds.indexOf(file.mapping.kind) : recordKinds.length)
    files.sort((a, b) => order(a) - order(b) || a.file_no - b.file_no)
    const hasCustomers = files.some(listsCustomers)
    const source = await sourceInfo(db, row.source_id)
    return new ImportRun(context, row, options, { ...source, hasCustomers: source.hasCustomers || hasCustomers }, files)
  }

  async real(): Promise<void> {
    const { db } = this.#context
    await this.#survey()
    if (this.#files.some(listsCustomers)) await markHasCustomers(db, this.#source.id)
    for (const file of this.#files) {
      if (file.mapping) await saveMapping(db, this.#source.id, layoutOf(file.format), file.mapping, this.#context.now)
      await this.#readFile(file, (work) => db.tx(work))
    }
    await this.flagged()
  }

  /** Everything in one transaction that is taken back; then the counts are written. */
  async dry(): Promise<void> {
    const { db } = this.#context
    await this.#survey()
    await db
      .tx(async (tx) => {
        for (const file of this.#files) await this.#readFile(file, (work) => work(tx))
        throw new TakenBack()
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error
      })
    for (const file of this.#files) await this.#report(db, file)
    await db.tx((tx) => this.#effects.report(tx))
  }

  async #report(runner: Runner, file: FileRow): Promise<void> {
    const { id, faults, flags } = this.#row
    await setProgress(runner, {
      id,
      fileNo: file.file_no,
      doneLines: file.done_lines,
      counts: file.counts,
      faults,
      flags,
    })
  }

  async #readFile(file: FileRow, inTx: (work: (tx: Tx) => Promise<void>) => Promise<void>): Promise<void> {
    if (file.mapping === null) return this.#leaveOut(file, inTx)
    const mapping = file.mapping
    const toRow = rowMapper(mapping)
    const { keys } = this.#surveys.get(file)!
    const reader = new FileReader(file.file_no, mapping, toRow, this.#gate(), keys)
    const resumeAt = file.done_lines
    let chunk = emptyReading()
    let last = resumeAt
    this.#options.onProgress?.({ phase: 'reading', file: file.name, doneLines: last, lines: file.lines })
    // the next chunk is read while the one before is being written
    let writing: Promise<void> = Promise.resolve()
    const commit = async () => {
      await writing
      writing = this.#commit(file, chunk, last, inTx)
      writing.catch(() => {}) // it is awaited, and thrown, before the next and at the end
      chunk = emptyReading()
    }
    try {
      for await (const rows of openFile(file.path, file.format)) {
        const done = rows.findIndex((row) => row.line > resumeAt)
        const fresh = done === -1 ? [] : rows.slice(done)
        if (fresh.length < rows.length) reader.skim(rows.slice(0, rows.length - fresh.length))
        merge(chunk, reader.read(fresh))
        last = rows.at(-1)?.line ?? last
        if (chunk.incoming.length + chunk.aside.length >= chunkLines) await commit()
        await breathe()
        this.#options.signal?.throwIfAborted()
      }
      if (chunk.incoming.length + chunk.aside.length > 0) await commit()
    } finally {
      await writing
    }
  }

  #gate(): GateContext {
    const { config, now } = this.#context
    return { timeZone: config.timeZone, currency: this.#row.currency, country: 'FI', now }
  }

  /** A file that is not for us: its lines are counted and kept as ignored, so that the report sums to the delivery. */
  async #leaveOut(file: FileRow, inTx: (work: (tx: Tx) => Promise<void>) => Promise<void>): Promise<void> {
    for await (const rows of openFile(file.path, file.format)) {
      const fresh = rows.filter((row) => row.line > file.done_lines)
      if (fresh.length === 0) continue
      const aside = fresh.map((row): Aside => ({ line: row.line, bucket: 'ignored', faults: [], cells: row.cells }))
      await this.#commit(file, { incoming: [], aside, faults: new Map(), copies: 0 }, fresh.at(-1)!.line, inTx)
    }
    await setTotal(this.#context.db, this.#row.id, file.file_no, file.done_lines)
  }

  /** Looks at every file before anything is written. Throws `Held` when one is out of the limits of its source. */
  async #survey(): Promise<void> {
    const { db } = this.#context
    const { id, dry_run, let_in_at } = this.#row
    const limits = await sourceLimits(db, this.#source.id)
    let held: Problem | undefined
    for (const file of this.#files) {
      if (file.mapping === null) continue
      const found = await survey({
        path: file.path,
        format: file.format,
        mapping: file.mapping,
        toRow: rowMapper(file.mapping),
        gate: this.#gate(),
        onLines: (doneLines) =>
          this.#options.onProgress?.({ phase: 'counting', file: file.name, doneLines, lines: null }),
        signal: this.#options.signal,
      })
      this.#surveys.set(file, found)
      file.lines = found.lines
      await setTotal(db, id, file.file_no, found.lines)
      held ??= beyond(limits, file.name, found)
    }
    await setMeasured(db, id, together([...this.#surveys.values()]))
    const begun = this.#files.some((file) => file.done_lines > 0)
    if (held && !dry_run && let_in_at === null && !begun) throw new Held(held)
  }

  /** What came in is compared with the limits once more: the look before may have seen a part only. */
  async flagged(): Promise<void> {
    const limits = await sourceLimits(this.#context.db, this.#source.id)
    const counts = sumCounts(this.#files)
    const rows = Object.values(counts).reduce((all, n) => all + n, 0) - (counts.ignored ?? 0)
    const quarantined = counts.quarantined ?? 0
    if (rows < limits.rows || quarantined / rows <= limits.quarantined) return
    this.#row.flags = { ...this.#row.flags, quarantinedOverLimit: quarantined }
    await this.#report(this.#context.db, this.#files[0]!)
  }

  async #commit(
    file: FileRow,
    chunk: Reading,
    last: number,
    inTx: (work: (tx: Tx) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    if (await cancelAsked(this.#context.db, this.#row.id)) throw new Cancelled()
    const after = this.#counted(chunk)
    // the transaction may be tried again: what it learns is taken over only when it has committed
    let counts: Counts = {}
    let effects: ReturnType<Effects['with']> | undefined
    await inTx(async (tx) => {
      const work: Work = { ...workOf(this.#context, tx), now: this.#context.clock.now() }
      const place = { sourceId: this.#source.id, importId: this.#row.id, file, gate: this.#gate() }
      const aside = await setAsideRows(work, place, await withoutErased(work, this.#source.id, chunk))
      const batch = await take(work, {
        source: this.#source,
        importId: this.#row.id,
        bulk: true,
        large: this.#files.reduce((sum, { lines }) => sum + (lines ?? 0), 0) > largeBulk,
        effects: true,
        incoming: aside.chunk.incoming,
      })
      await aside.close(batch)
      counts = { ...file.counts }
      effects = this.#effects.with(batch)
      await this.#effects.keep(tx, effects)
      const rows = this.#lineRows(file, aside.chunk, batch)
      for (const row of rows) add(counts, row.bucket as string)
      await insertLines(tx, rows)
      await setProgress(tx, { id: this.#row.id, fileNo: file.file_no, doneLines: last, counts, ...after })
    })
    if (effects) this.#effects.accept(effects)
    Object.assign(this.#row, after)
    Object.assign(file, { counts, done_lines: last })
    this.#options.onProgress?.({ phase: 'reading', file: file.name, doneLines: last, lines: file.lines })
    await breathe()
  }

  #lineRows(file: FileRow, chunk: Reading, batch: Batch): LineRow[] {
    const at = { import_id: this.#row.id, file_no: file.file_no }
    const rows: LineRow[] = []
    for (const item of batch.items) {
      if (item.derived) continue
      if (item.bucket === 'ignored') {
        const no = { record_id: null, faults: [erasedFault], cells: null, again: false }
        rows.push({ ...at, bucket: item.bucket, line_no: item.line, ...no })
        continue
      }
      const faults = chunk.faults.get(item.line) ?? null
      const again = item.echo && item.bucket !== 'duplicate'
      rows.push({ ...at, bucket: item.bucket, line_no: item.line, record_id: item.id, faults, cells: null, again })
    }
    for (const { line, bucket, faults, cells } of chunk.aside)
      rows.push({
        ...at,
        bucket,
        line_no: line,
        record_id: null,
        faults,
        cells: faults[0] === erasedFault ? null : Buffer.from(JSON.stringify(cells)),
        again: false,
      })
    return rows
  }

  #counted(chunk: Reading): Pick<ImportRow, 'faults' | 'flags'> {
    const faults = { ...this.#row.faults }
    const flags = { ...this.#row.flags }
    for (const found of [...chunk.faults.values(), ...chunk.aside.map((a) => a.faults)])
      for (const fault of found) add(faults, fault.code)
    if (chunk.copies > 0) add(flags, 'duplicateLines', chunk.copies)
    return { faults, flags }
  }
}
