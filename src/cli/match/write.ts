import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { chanceOf, type Matched, membersOf } from '#src/clean/identity/index.ts'
import { guarded } from '#src/collect/intake/index.ts'
import type { ReadFile } from './files.ts'
import type { Built } from './table.ts'

/**
 * A cell of a comma-separated file. What a spreadsheet would run gets an apostrophe before it (OWASP, CSV injection); a telephone number in
 * E.164 and a number are no formulas.
 */
export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^\+[0-9]{5,15}$|^-?[0-9.,]+$/.test(value) ? value : guarded(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes lines of cells as a file of comma-separated values. */
export async function write(path: string, lines: Iterable<readonly (string | number)[]>): Promise<void> {
  const out = createWriteStream(path)
  const done = finished(out)
  let piece = ''
  for (const line of lines) {
    piece += `${line.map(cell).join(',')}\n`
    if (piece.length < 1 << 16) continue
    if (!out.write(piece)) await Promise.race([once(out, 'drain'), done])
    piece = ''
  }
  out.end(piece)
  await done
}

/** Every row with its cluster (numbered from 1), clusters together, and the columns of its file as they were. */
export function writeClusters(path: string, matched: Matched, built: Built, files: readonly ReadFile[]): Promise<void> {
  const headers = [...new Set(files.flatMap(({ headers: own }) => own))]
  const order = Array.from(matched.clusters, (_, row) => row).sort(
    (a, b) => matched.clusters[a]! - matched.clusters[b]! || a - b,
  )
  const columnsOf = files.map((file) => headers.map((header) => file.values[file.headers.indexOf(header)]))
  function* lines(): Generator<(string | number)[]> {
    yield ['cluster', 'file', 'row', ...headers]
    let number = 0
    let last = -1
    for (const row of order) {
      if (matched.clusters[row] !== last) number++
      last = matched.clusters[row]!
      const file = built.fileOf[row]!
      const at = built.rowOf[row]!
      const cells = columnsOf[file]!.map((column) => column?.[at] ?? '')
      yield [number, files[file]!.name, at + 1, ...cells]
    }
  }
  return write(path, lines())
}

/** Pairs above the leaving zone and those that the clusters imply, best first, with weight, chance and zone. */
export function writePairs(path: string, matched: Matched, built: Built, files: readonly ReadFile[]): Promise<void> {
  const { pairs, odds, model, clusters } = matched
  const rows = clusters.length
  const shown: { a: number; b: number; weight: number; zone: string }[] = []
  const seen = new Set<number>()
  for (let i = 0; i < pairs.length; i++) {
    if (odds[i]! < model.zones.ask.from) continue
    const [a, b] = [pairs.a[i]!, pairs.b[i]!]
    seen.add(a * rows + b)
    const auto = odds[i]! - matched.needs(i) >= model.zones.auto.from
    shown.push({ a, b, weight: odds[i]!, zone: auto ? 'auto' : 'ask' })
  }
  for (const members of membersOf(clusters))
    for (const [i, a] of members.entries())
      for (const b of members.slice(i + 1))
        if (!seen.has(a * rows + b)) shown.push({ a, b, weight: matched.weigh(a, b), zone: 'implied' })
  shown.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
  const place = (row: number) => [files[built.fileOf[row]!]!.name, built.rowOf[row]! + 1]
  function* lines(): Generator<(string | number)[]> {
    yield ['file_a', 'row_a', 'file_b', 'row_b', 'weight', 'probability', 'zone', 'same_cluster']
    for (const { a, b, weight, zone } of shown) {
      const together = clusters[a] === clusters[b] ? 'yes' : 'no'
      yield [...place(a), ...place(b), weight.toFixed(2), chanceOf(weight).toFixed(6), zone, together]
    }
  }
  return write(path, lines())
}
