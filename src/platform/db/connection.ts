import { createHash } from 'node:crypto'
import pg from 'pg'
import { Refusal } from '../refusal.ts'
import type { Statement } from './sql.ts'

/** Runs statements: on any connection of the pool, or within one transaction. */
export interface Runner {
  rows<Row>(statement: Statement<Row>): Promise<Row[]>
  /** The first row or undefined. */
  maybe<Row>(statement: Statement<Row>): Promise<Row | undefined>
  /** The first row; throws if there is none (a bug, not a refusal). */
  one<Row>(statement: Statement<Row>): Promise<Row>
  /** Number of rows changed. */
  run(statement: Statement): Promise<number>
}
/** One open transaction. */
export interface Tx extends Runner {
  readonly client: pg.PoolClient
  /** A write that goes on while the caller works; statements after it see it, and the commit waits for it. */
  later(write: () => Promise<unknown>): void
  /** A write whose result nobody waits for: it goes to the server together with others, before the next statement or the commit. */
  hold(write: Statement): void
}
export interface TxOptions {
  readOnly?: boolean
}
export interface Db extends Runner {
  readonly url: string
  readonly pool: pg.Pool
  /** Runs `work` in one transaction; tried again (at most five times in all) on deadlock, serialisation failure, or a key that somebody else took meanwhile. */
  tx<T>(work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>
  /** Reads without a transaction, on one connection. After `patience` milliseconds what is under way is called off: 503 `too_slow`. */
  within<T>(patience: number, work: (runner: Runner) => Promise<T>): Promise<T>
  close(): Promise<void>
}

// Numbers above 2^53 and money stay text; calendar days stay text; instants become Date.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

const names = new Map<string, string>()
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    if (names.size > 2000) names.clear()
    name = createHash('sha1').update(text).digest('base64url')
    names.set(text, name)
  }
  return name
}

const gone = new Set(['57P01', '57P02', '57P03', '53300', '08000', '08003', '08006', '08001', '25006', '53100'])
// serialisation failure, deadlock, and a key that somebody else wrote since we looked
const again = new Set(['40001', '40P01', '23505'])

function translate(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string }
  if (code === '57014')
    return new Refusal(503, 'too_slow', 'Finding the answer takes too long.', 'Ask for less at once.')
  const away =
    (code !== undefined && (gone.has(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT'].includes(code))) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message ?? '',
    )
  if (!away) return error
  const refusal = new Refusal(
    503,
    'database_unavailable',
    'The database does not answer right now.',
    'Try again in a moment; nothing was changed.',
  )
  refusal.cause = error
  return refusal
}

/** One after another on one connection: its library no longer queues by itself. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}

function runner(client: { query: pg.Pool['query'] }, inTurn = <T>(work: () => Promise<T>) => work()): Runner {
  const query = async (statement: Statement) => {
    try {
      return await inTurn(() =>
        client.query({
          ...(statement.fresh ? {} : { name: nameOf(statement.text) }),
          text: statement.text,
          values: statement.values as unknown[],
        }),
      )
    } catch (error) {
      throw translate(error)
    }
  }
  return {
    rows: async <Row>(s: Statement<Row>) => (await query(s)).rows as Row[],
    maybe: async <Row>(s: Statement<Row>) => (await query(s)).rows[0] as Row | undefined,
    one: async <Row>(s: Statement<Row>) => {
      const row = (await query(s)).rows[0] as Row | undefined
      if (row === undefined) throw new Error(`no row: ${s.text.slice(0, 200)}`)
      return row
    },
    run: async (s) => (await query(s)).rowCount ?? 0,
  }
}

/** Gathers held writes and sends them as one statement before whatever comes next: a single edit writes many tables in one round trip. */
function holding(on: Runner): { runner: Runner; hold(write: Statement): void; flush(): Promise<void> } {
  const held: Statement[] = []
  const flush = async () => {
    if (held.length > 0) await on.run(together(held.splice(0)))
  }
  const after =
    <A, R>(ask: (a: A) => Promise<R>) =>
    async (a: A): Promise<R> => {
      await flush()
      return ask(a)
    }
  return {
    runner: { rows: after(on.rows), maybe: after(on.maybe), one: after(on.one), run: after(on.run) } as Runner,
    hold: (write) => {
      held.push(write)
    },
    flush,
  }
}

/** Several inserts as one statement; none of them sees another. */
function together(writes: readonly Statement[]): Statement {
  const [first, ...rest] = writes
  if (rest.length === 0) return first!
  const values: unknown[] = []
  const texts = writes.map((write) => {
    const offset = values.length
    values.push(...write.values)
    return write.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
  })
  const last = texts.pop()!
  return { text: `with ${texts.map((text, i) => `w${i} as (${text})`).join(', ')} ${last}`, values }
}

/** Calls off what a connection is doing, over another one: the pool may be full of the slow. */
async function callOff(url: string, process: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    await client.query('select pg_cancel_backend($1)', [process])
  } finally {
    await client.end()
  }
}

function patiently(pool: pg.Pool, url: string): Db['within'] {
  return async <T>(patience: number, work: (runner: Runner) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw translate(error)
    })
    let off: Promise<void> | undefined
    const timer = setTimeout(() => {
      off = callOff(url, (client as unknown as { processID: number }).processID).catch(() => {})
    }, patience)
    try {
      return await work(runner(client))
    } finally {
      clearTimeout(timer)
      await off // the next one on this connection must not be called off
      client.release()
    }
  }
}

/** Opens a bounded pool. `size` is the most connections at once; a caller waits at most 10 s for one and then gets 503. */
export function connect(url: string, options: { size?: number; name?: string } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: options.name ?? 'kauppias',
  })
  pool.on('error', () => {}) // an idle connection died: the next query opens another
  const tx = async <T>(work: (tx: Tx) => Promise<T>, o: TxOptions = {}): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      let client: pg.PoolClient
      try {
        client = await pool.connect()
      } catch (error) {
        throw translate(error)
      }
      let broken: Error | undefined
      const writes: Promise<unknown>[] = []
      const inTurn = turns()
      const later = (work: () => Promise<unknown>) => {
        const write = inTurn(work)
        write.catch(() => {}) // thrown below
        writes.push(write)
      }
      try {
        await client.query(o.readOnly ? 'begin read only' : 'begin')
        const held = holding(runner(client, inTurn))
        const result = await work({ ...held.runner, client, later, hold: held.hold })
        await held.flush()
        await Promise.all(writes)
        await inTurn(() => client.query('commit'))
        return result
      } catch (thrown) {
        // a write that failed makes every statement after it fail: it is the one to tell of
        const failed = (await Promise.allSettled(writes)).find((write) => write.status === 'rejected')
        const error: unknown = failed ? failed.reason : thrown
        await inTurn(() => client.query('rollback')).catch((e: Error) => {
          broken = e
        })
        if (again.has((error as { code?: string }).code ?? '') && attempt < 5) continue
        throw translate(error)
      } finally {
        client.release(broken)
      }
    }
  }
  return { ...runner(pool), url, pool, tx, within: patiently(pool, url), close: () => pool.end() }
}
