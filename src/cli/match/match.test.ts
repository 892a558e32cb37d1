import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { runCommandLine } from '../frame.ts'
import { guessColumns } from './columns.ts'
import { buildTable, parseTold } from './table.ts'
import { measure } from './truth.ts'
import { cell } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'match-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string | Buffer) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

async function match(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const code = await runCommandLine(['match', ...words], { env: {}, streams: { out: into('out'), err: into('err') } })
  return { code, ...texts }
}

const names = [
  'Liisa Virtanen',
  'Matti Korhonen',
  'Anna Nieminen',
  'Pekka Mäkelä',
  'Aino Laine',
  'Olavi Heikkinen',
  'Eero Koski',
  'Sofia Ström',
]
/** Forty people, each twice, the second time with a slip in the family name. */
const people = Array.from({ length: 40 }, (_, i) => {
  const [first = '', last = ''] = names[i % 8]!.split(' ')
  const family = `${last}${'abcde'[i >> 3]}o`
  const born = `19${40 + i}-0${1 + (i % 9)}-1${i % 10}`
  const mail = `${first}.${family}${i}@example.com`.toLowerCase()
  return [
    [`a${i}`, String(i), first, family, born, mail],
    [`b${i}`, String(i), first, family.slice(0, 3) + family.slice(4), born, i % 3 === 0 ? '' : mail],
  ] as const
})
const header = ['id', 'who', 'first_name', 'surname', 'dob', 'email']
const csv = (rows: readonly (readonly string[])[], mark = ',') =>
  `${[header, ...rows].map((row) => row.join(mark)).join('\n')}\n`
const both = file('both.csv', csv(people.flat()))

suite('match', () => {
  test('finds the doubles of a file, measures them, and writes clusters and pairs', async () => {
    const [clusters, pairs] = [join(folder, 'clusters.csv'), join(folder, 'pairs.csv')]
    const { code, out } = await match(both, '--truth', 'who', '--clusters', clusters, '--pairs', pairs, '--json')
    assert.equal(code, 0)
    const result = JSON.parse(out) as Record<string, Record<string, number>>
    assert.deepEqual(result.pairs, { precision: 1, recall: 1, f1: 1 })
    assert.deepEqual(result.clusters, result.pairs)
    assert.equal(result.automatic!.precision, 1)
    assert.ok(result.automatic!.recall! >= 0.5)
    assert.equal(typeof result.seconds, 'number')
    const written = readFileSync(clusters, 'utf8').trim().split('\n')
    assert.equal(written.length, 81)
    assert.equal(written[0], 'cluster,file,row,id,who,first_name,surname,dob,email')
    assert.match(
      readFileSync(pairs, 'utf8'),
      /^file_a,row_a,file_b,row_b,weight,probability,zone,same_cluster\nboth\.csv,\d+,both\.csv,\d+,[\d.]+,0\.9\d+,auto,yes\n/,
    )
  })

  test('the truth is not looked at: garbage there changes nothing found', async () => {
    const garbage = file('garbage.csv', csv(people.flat().map(([id, , ...rest], i) => [id, String(i % 7), ...rest])))
    const [right, wrong] = await Promise.all([both, garbage].map((path) => match(path, '--truth', 'who', '--json')))
    const model = ({ out }: { out: string }) => (JSON.parse(out) as { model: unknown }).model
    assert.deepEqual(model(right!), model(wrong!))
  })

  test('links files of other shapes', async () => {
    const ours = file(
      'ours.csv.gz',
      gzipSync(
        csv(
          people.map(([one]) => one),
          ';',
        ),
      ),
    )
    const theirs = file(
      'theirs.jsonl',
      people
        .map(([, [id, who, given, family, born, mail]]) =>
          JSON.stringify({ id, who, etunimi: given, sukunimi: family, syntymäaika: born, sähköposti: mail }),
        )
        .join('\n'),
    )
    const { code, out, err } = await match(ours, theirs, '--link', '--truth', 'who', '--json')
    assert.equal(code, 0, err)
    assert.equal((JSON.parse(out) as { pairs: { f1: number } }).pairs.f1, 1)
    assert.match(err, /first_name\+etunimi = given/)
  })

  test('says for people what was learned', async () => {
    const { out } = await match(both)
    for (const word of ['Learned weights', 'given name', 'merge by itself', 'Clusters: 40 of two rows', 'all pairs'])
      assert.ok(out.includes(word), word)
    assert.ok(!out.includes('Against the truth'))
  })

  test('refuses what it cannot do with what to do', async () => {
    for (const [words, says] of [
      [[join(folder, 'absent.csv')], /no file/],
      [[both, '--truth', 'absent'], /no column "absent"/],
      [[both, '--columns', 'surname'], /does not say what a column holds/],
      [[both, '--columns', 'absent=given'], /no column "absent"/],
      [[both, '--link'], /Only one file/],
    ] as const) {
      const { code, err } = await match(...words)
      assert.notEqual(code, 0)
      assert.match(err, says)
    }
  })
})

suite('columns', () => {
  const guess = (columns: Record<string, string[]>) =>
    Object.fromEntries(guessColumns(Object.keys(columns), Object.values(columns)).map(({ name, kind }) => [name, kind]))

  test('are known by their names and by what they hold', () => {
    const numbers = Array.from({ length: 60 }, (_, i) => String(i + 1))
    const table = {
      rec_id: numbers.map((n) => `rec-${n}-org`),
      fname_c1: numbers.map(() => 'ANNA'),
      lname_c1: numbers.map((n) => `KOSKI${n}`),
      by: numbers.map((n) => String(1930 + Number(n))),
      bm: numbers.map((n) => String((Number(n) % 12) + 1)),
      bd: numbers.map((n) => String((Number(n) % 31) + 1)),
      soc_sec_id: numbers.map((n) => String(6_000_000 + Number(n) * 7919)),
      contact: numbers.map((n) => `a${n}@example.com`),
      Puhelin: numbers.map((n) => `040 12345${n.padStart(2, '0')}`),
      Status: numbers.map(() => 'Active'),
      address_1: numbers.map((n) => `Kotikatu ${n}`),
      address_2: numbers.map((n) => `talo ${n}`),
      Company: numbers.map((n) => `Pajula ${n} Oy`),
      'Full name': numbers.map(() => 'Liisa Virtanen'),
    }
    assert.deepEqual(guess(table), {
      rec_id: undefined, fname_c1: 'given', lname_c1: 'family', by: 'year', bm: 'month', bd: 'day', soc_sec_id: 'code', contact: 'email',
      Puhelin: 'phone', Status: undefined, address_1: 'street', address_2: 'city', Company: 'organisation', 'Full name': 'fullName',
    }) // biome-ignore format: a table
    assert.equal(
      guess({
        first_name: ['Liisa', 'Matti'],
        surname: ['Aho', 'Ek'],
        both_names: ['Liisa Aho', 'Matti Ek'],
      }).both_names,
      undefined,
    )
  })

  test('are as told, and columns of a kind in one row are one field with several values', () => {
    const read = {
      name: 'a.csv',
      headers: ['x', 'mail', 'mail 2'],
      values: [['A'], ['a@b.fi'], ['c@d.fi']],
      rows: 1,
      unreadable: 0,
    }
    const built = buildTable([read], parseTold('x=first_name,mail=email'), {})
    assert.deepEqual(
      built.sources.map(({ kind }) => kind),
      ['given', 'email'],
    )
    assert.equal(built.table.values[1]![0], 'a@b.fi\u001fc@d.fi')
    assert.deepEqual(
      [...parseTold('a=birthdate, b=Family,c=ignore')],
      [
        ['a', 'birthDate'],
        ['b', 'family'],
        ['c', 'ignore'],
      ],
    )
  })
})

test('rates count pairs of rows with a truth only', () => {
  const found = measure(['x', 'x', 'y', 'y', ''], Uint32Array.of(0, 0, 0, 3, 3), Uint32Array.of(0, 0, 2, 3, 4))
  assert.deepEqual(found.pairs, { precision: 1 / 3, recall: 1 / 2, f1: 2 / 5 })
  assert.deepEqual(found.automatic, { precision: 1, recall: 1 / 2 })
  assert.equal(measure(['x', 'y'], Uint32Array.of(0, 1), Uint32Array.of(0, 1)).pairs.precision, null)
})

test('no cell is a formula', () => {
  assert.deepEqual(['=1+1', '+358401234567', '-5,00', '-cmd', 'a "b", c'].map(cell), [
    "'=1+1",
    '+358401234567',
    '"-5,00"',
    "'-cmd",
    '"a ""b"", c"',
  ])
})
