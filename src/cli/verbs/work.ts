import type { Command } from '../command.ts'
import { run } from '../run.ts'

export const command: Command = {
  usage: '',
  about: [
    'Does background work (imports, jobs, schedules) without serving pages, until Ctrl-C.',
    'Any number may run at the same time.',
  ],
  examples: ['work'],
  options: {},
  run: (invocation) => run(invocation, { serve: false, work: true }),
}
