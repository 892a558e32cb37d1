import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect, sql } from '#src/platform/db/index.ts'
import { openServer } from '#src/platform/db/server/index.ts'

// The program is killed at moments that differ in every round; how often: KILLS (default 3).
const root = fileURLToPath(new URL('../..', import.meta.url))
const kills = Number(process.env.KILLS ?? 3)
const lines = 12_000 * Math.max(3, Math.min(kills, 10))

function delivery(folder: string): string[] {
  const customers = ['asiakasnumero;nimi;sähköposti;puhelin;postinumero;kaupunki']
  const orders = ['tilausnumero;asiakasnumero;pvm;tuotekoodi;tuote;määrä;hinta']
  for (let i = 0; i < lines; i++) {
    customers.push(`A${i};Liisa Virtanen${i % 700};liisa${i}@example.fi;040${1000000 + i};00330;Helsinki`)
    orders.push(
      `T${i >> 1};A${(i * 7) % lines};${1 + (i % 28)}.${1 + (i % 12)}.2025;S${i % 90};Tuote ${i % 90};1;${(i % 50) + 1},90`,
    )
  }
  const write = (name: string, rows: string[]) => {
    const path = join(folder, name)
    writeFileSync(path, `${rows.join('\n')}\n`)
    return path
  }
  return [write('asiakkaat.csv', customers), write('tilaukset.csv', orders)]
}

const run = (files: string[], data: string, ms?: number) =>
  command(['import', ...files, '--source', 'Verkkokauppa'], data, ms)

/** Runs a command of the program; with `ms`, kills it after that time as a power cut would. */
async function command(
  words: string[],
  data: string,
  ms?: number,
): Promise<{ code: number | null; last: string; err: string }> {
  const child = spawn(process.execPath, ['src/main.ts', ...words, '--json'], {
    cwd: root,
    env: { ...process.env, KAUPPIAS_DATA: data, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const ended = new Promise<number | null>((done) => child.on('close', done))
  if (ms !== undefined) {
    await Promise.race([ended, pause(ms)])
    child.kill('SIGKILL')
  }
  return { code: await ended, last: out.trim().split('\n').at(-1) ?? '', err }
}

/** Processes that run from the data folder. */
function running(data: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
      } catch {
        return false
      }
    })
}
async function untilNobodyRuns(data: string): Promise<void> {
  for (let tries = 0; tries < 100 && running(data).length > 0; tries++) await pause(100)
  assert.deepEqual(running(data), [], 'no server is left without its program')
}

async function facts(data: string): Promise<Record<string, string>> {
  const server = await openServer({ folder: join(data, 'postgres') })
  const db = connect(server.url)
  try {
    return await db.one(sql<Record<string, string>>`select
      (select count(*) from know.customer)::text as customers,
      (select count(*) from collect.record where kind = 'customer')::text as records,
      (select count(*) from clean.claim)::text as claims,
      (select count(*) from know.purchase)::text as purchases,
      (select count(*) from know.purchase_line)::text as "purchaseLines",
      (select count(*) from know.timeline)::text as timeline,
      (select sum(total) from know.purchase)::text as total,
      (select sum(amount) from know.purchase_line)::text as "lineTotal",
      (select sum(net) from know.spend)::text as net,
      (select count(*) from collect.import_line)::text as "reportLines",
      (select count(*) from know.stale)::text as stale`)
  } finally {
    await db.close()
    await server.close()
  }
}

test(`an import killed ${kills} times goes on, and every line is there once`, {
  skip: process.platform === 'linux' ? false : 'needs /proc',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-kill-'))
  const data = join(folder, 'data')
  try {
    const files = delivery(folder)
    let finished = false
    for (let round = 0; round < kills && !finished; round++) {
      // spread by the round's hash, so that the moments differ and the run can be repeated
      const spread = createHash('sha256').update(`kill ${round}`).digest().readUInt16BE() / 65_536
      const { code } = await run(files, data, 1500 + spread * 4000)
      finished = code === 0
      await untilNobodyRuns(data)
    }
    const { code, last, err } = await run(files, data)
    assert.equal(code, 0, err.slice(-2000))
    await untilNobodyRuns(data)
    const report = JSON.parse(last) as { lines: number; buckets: Record<string, number> }
    assert.equal(report.lines, 2 * lines)
    assert.equal(
      Object.values(report.buckets).reduce((sum, n) => sum + n, 0),
      2 * lines,
    )
    const found = await facts(data)
    const n = String(lines)
    const purchases = String(lines / 2)
    assert.deepEqual(
      { ...found, reportLines: undefined, net: undefined, lineTotal: undefined },
      {
        customers: n,
        records: n,
        claims: n,
        purchases,
        purchaseLines: n,
        timeline: purchases,
        total: found.lineTotal,
        stale: '0',
        reportLines: undefined,
        net: undefined,
        lineTotal: undefined,
      },
    )
    assert.equal(found.net, found.total, 'figures agree with the purchases')
    assert.equal(Number(found.reportLines) % (2 * lines), 0, 'each run reports each line once')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Everything that a rollback must bring back, in one hash per table. */
async function hashes(data: string): Promise<Record<string, string>> {
  const server = await openServer({ folder: join(data, 'postgres') })
  const db = connect(server.url)
  try {
    return await db.one(sql<Record<string, string>>`select
      (select md5(string_agg(md5((to_jsonb(t) - 'version' - 'updated_at')::text), '' order by t.id)) from know.customer t) as customers,
      (select md5(string_agg(md5(concat_ws(' ', t.id, t.hash, t.identity_id, t.state)), '' order by t.id)) from collect.record t) as records,
      (select md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))) from clean.identifier t) as identifiers,
      (select md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))) from clean.claim t) as claims,
      (select md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))) from know.timeline t) as timeline,
      (select md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))) from know.purchase t) as purchases,
      (select md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))) from know.spend t) as spend`)
  } finally {
    await db.close()
    await server.close()
  }
}

test('a rollback killed twice goes on, and everything is as before the import', {
  skip: process.platform === 'linux' ? false : 'needs /proc',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-kill-'))
  const data = join(folder, 'data')
  try {
    const [customers, orders] = delivery(folder)
    const few = join(folder, 'ensin.csv')
    const [header, ...rows] = readFileSync(customers!, 'utf8').split('\n')
    writeFileSync(few, [header, ...rows.slice(0, 9_000)].join('\n').replaceAll('Helsinki', 'Espoo'))
    assert.equal((await run([few], data)).code, 0)
    await untilNobodyRuns(data)
    const [before, wasThere] = [await facts(data), await hashes(data)]
    await untilNobodyRuns(data)
    const brought = await run([customers!, orders!], data)
    assert.equal(brought.code, 0, brought.err.slice(-2000))
    await untilNobodyRuns(data)
    const { import: id } = JSON.parse(brought.last) as { import: string }
    for (const ms of [3000, 4500]) {
      if ((await command(['rollback', id], data, ms)).code === 0) break
      await untilNobodyRuns(data)
    }
    const { code, err } = await command(['rollback', id], data)
    assert.ok(code === 0 || err.includes('already'), err.slice(-2000))
    await untilNobodyRuns(data)
    const after = await facts(data)
    // what the import reported stays as its report
    assert.deepEqual({ ...after, reportLines: null }, { ...before, reportLines: null })
    assert.deepEqual(await hashes(data), wasThere)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
