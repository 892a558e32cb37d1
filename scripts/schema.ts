/** Writes db/schema.sql from a fresh database with all migrations. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dumpSchema } from '#src/platform/db/dump.ts'
import { freshDatabase } from '#test/support/database.ts'

let drop = async () => {}
const db = await freshDatabase({
  after: (work) => {
    drop = work
  },
})
try {
  writeFileSync(fileURLToPath(new URL('../db/schema.sql', import.meta.url)), await dumpSchema(db))
  console.log('db/schema.sql is written.')
} finally {
  await drop()
}
