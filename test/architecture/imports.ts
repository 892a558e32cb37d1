import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { factsOf, type Import } from './facts.ts'
import { type Finding, isCode, isTest, type Tree } from './tree.ts'

/** Where a file stands: its place in the flow, or one of the places outside it. */
export interface Area {
  name: string
  /** Place in the flow; undefined outside `src`'s slices. */
  rank: number | undefined
}

const law = ['src/flow.ts', 'src/tables.ts']

/** `flow` = the slices in order. Undefined: the file stands in `src` but in no slice. */
export function areaOf(path: string, flow: readonly string[]): Area | undefined {
  if (!path.startsWith('src/')) return { name: path.split('/')[0]!, rank: undefined }
  if (law.includes(path)) return { name: 'law', rank: undefined }
  if (/^src\/([^/]+|cli\/.+)$/.test(path)) return { name: 'root', rank: undefined }
  const rank = flow.findIndex((slice) => path.startsWith(`src/${slice}/`))
  return rank === -1 ? undefined : { name: flow[rank]!, rank }
}

/** The file that an import means, `package` for one from npm or Node, undefined when nothing answers to it. */
export function resolveImport(tree: Tree, from: string, specifier: string): string | 'package' | undefined {
  const bare = specifier.replace(/\?.*$/, '')
  if (/^(#|\.)/.test(bare)) {
    const path = bare.startsWith('#') ? bare.slice(1) : posix.join(posix.dirname(from), bare)
    return tree.has(path) ? path : undefined
  }
  if (bare.startsWith('node:')) return isBuiltin(bare) ? 'package' : undefined
  const name = bare
    .split('/')
    .slice(0, bare.startsWith('@') ? 2 : 1)
    .join('/')
  return packagesFor(tree, from).has(name) ? 'package' : undefined
}

function packagesFor(tree: Tree, from: string): Set<string> {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(tree.get('package.json') ?? '{}')
  const shipped = /^(src|web)\//.test(from) && !isTest(from)
  return new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...(shipped ? {} : devDependencies) }))
}

interface Edge extends Import {
  from: string
  to: string
}
function* edges(tree: Tree): Generator<Edge> {
  for (const [from, text] of tree) {
    if (!isCode(from)) continue
    for (const one of factsOf(from, text).imports) {
      const to = resolveImport(tree, from, one.specifier)
      if (to !== undefined && to !== 'package') yield { ...one, from, to }
    }
  }
}
const at = ({ from, line }: { from: string; line: number }) => `${from}:${line}`

/** Every import leads somewhere, and is written out so that this scan can see it. */
export function everyImportResolves(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [from, text] of tree) {
    if (!isCode(from)) continue
    const facts = factsOf(from, text)
    for (const message of facts.errors) findings.push(`${from}: does not parse: ${message}`)
    for (const one of facts.imports) {
      if (resolveImport(tree, from, one.specifier) === undefined)
        findings.push(
          `${at({ from, line: one.line })}: "${one.specifier}" is no file of ours and no package that we list`,
        )
    }
    if (/^(src|web)\//.test(from))
      for (const line of facts.computedImports)
        findings.push(`${at({ from, line })}: computed import; write the path out`)
  }
  return findings
}

/** A slice imports only what stands before it in the flow; the composing root imports all and is imported by none. */
export function importsFollowTheFlow(tree: Tree, flow: readonly string[]): Finding[] {
  const findings: Finding[] = []
  for (const path of tree.keys()) {
    if (isCode(path) && areaOf(path, flow) === undefined)
      findings.push(`${path}: stands in no slice of src/flow.ts; add the slice to the flow or move the file`)
  }
  for (const edge of edges(tree)) {
    const from = areaOf(edge.from, flow)
    const to = areaOf(edge.to, flow)
    if (!edge.from.startsWith('src/') || from === undefined || to === undefined) continue
    if (isTest(edge.from) && ['test', 'root'].includes(to.name)) continue
    if (to.name === 'law' || from.name === 'root') continue
    if (from.name === 'law') {
      if (edge.from !== 'src/tables.ts') findings.push(`${at(edge)}: the law imports nothing`)
    } else if (to.rank === undefined) findings.push(`${at(edge)}: a slice imports nothing of ${to.name} (${edge.to})`)
    else if (to.rank > from.rank!) {
      findings.push(`${at(edge)}: ${from.name} stands before ${to.name}; the way back is data or an outbox event`)
    }
  }
  return findings
}

/** Across slices only through the door; `terms` and `platform` are open. Relative within a slice, `#src/…` across. */
export function slicesMeetAtTheDoor(tree: Tree, flow: readonly string[]): Finding[] {
  const open = ['terms', 'platform', 'law']
  const findings: Finding[] = []
  for (const edge of edges(tree)) {
    const from = areaOf(edge.from, flow)
    const to = areaOf(edge.to, flow)
    if (!edge.from.startsWith('src/') || from === undefined || to === undefined || from.name === to.name) continue
    if (edge.specifier.startsWith('.') && from.name !== 'root' && to.name !== 'law')
      findings.push(`${at(edge)}: "${edge.specifier}" leaves its slice; write #src/…`)
    if (to.rank === undefined || open.includes(to.name)) continue
    const door = from.name === 'root' ? /\/(index|contract|routes|jobs)\.ts$/ : /\/(index|contract)\.ts$/
    const inside = edge.to.slice(`src/${to.name}`.length)
    if (!door.test(inside) || inside.lastIndexOf('/') > 0)
      findings.push(`${at(edge)}: ${to.name} is entered through its index.ts or contract.ts, not ${edge.to}`)
  }
  return findings
}

/** The web app sees terms, and of contracts only the types. */
export function webSeesContracts(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const edge of edges(tree)) {
    if (!edge.from.startsWith('web/') || edge.to.startsWith('web/')) continue
    if (isTest(edge.from) && edge.to.startsWith('test/')) continue
    if (edge.to.startsWith('src/terms/')) continue
    if (!/^src\/.*\/contract\.ts$/.test(edge.to))
      findings.push(`${at(edge)}: the web sees contracts and terms only, not ${edge.to}`)
    else if (!edge.typeOnly) findings.push(`${at(edge)}: of a contract the web takes types only (import type)`)
  }
  return findings
}

/** No file needs itself to run. Types may know each other: across slices the flow forbids even that. */
export function noCycles(tree: Tree): Finding[] {
  const graph = new Map<string, string[]>()
  for (const { from, to, typeOnly } of edges(tree)) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'done'>()
  const findings: Finding[] = []
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      findings.push(`import cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`)
      return
    }
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) visit(path, [])
  return findings
}
