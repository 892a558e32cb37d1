import type { TableEntry } from '#src/tables.ts'
import { factsOf, type Node } from './facts.ts'
import { areaOf } from './imports.ts'
import { type Finding, isMover, isQueries, isServer, type Tree } from './tree.ts'

export type Manifest = Readonly<Record<string, TableEntry>>

/** What only files of queries take from `platform/db`: all else there is connections and transactions. */
const builders = ['sql', 'raw', 'join', 'table', 'insertMany', 'deleteIn', 'Statement', 'Table']
const looksLikeSql =
  /^\s*(select\s[\s\S]+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|copy\s+\S+\s*\(|truncate\s|(create|alter|drop)\s+(table|index|schema|view)\s|with\s+\w+(\s*\([^)]*\))?\s+as\s+(materialized\s+)?\()/i

/** Servers' start and the statements of transactions are the one business of `platform/db`. */
const maySpeakSql = (path: string) => isQueries(path) || path.startsWith('src/platform/db/')

/** SQL stands in `queries.ts` or a folder `queries`. */
export function sqlStandsInQueries(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (!isServer(path) || maySpeakSql(path)) continue
    const facts = factsOf(path, text)
    for (const one of facts.texts) {
      if (one.tag === 'sql' || looksLikeSql.test(one.text))
        findings.push(`${path}:${one.line}: SQL belongs into queries.ts`)
    }
    for (const one of facts.imports) {
      const taken = /platform\/db\/(index|sql|bulk)\.ts$/.test(one.specifier) && !one.typeOnly
      const wrong = taken ? one.names.filter((name) => builders.includes(name)) : []
      if (wrong.length > 0) findings.push(`${path}:${one.line}: ${wrong.join(', ')} is for queries.ts only`)
    }
    for (const one of facts.calls) {
      // the queue's library writes its own statements; ours lends it the transaction
      if (/\b(client|pool)\.query$/.test(one.callee) && !path.startsWith('src/platform/jobs/'))
        findings.push(`${path}:${one.line}: ${one.callee} outside queries.ts`)
    }
  }
  return findings
}

/** SQL that is put together of text hides from this scan and from review: names and conditions are fragments, values parameters. */
export function sqlIsWrittenOut(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (!isServer(path) || path.startsWith('src/platform/db/') || isMover(path)) continue
    const facts = factsOf(path, text)
    for (const one of facts.calls) {
      if (one.callee === 'raw' && !one.args.every(isFixed))
        findings.push(`${path}:${one.line}: raw() of a text that is not fixed here`)
    }
    for (const one of facts.texts) {
      if (one.tag === undefined && one.holes && looksLikeSql.test(one.text))
        findings.push(`${path}:${one.line}: SQL with text woven in; use the sql template`)
    }
  }
  return findings
}

function isFixed(node: Node): boolean {
  if (node.type === 'ConditionalExpression') return isFixed(node.consequent as Node) && isFixed(node.alternate as Node)
  if (node.type === 'TemplateLiteral') return (node.expressions as Node[]).length === 0
  return node.type === 'Literal'
}

/** The migrator's own table is older than any migration, and no slice's. */
const unlisted = 'platform.migration'
const schemas = 'collect|clean|know|act|learn|company|platform'
const qualified = `(?<![\\w.$])((?:${schemas})\\.[a-z_][a-z0-9_]*)`
const writes = new RegExp(
  `\\b(?:insert\\s+into|update(?:\\s+only)?|delete\\s+from|merge\\s+into|copy|truncate(?:\\s+table)?|alter\\s+table|lock\\s+table)\\s+${qualified}(?!\\s*\\([^)]*\\)\\s+to\\b|\\s+to\\b)`,
  'gi',
)
const mentions = new RegExp(qualified, 'g')

/** A slice writes only its own tables and reads its own and earlier slices'. The mover re-owns rows of all. */
export function tablesHaveOneOwner(tree: Tree, flow: readonly string[], tables: Manifest): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    const area = areaOf(path, flow)
    if (!isServer(path) || area === undefined || !(isQueries(path) || /\btable\(/.test(text))) continue
    const judge = (name: string, line: number, writing: boolean) => {
      const entry = tables[name]
      if (name === unlisted) return
      if (entry === undefined) findings.push(`${path}:${line}: ${name} stands in no line of src/tables.ts`)
      else if (writing && entry.slice !== area.name && !(isMover(path) && entry.moves))
        findings.push(`${path}:${line}: ${area.name} writes ${name} of ${entry.slice}; call a verb of its owner`)
      else if (!writing && flow.indexOf(entry.slice) > flow.indexOf(area.name) && !isMover(path))
        findings.push(`${path}:${line}: ${area.name} reads ${name} of ${entry.slice}, which stands after it`)
    }
    const facts = factsOf(path, text)
    if (isQueries(path)) {
      for (const one of facts.texts) {
        const statement = one.text.replace(/--[^\n]*/g, '')
        for (const [, name] of statement.matchAll(writes)) judge(name!.toLowerCase(), one.line, true)
        for (const [, name] of statement.matchAll(mentions)) judge(name!, one.line, false)
      }
    }
    for (const one of facts.calls) {
      const name = one.callee === 'table' ? one.args[0]?.value : undefined
      if (typeof name === 'string') judge(name, one.line, true)
    }
  }
  return [...new Set(findings)]
}

const volatile =
  /\b(now|random|gen_random_uuid|uuidv[47]|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|nextval)\s*\(|\b(current_(timestamp|date|time)|localtimestamp|localtime)\b/i
const setsOwner = new RegExp(
  `\\bupdate\\s+(?:only\\s+)?${qualified}(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\s+(?:(?!\\bwhere\\b|\\bfrom\\b|\\breturning\\b)[\\s\\S])*?\\bcustomer_id\\s*=`,
  'gi',
)

/** What a distributed PostgreSQL would not do: volatile values within statements, and customers' rows that change owner in place. */
export function sqlIsFitForMany(tree: Tree, tables: Manifest): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    if (!isServer(path) || !isQueries(path) || path.startsWith('src/platform/db/')) continue
    for (const one of factsOf(path, text).texts) {
      const statement = one.text.replace(/--[^\n]*/g, '')
      const found = volatile.exec(statement)
      if (found !== null)
        findings.push(`${path}:${one.line}: ${found[0].trim()} within SQL; give the value as a parameter`)
      for (const [, name] of statement.matchAll(setsOwner)) {
        if (tables[name!]?.class === 'customer')
          findings.push(`${path}:${one.line}: rows change owner through the mover only`)
      }
    }
  }
  return findings
}

/** A migration makes and changes only what its slice owns, in the schema of its stage. */
export function migrationsKeepToTheirSlice(tree: Tree, tables: Manifest): Finding[] {
  const findings: Finding[] = []
  for (const [path, text] of tree) {
    const slice = /^db\/migrations\/\d+_([a-z]+)_/.exec(path)?.[1]
    if (slice === undefined) continue
    const statements = text.replace(/--[^\n]*/g, '')
    const touched =
      /\b(?:table(?:\s+if\s+(?:not\s+)?exists)?|index\s+(?:\w+\s+)?on|insert\s+into|update|delete\s+from)\s+([a-z_]+\.[a-z_]+)/gi
    for (const [, name] of statements.matchAll(touched)) {
      const owner = tables[name!]?.slice
      if (owner === undefined) {
        if (!new RegExp(`drop\\s+table[^;]*${name}`, 'i').test(statements))
          findings.push(`${path}: ${name} stands in no line of src/tables.ts`)
      } else if (owner.split('/').at(-1) !== slice) findings.push(`${path}: ${name} belongs to ${owner}`)
      else if (owner.split('/')[0] !== name!.split('.')[0])
        findings.push(`${path}: ${name} stands outside the schema of ${owner}`)
    }
  }
  return findings
}
