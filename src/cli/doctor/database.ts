import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#src/platform/config.ts'
import { type BackupRow, latestBackups } from '#src/platform/db/backup/index.ts'
import type { Db } from '#src/platform/db/index.ts'
import { dumpSchema } from '#src/platform/db/dump.ts'
import { missingMigrations } from '#src/platform/db/migrate.ts'
import { clocks, finnishOrderExists, serverVersion } from '#src/platform/db/queries.ts'
import { serverState } from '#src/platform/db/server/index.ts'
import type { Clock } from '#src/platform/ports/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import type { Language } from '#src/terms/index.ts'
import { type OpenDatabase, openDatabase } from '../database.ts'
import type { Finding } from './checks.ts'
import { localWords } from './words.ts'

const skewSeconds = 5

/** Opens the database, starting the built-in one if it has been made, and looks into it. */
export async function* databaseChecks(config: Config, clock: Clock, language: Language): AsyncGenerator<Finding> {
  let opened: OpenDatabase | undefined
  try {
    const before = config.databaseUrl === undefined ? serverState(join(config.dataDir, 'postgres')) : undefined
    if (before?.exists === false) {
      yield { state: 'note', key: 'serverNone' }
      return
    }
    opened = await openDatabase(config, { migrate: false, report: () => {}, lost: () => {} })
    const values = { version: (await opened.db.one(serverVersion)).text }
    const key = before === undefined ? 'serverOutside' : before.running ? 'serverRunning' : 'serverStarts'
    yield { state: 'good', key, values }
    if (before !== undefined && serverState(join(config.dataDir, 'postgres')).recovered) {
      yield { state: 'note', key: 'serverRecovered' }
    }
    yield* inside(opened.db, clock)
  } catch (error) {
    yield badNews(error, language)
  } finally {
    await opened?.close()
  }
}

async function* inside(db: Db, clock: Clock): AsyncGenerator<Finding> {
  const { exists } = await db.one(finnishOrderExists)
  yield exists ? { state: 'good', key: 'order' } : { state: 'bad', key: 'orderMissing' }
  const missing = await missingMigrations(db)
  if (missing.length > 0) {
    yield { state: 'note', key: 'migrationsMissing', values: { count: missing.length } }
    return
  }
  yield { state: 'good', key: 'migrations' }
  if (await differs(db)) yield { state: 'note', key: 'structureDiffers' }
  yield await backupFinding(db, clock.now())
  const { now, newest } = await db.one(clocks)
  yield judgeClock(clock.now(), now, newest)
}

async function backupFinding(db: Db, now: Date): Promise<Finding> {
  return judgeBackups(await db.rows(latestBackups), now)
}

const oldHours = 48

/** A backup that nobody has read again is a hope, not a backup. */
export function judgeBackups(latest: readonly BackupRow[], now: Date): Finding {
  const [last] = latest
  if (last === undefined) return { state: 'note', key: 'backupNone' }
  const proved = latest.find((one) => one.state === 'done' && (one.verified_at ?? one.restored_at) !== null)
  const at = proved?.started_at.toISOString().slice(0, 16).replace('T', ' ') ?? ''
  const values = { at, place: proved?.place ?? last.place, problem: last.problem ?? '' }
  if (last.state === 'failed') return { state: 'bad', key: 'backupFailed', values }
  if (proved === undefined) return { state: 'bad', key: 'backupUnproved', values }
  const hours = (now.getTime() - proved.started_at.getTime()) / 3600_000
  return hours > oldHours ? { state: 'note', key: 'backupOld', values } : { state: 'good', key: 'backup', values }
}

export function judgeClock(ours: Date, theirs: Date, newest: Date | null): Finding {
  const seconds = Math.round(Math.abs(ours.getTime() - theirs.getTime()) / 1000)
  if (seconds > skewSeconds) return { state: 'bad', key: 'clockSkewed', values: { seconds } }
  if (newest !== null && newest.getTime() > ours.getTime() + skewSeconds * 1000) {
    return { state: 'bad', key: 'clockBehind', values: { newest: newest.toISOString() } }
  }
  return { state: 'good', key: 'clock' }
}

/** Compares what is there with what was reviewed, extensions of the outside server aside. */
async function differs(db: Db): Promise<boolean> {
  const reviewed = readFileSync(new URL('../../../db/schema.sql', import.meta.url), 'utf8')
  const schemas = [...reviewed.matchAll(/^create schema (\w+);$/gm)].map(([, name]) => name!)
  const bare = (text: string) => text.replaceAll(/^create extension .*\n/gm, '').trim()
  return bare(await dumpSchema(db, schemas)) !== bare(reviewed)
}

function badNews(error: unknown, language: Language): Finding {
  const words =
    error instanceof Refusal ? localWords(language, error.code, [error.message, error.next]) : [String(error)]
  return { state: 'bad', key: 'serverBad', values: { what: words[0] ?? '', next: words[1] ?? '' } }
}
