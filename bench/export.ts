import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { connect } from '#src/platform/db/index.ts'
import { judge } from './bar.ts'
import { readOptions } from './options.ts'
import { onStage } from './stage.ts'

// All customers as a CSV file over HTTP, formula-safe and without what nobody may see, against a bare COPY of the same columns.

const columns = ['id', 'kind', 'name', 'email', 'phone', 'street', 'postcode', 'city', 'country', 'language', 'created']
const bare =
  'copy (select id, kind, name, email, phone, street, postcode, city, country, language, created_at from know.customer) to stdout (format csv)'

const options = readOptions()
await onStage(options, async ({ db, url, authorization, program }) => {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-export-'))
  const own = connect(db.url, { size: 1, name: 'bench' })
  const client = await own.pool.connect()
  const seconds = async (work: () => Promise<void>) => {
    const begun = performance.now()
    await work()
    return (performance.now() - begun) / 1000
  }
  const byCopy = () => pipeline(client.query(copyTo(bare)), createWriteStream(join(folder, 'bare.csv')))
  const headers = { authorization: authorization.replace('authorization: ', ''), 'content-type': 'application/json' }
  const exported = async () => {
    const body = JSON.stringify({ list: 'customers', format: 'csv', columns, language: 'fi' })
    const made = (await (await fetch(`${url}/api/v1/exports`, { method: 'POST', headers, body })).json()) as {
      id: string
    }
    const answer = await fetch(`${url}/api/v1/exports/${made.id}/file`, { headers })
    if (!answer.ok) throw new Error(`export: ${answer.status} ${await answer.text()}`)
    await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(join(folder, 'export.csv')))
  }
  try {
    const ratios: number[] = []
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await seconds(exported), await seconds(byCopy)]
      ratios.push(a / b)
      console.log(`export ${a.toFixed(2)} s, bare COPY ${b.toFixed(2)} s`)
    }
    const size = (name: string) => Math.round(statSync(join(folder, name)).size / 1e6)
    console.log(`files of ${size('export.csv')} MB and ${size('bare.csv')} MB`)
    const figure = ratios.sort((a, b) => a - b)[2]!
    judge({ name: 'export of all customers against COPY of the same columns', figure, most: 3, unit: ' ×' })
    judge({ name: 'memory of the exporting program', figure: program.memory().peak, most: 300, unit: ' MB' })
  } finally {
    client.release()
    await own.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
