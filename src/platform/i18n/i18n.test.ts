import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { languages } from '#src/terms/index.ts'
import { fill, languageOf } from './index.ts'
import { otherRule, platformProblems, rules, titles } from './problems.ts'

test('the language is the best of ours that the browser asks for', () => {
  assert.equal(languageOf('sv-SE, fi;q=0.8, en;q=0.9', 'fi'), 'en')
  assert.equal(languageOf('fi-FI', 'en'), 'fi')
  assert.equal(languageOf('en;q=0, sv', 'fi'), 'fi')
  assert.equal(languageOf(undefined, 'en'), 'en')
  fc.assert(fc.property(fc.string(), (header) => languages.includes(languageOf(header, 'fi'))))
})

test('filling takes own texts and numbers only', () => {
  assert.equal(fill('{a} {b} {c} {constructor}', { a: 'x', b: 2, c: {} }), 'x 2  ')
})

test('every text is there in every language', () => {
  for (const language of languages) {
    for (const words of Object.values(platformProblems)) assert.ok(words[language][0].length > 0)
    for (const words of [...Object.values(titles), ...Object.values(rules), otherRule])
      assert.ok(words[language].length > 0)
  }
})
