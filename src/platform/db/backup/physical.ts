import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { connect } from '../connection.ts'
import type { Statement } from '../sql.ts'
import { copyAll, makeFolders, walk, writeWhole } from './files.ts'
import type { FileEntry } from './manifest.ts'
import * as queries from './queries.ts'

/** What a server makes anew, or what belongs to its running process (PostgreSQL manual, "Backing Up the Data Directory"). */
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const left =
  /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init|backup_label|tablespace_map|current_logfiles|pgsql_tmp.*)$/
const control = 'global/pg_control'

export interface CopyOptions {
  readonly signal?: AbortSignal | undefined
  readonly copied?: (bytes: number) => void
}

/**
 * Copies the files of a running server into `to`, with the log from the beginning of the copy to its end: a server that starts on them
 * replays it and stands where the copy ended. Everything that was confirmed before `beforeEnd` returns is in it.
 */
export async function copyCluster(
  server: { adminUrl: string; cluster: string },
  to: string,
  beforeEnd: () => Promise<void>,
  options: CopyOptions = {},
): Promise<{ files: FileEntry[]; folders: string[] }> {
  const admin = connect(server.adminUrl, { size: 1, name: 'kauppias backup' })
  const session = await admin.pool.connect()
  try {
    const ask = <Row>({ text, values }: Statement<Row>) =>
      session.query(text, values as unknown[]) as unknown as Promise<pg.QueryResult & { rows: Row[] }>
    await ask(queries.keepLog)
    const { first } = (await ask(queries.startCopy)).rows[0]!
    const { folders, files } = await walk(server.cluster, (path, isFolder) =>
      isFolder ? !emptied.has(path) : !left.test(path) && path !== control,
    )
    const place = { folder: to, prefix: 'cluster/' }
    const kept = folders.filter((path) => !/(^|\/)pgsql_tmp/.test(path)).map((path) => `cluster/${path}`)
    await mkdir(join(to, 'cluster'), { mode: 0o700 })
    await makeFolders(to, kept)
    const copied = await copyAll(server.cluster, files, place, options)
    copied.push({ path: `cluster/${control}`, ...(await copyControl(server.cluster, to)) })
    await beforeEnd()
    const { last, label } = (await ask(queries.stopCopy)).rows[0]!
    copied.push({ path: 'cluster/backup_label', ...(await writeWhole(join(to, 'cluster', 'backup_label'), label)) })
    const log = (await readdir(join(server.cluster, 'pg_wal'))).filter(
      (name) => /^[0-9A-F]{8}\.history$/.test(name) || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last),
    )
    copied.push(
      ...(await copyAll(join(server.cluster, 'pg_wal'), log, { folder: to, prefix: 'cluster/pg_wal/' }, options)),
    )
    return { files: copied, folders: kept }
  } finally {
    session.release(true) // the session goes, and with it the slot and, after a failure, the state of backup
    await admin.close()
  }
}

/** The one file that is written in place without a log: read until two readings agree. It is 8 kB. */
async function copyControl(cluster: string, to: string): Promise<Omit<FileEntry, 'path'>> {
  const path = join(cluster, control)
  let seen = await readFile(path)
  for (let again = await readFile(path); !again.equals(seen); again = await readFile(path)) seen = again
  return writeWhole(join(to, 'cluster', control), seen)
}
