import { parseSync } from 'vite'

/** What the rules need to know of one code file, from its syntax tree. Lines count from 1. */
export interface Facts {
  errors: string[]
  imports: Import[]
  computedImports: number[]
  calls: Call[]
  news: Call[]
  /** Strings and templates; a hole of a template reads `…`. `tag` = the function that a template is given to. */
  texts: { text: string; line: number; lines: number; holes: boolean; tag: string | undefined }[]
  /** `lines` without those of templates, which are mostly SQL. */
  functions: { name: string; line: number; lines: number }[]
  anys: number[]
  objects: { line: number; properties: Record<string, Node> }[]
}
export interface Import {
  specifier: string
  names: string[]
  typeOnly: boolean
  line: number
}
export interface Call {
  callee: string
  args: Node[]
  line: number
}
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const known = new Map<string, Facts>()

/** Parses one file; the same text is parsed once. */
export function factsOf(path: string, text: string): Facts {
  const key = `${path}\0${text}`
  const facts = known.get(key) ?? gather(path, text)
  known.set(key, facts)
  return facts
}

function gather(path: string, text: string): Facts {
  const parsed = parseSync(path, text)
  const facts: Facts = {
    errors: parsed.errors.map((error) => error.message),
    imports: [],
    computedImports: [],
    calls: [],
    news: [],
    texts: [],
    functions: [],
    anys: [],
    objects: [],
  }
  const line = lineFinder(text)
  const templates: [from: number, to: number][] = []
  walk(parsed.program as unknown as Node, undefined, (node, parent) => {
    const visit = visitors[node.type]
    if (visit !== undefined) visit(facts, node, parent, { text, line })
    if (node.type === 'TemplateLiteral') templates.push([line(node.start), line(node.end)])
  })
  for (const one of facts.functions) one.lines -= linesOf(templates, one.line, one.line + one.lines - 1)
  return facts
}

interface Source {
  text: string
  line: (offset: number) => number
}
type Visitor = (facts: Facts, node: Node, parent: Node | undefined, source: Source) => void

const importing: Visitor = (facts, node, _parent, { line }) => {
  const from = node.source as Node | null
  if (from === null || from === undefined) return
  const specifiers = (node.specifiers ?? []) as Node[]
  const kind = (one: Node) => (one.importKind ?? one.exportKind) as string | undefined
  facts.imports.push({
    specifier: from.value as string,
    names: specifiers.map((one) => nameOf(one.imported ?? one.local)),
    typeOnly: kind(node) === 'type' || (specifiers.length > 0 && specifiers.every((one) => kind(one) === 'type')),
    line: line(node.start),
  })
}

const calling: Visitor = (facts, node, _parent, { text, line }) => {
  const callee = node.callee as Node
  const call = { callee: text.slice(callee.start, callee.end), args: node.arguments as Node[], line: line(node.start) }
  ;(node.type === 'NewExpression' ? facts.news : facts.calls).push(call)
}

const functioning: Visitor = (facts, node, parent, { line }) => {
  const from = line(node.start)
  facts.functions.push({ name: functionName(node, parent), line: from, lines: line(node.end) - from + 1 })
}

const visitors: Record<string, Visitor> = {
  ImportDeclaration: importing,
  ExportNamedDeclaration: importing,
  ExportAllDeclaration: importing,
  ImportExpression: (facts, node, _parent, { line }) => {
    const from = node.source as Node
    if (typeof from.value !== 'string') facts.computedImports.push(line(node.start))
    else facts.imports.push({ specifier: from.value, names: [], typeOnly: false, line: line(node.start) })
  },
  TSImportType: (facts, node, _parent, { line }) => {
    const from = (node.source ?? node.argument) as Node
    facts.imports.push({ specifier: String(from.value), names: [], typeOnly: true, line: line(node.start) })
  },
  CallExpression: calling,
  NewExpression: calling,
  FunctionDeclaration: functioning,
  FunctionExpression: functioning,
  ArrowFunctionExpression: functioning,
  TSAnyKeyword: (facts, node, _parent, { line }) => facts.anys.push(line(node.start)),
  Literal: (facts, node, parent, { line }) => {
    if (typeof node.value !== 'string' || parent?.type.startsWith('Import') || parent?.type.startsWith('Export')) return
    facts.texts.push({ text: node.value, line: line(node.start), lines: 1, holes: false, tag: undefined })
  },
  TemplateLiteral: (facts, node, parent, { text, line }) => {
    const quasis = node.quasis as { value: { cooked: string | null; raw: string } }[]
    const tagged = parent?.type === 'TaggedTemplateExpression' ? (parent.tag as Node) : undefined
    facts.texts.push({
      text: quasis.map(({ value }) => value.cooked ?? value.raw).join('…'),
      line: line(node.start),
      lines: line(node.end) - line(node.start) + 1,
      holes: quasis.length > 1,
      tag: tagged && text.slice(tagged.start, tagged.end),
    })
  },
  ObjectExpression: (facts, node, _parent, { line }) => {
    const properties: Record<string, Node> = {}
    for (const one of node.properties as Node[])
      if (one.type === 'Property') properties[nameOf(one.key)] = one.value as Node
    facts.objects.push({ line: line(node.start), properties })
  },
}

function nameOf(node: unknown): string {
  const { name, value } = (node ?? {}) as { name?: string; value?: unknown }
  return name ?? String(value ?? '')
}

function functionName(node: Node, parent: Node | undefined): string {
  return nameOf(node.id) || nameOf(parent?.id) || nameOf(parent?.key) || 'a function'
}

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent)
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const one of value) if (typeof one?.type === 'string') walk(one as Node, node, visit)
    } else if (typeof (value as Node).type === 'string') walk(value as Node, node, visit)
  }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}

/** Lines that the templates within a function take beyond one each. */
function linesOf(templates: [from: number, to: number][], first: number, last: number): number {
  return templates.reduce((sum, [from, to]) => (from >= first && to <= last ? sum + (to - from) : sum), 0)
}
