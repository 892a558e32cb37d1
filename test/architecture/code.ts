import { factsOf, type Node } from './facts.ts'
import { type Finding, isCode, isServer, isTest, type Tree } from './tree.ts'

function* code(tree: Tree, wanted: (path: string) => boolean = () => true) {
  for (const [path, text] of tree) if (isCode(path) && wanted(path)) yield { path, text, facts: factsOf(path, text) }
}

/** Files of at most 400 lines; functions of the server of at most 60, their SQL aside. */
export function sizesAreHuman(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const { path, text, facts } of code(tree)) {
    const lines = text.split('\n').length - 1
    if (lines > 400) findings.push(`${path}: ${lines} lines; split it (400 at most)`)
    if (!isServer(path)) continue
    for (const one of facts.functions) {
      if (one.lines > 60) findings.push(`${path}:${one.line}: ${one.name} has ${one.lines} lines (60 at most)`)
    }
  }
  return findings
}

const randomness = /\b(randomBytes|randomUUID|randomInt|randomFill|randomFillSync|getRandomValues)$/

/** Time and randomness come through ports, so that tests stand still. */
export function timeAndChanceArePorts(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const { path, facts } of code(tree, isServer)) {
    if (path.startsWith('src/platform/ports/')) continue
    for (const one of facts.news) {
      if (one.callee === 'Date' && one.args.length === 0)
        findings.push(`${path}:${one.line}: new Date(); take now as a parameter`)
    }
    for (const one of facts.calls) {
      if (/^(globalThis\.)?Date(\.now)?$|^Temporal\.Now\./.test(one.callee))
        findings.push(`${path}:${one.line}: ${one.callee}(); take now as a parameter`)
      if (/^Math\.random$/.test(one.callee) || randomness.test(one.callee))
        findings.push(`${path}:${one.line}: ${one.callee}(); take randomness from platform/ports`)
    }
  }
  return findings
}

/** No `any`, and no code made of text. */
export function noAnyNoEval(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const { path, facts } of code(tree)) {
    for (const line of facts.anys) findings.push(`${path}:${line}: any; name the type`)
    for (const one of [...facts.calls, ...facts.news]) {
      if (/^((globalThis|window)\.)?(eval|Function)$/.test(one.callee))
        findings.push(`${path}:${one.line}: ${one.callee} makes code of text`)
    }
    for (const one of facts.imports) {
      if (/^(node:)?vm$/.test(one.specifier) && !isTest(path))
        findings.push(`${path}:${one.line}: node:vm makes code of text`)
    }
  }
  return findings
}

const outward =
  /^((node:)?(http|https|http2|net|tls|dgram)|undici|axios|got|node-fetch|nodemailer|imapflow|ssh2(-sftp-client)?)$/
/** What may open connections or listen: the guarded way out, mail, the HTTP server and the database's own server. */
const mayConnect = /^src\/platform\/(egress|mail|http|db)\//

/** Whatever leaves the house goes through one guarded door; in the web through its typed client. */
export function oneWayOut(tree: Tree): Finding[] {
  const findings: Finding[] = []
  const inWeb = (path: string) => path.startsWith('web/') && !isTest(path)
  for (const { path, facts } of code(tree, (p) => isServer(p) || inWeb(p))) {
    const free = inWeb(path) ? path.startsWith('web/api/') : path.startsWith('src/platform/egress/')
    for (const one of [...facts.calls, ...facts.news]) {
      if (
        !free &&
        /^((globalThis|window)\.)?(fetch|XMLHttpRequest|WebSocket|EventSource)$|\bsendBeacon$/.test(one.callee)
      )
        findings.push(`${path}:${one.line}: ${one.callee} leaves by its own way`)
    }
    for (const one of facts.imports) {
      if (outward.test(one.specifier) && !one.typeOnly && !mayConnect.test(path))
        findings.push(`${path}:${one.line}: ${one.specifier} opens connections of its own`)
    }
  }
  return findings
}

const inFinnish = /(^|\/)fi(\/|(\.[a-z-]+)?\.tsx?$)/
const inEnglish = /(^|\/)en(\/|(\.[a-z-]+)?\.tsx?$)/
/** The same file in the other language; undefined for files of no language. */
function twinOf(path: string): string | undefined {
  if (inFinnish.test(path)) return path.replace(inFinnish, '$1en$2')
  return inEnglish.test(path) ? path.replace(inEnglish, '$1fi$2') : undefined
}

/** Every text exists in every language: `fi.ts` beside `en.ts`, folder `fi` beside `en`, or `fi` beside `en` in one object. */
export function languagesAreComplete(tree: Tree): Finding[] {
  const findings: Finding[] = []
  const compare = (where: string, fi: Set<string>, en: Set<string>) => {
    for (const key of fi) if (!en.has(key)) findings.push(`${where}: "${key}" is missing in English`)
    for (const key of en) if (!fi.has(key)) findings.push(`${where}: "${key}" is missing in Finnish`)
  }
  for (const { path, text, facts } of code(tree, (p) => /^(src|web)\//.test(p) && !isTest(p))) {
    const twin = twinOf(path)
    if (twin !== undefined) {
      if (!tree.has(twin)) findings.push(`${path}: ${twin} is missing`)
      else if (inFinnish.test(path)) compare(path, wholeKeys(path, text), wholeKeys(twin, tree.get(twin)!))
    }
    for (const { line, properties } of facts.objects) {
      const { fi, en } = properties
      if (fi?.type === 'ObjectExpression' && en?.type === 'ObjectExpression')
        compare(`${path}:${line}`, new Set(keysOf(fi)), new Set(keysOf(en)))
    }
  }
  return findings
}

/** Keys of the largest object of a file: a dictionary is little else. */
function wholeKeys(path: string, text: string): Set<string> {
  const sets = factsOf(path, text).objects.map(({ properties }) => keysIn(properties))
  return new Set(sets.reduce((most, one) => (one.length > most.length ? one : most), []))
}
function keysOf(object: Node): string[] {
  const properties: Record<string, Node> = {}
  for (const one of object.properties as Node[]) {
    const key = one.key as { name?: string; value?: unknown } | undefined
    if (one.type === 'Property' && key !== undefined) properties[key.name ?? String(key.value)] = one.value as Node
  }
  return keysIn(properties)
}
function keysIn(properties: Record<string, Node>): string[] {
  return Object.entries(properties).flatMap(([key, dressed]) => {
    const value = undressed(dressed)
    return value.type === 'ObjectExpression' ? keysOf(value).map((inner) => `${key}.${inner}`) : [key]
  })
}
/** The value without the types that it is declared to have. */
function undressed(node: Node): Node {
  return /^TS(As|Satisfies)Expression$/.test(node.type) ? undressed(node.expression as Node) : node
}
