import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import '#src/pipeline.ts'
import { list } from '#src/know/customers/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { loadDemo } from '../demo/load.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '[--people N] [--seed N] [--files FOLDER] [--anyway]',
  about: [
    'Loads a made-up Finnish shop: people, households and companies, three years of purchases with seasons, bills, contacts and complaints,',
    'and the people of every scenario (Liisa Virtanen who is three, Matti Möttönen whom nobody has answered, …). Nobody in it is real.',
    'With --files its files stay in the folder, beside a messy list to try an import with (messulista.csv).',
  ],
  examples: ['demo', 'demo --people 20000 --files demo-tiedostot'],
  options: {
    people: { about: 'How many people (default 2000)', value: 'N' },
    seed: { about: 'Another number makes another company (default 1)', value: 'N' },
    files: { about: 'Keep the files in this folder', value: 'FOLDER' },
    anyway: { about: 'Load it although there are customers already' },
    json: { about: 'Print the outcome as JSON' },
  },
  run,
}

function wholeNumber(invocation: Invocation, name: string, otherwise: number, most: number): number {
  const given = invocation.options[name]
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Refusal(422, 'number_wrong', `--${name} is not a whole number from 1 to ${most}.`)
  return value
}

async function run(invocation: Invocation): Promise<number> {
  const { options, output, signal, cwd } = invocation
  const people = wholeNumber(invocation, 'people', 2000, 1_000_000)
  const seed = wholeNumber(invocation, 'seed', 1, 1_000_000)
  const context = commandContext(invocation, await invocation.database())
  if (options.anyway !== true && (await list(context, { limit: 1 })).customers.length > 0)
    throw new Refusal(
      409,
      'not_empty',
      'There are customers already; made-up ones would mix with them.',
      'Use another data folder (KAUPPIAS_DATA), or add --anyway.',
    )
  const folder = typeof options.files === 'string' ? resolve(cwd, options.files) : undefined
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const reports = await loadDemo(context, {
    people,
    seed,
    signal,
    ...(folder !== undefined && { folder }),
    onFile: (name) => output.note(name),
  })
  output.value(reports)
  for (const { file, source, counts } of reports)
    output.line(
      `${file} (${source}): ${Object.entries(counts)
        .map(([bucket, n]) => `${bucket} ${n}`)
        .join(', ')}`,
    )
  output.line('Start with: npm start')
  return exit.done
}
