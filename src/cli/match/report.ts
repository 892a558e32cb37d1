import { type Matched, membersOf, type Model, valueMark, type Zone } from '#src/clean/identity/index.ts'
import type { ReadFile } from './files.ts'
import type { Built } from './table.ts'
import type { Measured, Rates } from './truth.ts'

const signed = (bits: number) => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`
const percent = (share: number | null, digits = 2) => (share === null ? '–' : `${(share * 100).toFixed(digits)} %`)

/** What the columns were taken for. */
export function columnsLine({ sources, ignored }: Built, files: readonly ReadFile[]): string[] {
  const names = sources.map(({ from, kind }) => {
    const headers = [...new Set(from.flatMap((at, file) => at.map((column) => files[file]!.headers[column]!)))]
    return `${headers.join('+')} = ${kind}`
  })
  const left = ignored.map(({ name, because }) => `${name} (${because})`)
  return [`Columns: ${names.join(', ')}`, ...(left.length > 0 ? [`Not compared: ${left.join(', ')}`] : [])]
}

/** What was learned: bits of each level, for one customer (+) or against it (−). */
export function weightsTable(model: Model): string[] {
  const lines = ['', 'Learned weights in bits (share among matches / among other pairs):']
  for (const { name, levels, bits, m, u } of model.comparisons) {
    lines.push(`  ${name}`)
    for (let level = levels.length - 1; level > 0; level--)
      lines.push(
        `    ${signed(bits[level]!).padStart(6)}  ${levels[level]!.padEnd(40)} ${percent(m[level]!, 1).padStart(7)} / ${percent(u[level]!, 3)}`,
      )
  }
  lines.push('  Agreement in a rare value weighs more than this, in a common one less.')
  return lines
}

export function zonesTable(model: Model): string[] {
  const { auto, ask, leave } = model.zones
  const line = (name: string, zone: Zone, wrong: string) => {
    const from = Number.isFinite(zone.from) ? `from ${signed(zone.from)} bits` : ''
    return `  ${name.padEnd(16)} ${from.padEnd(16)} ${String(zone.pairs).padStart(9)} pairs, expected ${wrong} ${percent(zone.expectedError, 3)}`
  }
  return [
    '',
    'Zones (set by this data itself, without labels):',
    line('merge by itself', auto, 'wrong'),
    line('ask', ask, 'not the same'),
    line('leave', leave, 'the same after all'),
  ]
}

export function clustersLines(matched: Matched, built: Built, files: readonly ReadFile[]): string[] {
  const members = membersOf(matched.clusters).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
  const within = members.reduce((sum, rows) => sum + rows.length, 0)
  const lines = [
    '',
    `Clusters: ${members.length} of two rows or more, with ${within} of ${matched.clusters.length} rows in them.`,
  ]
  for (const rows of members.slice(0, 3)) {
    lines.push(`  ${rows.length} rows, such as`)
    for (const row of rows.slice(0, 3)) {
      const file = files[built.fileOf[row]!]!
      const shown = built.table.values.map((column) => column[row]!.replaceAll(valueMark, ' ')).filter((v) => v !== '')
      lines.push(`    ${file.name} row ${built.rowOf[row]! + 1}: ${shown.join(' | ').slice(0, 140)}`)
    }
  }
  return lines
}

export function measuredLines(measured: Measured): string[] {
  const line = (name: string, { precision, recall, f1 }: Rates) =>
    `  ${name.padEnd(22)} precision ${percent(precision)}, recall ${percent(recall)}, F1 ${f1 === null ? '–' : f1.toFixed(4)}`
  const { automatic, wrongAutomatic } = measured
  return [
    '',
    `Against the truth (${measured.truePairs} true pairs):`,
    line('pairs of the clusters', measured.pairs),
    line('clusters found whole', measured.exactClusters),
    `  ${'merged by itself'.padEnd(22)} precision ${percent(automatic.precision, 3)} (${wrongAutomatic} wrong), recall ${percent(automatic.recall)}`,
  ]
}

export function timesLine({ took, pairs, rules }: Matched, seconds: number): string {
  const parts = Object.entries(took).map(([step, ms]) => `${step} ${(ms / 1000).toFixed(1)} s`)
  const by = rules.length === 1 && rules[0]!.name === '' ? 'all pairs' : `${rules.length} blocking rules`
  return `\n${pairs.length} pairs compared (${by}) in ${seconds.toFixed(1)} s: ${parts.join(', ')}.`
}
