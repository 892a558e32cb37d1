import { systemActor } from '#src/company/index.ts'
import type { Context } from '#src/platform/context.ts'
import type { Db } from '#src/platform/db/index.ts'
import { heldJobs } from '#src/platform/jobs/index.ts'
import { silentLog } from '#src/platform/log.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import type { Invocation } from './command.ts'

/** The context of a command: the program itself acts, on the machine of whoever runs it. */
export function commandContext({ clock, random, config }: Invocation, db: Db): Context {
  return {
    db,
    actor: systemActor,
    now: clock.now(),
    clock,
    random,
    uuid: uuidMaker(clock, random),
    config,
    jobs: heldJobs(),
    log: silentLog,
  }
}
