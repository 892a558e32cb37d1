import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { matchTable } from '#src/clean/identity/index.ts'
import { readTable } from './files.ts'
import { buildTable, parseTold } from './table.ts'
import { measure, truthOf } from './truth.ts'

/** What the tool reaches on public sets at the thresholds it chooses itself; `pairs` = least F1, `auto` = least recall without asking. */
interface Bar {
  readonly files: readonly string[]
  readonly truth: string
  readonly pairs?: number
  readonly precision?: number
  readonly auto?: number
}

const data = new URL('../../../../shared/data/', import.meta.url)
const senzing = (name: string) => `identity-senzing-truthset/${name}`
const bars: readonly Bar[] = [
  { files: ['identity-febrl/dataset1.csv'], truth: 'rec_id', pairs: 0.995, auto: 0.5 },
  { files: ['identity-febrl/dataset2.csv'], truth: 'rec_id', pairs: 0.995, auto: 0.5 },
  { files: ['identity-febrl/dataset3.csv'], truth: 'rec_id', pairs: 0.995, auto: 0.5 },
  { files: ['identity-splink/fake_1000.csv'], truth: 'cluster', pairs: 0.87, auto: 0.5 },
  {
    files: ['identity-splink/historical_figures_part_a.csv.gz'],
    truth: 'cluster',
    pairs: 0.88,
    precision: 0.98,
    auto: 0.5,
  },
  { files: ['identity-rldata-de/RLdata500.csv'], truth: 'true_id', pairs: 0.93 },
  { files: ['identity-orgs/chicago_sites_true_ids.csv'], truth: 'True Id' },
  { files: ['identity-orgs/restaurants.csv'], truth: 'unique_id' },
  {
    files: ['customers.csv', 'reference.csv', 'watchlist.csv'].map(senzing),
    truth: `${senzing('actual_truthset_key.csv')}:CLUSTER_ID`,
  },
]

suite('public identity sets', () => {
  for (const { files, truth, pairs = 0, precision = 0, auto = 0 } of bars)
    test(files.join(', '), async (t) => {
      if (!files.every((file) => existsSync(new URL(file, data)))) return t.skip('the shared data files are not here')
      const folder = fileURLToPath(data)
      const read = await Promise.all(files.map((file) => readTable(folder, file)))
      const built = buildTable(read, parseTold(''), { truth })
      const { clusters, automatic } = await matchTable(built.table)
      const found = measure(await truthOf(truth, read, built, folder), clusters, automatic)
      t.diagnostic(JSON.stringify({ ...found.pairs, automatic: found.automatic, wrong: found.wrongAutomatic }))
      assert.ok(found.pairs.f1! >= pairs, `F1 ${found.pairs.f1}`)
      assert.ok(found.pairs.precision! >= precision, `precision ${found.pairs.precision}`)
      assert.ok((found.automatic.recall ?? 0) >= auto, `automatic recall ${found.automatic.recall}`)
      const merged =
        found.automatic.precision === null ? 0 : found.wrongAutomatic / (1 - found.automatic.precision || 1)
      assert.ok(found.wrongAutomatic <= Math.max(1, merged * 0.001), `${found.wrongAutomatic} wrong of ${merged}`)
    })
})
