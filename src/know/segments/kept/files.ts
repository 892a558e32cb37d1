import type { FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { readAnyPhone, readEmail } from '#src/clean/quality/index.ts'
import { columnNames, detectFormat, openFile } from '#src/collect/imports/index.ts'
import { authorize, may } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Runner } from '#src/platform/db/connection.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import { type FilePicked, mostBytes, mostRows } from './contract.ts'
import { newList } from './picks.ts'
import { byIdentifier, byNumber, standing } from './queries/picks.ts'

type By = FilePicked['by']
interface Cell {
  line: number
  text: string
}

/** Keeps a list of the customers that a file names. Refuses 422 `pick_file_unreadable` and 413 `pick_file_too_long`, and what the reader refuses. */
export async function fromFile(context: Context, request: FastifyRequest): Promise<FilePicked> {
  authorize(context.actor, 'segment.write')
  const { bytes, file, name, shared } = await received(request)
  const { header, by, cells } = await columnOf(bytes)
  const { customers, unmatched } = await matched(context.db, by, cells, may(context.actor, 'customer.protected'))
  const origin = {
    from: 'file',
    file,
    rows: cells.length,
    matched: customers.size,
    at: context.now.toISOString(),
  } as const
  const { segment } = await context.db.tx((tx) =>
    newList(context, tx, { name, shared, customers: [...customers] }, origin),
  )
  return {
    segment,
    column: header,
    by,
    rows: cells.length,
    matched: customers.size,
    unmatched: unmatched.length,
    examples: unmatched.slice(0, 100),
  }
}

const clean = (text: string, most: number) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, most)

async function received(
  request: FastifyRequest,
): Promise<{ bytes: Buffer; file: string; name: string; shared: boolean }> {
  let bytes: Buffer | undefined
  let file = ''
  const fields = new Map<string, string>()
  for await (const part of request.parts({ limits: { fileSize: mostBytes, files: 1 } })) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value).slice(0, 500))
    else {
      file = clean(part.filename ?? '', 200)
      bytes = await part.toBuffer()
    }
  }
  if (bytes === undefined) throw unreadable()
  const name = clean(fields.get('name') ?? file, 120)
  return { bytes, file, name: name === '' ? 'file' : name, shared: fields.get('shared') === 'true' }
}
const unreadable = () =>
  new Refusal(
    422,
    'pick_file_unreadable',
    'No column tells who is meant.',
    'Name a column of e-mail addresses or numbers.',
  )

/** The column that tells best who is meant, by what stands in it and above it. */
async function columnOf(bytes: Buffer): Promise<{ header: string; by: By; cells: Cell[] }> {
  const source = () => Readable.from([bytes])
  const format = await detectFormat(source)
  const headers = columnNames(format)
  const columns: Cell[][] = headers.map(() => [])
  let rows = 0
  for await (const batch of openFile(source, format))
    for (const { line, cells } of batch) {
      if (++rows > mostRows)
        throw new Refusal(413, 'pick_file_too_long', 'The file has too many rows.', 'Split it.', { rows: mostRows })
      for (const [at, column] of columns.entries()) column.push({ line, text: (cells[at] ?? '').trim() })
    }
  const rated = headers.flatMap((header, at) => {
    const { by, share } = kindOf(header, columns[at]!)
    return share < 0.5 ? [] : [{ header, by, cells: columns[at]!, rank: order.indexOf(by) }]
  })
  const [best] = rated.sort((a, b) => a.rank - b.rank)
  if (best === undefined) throw unreadable()
  return best
}
/** The surest first. */
const order: readonly By[] = ['id', 'number', 'email', 'phone']
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const numbers =
  /(asiakas|customer|client|kund|member|jasen|kanta-?asiakas)[\s_-]*(numero|nro|number|no|nummer|nr|id|tunnus)\b|^(external[\s_-]*id|(customer|user)_?id|id|numero|number|nro)$/i

/** What a column holds, judged by its first thousand cells. */
function kindOf(header: string, cells: readonly Cell[]): { by: By; share: number } {
  const filled = cells.flatMap(({ text }) => (text === '' ? [] : [text])).slice(0, 1000)
  const share = (fits: (text: string) => boolean) => filled.filter(fits).length / Math.max(1, filled.length)
  const ids = share((text) => uuid.test(text))
  if (ids > 0.5) return { by: 'id', share: ids }
  const emails = share((text) => 'value' in readEmail(text))
  if (emails > 0.5) return { by: 'email', share: emails }
  if (numbers.test(header.normalize('NFD').replace(/\p{M}/gu, '').trim()))
    return { by: 'number', share: filled.length > 0 ? 1 : 0 }
  return { by: 'phone', share: share((text) => 'value' in readAnyPhone(text)) }
}

const atOnce = 5000

async function matched(
  runner: Runner,
  by: By,
  cells: readonly Cell[],
  all: boolean,
): Promise<{ customers: Set<Uuid>; unmatched: FilePicked['examples'] }> {
  const read = cells.map((cell) => ({ ...cell, value: keyOf(by, cell.text) }))
  const values = [...new Set(read.flatMap(({ value }) => value ?? []))]
  const owners = new Map<string, Set<Uuid>>()
  for (let i = 0; i < values.length; i += atOnce) {
    for (const [value, id] of await ownersOf(runner, by, values.slice(i, i + atOnce), all)) {
      const all = owners.get(value) ?? new Set()
      owners.set(value, all.add(id))
    }
  }
  const customers = new Set<Uuid>()
  const unmatched: FilePicked['examples'] = []
  for (const { line, text, value } of read) {
    const found = value === undefined ? undefined : owners.get(value)
    const why = text === '' ? 'empty' : value === undefined ? 'unreadable' : found === undefined ? 'unknown' : 'several'
    if (found?.size === 1) for (const id of found) customers.add(id)
    else unmatched.push({ line, value: clean(text, 200), why })
  }
  return { customers, unmatched }
}

function keyOf(by: By, text: string): string | undefined {
  if (text === '' || text.includes('\u0000') || text.length > 400) return undefined
  if (by === 'email') {
    const read = readEmail(text)
    return 'value' in read ? read.value.key : undefined
  }
  if (by === 'phone') {
    const read = readAnyPhone(text)
    return 'value' in read ? read.value.value : undefined
  }
  if (by === 'id') return uuid.test(text) ? text.toLowerCase() : undefined
  return text.toWellFormed()
}

async function ownersOf(
  runner: Runner,
  by: By,
  values: readonly string[],
  all: boolean,
): Promise<(readonly [string, Uuid])[]> {
  if (by === 'id') return (await standing(runner, values)).map((row) => [row.asked, row.id])
  const rows = by === 'number' ? await byNumber(runner, values, all) : await byIdentifier(runner, [by], values, all)
  return rows.map((row) => [row.value, row.customer_id])
}
