import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import '#src/pipeline.ts'
import {
  type DeliveredFile,
  importReport,
  parseMappingFile,
  planImport,
  type Progress,
  runImport,
  sumCounts,
  unfinished,
} from '#src/collect/imports/index.ts'
import { ensureSource } from '#src/collect/intake/index.ts'
import type { Import } from '#src/collect/imports/contract.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { buckets, type RecordKind, recordKinds, type Uuid } from '#src/terms/index.ts'
import { textOf } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: 'FILE… --source NAME [--as KIND] [--mapping FILE] [--currency CODE] [--dry-run] [--let-in] [--json]',
  about: [
    'Brings files in: CSV or TSV of any delimiter, quote, encoding and line end, NDJSON or JSON, plain or gzip; Excel (xlsx); vCard.',
    'Several files are one delivery: customers, orders, items, payments and reviews find each other, in whatever order they are named.',
    'What was detected is printed first. Every line ends in exactly one bucket; the same delivery again changes nothing.',
    'After a crash or Ctrl-C the same command goes on where it stopped.',
    'With --json the last line is {"lines":N,"buckets":{…},"seconds":S}, and the buckets sum to the data lines of the files.',
  ],
  examples: [
    'import asiakkaat.csv --source "Verkkokauppa"',
    'import customers.csv.gz orders.csv.gz items.csv.gz --source Olist --currency BRL',
    'import lista.txt --source Messut --as customer --dry-run',
  ],
  options: {
    source: { about: 'Where the files come from, such as "Verkkokauppa"; made when it is new', value: 'NAME' },
    as: { about: `What the rows are: ${recordKinds.join(', ')}`, value: 'KIND' },
    mapping: { about: 'A JSON file that says what each column means', value: 'FILE' },
    currency: { about: 'Currency of amounts that name none (default: the company’s)', value: 'CODE' },
    yes: { about: 'Take what was detected as it is, where it is only a guess or the columns have changed' },
    'dry-run': { about: 'Do everything, report it, and take it back' },
    'let-in': { about: 'Take it in though more rows are faulty than the source may have' },
    json: { about: 'Print results as JSON' },
  },
  words: { least: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { options, output, signal } = invocation
  const source = textOf(options.source)
  if (source === undefined)
    throw new Refusal(
      422,
      'source_missing',
      'The source is not named.',
      'Add --source NAME, such as --source "Verkkokauppa".',
    )
  const as = textOf(options.as)
  if (as !== undefined && !(recordKinds as readonly string[]).includes(as))
    throw new Refusal(422, 'kind_unknown', `There is no kind "${as}".`, `Use one of: ${recordKinds.join(', ')}.`)
  const begun = performance.now()
  const files = await Promise.all(invocation.words.map((word) => fileOf(invocation.cwd, word)))
  const context = commandContext(invocation, await invocation.database())
  const dryRun = options['dry-run'] === true
  const id = await planned(context, invocation, files, { source, as: as as RecordKind | undefined, dryRun })
  const plan = await importReport(context, id)
  describe(plan, output.note)
  if (plan.files.some((file) => file.ignoreBecause === 'kind_unknown'))
    throw new Refusal(
      422,
      'kind_unknown',
      'It cannot be told what some of the files hold.',
      `Name the kind with --as (${recordKinds.join(', ')}) or give --mapping FILE.`,
    )
  if (!dryRun) refuseUnlooked(plan)
  const bars = new Bars(invocation)
  const letIn = options['let-in'] === true
  await runImport(context, id, { signal, letIn, onProgress: (progress) => bars.at(progress) }).finally(() => bars.end())
  return finish(await importReport(context, id), invocation, (performance.now() - begun) / 1000)
}

/** A guess, or columns that have changed, is not run unless somebody says so. */
function refuseUnlooked(plan: Import): void {
  const waiting = plan.files.filter((file) => file.needsLook && plan.state === 'planned')
  if (waiting.length === 0) return
  const why = waiting.map((file) => `${file.name} (${file.lookBecause.join(', ')})`).join(', ')
  throw new Refusal(
    409,
    'import_needs_look',
    `Somebody must look at this first: ${why}.`,
    'Look at the columns above. If they are right, run the same with --yes; else name the kind with --as or give --mapping FILE.',
  )
}

async function fileOf(cwd: string, word: string): Promise<DeliveredFile & { bytes: number }> {
  const path = resolve(cwd, word)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile())
    throw new Refusal(404, 'file_missing', `There is no file "${word}".`, 'Check the name and the folder.')
  return { name: basename(path), path, bytes: found.size }
}

/** A new plan, or the one that stopped half-way. */
async function planned(
  context: Context,
  { options, cwd, output }: Invocation,
  files: (DeliveredFile & { bytes: number })[],
  { source, as, dryRun }: { source: string; as: RecordKind | undefined; dryRun: boolean },
): Promise<Uuid> {
  const { id: sourceId } = await ensureSource(context.db, source, { id: context.uuid(), now: context.now })
  const stopped = dryRun ? undefined : await unfinished(context.db, sourceId, files)
  if (stopped !== undefined) {
    output.note('An earlier run of the same files stopped half-way: going on from there.')
    return stopped
  }
  const mappingFile = textOf(options.mapping)
  const currency = textOf(options.currency)
  const mapping =
    mappingFile === undefined ? undefined : parseMappingFile(await readFile(resolve(cwd, mappingFile), 'utf8'))
  return planImport(context, files, {
    source,
    dryRun,
    confirmed: options.yes === true,
    ...(as !== undefined && { as }),
    ...(currency !== undefined && { currency }),
    ...(mapping !== undefined && { mapping }),
  })
}

function describe(plan: Import, note: (text: string) => void): void {
  for (const file of plan.files) {
    const shape = [
      file.sheet === null ? (file.form === 'vcard' ? 'vCard' : file.encoding) : `sheet ${JSON.stringify(file.sheet)}`,
      file.delimiter === null ? null : `delimiter ${JSON.stringify(file.delimiter)}`,
      file.header ? null : 'no header',
    ]
    note(
      `${file.name}: ${file.kind ?? `left out (${file.ignoreBecause})`} · ${shape.filter((part) => part !== null).join(' · ')}`,
    )
    if (file.kind === null) continue
    if (file.layoutChange) {
      const { added, gone, renamed } = file.layoutChange
      const moved = renamed.map(({ from, to }) => `${from} is now ${to}`)
      note(
        `    The columns are not those of the last file: new ${added.join(', ') || '–'}; gone ${gone.join(', ') || '–'}; ${moved.join(', ')}`,
      )
    }
    for (const column of file.columns) {
      const how = [column.label, column.dateOrder, column.decimal && `decimal ${column.decimal}`]
        .filter(Boolean)
        .join(', ')
      note(`    ${column.header} → ${column.field}${how === '' ? '' : ` (${how})`}`)
    }
    for (const join of file.joins)
      note(`    ${join.columns.map((at) => file.columns[at]?.header).join(' + ')} → ${join.field}`)
  }
}

/** One bar per file and phase. */
class Bars {
  readonly #invocation: Invocation
  #label = ''
  #bar: ReturnType<Invocation['output']['progress']> | undefined

  constructor(invocation: Invocation) {
    this.#invocation = invocation
  }
  at({ phase, file, doneLines, lines }: Progress): void {
    const label = phase === 'figures' ? 'Figures' : `${phase === 'counting' ? 'Counting' : 'Taking in'} ${file}`
    if (label !== this.#label) {
      this.end()
      this.#label = label
      this.#bar = this.#invocation.output.progress(label)
    }
    this.#bar?.at(doneLines, lines ?? undefined)
  }
  end(): void {
    this.#bar?.end()
    this.#bar = undefined
    this.#label = ''
  }
}

function refuseHeld({ state, problem }: Import): void {
  if (state !== 'held' || !problem) return
  const worst = (problem.worst ?? [])
    .map((w) => `${w.field} ${w.code} (${w.count}×, such as "${w.example}")`)
    .join('; ')
  throw new Refusal(
    422,
    'held',
    `${problem.because} ${problem.limit} ${problem.measured} of ${problem.rows} rows looked at, allowed ${problem.allowed}: ${worst}.`,
    'Mend the file, give --mapping FILE, or take it in anyway with --let-in.',
  )
}

function finish(report: Import, { output }: Invocation, seconds: number): number {
  refuseHeld(report)
  const counts = sumCounts(report.files)
  const lines = Object.values(counts).reduce((sum, count) => sum + count, 0)
  for (const file of report.files) {
    const found = buckets
      .filter((bucket) => (file.counts[bucket] ?? 0) > 0)
      .map((bucket) => `${bucket} ${file.counts[bucket]}`)
    output.line(
      `${file.name}: ${file.kind === null ? `left out (${file.ignoreBecause})` : `${file.doneLines} lines · ${found.join(' · ')}`}`,
    )
  }
  for (const [code, count] of Object.entries(report.faults)) output.line(`  ${code}: ${count} values`)
  for (const [flag, count] of Object.entries(report.flags)) output.line(`  ${flag}: ${count}`)
  output.line(`${report.dryRun ? 'Dry run, nothing was kept: ' : ''}${lines} lines in ${seconds.toFixed(1)} s`)
  output.value({
    lines,
    buckets: counts,
    seconds: Math.round(seconds * 100) / 100,
    import: report.id,
    faults: report.faults,
    flags: report.flags,
    files: report.files.map((file) => ({
      name: file.name,
      kind: file.kind,
      ignored: file.ignoreBecause,
      lines: file.doneLines,
      buckets: file.counts,
    })),
  })
  return (counts.quarantined ?? 0) > 0 ? exit.repair : exit.done
}
