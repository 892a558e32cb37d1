import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { inflectionCandidates } from './index.ts'

test('case forms lead back to their names', () => {
  for (const pair of [
    'virtasen virtanen',
    'virtaselle virtanen',
    'virtasta virtanen',
    'virtaset virtanen',
    'virtasten virtanen',
    'virtasilla virtanen',
    'virtaseen virtanen',
    'mäkelän mäkelä',
    'mäkelältä mäkelä',
    'mäkelään mäkelä',
    'lahden lahti',
    'lahteen lahti',
    'lahtea lahti',
    'korven korpi',
    'matin matti',
    'mattia matti',
    'liisalta liisa',
    'liisaa liisa',
    'liisaan liisa',
    'pekan pekka',
    'pekalle pekka',
    'salosta salo',
    'laineen laine',
    'lainetta laine',
    'laineelle laine',
    'koskisen koskinen',
    'järven järvi',
    'kosken koski',
    'niemen niemi',
    'helteen helle',
    'joen joki',
    'mäen mäki',
    'lammen lampi',
    'rannan ranta',
    'mantereen manner',
    'heikin heikki',
    'jarkon jarkko',
    'antin antti',
    'kertun kerttu',
    'markuksen markus',
    'markusta markus',
    'tuomaan tuomas',
    'tuomaksen tuomas',
    'henrikssonin henriksson',
    'henrikssonille henriksson',
    'lehdon lehto',
    'kurjen kurki',
    'iisakin iisakki',
    'ahon aho',
    'käden käsi',
    'kuusen kuusi',
    'auringon aurinko',
    'selinin selin',
    'virran virta',
    'åbergin åberg',
    'sepon seppo',
    'ilpon ilpo',
    'väinön väinö',
    'ison iso',
  ]) {
    const [form = '', base = ''] = pair.split(' ')
    assert.ok(inflectionCandidates(form).includes(base), `${form} → ${inflectionCandidates(form).join(' ')}`)
  }
})

test('any text gives few, different candidates', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: fc.constantFrom(...'aeiouyäöklmnprstvdhj') }), fc.string({ unit: 'binary' })),
      (token) => {
        const found = inflectionCandidates(token)
        assert.ok(found.length <= 20 && new Set(found).size === found.length && !found.includes(token))
      },
    ),
  )
})

// Finnish declension, written the other way round than the code under test: from the base form forward.
const vowels = 'aeiouyåäö'
const gradation: [string, string][] = [
  ['pp', 'p'],
  ['tt', 't'],
  ['kk', 'k'],
  ['mp', 'mm'],
  ['nt', 'nn'],
  ['lt', 'll'],
  ['rt', 'rr'],
  ['nk', 'ng'],
  ['ht', 'hd'],
  ['lp', 'lv'],
  ['rp', 'rv'],
]

function weak(stem: string): string {
  const tail = stem.slice(-1)
  const body = stem.slice(0, -1)
  for (const [strong, weakened] of gradation) if (body.endsWith(strong)) return body.slice(0, -2) + weakened + tail
  if (/[aeiouyåäö]t$/.test(body)) return `${body.slice(0, -1)}d${tail}`
  if (/[aeiouyåäö]p$/.test(body)) return `${body.slice(0, -1)}v${tail}`
  return stem
}

/** Weak and strong vowel stem of a name, by its type. */
function stemsOf(name: string): [weak: string, strong: string] | undefined {
  if (name.endsWith('nen')) return [`${name.slice(0, -3)}se`, `${name.slice(0, -3)}se`]
  if (/(?:järvi|niemi|koski|lahti|korpi|mäki|joki|lampi|saari|vuori|suvi|tammi)$/.test(name)) {
    const strong = `${name.slice(0, -1)}e`
    const k = /(?:mäki|joki)$/.test(name) ? `${name.slice(0, -2)}e` : undefined
    return [k ?? weak(strong), strong]
  }
  if (/[^e]e$/.test(name)) return [`${name}e`, `${name}e`]
  if (/[aouyäö]$/.test(name) || /[^aeiouyåäö]i$/.test(name)) return [weak(name), name]
  if (/(?:us|ys|os|es|is)$/.test(name)) return [`${name.slice(0, -1)}kse`, `${name.slice(0, -1)}kse`]
  if (!vowels.includes(name.at(-1)!)) return [`${name}i`, `${name}i`]
  return undefined
}

test('recall over the names of the population register', (t) => {
  const file = new URL('../../../../../shared/data/fi-reference/people_names.txt', import.meta.url)
  if (!existsSync(file)) return t.skip('shared/data is absent')
  let [forms, met, weighted, metWeight] = [0, 0, 0, 0]
  const missed: string[] = []
  for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
    const [name = '', count = '0'] = line.toLowerCase().split('\t')
    const stems = /^[a-zåäöéü]{3,}$/.test(name) ? stemsOf(name) : undefined
    if (stems === undefined) continue
    const weight = Number(count.replace(/\D/g, ''))
    const [weakStem, strongStem] = stems
    const back = /[aou]/.test(name)
    for (const form of [
      `${weakStem}n`,
      `${weakStem}lle`,
      `${weakStem}lt${back ? 'a' : 'ä'}`,
      `${weakStem}st${back ? 'a' : 'ä'}`,
      `${weakStem}ll${back ? 'a' : 'ä'}`,
      `${strongStem}n${back ? 'a' : 'ä'}`,
    ]) {
      forms++
      weighted += weight
      if (inflectionCandidates(form).includes(name)) {
        met++
        metWeight += weight
      } else missed.push(`${form}<${name}`)
    }
  }
  t.diagnostic(
    `${met} of ${forms} forms (${((100 * met) / forms).toFixed(2)} %), by bearers ${((100 * metWeight) / weighted).toFixed(2)} %; missed ${missed.slice(0, 12).join(' ')}`,
  )
  assert.ok(forms > 100_000 && met / forms > 0.99)
})
