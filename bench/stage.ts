import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verbsOf } from '#src/company/index.ts'
import { addToken, addUser, userByEmail } from '#src/company/queries.ts'
import { hashOf, newSecret } from '#src/company/secrets.ts'
import { connect, type Db, sql } from '#src/platform/db/index.ts'
import { systemClock, systemRandom } from '#src/platform/ports/index.ts'
import { uuidMaker } from '#src/platform/ports/uuid.ts'
import { ensureTimelines } from './base.ts'
import { sharedFile } from './generate/reference.ts'
import type { Options } from './options.ts'
import { kauppias, lineOf, type Running, run } from './program.ts'
import { openBenchServer } from './server.ts'

/** The program and the floor, serving the same number of customers and rows from the same server. */
export interface Stage {
  db: Db
  /** Where the program answers, without a slash at the end. */
  url: string
  /** Header of a signed-in request. */
  authorization: string
  floor: string
  program: Running
  /** Asks the program and reads its JSON. */
  ask<T>(path: string): Promise<T>
  /** Asks the floor and reads its JSON. */
  askFloor<T>(path: string): Promise<T>
  /** Measures A (the program) against B (the floor) with `ratio.mjs`; prints what it prints and returns the ratio of p95. */
  ratio(measure: Measure): Promise<number>
}
export interface Measure {
  /** Path at the program and at the floor; `{id}` is replaced from `ids`, `{n}` by a running number. */
  path: string
  floorPath: string
  /** Another floor than the usual one. */
  floor?: string
  ids?: readonly string[]
  floorIds?: readonly string[]
  /** JSON to post instead of asking. */
  body?: object
  floorBody?: object
}

/** Prepares everything, lets `work` measure, and takes the stage down again, whatever happened. */
export async function onStage(options: Options, work: (stage: Stage) => Promise<void>): Promise<void> {
  const [floorTool, ratioTool] = [sharedFile('tools/floor.mjs'), sharedFile('tools/ratio.mjs')]
  const server = await openBenchServer(options)
  const folder = mkdtempSync(join(tmpdir(), 'kauppias-bench-'))
  const started: Running[] = []
  const start = (running: Running) => {
    started.push(running)
    return running
  }
  try {
    const databaseUrl = await ensureTimelines(server, options.customers, options.events)
    const env = { DATABASE_URL: databaseUrl, PORT: '0', KAUPPIAS_DATA: folder }
    await ensureFloor(databaseUrl, floorTool, options)
    const token = await makeToken(databaseUrl)
    const program = start(kauppias(['start'], env))
    const url = /https?:\/\/[^\s/]+/.exec(await lineOf(program, /https?:\/\//))![0]
    const floorLine = await lineOf(start(run([floorTool, 'serve', String(await freePort())], env)), /^floor on/)
    const floor = floorLine.replace('floor on ', '')
    const db = connect(databaseUrl, { size: 2, name: 'bench' })
    const authorization = `authorization: Bearer ${token}`
    const ask = async <T>(base: string, path: string, headers: Record<string, string>) => {
      const answer = await fetch(base + path, { headers })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    try {
      await work({
        db,
        url,
        authorization,
        floor,
        program,
        ask: (path) => ask(url, path, { authorization: `Bearer ${token}` }),
        askFloor: (path) => ask(floor, path, {}),
        ratio: (measure) =>
          ratioOf({ measure, url, floor, authorization, ratioTool, folder, requests: options.requests }),
      })
    } finally {
      await db.close()
    }
  } finally {
    for (const running of started) await running.stop()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface RatioSetting {
  measure: Measure
  url: string
  floor: string
  authorization: string
  ratioTool: string
  folder: string
  requests: number
}

async function ratioOf({
  measure,
  url,
  floor,
  authorization,
  ratioTool,
  folder,
  requests,
}: RatioSetting): Promise<number> {
  const file = (name: string, content: string) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const args = [
    '--a',
    url + measure.path,
    '--b',
    (measure.floor ?? floor) + measure.floorPath,
    '--a-header',
    authorization,
    '--n',
    String(requests),
  ]
  if (measure.ids) args.push('--ids-a', file('ids-a', measure.ids.join('\n')))
  if (measure.floorIds) args.push('--ids-b', file('ids-b', measure.floorIds.join('\n')))
  if (measure.body) args.push('--post-a', file('post-a', JSON.stringify(measure.body)))
  if (measure.floorBody) args.push('--post-b', file('post-b', JSON.stringify(measure.floorBody)))
  const running = run([ratioTool, ...args], {})
  try {
    await running.end()
  } finally {
    for (const line of running.lines) console.log(`  ${line}`)
  }
  return Number(/p95 ([\d.]+)/.exec(running.lines.at(-1) ?? '')?.[1])
}

/** The floor's tables in the same database, with the same numbers of rows. */
async function ensureFloor(url: string, tool: string, { customers, events }: Options): Promise<void> {
  const db = connect(url, { size: 1, name: 'bench' })
  const there = await db.maybe(sql`select from pg_tables where schemaname = 'floor' and tablename = 'timeline'`)
  await db.close()
  if (there !== undefined) return
  await run([tool, 'prepare', String(customers), String(events)], { DATABASE_URL: url }).end()
}

/** A program's token of an administrator, with every right that a token can have. */
async function makeToken(url: string): Promise<string> {
  const db = connect(url, { size: 1, name: 'bench' })
  const now = systemClock.now()
  const uuid = uuidMaker(systemClock, systemRandom)
  const email = 'bench@example.com'
  const known = await db.maybe(userByEmail(email))
  const draft = {
    email,
    emailKey: email,
    name: 'Bench',
    role: 'administrator',
    language: 'fi',
    passwordHash: null,
  } as const
  const { id } = known ?? (await db.one(addUser({ ...draft, id: uuid(), at: now })))
  const secret = `kpt_${newSecret(systemRandom)}`
  const scopes = [...verbsOf('administrator')]
  const expiresAt = new Date(now.getTime() + 7 * 24 * 3600_000)
  await db.run(
    addToken({ id: uuid(), tokenHash: hashOf(secret), name: 'bench', userId: id, scopes, at: now, expiresAt }),
  )
  await db.close()
  return secret
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
