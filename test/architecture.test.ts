import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { flow } from '#src/flow.ts'
import { tables } from '#src/tables.ts'
import { planted, soundTree } from './architecture/planted.ts'
import { rules } from './architecture/rules.ts'
import { isCode, readTree } from './architecture/tree.ts'

// DESIGN's rules, checked on every file that git tracks or would track. Needs no database.

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)))
const law = { flow, tables }

suite('architecture', () => {
  test('the scan sees the whole tree', () => {
    const code = [...tree.keys()].filter(isCode)
    assert.ok(code.length > 100, `only ${code.length} code files seen`)
    for (const part of ['src', 'web', 'test', 'bench', 'scripts'])
      assert.ok(
        code.some((path) => path.startsWith(`${part}/`)),
        `nothing of ${part}/ seen`,
      )
    for (const slice of flow)
      assert.ok(
        code.some((path) => path.startsWith(`src/${slice}/`)),
        `nothing of ${slice} seen: not in the tree, or renamed`,
      )
  })

  for (const [name, rule] of Object.entries(rules)) {
    test(name, () => {
      const findings = rule(tree, law)
      assert.equal(findings.length, 0, `\n  ${findings.join('\n  ')}`)
    })
  }
})

suite('every rule bites', () => {
  test('a sound tree passes all', () => {
    for (const [name, rule] of Object.entries(rules)) assert.deepEqual(rule(soundTree, planted.law), [], name)
  })
  for (const { rule, plant, says } of planted.violations) {
    const [path] = Object.keys(plant)
    test(`${rule}: ${posix.basename(path!)} ${says.source}`, () => {
      const findings = rules[rule](new Map([...soundTree, ...Object.entries(plant)]), planted.law)
      assert.ok(
        findings.some((finding) => says.test(finding)),
        `not found in: ${findings.join(' | ') || 'no findings'}`,
      )
    })
  }
  test('no rule goes without a planted violation', () => {
    const bitten = new Set(planted.violations.map(({ rule }) => rule))
    assert.deepEqual(
      Object.keys(rules).filter((name) => !bitten.has(name as keyof typeof rules)),
      [],
    )
  })
})
