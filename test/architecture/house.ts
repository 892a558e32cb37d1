import type { Finding, Tree } from './tree.ts'

const drawers = /(^|\/)(utils?|helpers?|services?|managers?|common|misc)(\/|\.tsx?$)/

/** No drawers that gather everything. */
export function noDrawers(tree: Tree): Finding[] {
  return [...tree.keys()]
    .filter((path) => /^(src|web|test|bench|scripts)\//.test(path) && drawers.test(path))
    .map((path) => `${path}: name it after what it is about`)
}

// Written so that this file does not find itself.
const machinePath = /(?<![\w.~$}*-])\/(?:work|home|root|Users)\/[\w.-]+|\b[A-Z]:\\{1,2}Users\b/
const registry = /\bregis[t]ry\.[a-z0-9-]+\.[a-z]+|"resolv[e]d":\s*"http|\b(?:artifactory|verdaccio|nexus)\.[a-z0-9.-]+/

/** Nothing that is true on one machine only: paths of a home, hosts of a registry. */
export function nothingOfThisMachine(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (path.startsWith('test/architecture')) continue // the planted examples
    const lines = machinePath.test(text) || registry.test(text) ? text.split('\n') : []
    lines.forEach((line, i) => {
      const found = machinePath.exec(line) ?? registry.exec(line)
      if (found !== null) findings.push(`${path}:${i + 1}: ${found[0].slice(0, 80)} is true on one machine only`)
    })
  }
  return findings
}

const limits: Record<string, number> = { 'README.md': 300, 'ARCHITECTURE.md': 500, 'STYLE.md': 800 }

/** What a newcomer reads first stays short. */
export function firstReadingIsShort(tree: Tree): Finding[] {
  return Object.entries(limits).flatMap(([path, most]) => {
    const words =
      tree
        .get(path)
        ?.split(/\s+/)
        .filter((word) => /[\p{L}\p{N}]/u.test(word)).length ?? 0
    return words > most ? [`${path}: ${words} words (${most} at most)`] : []
  })
}

/** The name of a migration says which slice owns what it makes, and the numbers only grow. */
export function migrationsNameTheirSlice(tree: Tree, flow: readonly string[]): Finding[] {
  const slices = new Set(flow.map((slice) => slice.split('/').at(-1)!))
  return [...tree.keys()]
    .filter((path) => path.startsWith('db/migrations/'))
    .flatMap((path) => {
      const named = /^db\/migrations\/(\d{12})_([a-z]+)_[a-z0-9_]+\.sql$/.exec(path)
      if (named === null) return [`${path}: YYYYMMDDHHMM_slice_what.sql`]
      return slices.has(named[2]!) ? [] : [`${path}: ${named[2]} is no slice of src/flow.ts`]
    })
}
