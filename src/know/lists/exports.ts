import { Readable } from 'node:stream'
import { authorize, may } from '#src/company/index.ts'
import { dayIn } from '#src/know/insights/index.ts'
import { type Env, type Field, fieldOf, fieldsOf } from '#src/know/segments/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { FileAnswer } from '#src/platform/http/route.ts'
import { Refusal, unknownPlace } from '#src/platform/refusal.ts'
import type { Language, Uuid } from '#src/terms/index.ts'
import { type Export, type ExportDraft, type ExportFormat, type ExportList, workbookRows } from './contract.ts'
import { envOf } from './env.ts'
import { headerLine, headerOf } from './headers.ts'
import { columnsOf, orderOf } from './lists.ts'
import { type Content, copied, workbookCells } from './queries/copy.ts'
import { exportById, type ExportRow, exportsBefore, insertExport, noteFetched } from './queries/kept.ts'
import { moreThan, selected } from './queries/page.ts'
import { specs } from './queries/specs.ts'
import { workbook } from './workbook.ts'

const unveiling = 'customer.protected'

/** What an export holds for this actor: everything checked, nothing read yet. */
async function contentOf(context: Context, draft: ExportDraft): Promise<Content> {
  authorize(context.actor, 'export.run')
  const spec = specs[draft.list]
  authorize(context.actor, spec.verb)
  const { columns, conditions, sort } = draft
  const read = await envOf(context, spec, [...columns, ...(conditions ? fieldsOf(conditions) : [])], conditions)
  // details of people under non-disclosure leave in no file, whoever asks (finnish.md)
  const verbs = new Set([...context.actor.verbs].filter((verb) => verb !== unveiling))
  const env: Env = { ...read, actor: { ...context.actor, verbs } }
  return {
    spec,
    env,
    where: selected(spec, draft, env),
    fields: columnsOf(columns, env),
    order: sort && { by: orderOf(spec, sort, env), descending: sort.direction === 'desc' },
    language: draft.language ?? context.actor.language,
  }
}

/** Longest look at whether a workbook can hold it all, in milliseconds. */
const patience = 10_000

/** Notes who is about to export what; the file is fetched by `file`. Throws 422 `workbook_too_small` above 100,000 rows of XLSX. */
export async function order(context: Context, draft: ExportDraft): Promise<{ id: Uuid }> {
  const content = await contentOf(context, draft)
  if (draft.format === 'xlsx') await refuseTooMany(context, content)
  const id = context.uuid()
  await insertExport(context.db, { id, actor: context.actor.id, now: context.now }, draft)
  return { id }
}

async function refuseTooMany({ db }: Context, { spec, where }: Content): Promise<void> {
  const over = await db.within(patience, (runner) => moreThan(runner, spec, where, workbookRows))
  if (over)
    throw new Refusal(422, 'workbook_too_small', 'A workbook would not hold all rows.', 'Export as CSV.', {
      rows: workbookRows,
    })
}

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson; charset=utf-8',
}
const fileNames: Record<Language, Record<ExportDraft['list'], string>> = {
  fi: { customers: 'asiakkaat', products: 'tuotteet', purchases: 'ostot', interactions: 'yhteydenotot' },
  en: { customers: 'customers', products: 'products', purchases: 'purchases', interactions: 'contacts' },
}

/** The file of an export, as the one who fetches it may see it. Fetched again or by somebody else it is noted as an export of its own. */
export async function file(context: Context, id: Uuid): Promise<FileAnswer> {
  authorize(context.actor, 'export.run')
  const row = await exportById(context.db, id)
  if (!row) throw new Refusal(404, 'not_found', 'There is no such export.', 'Export again.')
  const { asked } = row
  const content = await contentOf(context, asked)
  const first = row.fetched_at === null && row.actor_id === context.actor.id
  const noted = first ? id : (await order(context, asked)).id
  const name = `${fileNames[content.language][asked.list]}-${dayIn(context.now, context.config.timeZone)}.${asked.format}`
  const pieces = written(context, content, asked, (rows) => noteFetched(context.db, noted, rows, context.clock.now()))
  return { file: Readable.from(pieces, { objectMode: false }), name, type: types[asked.format] }
}

/** Writes an export as a file piece by piece, in bounded memory but for workbooks; `done` hears how many rows it held. For the command line: noted as any other. */
export async function writeOut(
  context: Context,
  draft: ExportDraft,
  wrote: (rows: number) => void,
): Promise<AsyncIterable<Buffer>> {
  const content = await contentOf(context, draft)
  const { id } = await order(context, draft)
  return written(context, content, draft, async (rows) => {
    wrote(rows)
    await noteFetched(context.db, id, rows, context.clock.now())
  })
}

let going = 0
/** Each holds a connection for as long as its reader takes. */
const most = 3

async function* written(
  { db }: Context,
  content: Content,
  { format, list, columns }: ExportDraft,
  done: (rows: number) => Promise<void>,
): AsyncGenerator<Buffer> {
  if (going >= most)
    throw new Refusal(429, 'exports_busy', 'Other exports are under way.', 'Try again in a moment.', { retryAfter: 30 })
  going++
  try {
    const { language, fields } = content
    const headers = columns.map((id) => headerOf(list, id, language))
    let rows = 0
    if (format === 'xlsx') {
      const all = await db.tx((tx) => workbookCells(tx, content), { readOnly: true })
      rows = all.length
      yield await workbook(
        headers,
        fields,
        all.map(({ cells }) => cells),
        content.env.timeZone,
      )
    } else {
      if (format === 'csv') yield Buffer.from(`\uFEFF${headerLine(headers, language === 'fi' ? ';' : ',')}`)
      for await (const piece of copied(db, content, format, (count) => {
        rows = count
      }))
        yield piece
    }
    await done(rows)
  } finally {
    going--
  }
}

/** Who exported what, newest first. */
export async function exported(context: Context, after: string | undefined): Promise<ExportList> {
  authorize(context.actor, 'export.run')
  if (after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) throw unknownPlace()
  const size = 50
  const rows = await exportsBefore(context.db, after ?? null, size + 1)
  const shown = rows.slice(0, size)
  const exports = await Promise.all(shown.map((row) => present(context, row)))
  return { exports, next: rows.length > size ? shown.at(-1)!.id : null }
}

async function present(context: Context, { asked, ...row }: ExportRow): Promise<Export> {
  const env = await envOf(context, specs[asked.list], [])
  const unseen = (id: string) => {
    const verb: Field['verb'] = fieldOf(id, env)?.verb
    return verb !== undefined && !may(context.actor, verb)
  }
  return {
    id: row.id,
    list: row.list,
    format: row.format,
    columns: [...asked.columns],
    conditions: asked.conditions === undefined || fieldsOf(asked.conditions).some(unseen) ? null : asked.conditions,
    only: asked.only?.length ?? null,
    except: asked.except?.length ?? null,
    by: row.by,
    askedAt: row.asked_at.toISOString(),
    fetchedAt: row.fetched_at?.toISOString() ?? null,
    rows: row.rows,
  }
}
