import { stat } from 'node:fs/promises'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import { ensureSource, type Mapping } from '#src/collect/intake/index.ts'
import { planDelivery } from './mapping/delivery.ts'
import { layoutOf } from './mapping/layout.ts'
import { profileFile } from './mapping/profile.ts'
import { type FileFacts, type Suggested, suggestMapping } from './mapping/suggest.ts'
import { filesOf, importOf, insertFiles, insertImport, type PlannedFile, savedMappings, setMapping } from './queries.ts'
import { detectFormat } from './reading/detect.ts'

export interface DeliveredFile {
  name: string
  path: string
}
export interface PlanOptions {
  source: string
  currency?: string
  as?: RecordKind
  mapping?: Mapping
  dryRun?: boolean
}

/** Looks at the files of one delivery and says what each is and what its columns mean. Nothing is written of the customers. */
export async function planImport(context: Context, files: DeliveredFile[], options: PlanOptions): Promise<Uuid> {
  authorize(context.actor, 'import.run')
  if (files.length === 0) throw new Refusal(422, 'no_files', 'There is no file to import.', 'Name at least one file.')
  const facts: (FileFacts & DeliveredFile & { bytes: number })[] = []
  for (const file of files) {
    const format = await detectFormat(file.path)
    facts.push({ ...file, format, profile: await profileFile(file.path, format), bytes: (await stat(file.path)).size })
  }
  const { db, now, config } = context
  const source = await ensureSource(db, options.source, { id: context.uuid(), now })
  const saved = new Map((await savedMappings(db, source.id)).map((row) => [row.layout, row.mapping]))
  const suggested = new Map(planDelivery(facts).map((planned) => [planned.name, planned.suggested]))
  const planned = facts.map((file): PlannedFile => {
    const known = options.as === undefined ? saved.get(layoutOf(file.format)) : undefined
    const found =
      options.as === undefined
        ? suggested.get(file.name)!
        : suggestMapping(file.name, file.format, file.profile, { as: options.as, siblings: facts })
    return planFile(file, options.mapping ?? known, found)
  })
  const id = context.uuid()
  await db.tx(async (tx) => {
    const startedBy = context.actor.kind === 'system' ? null : context.actor.id
    await insertImport(tx, {
      id,
      sourceId: source.id,
      currency: options.currency ?? config.currency,
      startedBy,
      dryRun: options.dryRun ?? false,
      now,
    })
    await insertFiles(tx, id, planned)
  })
  return id
}

function planFile(
  file: FileFacts & DeliveredFile & { bytes: number },
  known: Mapping | undefined,
  found: Suggested,
): PlannedFile {
  const { name, path, bytes, format } = file
  const base = { name, path, bytes, format }
  if (known) return { ...base, mapping: known, ignore_because: null, notes: format.notes }
  if ('ignore' in found)
    return { ...base, mapping: null, ignore_because: found.ignore, notes: [...format.notes, ...found.reasons] }
  if ('unknown' in found)
    return { ...base, mapping: null, ignore_because: 'kind_unknown', notes: [...format.notes, ...found.reasons] }
  return { ...base, mapping: found.mapping, ignore_because: null, notes: [...format.notes, ...found.reasons] }
}

/** Says anew what a file is while nothing has run; `null` leaves the whole file out. */
export async function replanFile(
  context: Context,
  importId: Uuid,
  fileNo: number,
  kind: RecordKind | null,
): Promise<void> {
  authorize(context.actor, 'import.run')
  const row = await importOf(context.db, importId)
  const files = await filesOf(context.db, [importId])
  const file = files.find((f) => f.file_no === fileNo)
  if (!row || !file) throw new Refusal(404, 'not_found', 'There is no such import or file.')
  if (row.state !== 'planned')
    throw new Refusal(
      409,
      'import_started',
      'The import has started already.',
      'Start a new import to read the file another way.',
    )
  if (kind === null) return setMapping(context.db, importId, fileNo, null, 'left_out')
  const found = suggestMapping(file.name, file.format, await profileFile(file.path, file.format), { as: kind })
  if (!('mapping' in found))
    throw new Refusal(
      422,
      'kind_unfit',
      'The columns of this file do not fit that kind.',
      'Choose another kind, or give a mapping file on the command line.',
    )
  await setMapping(context.db, importId, fileNo, found.mapping, null)
}
