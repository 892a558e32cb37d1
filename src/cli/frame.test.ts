import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { exitCodes } from './exit.ts'
import { runCommandLine } from './frame.ts'
import { verbs } from './verbs.ts'

/** Runs one command line with an environment of its own. */
async function call(
  line: string,
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const code = await runCommandLine(line.split(' ').filter(Boolean), {
    env,
    streams: { out: into('out'), err: into('err') },
  })
  return { code, ...texts }
}

test('--help of the program and of every verb shows examples and exit codes', async () => {
  const whole = await call('--help')
  assert.equal(whole.code, 0)
  for (const { name } of verbs) assert.match(whole.out, new RegExp(`^  ${name} `, 'm'))
  for (const { name, load } of verbs) {
    const { code, out } = await call(`${name} --help`)
    assert.equal(code, 0, name)
    const { command } = await load()
    for (const example of command.examples) assert.ok(out.includes(`kauppias -- ${example}`), `${name}: ${example}`)
    for (const [number, about] of exitCodes)
      assert.ok(out.includes(`${number}`) && out.includes(about), `${name}: ${number}`)
  }
})

test('what is not understood ends with 2 and says where to look', async () => {
  for (const line of ['strat', 'start --fast', 'migrate now', 'user', '']) {
    const { code, out, err } = await call(line)
    assert.equal(code, 2, line)
    assert.notEqual(out + err, '')
  }
})

test('a refusal ends with 1, in words or as one line of JSON', async () => {
  const env = { PORT: 'x', KAUPPIAS_DATA: join(tmpdir(), 'never-made') }
  const told = await call('migrate', env)
  assert.deepEqual([told.code, told.out], [1, ''])
  assert.match(told.err, /PORT="x": a number/)
  const json = await call('migrate --json', env)
  assert.equal(json.code, 1)
  assert.equal(JSON.parse(json.out).error.code, 'config_refused')
})

test('doctor on a new machine: nothing wrong, what the first start makes, in both languages', async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'kauppias-doctor-'))
  t.after(() => rmSync(parent, { recursive: true }))
  const env = { KAUPPIAS_DATA: join(parent, 'data'), PORT: '0' }
  const english = await call('doctor', { ...env, LANG: 'C.UTF-8' })
  assert.equal(english.code, 0, english.out)
  assert.match(english.out, /no data folder.*\n.*"npm start" makes it/)
  const finnish = await call('doctor', { ...env, LANG: 'fi_FI.UTF-8' })
  assert.match(finnish.out, /Tietokansiota .* ei vielä ole/)
  const broken = await call('doctor --json', {
    ...env,
    KAUPPIAS_TIME_ZONE: 'Mars',
    DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/b',
  })
  assert.equal(broken.code, 1)
  const { checks } = JSON.parse(broken.out) as { checks: { state: string; key: string; next?: string }[] }
  assert.deepEqual(
    checks.filter(({ state }) => state === 'bad').map(({ key }) => key),
    ['configWrong', 'serverBad'],
  )
  assert.doesNotMatch(broken.out, /secret/)
})
