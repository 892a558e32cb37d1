import { join } from 'node:path'
import type { Config } from '#src/platform/config.ts'
import { connect, type Db } from '#src/platform/db/index.ts'
import { migrate } from '#src/platform/db/migrate.ts'
import { requireVersion } from '#src/platform/db/outside.ts'
import { openServer } from '#src/platform/db/server/index.ts'

export interface OpenDatabase {
  readonly db: Db
  /** Closes the connections and gives up the built-in server, waiting for its end when nobody else uses it. */
  close(): Promise<void>
}

export interface OpenOptions {
  readonly migrate: boolean
  /** Told in plain words what takes long or was mended. */
  readonly report: (line: string) => void
  /** Hears when the built-in server ended and could not be started again. */
  readonly lost: (error: unknown) => void
}

/** Opens the outside database, or the built-in one of the data folder, starting it if nobody has. */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined)
    return opened(connect(config.databaseUrl, { size: 20 }), options, async () => {})
  const server = await openServer({ folder: join(config.dataDir, 'postgres'), report: options.report })
  server.watch(options.lost)
  return opened(connect(server.url, { size: 20 }), options, () => server.close())
}

async function opened(db: Db, options: OpenOptions, release: () => Promise<void>): Promise<OpenDatabase> {
  const close = async () => {
    await within(5000, db.close())
    await release()
  }
  try {
    await requireVersion(db)
    if (options.migrate) await migrate(db)
    return { db, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A statement that does not end must not keep the program: its connection ends with the server or the process. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
