import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { parse, readConfig } from './config.ts'
import { Refusal } from './refusal.ts'

test('an empty environment is this machine only, in Finnish, euros and Helsinki time', () => {
  const config = readConfig({ PATH: '/bin', PORT: '', KAUPPIAS_URL: ' ' })
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 8080)
  assert.equal(config.publicUrl, 'http://localhost:8080')
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.insecureHttp, false)
  assert.deepEqual([config.language, config.currency, config.timeZone], ['fi', 'EUR', 'Europe/Helsinki'])
  assert.equal(config.dataDir, resolve(import.meta.dirname, '../../data'))
})

test('every wrong variable is named with what is accepted, and no password is shown', () => {
  const wrong = {
    PORT: '80800',
    HOST: 'two words',
    DATABASE_URL: 'mysql://me:secret@somewhere/base',
    KAUPPIAS_URL: 'https://example.fi/path',
    KAUPPIAS_TIME_ZONE: 'Helsinki',
    KAUPPIAS_CURRENCY: 'euro',
    KAUPPIAS_LANGUAGE: 'klingon',
    KAUPPIAS_INSECURE_HTTP: 'perhaps',
    KAUPPIAS_TIMEZONE: 'Europe/Helsinki',
  }
  assert.throws(
    () => readConfig(wrong),
    (error) => {
      assert.ok(error instanceof Refusal)
      for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(`^  ${name}=`, 'm'))
      assert.doesNotMatch(error.message, /secret/)
      return true
    },
  )
})

test('plain HTTP beyond this machine must be asked for', () => {
  for (const open of [{ HOST: '0.0.0.0' }, { KAUPPIAS_URL: 'http://shop.example.fi' }]) {
    assert.deepEqual(
      parse(open).faults.map(({ name }) => name),
      ['KAUPPIAS_URL'],
    )
    assert.deepEqual(parse({ ...open, KAUPPIAS_INSECURE_HTTP: '1' }).faults, [])
  }
  const behindProxy = readConfig({ HOST: '0.0.0.0', KAUPPIAS_URL: 'https://asiakkaat.example.fi/' })
  assert.equal(behindProxy.publicUrl, 'https://asiakkaat.example.fi')
})

test('a relative data folder is relative to where the person stands', () => {
  assert.equal(readConfig({ KAUPPIAS_DATA: 'other', INIT_CWD: '/somewhere' }).dataDir, '/somewhere/other')
})
