import { Refusal } from '#src/platform/refusal.ts'
import { type ReadFile, readTable, sameHeader } from './files.ts'
import type { Built } from './table.ts'

export interface Rates {
  /** Null where there is nothing to take the share of. */
  precision: number | null
  recall: number | null
  f1: number | null
}

export interface Measured {
  pairs: Rates
  clusters: Rates
  /** Clusters found whole: neither a row too many nor one too few. */
  exactClusters: Rates
  automatic: { precision: number | null; recall: number | null }
  wrongAutomatic: number
  truePairs: number
}

/** The made-up names of FEBRL's rows hold the truth: `rec-223-org` and `rec-223-dup-0` are one person. */
const febrl = /^rec-(\d+)-(?:org|dup-\d+)$/

/**
 * What the truth says each row is, '' = nothing. `told` names a column of the files, or `FILE:COLUMN`, a file of keys that shares other
 * columns (such as DATA_SOURCE and RECORD_ID) with them.
 */
export async function truthOf(told: string, files: readonly ReadFile[], built: Built, cwd: string): Promise<string[]> {
  const at = files.map(({ headers }) => headers.findIndex((header) => sameHeader(header, told)))
  const rowsOf = (pick: (file: number, row: number) => string) =>
    Array.from(built.fileOf, (file, i) => pick(file, built.rowOf[i]!))
  if (at.some((column) => column >= 0)) {
    const truth = rowsOf((file, row) => files[file]!.values[at[file]!]?.[row] ?? '')
    return truth.every((value) => value === '' || febrl.test(value))
      ? truth.map((value) => febrl.exec(value)?.[1] ?? '')
      : truth
  }
  const colon = told.lastIndexOf(':')
  if (colon < 1)
    throw new Refusal(
      422,
      'truth_missing',
      `There is no column "${told}".`,
      `The columns are: ${files[0]!.headers.join(', ')}.`,
    )
  const keys = await readTable(cwd, told.slice(0, colon))
  const truthAt = keys.headers.findIndex((header) => sameHeader(header, told.slice(colon + 1)))
  const shared = keys.headers.flatMap((header, column) =>
    column !== truthAt && files.every(({ headers }) => headers.some((other) => sameHeader(other, header)))
      ? [{ header, column }]
      : [],
  )
  if (truthAt < 0 || shared.length === 0)
    throw new Refusal(
      422,
      'truth_missing',
      `"${told}" names no column, or the file shares no column with the files to match.`,
      'Write FILE:COLUMN, where FILE has the same key columns as the files to match.',
    )
  const known = new Map<string, string>()
  for (let row = 0; row < keys.rows; row++)
    known.set(JSON.stringify(shared.map(({ column }) => keys.values[column]![row])), keys.values[truthAt]![row]!)
  return rowsOf((file, row) => {
    const { headers, values } = files[file]!
    const key = shared.map(({ header }) => values[headers.findIndex((other) => sameHeader(other, header))]![row])
    return known.get(JSON.stringify(key)) ?? ''
  })
}

const pairsOf = (size: number) => (size * (size - 1)) / 2
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** Rates of the pairs that clusters imply, rows without truth left out. */
export function measure(truth: readonly string[], clusters: Uint32Array, automatic: Uint32Array): Measured {
  const found = tally(truth, clusters)
  const merged = tally(truth, automatic)
  const pairs = rates(found.right, found.all, found.true)
  return {
    pairs,
    clusters: { ...pairs },
    exactClusters: rates(found.whole, found.clusters, found.entities),
    automatic: { precision: share(merged.right, merged.all), recall: share(merged.right, merged.true) },
    wrongAutomatic: merged.all - merged.right,
    truePairs: found.true,
  }
}

function rates(right: number, found: number, wanted: number): Rates {
  return { precision: share(right, found), recall: share(right, wanted), f1: share(2 * right, found + wanted) }
}

function tally(truth: readonly string[], clusters: Uint32Array) {
  const found = new Map<number, number>()
  const entities = new Map<string, number>()
  const both = new Map<string, { cluster: number; entity: string; size: number }>()
  for (const [row, entity] of truth.entries()) {
    if (entity === '') continue
    const cluster = clusters[row]!
    found.set(cluster, (found.get(cluster) ?? 0) + 1)
    entities.set(entity, (entities.get(entity) ?? 0) + 1)
    const key = `${cluster} ${entity}`
    const cell = both.get(key) ?? { cluster, entity, size: 0 }
    cell.size++
    both.set(key, cell)
  }
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + pairsOf(size), 0)
  const grown = (sizes: Iterable<number>) => [...sizes].filter((size) => size > 1).length
  const cells = [...both.values()]
  return {
    all: sum(found.values()),
    true: sum(entities.values()),
    right: sum(cells.map(({ size }) => size)),
    clusters: grown(found.values()),
    entities: grown(entities.values()),
    whole: cells.filter(
      ({ cluster, entity, size }) => size > 1 && found.get(cluster) === size && entities.get(entity) === size,
    ).length,
  }
}
