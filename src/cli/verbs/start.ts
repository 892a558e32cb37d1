import type { Command } from '../command.ts'
import { run } from '../run.ts'

export const command: Command = {
  usage: '[--no-work]',
  about: [
    'Serves pages and the programming interface, and does background work, until Ctrl-C.',
    'Starts its own PostgreSQL in the data folder unless DATABASE_URL names another one.',
    'Prints one line: the address, and while there is no administrator, the link that makes the first.',
  ],
  examples: ['start', 'start --no-work'],
  options: { 'no-work': { about: 'leave background work to processes started with "work"' } },
  run: (invocation) => run(invocation, { serve: true, work: invocation.options['no-work'] !== true }),
}
