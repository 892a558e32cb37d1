/** A program of its own that commits rows into the database it is given until it is killed, telling each when it is confirmed. */
import { connect, sql } from '#src/platform/db/index.ts'

const db = connect(process.argv[2]!, { size: 1 })
for (let n = 1; ; n++) {
  await db.run(sql`
    insert into platform.idempotency (actor_id, key, request_hash, at)
    values ('00000000-0000-7000-8000-000000000000', ${`load ${n}`}, '\\x00', '2026-11-23T09:00:00Z')`)
  process.stdout.write(`${n}\n`)
}
