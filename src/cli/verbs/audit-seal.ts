import { anchorFile, sealHistory } from '#src/clean/audit/index.ts'
import type { Command } from '../command.ts'
import { commandContext } from '../context.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '[--json]',
  about: [
    'Seals what the history of customers gained since the last seal and is older than an hour. The program does it every night.',
    'The head printed is what an auditor writes down: no later change of the history can bring out the same.',
  ],
  examples: ['audit seal'],
  options: { json: { about: 'Print the seal as JSON' } },
  run: async (invocation) => {
    const { output, signal } = invocation
    const context = commandContext(invocation, await invocation.database())
    const sealed = await sealHistory(context, { signal })
    output.value(sealed)
    if (sealed.seal === null) output.line('Nothing new to seal.')
    else
      output.line(
        `Seal ${sealed.seal}: ${sealed.leaves} links, head ${sealed.head}, noted in ${anchorFile(context.config.dataDir)}`,
      )
    return exit.done
  },
}
