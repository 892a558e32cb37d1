import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import '#src/pipeline.ts'
import { type ExportDraft, type ListName, specs, writeOut } from '#src/know/lists/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: 'customers|purchases|products|interactions --out FILE [--columns a,b] [--language fi|en] [--xlsx | --json]',
  about: [
    'Writes all customers (or purchases, products, interactions) with the values in use, as CSV (UTF-8, safe to open in a spreadsheet), with --xlsx as',
    'an Excel workbook of at most 100,000 rows, or with --json as one JSON object a line.',
    'The file appears when it is whole. Details of people under non-disclosure are left out. Exports are listed at GET /api/v1/exports.',
  ],
  examples: [
    'export customers --out asiakkaat.csv --language fi',
    'export customers --out asiakkaat.ndjson --json',
    'export purchases --out ostot.csv --columns at,number,customer.name,total',
  ],
  options: {
    out: { about: 'The file to write', value: 'FILE' },
    columns: { about: 'Columns by their names in the programming interface, separated by commas', value: 'NAMES' },
    language: { about: 'Headers and decimal signs: fi or en', value: 'LANGUAGE' },
    xlsx: { about: 'Write an Excel workbook instead of CSV' },
    json: { about: 'Write NDJSON instead of CSV' },
  },
  words: { least: 1, most: 1 },
  run,
}

const customerColumns = [
  'id',
  'kind',
  'name',
  'given',
  'family',
  'email',
  'phone',
  'street',
  'postcode',
  'city',
  'country',
  'language',
  'businessId',
  'customerSince',
  'created',
]

function draftOf({ words, options, output }: Invocation): ExportDraft {
  const list = words[0] as ListName
  if (!Object.hasOwn(specs, list))
    throw new Refusal(
      422,
      'export_unknown',
      `"${words[0]}" cannot be exported.`,
      'Use: export customers|purchases|products|interactions --out FILE',
    )
  const { columns, language } = options
  if (language !== undefined && language !== 'fi' && language !== 'en')
    throw new Refusal(422, 'language_unknown', `"${String(language)}" is no language of ours.`, 'Use fi or en.')
  const usual = list === 'customers' ? customerColumns : specs[list].columns
  return {
    list,
    format: options.json === true || output.json === true ? 'ndjson' : options.xlsx === true ? 'xlsx' : 'csv',
    columns: typeof columns === 'string' ? columns.split(',').map((name) => name.trim()) : usual,
    ...(language === undefined ? {} : { language }),
  }
}

async function run(invocation: Invocation): Promise<number> {
  const { options, output, cwd, signal } = invocation
  const draft = draftOf(invocation)
  if (typeof options.out !== 'string')
    throw new Refusal(422, 'out_missing', 'The file to write is not named.', 'Add --out FILE.')
  const path = resolve(cwd, options.out)
  const context = commandContext(invocation, await invocation.database())
  const bar = output.progress('Bytes')
  const partial = `${path}.partial`
  let rows = 0
  let bytes = 0
  try {
    const file: Writable = createWriteStream(partial, { mode: 0o600 })
    const pieces = await writeOut(context, draft, (count) => {
      rows = count
    })
    const counted = async function* () {
      for await (const piece of pieces) {
        bytes += piece.length
        bar.at(bytes)
        yield piece
      }
    }
    await pipeline(Readable.from(counted(), { objectMode: false }), file, { signal })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    const { code } = error as { code?: string }
    if (code === 'ENOSPC')
      throw new Refusal(507, 'disk_full', 'The disk is full; no file was left behind.', 'Free space and run again.')
    if (code === 'ENOENT' || code === 'EACCES')
      throw new Refusal(
        422,
        'out_refused',
        `The file "${options.out}" cannot be written.`,
        'Check the folder and its rights.',
      )
    throw error
  } finally {
    bar.end()
  }
  output.line(`${rows} ${draft.list}`)
  output.value({ [draft.list]: rows })
  return exit.done
}
