/** A program of its own that uses the server in the folder it is given and commits rows until it is killed, telling each. */
import { connect, sql } from '#src/platform/db/index.ts'
import { disposable, openServer } from '#src/platform/db/server/index.ts'

const server = await openServer({ folder: process.argv[2]!, tuning: { ...disposable, durable: true } })
const db = connect(server.url, { size: 1 })
await db.run(sql`create table if not exists acknowledged (program int, n int)`)
for (let n = 1; ; n++) {
  await db.run(sql`insert into acknowledged values (${process.pid}, ${n})`)
  process.stdout.write(`${n}\n`)
}
