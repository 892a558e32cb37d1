import type { Runner } from '#src/platform/db/connection.ts'
import type { Db } from '#src/platform/db/index.ts'
import { type CustomerKind, customerKinds, type Uuid } from '#src/terms/index.ts'
import type { Claim } from '../golden.ts'
import { apartPairs } from '../merge/index.ts'
import { type Found, keysOf, keysVersion, searchTable } from './engine.ts'
import { aboutClaims, type BaseRow, nextClaims, sourcesOf } from './queries/base.ts'
import { emptyKeys, insertKeys, type KeyRow } from './queries/keys.ts'
import { forgetModels, insertModel, modelsInUse } from './queries/models.ts'
import { emptyPairs, insertPairs } from './queries/pairs.ts'
import { horizon } from './queries/stale.ts'
import { pairKey, type Zone, type ZoneFacts } from './shapes.ts'
import { type Bars, birthColumn, columnsOf, restraint, type Subject, subjectOf } from './subject.ts'

/** What the search is at, for people; `done` of `total`. */
export interface Progress {
  step: 'reading' | 'pairing' | 'comparing' | 'learning' | 'scoring' | 'writing'
  done: number
  total: number
}
export interface SearchResult {
  customers: number
  compared: number
  pairs: number
  /** Marks of earlier transactions are seen to. */
  horizon: string
}

/** All customers of one kind, column by column. */
interface Gathered {
  ids: Uuid[]
  values: string[][]
  bars: Map<number, Bars>
}

const page = 20_000

/** Reads all claims in the order of customers and hands over customer by customer, with all that is told of each. */
async function readBase(
  runner: Runner,
  take: (id: Uuid, subject: Subject) => void,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const sources = new Map((await sourcesOf(runner)).map((source) => [source.id, source]))
  const total = Math.max(0, await aboutClaims(runner))
  const claimOf = (row: BaseRow): Claim => {
    const source = sources.get(row.source_id)
    return {
      origin: row.origin_id,
      sourceId: row.source_id,
      source: source?.name ?? '',
      trust: source?.trust ?? 0,
      observedAt: row.observed_at.getTime(),
      said: row.said,
    }
  }
  let of: Uuid | undefined
  let claims: Claim[] = []
  const hand = () => {
    const subject = of === undefined ? undefined : subjectOf(claims)
    if (subject) take(of!, subject)
    claims = []
  }
  let done = 0
  for (let after: { customer: Uuid; origin: Uuid } | null = null; ; ) {
    const rows: BaseRow[] = await nextClaims(runner, after, page)
    for (const row of rows) {
      if (row.customer_id !== of) {
        hand()
        of = row.customer_id
      }
      claims.push(claimOf(row))
    }
    done += rows.length
    onProgress({ step: 'reading', done, total: Math.max(total, done) })
    const last = rows.at(-1)
    if (rows.length < page || !last) break
    after = { customer: last.customer_id, origin: last.origin_id }
  }
  hand()
}

/** Equal texts of a column are one text in memory: names, cities and postcodes repeat. */
function interner(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same !== undefined) return same
    if (known.size < 400_000) known.set(text, text)
    return text
  }
}

async function gather(
  runner: Runner,
  onProgress: (progress: Progress) => void,
): Promise<Record<CustomerKind, Gathered>> {
  const empty = (kind: CustomerKind): Gathered => ({
    ids: [],
    values: columnsOf[kind].map(() => []),
    bars: new Map(),
  })
  const all = { person: empty('person'), organisation: empty('organisation') }
  const intern = interner()
  await readBase(
    runner,
    (id, { kind, values, bars }) => {
      const of = all[kind]
      if (bars) of.bars.set(of.ids.length, bars)
      of.ids.push(id)
      for (const [at, value] of values.entries()) of.values[at]!.push(intern(value))
    },
    onProgress,
  )
  return all
}

/** What the engine is not told: who is never to be merged, and where a person is to decide. */
function restrained(kind: CustomerKind, { values, bars }: Gathered, apart: ReadonlySet<string>, ids: Uuid[]) {
  const births = values[birthColumn[kind]]
  const of = (row: number) => ({ kind, ...(bars.has(row) && { bars: bars.get(row)! }) })
  return (a: number, b: number): 'never' | 'ask' | undefined => {
    if (apart.size > 0 && apart.has(pairKey(ids[a]!, ids[b]!))) return 'never'
    return restraint(of(a), of(b), [births?.[a] ?? '', births?.[b] ?? ''])
  }
}

/** Keys of so many customers are written in one piece. */
const keysTogether = 10_000

async function* keyRows(kind: CustomerKind, { ids, values }: Gathered): AsyncGenerator<KeyRow[]> {
  let rows: KeyRow[] = []
  for (const [row, id] of ids.entries()) {
    for (const key of keysOf({ kind, values: values.map((column) => column[row]!) }))
      rows.push({ key, customer_id: id })
    if ((row + 1) % keysTogether === 0) {
      yield rows
      rows = []
    }
  }
  yield rows
}

/**
 * Searches the whole base for customers that may be one: reads what is told of everybody as it stands at one moment, learns a model of persons
 * and one of organisations, and writes the models, the keys and the pairs. Needs memory for all names; runs in a thread of its own.
 */
export async function searchBase(
  db: Db,
  options: { runId: Uuid; now: Date; onProgress: (progress: Progress) => void },
): Promise<SearchResult> {
  const { runId, now, onProgress } = options
  // whoever changes while page after page is read has a mark of a later transaction, and is compared again
  const seen = await horizon(db)
  const all = await gather(db, onProgress)
  const apart = new Set((await apartPairs(db)).map(({ a, b }) => pairKey(a, b)))
  const models = await modelsInUse(db)
  const stale = models.length === 0 || models.some(({ model }) => model.keys !== keysVersion)
  // before the models: whoever finds models in use finds keys of the same rules too, even if this ends half-way
  if (stale) await writeKeys(db, all)
  const result: SearchResult = { customers: 0, compared: 0, pairs: 0, horizon: seen }
  for (const kind of customerKinds) {
    const gathered = all[kind]
    const { ids, values } = gathered
    if (ids.length < 2) continue
    const found = await searchTable(
      kind,
      { rows: ids.length, values },
      {
        restraint: restrained(kind, gathered, apart, ids),
        onProgress,
      },
    )
    onProgress({ step: 'writing', done: 0, total: 1 })
    await write(db, { kind, runId, now, found, ids })
    result.customers += ids.length
    result.compared += found.compared
    result.pairs += found.pairs.length
  }
  return result
}

async function writeKeys(db: Db, all: Record<CustomerKind, Gathered>): Promise<void> {
  await db.tx(async (tx) => {
    await emptyKeys(tx)
    for (const kind of customerKinds) for await (const rows of keyRows(kind, all[kind])) await insertKeys(tx, rows)
  })
}

/** What stands in each zone, with what is expected to be wrong of it. */
function zonesIn({ model, pairs }: Found): Record<Zone, ZoneFacts> {
  const asked = pairs.filter((pair) => pair.zone === 'ask')
  const wrong = asked.reduce((sum, pair) => sum + 1 - pair.probability, 0)
  const { auto, ask } = model.zones
  return {
    auto: { from: auto.from, pairs: pairs.length - asked.length, expectedError: auto.expectedError },
    ask: { from: ask.from, pairs: asked.length, expectedError: asked.length === 0 ? 0 : wrong / asked.length },
  }
}

const modelsKept = 5
async function write(
  db: Db,
  { kind, runId, now, found, ids }: { kind: CustomerKind; runId: Uuid; now: Date; found: Found; ids: readonly Uuid[] },
): Promise<void> {
  await db.tx(async (tx) => {
    const version = await insertModel(tx, {
      kind,
      run_id: runId,
      learned_at: now,
      customers: ids.length,
      compared: found.compared,
      found: found.pairs.length,
      model: { keys: keysVersion, engine: found.model },
      zones: zonesIn(found),
    })
    await forgetModels(tx, kind, version - modelsKept)
    const later = new Set((await emptyPairs(tx, kind)).map(({ a, b }) => pairKey(a, b)))
    await insertPairs(
      tx,
      found.pairs.map(({ rowA, rowB, ...pair }) => {
        const [one, other] = [ids[rowA]!, ids[rowB]!]
        const [a, b] = one < other ? [one, other] : [other, one]
        return { ...pair, a, b, kind, model: version, state: later.has(pairKey(a, b)) ? 'later' : 'open' }
      }),
      now,
    )
  })
}
