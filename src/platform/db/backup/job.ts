import { defineJob, type Job } from '../../jobs/index.ts'
import { shape } from '../../http/schemas.ts'
import { backupsSince } from './queries.ts'
import { keepNewest, makeBackup } from './make.ts'
import { rememberVerified, verifyBackup } from './verify.ts'

/** The hour of day in a time zone, 0 to 23. */
function hourIn(timeZone: string, now: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now))
}

/**
 * The nightly backup: looked for every hour, made at the hour set or, when the program was down then, at the next one; read again at
 * once, and older ones removed only after that. A failure is recorded, logged and tried again an hour later.
 */
export function backupJob(tables: readonly string[], version: string): Job {
  return defineJob(
    'platform.backup',
    shape({}),
    async ({ context, signal }) => {
      const { db, clock, uuid, config, log } = context
      const { backup, dataDir, timeZone, ownServer } = config
      if (backup === undefined) return
      // the last moment at which the clock on the wall came to the hour set
      const hours = (hourIn(timeZone, context.now) - backup.hour + 24) % 24
      const due = new Date(context.now.getTime() - hours * 3600_000 - 59 * 60_000)
      if ((await db.one(backupsSince(due))).done) return
      try {
        const kind = ownServer === true ? 'physical' : 'logical'
        const made = await makeBackup({
          db,
          clock,
          uuid,
          version,
          tables,
          folder: backup.folder,
          dataDir,
          kind,
          signal,
        })
        const manifest = await verifyBackup(made.place, { signal })
        await rememberVerified(db, manifest, clock.now())
        const removed = await keepNewest(backup.folder, backup.keep)
        log.info('backup made', { kind, bytes: made.bytes, files: made.files, removed: removed.length })
      } catch (error) {
        log.error('backup failed', error)
      }
    },
    { cron: '7 * * * *', longest: 6 * 3600, batch: 1, retries: 0 },
  )
}
