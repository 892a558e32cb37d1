import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { dayText } from '#src/know/insights/index.ts'
import { changingFleet } from '#test/support/changing.ts'
import { runCommandLine } from '../frame.ts'
import type { Alarm } from './alarms.ts'

const folder = mkdtempSync(join(tmpdir(), 'deviations-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, lines: Iterable<string>): string => {
  const path = join(folder, name)
  writeFileSync(path, `${[...lines].join('\n')}\n`)
  return path
}

async function deviations(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk)
        done()
      },
    })
  const code = await runCommandLine(['deviations', ...words], {
    env: {},
    streams: { out: into('out'), err: into('err') },
  })
  return { code, ...texts }
}
interface Result {
  customers: number
  watched: number
  begins: string
  weeks: { unit: string; first: string | number; baseline: number; watched: number }
  falseAlarms: { share: number }
  alarms: Alarm[]
}
const json = async (...words: string[]) => {
  const { code, out, err } = await deviations(...words, '--json')
  assert.equal(code, 0, err)
  return JSON.parse(out) as Result
}

const fleet = changingFleet({ seed: 4, customers: 1500, shape: 1, rate: 6 })
function* weekly(): Generator<string> {
  yield 'customer_id,week,purchases'
  const { counts } = fleet
  for (let i = 0; i < counts.n; i++)
    for (let at = counts.from[i]!; at < counts.from[i + 1]!; at++)
      yield `${i + 1},${counts.week[at]},${counts.count[at]}`
}
/** The same as purchases on days, at most one a day; two rows each, as an order with lines has. */
function* daily(): Generator<string> {
  yield 'Asiakas;Pvm;Summa'
  const { counts } = fleet
  for (let i = 0; i < counts.n; i++)
    for (let at = counts.from[i]!; at < counts.from[i + 1]!; at++)
      for (let k = 0; k < Math.min(7, counts.count[at]!); k++) {
        const [y, m, d] = dayText(19_723 + 7 * counts.week[at]! + k).split('-')
        for (const sum of ['10,50', '2,00']) yield `A${i + 1};${d}.${m}.${y};${sum}`
      }
}

test('reads weekly counts: half a year is watched against the year before', async () => {
  const path = file('weekly.csv', weekly())
  const found = await json(path, '--customer', 'customer_id', '--week', 'week', '--count', 'purchases')
  assert.deepEqual(found.weeks, { unit: 'week', first: 0, baseline: 52, watched: 26, last: 77 })
  assert.equal(found.begins, 'start')
  assert.ok(found.falseAlarms.share <= 0.05)
  const alarmed = new Set(found.alarms.map(({ customer }) => Number(customer) - 1))
  const frequentStops = fleet.change.flatMap((change, i) => (change === 'stop' && fleet.rate[i]! > 0.3 ? [i] : []))
  assert.ok(frequentStops.length > 5 && frequentStops.every((i) => alarmed.has(i)))
  for (const { kind, direction, since, found: at, size, bits, bound } of found.alarms) {
    assert.equal(direction, kind === 'drop' ? 'down' : 'up')
    assert.ok(Number(since) >= 52 && Number(at) >= Number(since) && Number(at) <= 77)
    assert.ok(direction === 'down' ? size < 0 : size > 0)
    assert.ok(bits > 4 && bound === found.falseAlarms.share)
  }
  // told so, the same; and the strongest come first
  const told = ['--customer', '1', '--week', '2', '--count', '3', '--cutoff', '52']
  assert.deepEqual((await json(path, ...told)).alarms, found.alarms)
  assert.ok(found.alarms.every((alarm, i) => i === 0 || alarm.bits <= found.alarms[i - 1]!.bits))
})

test('reads purchases on days, merges those of one day, and finds the same people', async () => {
  const weeks = await json(
    file('weekly.csv', weekly()),
    '--customer',
    'customer_id',
    '--week',
    'week',
    '--count',
    'purchases',
  )
  const days = await json(file('daily.csv', daily()), '--customer', 'asiakas', '--date', 'pvm', '--amount', 'summa')
  assert.equal(days.weeks.unit, 'day')
  assert.ok(Math.abs(days.watched - weeks.watched) <= 8)
  const names = (result: Result, prefix: string) =>
    new Set(result.alarms.filter(({ kind }) => kind === 'drop').map(({ customer }) => customer.replace(prefix, '')))
  const [a, b] = [names(weeks, ''), names(days, 'A')]
  assert.ok(a.intersection(b).size > 0.8 * Math.max(a.size, b.size), `${a.size} ${b.size}`)
  assert.match(String(days.alarms[0]?.since), /^\d{4}-\d\d-\d\d$/)
  // a day with a count stands for its week: the very same figures
  function* counted(): Generator<string> {
    for (const line of weekly()) {
      const [who, week, n] = line.split(',')
      yield week === 'week' ? 'who,monday,n' : `${who},${dayText(19_723 + 7 * Number(week))},${n}`
    }
    yield `0,${dayText(19_723 + 7 * 77 + 6)},0`
  }
  const same = await json(file('counted.csv', counted()), '--customer', 'who', '--date', 'monday', '--count', 'n')
  assert.deepEqual(
    same.alarms.map(({ customer, bits }) => [customer, bits]),
    weeks.alarms.map(({ customer, bits }) => [customer, bits]),
  )
})

test('watches baskets, returns, channels and categories where columns are named', async () => {
  function* orders(): Generator<string> {
    yield 'who,day,sum,where,what,back'
    for (let i = 0; i < 80; i++)
      for (let week = 0; week < 80; week++) {
        const late = week > 66
        const day = dayText(19_723 + 7 * week + (i % 5))
        const wobble = 100 + ((week * 37 + i * 11) % 40)
        const sum = i === 0 && late ? wobble * 9 : wobble
        const where = i === 1 && late ? 'web' : 'shop'
        const what = i === 2 ? (late ? 'coffee' : 'tea') : (week + i) % 2 === 0 ? 'tea' : 'coffee'
        if (week % 2 === i % 2 || i < 4) yield `c${i},${day},${sum},${where},${what},`
        if (i === 3 && late) yield `c${i},${day},${sum},${where},${what},1`
      }
  }
  const path = file('orders.csv', orders())
  const columns = ['--customer', 'who', '--date', 'day', '--amount', 'sum', '--channel', 'where', '--category', 'what']
  const { alarms } = await json(path, ...columns, '--returns', 'back')
  const of = (customer: string, kind: string) =>
    alarms.find((alarm) => alarm.customer === customer && alarm.kind === kind)
  assert.ok(of('c0', 'basketUp')!.size > 4)
  assert.deepEqual([of('c1', 'channel')!.evidence.name, of('c1', 'channel')!.direction], ['shop', 'down'])
  assert.equal(of('c2', 'category')!.evidence.name, 'tea')
  assert.ok(of('c3', 'returns')!.size > 0.3)
  assert.ok(alarms.length <= 12)
  assert.ok(alarms.filter(({ kind }) => kind === 'basketUp').every(({ bits, bound }) => bits >= 8 && bound === 0.2))
})

test('writes a file that no spreadsheet runs, and speaks of what it looked at', async () => {
  function* evil(): Generator<string> {
    yield 'c,w'
    for (let i = 0; i < 40; i++)
      for (let week = 0; week < 78; week++) if (i > 0 || week < 58) yield `${i === 0 ? '=1+1' : `k${i}`},${week}`
  }
  const out = join(folder, 'out.csv')
  const {
    code,
    out: said,
    err,
  } = await deviations(file('evil.csv', evil()), '--customer', 'c', '--week', 'w', '--out', out)
  assert.equal(code, 0)
  assert.equal(said, '')
  assert.match(err, /40 of 40 customers are watched for 26 weeks from week 52/)
  assert.match(err, /Of unchanged customers [\d.]+ % get an alarm/)
  const [header, first] = readFileSync(out, 'utf8').split('\n')
  assert.equal(header, 'customer,kind,direction,since,found,ended,size,bits,evidence,bound')
  assert.match(first!, /^'=1\+1,drop,down,58,/)
})

test('says what is missing', async () => {
  const path = file('short.csv', ['c,w,d', 'a,1,2026-01-01', 'a,2,2026-01-09'])
  const refused = async (...words: string[]) => {
    const { code, err } = await deviations(path, ...words)
    assert.notEqual(code, 0)
    return err
  }
  assert.match(await refused('--customer', 'c'), /either --date COLUMN or --week COLUMN/)
  assert.match(await refused('--customer', 'c', '--week', 'w', '--date', 'd'), /either/)
  assert.match(await refused('--customer', 'c', '--week', 'w'), /does not reach far enough/)
  assert.match(await refused('--customer', 'c', '--date', 'd', '--count', 'w'), /does not reach far enough/)
  assert.match(await refused('--customer', 'c', '--week', 'w', '--cutoff', 'soon'), /no week/)
  assert.match(await refused('--customer', 'c', '--week', 'w', '--baseline', '0'), /no number of weeks/)
})
