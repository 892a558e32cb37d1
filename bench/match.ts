import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { jaroWinkler } from '#src/clean/identity/matching/similarity.ts'
import { judge } from './bar.ts'
import { duplicateLines, duplicatesHeader } from './generate/duplicates.ts'
import { writeLines } from './generate/people.ts'
import { readReference } from './generate/reference.ts'
import { readOptions, root } from './options.ts'
import { run } from './program.ts'

// A register of --customers rows, 15 of 100 of them doubles, matched by `kauppias match` as anyone would: from the file to the clusters.
// Its comparisons of two values per second stand against a bare loop of Jaro–Winkler over as many values of the same file, right after it.

interface Answer {
  pairs: { precision: number; recall: number; f1: number }
  automatic: { precision: number; recall: number }
  wrongAutomatic: number
  seconds: number
  work: { pairs: number; comparisons: number; took: Record<string, number>; processorSeconds: number }
}

async function register(rows: number): Promise<string> {
  const folder = `${root}.cache/bench`
  const path = `${folder}/register-${rows}.csv`
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const begun = performance.now()
  await writeLines(path, duplicatesHeader, duplicateLines(readReference(), 1, rows))
  console.log(`${rows} rows generated in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  return path
}

/** Comparisons per second of a bare loop: the names, e-mails, streets … of one row with those of another. */
async function bareLoop(path: string, comparisons: number): Promise<number> {
  const columns: string[][] = Array.from({ length: 8 }, () => [])
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const cells = line.toLowerCase().split(';')
    for (const [at, column] of columns.entries()) column.push(cells[at + 1]!)
  }
  const rows = columns[0]!.length
  let sum = 0
  let done = 0
  const begun = performance.now()
  for (let step = 1; done < comparisons; step += 7)
    for (const column of columns)
      for (let row = 1; row + step < rows && done < comparisons; row++, done++)
        sum += jaroWinkler(column[row]!, column[row + step]!)
  const seconds = (performance.now() - begun) / 1000
  if (!(sum > 0)) throw new Error('nothing is like anything')
  return done / seconds
}

const { customers } = readOptions()
const path = await register(customers)
const program = run(
  ['--max-semi-space-size=4', '--max-old-space-size=400', 'src/main.ts', 'match', path, '--truth', 'totuus', '--json'],
  {},
)
await program.end()
const answer = JSON.parse(program.lines.join('\n')) as Answer
const { work, seconds } = answer
const rate = work.comparisons / (work.took.comparing! / 1000)
const bare = await bareLoop(path, work.comparisons)
const took = Object.entries(work.took).map(([step, ms]) => `${step} ${(ms / 1000).toFixed(1)} s`)
console.log(
  `${customers} rows, ${work.pairs} pairs, ${work.comparisons} comparisons: ${took.join(', ')}; ${work.processorSeconds} s of processors`,
)
console.log(`comparisons per second: ${Math.round(rate)}, bare Jaro–Winkler in one thread: ${Math.round(bare)}`)
console.log(
  `clusters: precision ${answer.pairs.precision}, recall ${answer.pairs.recall}; merging by itself: precision ` +
    `${answer.automatic.precision}, recall ${answer.automatic.recall}, ${answer.wrongAutomatic} wrong`,
)
judge({ name: 'matching a register, from file to clusters', figure: seconds, most: 120, unit: ' s' })
judge({ name: 'memory of matching', figure: program.memory().peak, most: 2048, unit: ' MB' })
judge({ name: 'F1 of the pairs of the clusters', figure: answer.pairs.f1, least: 0.98 })
judge({ name: 'comparisons per second against bare Jaro–Winkler', figure: rate / bare, least: 0.3, unit: ' ×' })
