import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import '#src/pipeline.ts'
import { csvLine, exportColumns, exportCustomers } from '#src/know/customers/index.ts'
import type { Context } from '#src/platform/context.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: 'customers --out FILE [--json]',
  about: [
    'Writes all customers with the values in use, as CSV (UTF-8, safe to open in a spreadsheet) or, with --json, as one JSON object a line.',
    'The file appears when it is whole. Details of people under non-disclosure are left out.',
  ],
  examples: ['export customers --out asiakkaat.csv', 'export customers --out asiakkaat.ndjson --json'],
  options: {
    out: { about: 'The file to write', value: 'FILE' },
    json: { about: 'Write NDJSON instead of CSV' },
  },
  words: { least: 1, most: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { words, options, output, cwd, signal } = invocation
  if (words[0] !== 'customers')
    throw new Refusal(422, 'export_unknown', `"${words[0]}" cannot be exported.`, 'Use: export customers --out FILE')
  if (typeof options.out !== 'string')
    throw new Refusal(422, 'out_missing', 'The file to write is not named.', 'Add --out FILE.')
  const path = resolve(cwd, options.out)
  const context = commandContext(invocation, await invocation.database())
  const bar = output.progress('Customers')
  const partial = `${path}.partial`
  let written = 0
  try {
    const file: Writable = createWriteStream(partial, { mode: 0o600 })
    const lines = text(context, options.json === true, (count) => {
      written += count
      bar.at(written)
    })
    await pipeline(Readable.from(lines), file, { signal })
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
  output.line(`${written} customers`)
  output.value({ customers: written })
  return exit.done
}

async function* text(context: Context, json: boolean, wrote: (count: number) => void): AsyncGenerator<string> {
  if (!json) yield `\uFEFF${csvLine(exportColumns)}`
  for await (const page of exportCustomers(context)) {
    yield page
      .map((line) => (json ? `${JSON.stringify(line)}\n` : csvLine(exportColumns.map((column) => line[column]))))
      .join('')
    wrote(page.length)
  }
}
