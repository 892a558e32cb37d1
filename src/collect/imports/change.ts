import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import type { Mapping } from '#src/collect/intake/index.ts'
import type { ImportFileChange } from './contract.ts'
import { edited } from './mapping/edit.ts'
import { needsLook } from './mapping/plan.ts'
import { type Profile, profileFile } from './mapping/profile.ts'
import { suggestMapping } from './mapping/suggest.ts'
import { planFile } from './plan.ts'
import { cleared } from './preview.ts'
import { areCleared, type FileRow, filesOf, type ImportRow, importOf, replan, savedMappings } from './queries.ts'
import { detectFormat } from './reading/detect.ts'
import { columnNames, type Told } from './reading/format.ts'

/**
 * Says anew how a file is read and what its columns mean, while nothing of it is kept.
 * @throws Refusal 404; 409 `import_started`; 422 `mapping_invalid`, `kind_unfit`, `sheet_unknown`, and those of reading
 */
export async function changeFile(
  context: Context,
  importId: Uuid,
  fileNo: number,
  change: ImportFileChange,
): Promise<void> {
  authorize(context.actor, 'import.run')
  const { row, file } = await openPlan(context, importId, fileNo)
  await refuseCleared(context, importId)
  const told = formatTold(change)
  const looked = change.confirm ?? ('kind' in change || change.mapping !== undefined)
  let next: FileRow = { ...file, plan: { ...file.plan, ...(looked && { looked: true }) } }
  if (change.kind === null) next = { ...next, mapping: null, ignore_because: 'left_out' }
  else if (told !== undefined || change.kind !== undefined)
    next = await lookedAtAnew(context, row, next, told ?? {}, change.kind)
  if (change.mapping !== undefined) next = withMapping(next, change.mapping)
  if (change.confirm === false) next = { ...next, plan: { ...next.plan, looked: false } }
  await replan(context.db, importId, fileNo, next)
}

async function openPlan(context: Context, importId: Uuid, fileNo: number): Promise<{ row: ImportRow; file: FileRow }> {
  const row = await importOf(context.db, importId)
  const file = (await filesOf(context.db, [importId])).find((f) => f.file_no === fileNo)
  if (!row || !file) throw new Refusal(404, 'not_found', 'There is no such import or file.', 'Open it from the list.')
  if (row.state !== 'planned' && row.state !== 'held' && !(row.state === 'finished' && row.dry_run))
    throw new Refusal(
      409,
      'import_started',
      'The import has started already.',
      'Start a new import to read the file another way.',
    )
  return { row, file }
}

function formatTold(change: ImportFileChange): Told | undefined {
  const { encoding, delimiter, quote, header, sheet, dateOrder, decimal } = change
  const told: Told = {
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(header !== undefined && { header }),
    ...(sheet !== undefined && { sheet }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(decimal !== undefined && { decimal }),
  }
  return Object.keys(told).length > 0 ? told : undefined
}

/** The file read with what is told of it now and was told before. A mapping stays while the columns do; else they are suggested anew. */
async function lookedAtAnew(
  context: Context,
  row: ImportRow,
  file: FileRow,
  told: Told,
  kind: RecordKind | undefined,
): Promise<FileRow> {
  // another sheet is another table: what was told of the first one's cutting says nothing of it
  const all: Told = told.sheet === undefined ? { ...file.plan.told, ...told } : told
  const format = Object.keys(all).length > 0 ? await detectFormat(file.path, all) : file.format
  const profile = await profileFile(file.path, format, all)
  const plan = { ...file.plan, told: all, ...(kind !== undefined && { kindTold: kind }) }
  const names = columnNames(format)
  // other letters in the same columns: what a person said of them stays
  const reread = told.encoding !== undefined && file.plan.mappedBy === 'told' && names.length === file.format.width
  const kept = kind === undefined && (sameColumns(file, names) || reread) ? file.mapping : null
  if (kept)
    return { ...file, format, notes: noted(file, format.notes), mapping: retold(kept, names, profile, all), plan }
  const as = kind ?? plan.kindTold
  const found = suggestMapping(file.name, format, profile, as === undefined ? {} : { as })
  if (as !== undefined && !('mapping' in found))
    throw new Refusal(
      422,
      'kind_unfit',
      'The columns of this file do not fit that kind.',
      'Choose another kind, or give a mapping file on the command line.',
    )
  const saved = as === undefined ? await savedMappings(context.db, row.source_id) : []
  const made = planFile({ name: file.name, format, profile }, { saved }, found)
  return { ...file, ...made, plan: { ...made.plan, ...tellings(plan) } }
}

const tellings = ({ looked, told, kindTold }: FileRow['plan']): FileRow['plan'] => ({
  ...(looked !== undefined && { looked }),
  ...(told !== undefined && { told }),
  ...(kindTold !== undefined && { kindTold }),
})

const sameColumns = (file: FileRow, names: string[]): boolean => {
  const before = columnNames(file.format)
  return before.length === names.length && before.every((name, at) => name === names[at])
}

/** Notes of the format as it is now, beside what was said of the columns. */
function noted(file: FileRow, notes: string[]): string[] {
  return [...notes, ...file.notes.filter((note) => !file.format.notes.includes(note) && !notes.includes(note))]
}

/** The mapping with the dates and numbers of the file as they look now. */
function retold(mapping: Mapping, names: string[], profile: Profile, told: Told): Mapping {
  const columns = mapping.columns.map((column) => {
    const seen = profile.columns[column.at]
    const dateOrder = column.dateOrder && (told.dateOrder ?? column.dateOrder)
    const decimal = column.decimal && (told.decimal ?? column.decimal)
    const nulls = seen?.nulls ?? column.nulls
    const header = names[column.at] ?? column.header
    return { ...column, header, ...(dateOrder && { dateOrder }), ...(decimal && { decimal }), ...(nulls && { nulls }) }
  })
  return { ...mapping, columns }
}

function withMapping(file: FileRow, edit: NonNullable<ImportFileChange['mapping']>): FileRow {
  if (file.mapping === null)
    throw new Refusal(
      409,
      'file_left_out',
      'The file is left out: its columns mean nothing.',
      'Say first what the file holds.',
    )
  const mapping = edited(file.mapping, edit, columnNames(file.format))
  return { ...file, mapping, ignore_because: null, plan: { ...file.plan, mappedBy: 'told' } }
}

/** Refuses to run while a file waits for a person's look. With `confirm` the person has looked at all of them. */
export async function refuseUnlooked(context: Context, importId: Uuid, confirm: boolean): Promise<void> {
  const files = await filesOf(context.db, [importId])
  const waiting = files.filter((file) => needsLook(file.plan))
  if (waiting.length === 0) return
  if (confirm) {
    for (const file of waiting)
      await replan(context.db, importId, file.file_no, { ...file, plan: { ...file.plan, looked: true } })
    return
  }
  throw new Refusal(
    409,
    'import_needs_look',
    'What some of the files hold is a guess, or their columns have changed.',
    'Look at how they are read, correct or confirm it, then run.',
    { files: waiting.map(({ file_no }) => file_no) },
  )
}

/** @throws Refusal 410 `files_cleared` when the dropped files are no longer on the disk */
export async function refuseCleared(context: Context, importId: Uuid): Promise<void> {
  if (await areCleared(context.db, importId)) throw cleared()
}
