import { connect, type Db, raw, sql } from '#src/platform/db/index.ts'
import { openServer } from '#src/platform/db/server/index.ts'
import { type Options, root } from './options.ts'

/** The PostgreSQL that the benchmarks use. Its data is safe at power loss, as that of users is. */
export interface BenchServer {
  urlOf(name: string): string
  /** A database of this name, made by `make` once and then kept. `from` = a database that it starts as a copy of. */
  ensure(name: string, make: (url: string) => Promise<void>, from?: string): Promise<string>
  drop(name: string): Promise<void>
  close(): Promise<void>
}

/** Starts the built-in server in `.cache/bench`, or takes the one that was named. */
export async function openBenchServer(options: Options): Promise<BenchServer> {
  const own = options.database === undefined ? await openServer({ folder: `${root}.cache/bench/postgres` }) : undefined
  const [adminUrl, userUrl] = own ? [own.adminUrl, own.url] : [options.database!, options.database!]
  const admin = connect(adminUrl, { size: 1, name: 'bench' })
  await tellSettings(admin)
  const owner = decodeURIComponent(new URL(userUrl).username)
  const urlOf = (name: string) => Object.assign(new URL(userUrl), { pathname: `/${name}` }).href
  const drop = (name: string) =>
    admin.run(sql`drop database if exists ${raw(quoted(name))} with (force)`).then(() => {})
  return {
    urlOf,
    drop,
    ensure: async (name, make, from) => {
      const left = await admin.maybe(sql<{ done: boolean }>`
        select shobj_description(oid, 'pg_database') = 'complete' as done from pg_database where datname = ${name}`)
      if (left?.done && !options.fresh) return urlOf(name)
      await drop(name)
      const template = from === undefined ? 'template0' : quoted(from)
      await admin.run(
        sql`create database ${raw(quoted(name))} owner ${raw(quoted(owner))} template ${raw(template)} strategy file_copy`,
      )
      const begun = performance.now()
      await make(urlOf(name))
      await admin.run(sql`comment on database ${raw(quoted(name))} is 'complete'`)
      console.log(`made the database ${name} in ${Math.round((performance.now() - begun) / 1000)} s`)
      return urlOf(name)
    },
    close: async () => {
      await admin.close()
      await own?.close()
    },
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

async function tellSettings(db: Db): Promise<void> {
  const rows = await db.rows(sql<{ name: string; setting: string; unit: string | null }>`
    select name, setting, unit from pg_settings
    where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size') order by name`)
  console.log(
    `PostgreSQL: ${rows.map(({ name, setting, unit }) => `${name} ${setting}${unit ? ` × ${unit}` : ''}`).join(', ')}`,
  )
}
