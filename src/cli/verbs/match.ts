import { resolve } from 'node:path'
import { type Matched, matchTable, type MatchStep } from '#src/clean/identity/index.ts'
import { Refusal } from '#src/platform/refusal.ts'
import { textOf } from '../asked.ts'
import type { Command, Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { keeping, readTable, sameHeader } from '../match/files.ts'
import { clustersLines, columnsLine, measuredLines, timesLine, weightsTable, zonesTable } from '../match/report.ts'
import { withRoom } from '../match/room.ts'
import { buildTable, parseTold } from '../match/table.ts'
import { measure, truthOf } from '../match/truth.ts'
import { writeClusters, writePairs } from '../match/write.ts'

export const command: Command = {
  usage: 'FILE… [--link] [--truth COLUMN] [--clusters FILE] [--pairs FILE] [--columns COLUMN=KIND,…] [--json]',
  about: [
    'Finds which rows are of one customer, in any tables the import reads. Needs no database, no labels and no settings: what tells, and',
    'from which weight on pairs merge by themselves, is learned from the rows.',
    'Several files are one table, whose doubles are found within files and between them; with --link each file holds a customer once,',
    'and only pairs between files are looked for.',
    'With --truth the result is measured at the thresholds chosen without it; the column is not looked at before. For files of FEBRL name',
    'rec_id, whose middle part is the truth. FILE:COLUMN takes the truth from another file with the same key columns.',
    '"pairs" are all pairs that the final clusters imply, "clusters" the same by the exact members of true and found clusters, pair by',
    'pair; "exactClusters" counts clusters found whole; "automatic" are the pairs in clusters of what merges by itself.',
    'Kinds: given, family, fullName, organisation, birthDate, year, month, day, email, phone, street, houseNumber, postcode, city,',
    'businessId, code, category, text; and ignore.',
  ],
  examples: [
    'match customers.csv',
    'match shop.csv newsletter.csv.gz --clusters clusters.csv --pairs pairs.csv',
    'match ours.csv theirs.jsonl --link --columns first_name=given,dob=birthdate',
    'match dataset3.csv --truth rec_id --json',
  ],
  options: {
    link: { about: 'Each file holds a customer once: link the files with each other' },
    truth: { about: 'The column that says who a row is, to measure by', value: 'COLUMN' },
    clusters: { about: 'Write every row with its cluster to this file (CSV)', value: 'FILE' },
    pairs: { about: 'Write the pairs found, with weight and zone, to this file (CSV)', value: 'FILE' },
    columns: { about: 'What columns hold, where the guess is wrong', value: 'COLUMN=KIND,…' },
    json: { about: 'Print the result as JSON' },
  },
  words: { least: 1 },
  run,
}

const steps: Record<MatchStep, string> = {
  blocking: 'Finding pairs',
  comparing: 'Comparing',
  learning: 'Learning',
  clustering: 'Clustering',
}

async function run({ words, options, cwd, output, signal }: Invocation): Promise<number> {
  const begun = performance.now()
  const truth = textOf(options.truth)
  const told = parseTold(textOf(options.columns) ?? '')
  if (options.link === true && words.length < 2)
    throw new Refusal(
      422,
      'link_needs_files',
      'Only one file is named.',
      'Name the files to link, or leave --link out.',
    )
  const elsewhere = await withRoom(cwd, words, signal)
  if (elsewhere !== undefined) return elsewhere
  let files = await Promise.all(words.map((word) => readTable(cwd, word)))
  const unreadable = files.reduce((sum, file) => sum + file.unreadable, 0)
  if (unreadable > 0) output.note(`${unreadable} rows could not be read and are left out.`)
  const built = buildTable(files, told, { ...(truth !== undefined && { truth }), link: options.link === true })
  for (const line of columnsLine(built, files)) output.note(line)
  const clusters = textOf(options.clusters)
  // clusters are written with all cells, a truth may be told by any; else only the truth's own column is looked at again
  if (clusters === undefined && truth?.includes(':') !== true)
    files = keeping(files, (header) => sameHeader(header, truth))
  const bar = output.progress(steps.comparing, 100)
  const matched = await matchTable(built.table, {
    oncePerSource: options.link === true,
    signal,
    onProgress: (step, share) => step === 'comparing' && bar.at(Math.round(share * 100)),
  }).finally(() => bar.end())
  const seconds = (performance.now() - begun) / 1000
  if (clusters !== undefined) await writeClusters(resolve(cwd, clusters), matched, built, files)
  const pairs = textOf(options.pairs)
  if (pairs !== undefined) await writePairs(resolve(cwd, pairs), matched, built, files)
  const measured =
    truth === undefined
      ? undefined
      : measure(await truthOf(truth, files, built, cwd), matched.clusters, matched.automatic)
  for (const line of [
    ...weightsTable(matched.model),
    ...zonesTable(matched.model),
    ...clustersLines(matched, built, files),
    ...(measured ? measuredLines(measured) : []),
    timesLine(matched, seconds),
  ])
    output.line(line)
  output.value({ ...measured, rows: built.table.rows, model: matched.model, seconds, work: workOf(matched) })
  return exit.done
}

/** What there was to do: pairs, comparisons of two values, milliseconds by step, seconds of all processors together. */
const workOf = ({ pairs, levels, took }: Matched) => {
  const { user, system } = process.cpuUsage()
  return { pairs: pairs.length, comparisons: levels.length, took, processorSeconds: Math.round((user + system) / 1e6) }
}
