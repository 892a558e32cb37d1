/** A sender of its own, to be killed: `node sender.ts DATABASE_URL DATA_FOLDER SYSTEM MOMENT`. */
import { connect } from '#src/platform/db/index.ts'
import { sendDue } from '#src/clean/propagation/index.ts'
import { testContext } from './context.ts'
import '#src/pipeline.ts'

const [url = '', dataDir = '', system = '', now = ''] = process.argv.slice(2)
const db = connect(url, { name: 'sender' })
const context = testContext(db, { now })
await sendDue({ ...context, config: { ...context.config, dataDir } }, system)
await db.close()
