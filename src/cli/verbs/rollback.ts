import '#src/pipeline.ts'
import { askForRollback, importReport, lastImport, rollBack, sumCounts } from '#src/collect/imports/index.ts'
import { nameKeyOf } from '#src/collect/intake/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Uuid } from '#src/terms/index.ts'
import type { Command, Invocation } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: 'IMPORT | --last [--source NAME] [--json]',
  about: [
    'Takes an import back whole: customers, purchases and timelines are as if it had never come.',
    'What staff wrote afterwards stays, and so does what another import told as well.',
    'After a crash or Ctrl-C the same command goes on where it stopped.',
  ],
  examples: ['rollback 01939393-0000-7000-8000-00000000f00d', 'rollback --last --source "Verkkokauppa"'],
  options: {
    last: { about: 'The newest import that can be taken back' },
    source: { about: 'With --last: of this source only', value: 'NAME' },
    json: { about: 'Print results as JSON' },
  },
  words: { least: 0, most: 1 },
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { output, signal } = invocation
  const begun = performance.now()
  const context = commandContext(invocation, await invocation.database())
  const id = await asked(invocation, context)
  await askForRollback(context, id, async () => {})
  const bar = output.progress('Taking back')
  try {
    await rollBack(context, id, { signal, onProgress: ({ done, total }) => bar.at(done, total ?? undefined) })
  } finally {
    bar.end()
  }
  const report = await importReport(context, id)
  const seconds = (performance.now() - begun) / 1000
  const records = report.rollback?.done ?? 0
  output.line(`${report.source.name}: ${records} records taken back in ${seconds.toFixed(1)} s`)
  output.value({ import: id, records, buckets: sumCounts(report.files), seconds: Math.round(seconds * 100) / 100 })
  return exit.done
}

async function asked({ words, options }: Invocation, context: ReturnType<typeof commandContext>): Promise<Uuid> {
  const [word] = words
  if ((word === undefined) === (options.last !== true))
    throw new Refusal(
      400,
      'usage',
      'Say which import: by its id, or --last.',
      'See: npm run -s kauppias -- rollback --help',
    )
  if (word !== undefined) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word))
      throw new Refusal(404, 'not_found', 'There is no such import.', 'The import prints its id with --json.')
    return word
  }
  const source = typeof options.source === 'string' ? nameKeyOf(options.source) : null
  const id = await lastImport(context.db, source)
  if (id === undefined)
    throw new Refusal(404, 'not_found', 'There is no import to take back.', 'Check the name of the source.')
  return id
}
