import { dumpSchema } from '#src/platform/db/dump.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import type { Command } from '../command.ts'
import { exit } from '../exit.ts'

export const command: Command = {
  usage: '[--dump] [--json]',
  about: [
    'Runs the migrations that the database lacks, each in a transaction of its own, one program at a time.',
    'Every verb that needs the database does this first; alone it is for upgrades done step by step.',
  ],
  examples: ['migrate', 'migrate --dump > structure.sql'],
  options: {
    dump: { about: "print the database's structure afterwards" },
    json: { about: 'one line {"applied":[…]} on standard output' },
  },
  run: async ({ database, options, output }) => {
    const db = await database({ migrate: false })
    const applied = await migrate(db)
    output.value({ applied })
    for (const name of applied) output.note(`applied ${name}`)
    if (options.dump === true) output.line((await dumpSchema(db)).trimEnd())
    else output.line(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.length}.`)
    return exit.done
  },
}
