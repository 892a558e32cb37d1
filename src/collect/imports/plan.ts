import { stat } from 'node:fs/promises'
import { authorize } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { RecordKind, Uuid } from '#src/terms/index.ts'
import { ensureSource, type Mapping } from '#src/collect/intake/index.ts'
import { returnedMapping } from './aside.ts'
import { planDelivery } from './mapping/delivery.ts'
import { lacks } from './mapping/check.ts'
import { carryOver, layoutOf } from './mapping/layout.ts'
import { type FilePlan, leastConfidence, type LookBecause } from './mapping/plan.ts'
import { type Profile, profileFile } from './mapping/profile.ts'
import { type FileFacts, type Suggested, suggestMapping } from './mapping/suggest.ts'
import { insertFiles, insertImport, type PlannedFile, savedMappings } from './queries.ts'
import { detectFormat } from './reading/detect.ts'
import { columnNames } from './reading/format.ts'

export interface DeliveredFile {
  name: string
  path: string
}
export interface PlanOptions {
  source: string
  currency?: string
  as?: RecordKind
  mapping?: Mapping
  /** A person has said that what is detected may be run as it is. */
  confirmed?: boolean
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
  const saved = await savedMappings(db, source.id)
  const suggested = planDelivery(facts).sort((a, b) => a.at - b.at)
  const layouts = new Set(facts.map(({ format }) => layoutOf(format)))
  const returned = await Promise.all(facts.map(({ format }) => returnedMapping(db, source.id, columnNames(format))))
  const planned = facts.map((file, at): PlannedFile => {
    const found =
      options.as === undefined
        ? suggested[at]!.suggested
        : suggestMapping(file.name, file.format, file.profile, { as: options.as, siblings: facts })
    const told = options.as !== undefined || options.mapping !== undefined || options.confirmed === true
    const known: Known = {
      // a kind told goes before what is remembered
      saved: options.as === undefined ? saved : [],
      others: layouts,
      ...(options.mapping !== undefined ? { told: options.mapping } : returned[at] && { told: returned[at] }),
    }
    const { name, path, bytes } = file
    const { plan, ...rest } = planFile(file, known, found)
    return { name, path, bytes, ...rest, plan: told ? { ...plan, looked: true } : plan }
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

/** What the source told before: its saved mappings by layout, and the layouts that this delivery's files have themselves. */
export interface Known {
  saved: { layout: string; mapping: Mapping; saved_at?: Date }[]
  others?: ReadonlySet<string>
  told?: Mapping
}
export type Planned = Pick<PlannedFile, 'format' | 'mapping' | 'ignore_because' | 'notes' | 'plan'>

/** The plan of one file: the mapping told, else the one saved for its layout, else one saved for a layout alike, else the suggestion. */
export function planFile(file: FileFacts, known: Known, found: Suggested): Planned {
  const { format, profile } = file
  const reasons = 'reasons' in found ? found.reasons : []
  const base = { format, notes: [...format.notes, ...reasons] }
  const look: LookBecause[] = format.confidence < 0.4 ? ['format'] : []
  const sure = (mapping: Mapping, plan: FilePlan): Planned => ({
    ...base,
    notes: plan.layoutChange ? [...format.notes, 'layout_changed'] : [...format.notes],
    mapping,
    ignore_because: null,
    plan: { confidence: 1, ...plan },
  })
  if (known.told) return sure(known.told, { mappedBy: 'told', looked: true })
  const layout = layoutOf(format)
  const exact = known.saved.find((row) => row.layout === layout)
  if (exact)
    return sure(refreshed(exact.mapping, profile), {
      mappedBy: 'saved',
      ...(exact.saved_at && { savedAt: exact.saved_at.toISOString() }),
    })
  const rest = known.saved.filter((row) => !known.others?.has(row.layout)).map((row) => row.mapping)
  const suggestion = 'mapping' in found ? found.mapping : undefined
  const carried = carryOver(rest, format, suggestion)
  if (carried) {
    const mapping = keyed(refreshed(carried.mapping, profile), suggestion)
    if (carried.change === null) return sure(mapping, { mappedBy: 'saved' })
    return sure(mapping, { mappedBy: 'carried', layoutChange: carried.change, look: [...look, 'layout_changed'] })
  }
  if ('ignore' in found) return { ...base, mapping: null, ignore_because: found.ignore, plan: {} }
  if ('unknown' in found)
    return {
      ...base,
      mapping: null,
      ignore_because: 'kind_unknown',
      plan: { confidence: 0, look: [...look, 'kind_unknown'] },
    }
  const { confidence, columnConfidence, mapping } = found
  if (confidence < leastConfidence) look.push('confidence')
  return {
    ...base,
    mapping,
    ignore_because: null,
    plan: { mappedBy: 'suggested', confidence, columnConfidence, ...(look.length > 0 && { look }) },
  }
}

/** A saved mapping with what only the file itself can tell: the order of its dates where it is plain, and its texts for "nothing". */
function refreshed(mapping: Mapping, profile: Profile): Mapping {
  const columns = mapping.columns.map((column) => {
    const seen = profile.columns[column.at]
    if (!seen || column.field === 'ignore') return column
    const nulls = [...new Set([...(column.nulls ?? []), ...(seen.nulls ?? [])])]
    const order = column.dateOrder && seen.dateOrder && !seen.ambiguous ? { dateOrder: seen.dateOrder } : {}
    return { ...column, ...order, ...(nulls.length > 0 && { nulls }) }
  })
  return { ...mapping, columns }
}

/** A mapping whose key's column is gone names its rows as the suggestion would, or by their content. */
function keyed(mapping: Mapping, suggested: Mapping | undefined): Mapping {
  if (lacks(mapping).length === 0) return mapping
  const other: Mapping = { ...mapping, key: suggested?.key ?? 'row' }
  return lacks(other).length === 0 ? other : { ...mapping, key: 'row' }
}
