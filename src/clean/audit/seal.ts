import type { Context } from '#src/platform/context.ts'
import type { Tx } from '#src/platform/db/index.ts'
import { anchor } from './anchor.ts'
import { commit, commitRemoval, genesis, headOf, link, shardOf, shards } from './chain.ts'
import {
  holdSealing,
  insertLeaves,
  insertSeals,
  type LeafRow,
  markTold,
  newestSeal,
  nextEntries,
  openEntries,
  untold,
} from './queries.ts'

const minute = 60_000
/** An entry is sealed when nothing that began before it can still commit: an hour after its moment. */
const margin = 60 * minute
/** What commits later all the same is sealed as a late one within this time; after it, an entry without seal was written in. */
const lateness = 24 * 60 * minute

export interface Sealed {
  /** Number of the seal; null = there was nothing to seal. */
  seal: number | null
  leaves: number
  /** Entries that should have come into an earlier seal. */
  late: number
  /** Head over all shards in hexadecimal. */
  head: string | null
}

interface Shard {
  head: Buffer
  n: number
  late: number
}

/**
 * Seals what the history gained since the last time and is older than an hour: every entry becomes a leaf of its shard's chain, every
 * erasure of sealed entries too, and the head over all shards is noted beside the database. One transaction; bounded memory.
 */
export async function sealHistory(context: Context, options: { signal?: AbortSignal } = {}): Promise<Sealed> {
  const { db, clock, config } = context
  const now = clock.now()
  return db.tx(async (tx) => {
    await holdSealing(tx)
    const before = await newestSeal(tx)
    const number = (before[0]?.seal ?? 0) + 1
    const was = before[0]?.until ?? null
    const until = new Date(Math.max(now.getTime() - margin, was?.getTime() ?? 0))
    const chains: Shard[] = Array.from({ length: shards }, (_, shard) => ({
      head: before.find((row) => row.shard === shard)?.head ?? genesis,
      n: 0,
      late: 0,
    }))
    await sealRemovals(tx, number, chains)
    await openEntries(tx, was && new Date(was.getTime() - lateness), until)
    for (;;) {
      options.signal?.throwIfAborted()
      const entries = await nextEntries(tx)
      if (entries.length === 0) break
      const salts = context.random.bytes(16 * entries.length)
      const rows = entries.map(({ id, at, content }, i) => {
        const chain = chains[shardOf(id)]!
        if (was !== null && at < was) chain.late++
        const salt = salts.subarray(16 * i, 16 * i + 16)
        return grow(chain, { seal: number, shard: shardOf(id), kind: 'entry' }, commit(salt, content), { id, salt })
      })
      await insertLeaves(tx, rows)
    }
    const leaves = chains.reduce((sum, chain) => sum + chain.n, 0)
    if (leaves === 0) return { seal: null, leaves: 0, late: 0, head: null }
    const rows = chains.map(({ head, n, late }, shard) => ({
      seal: number,
      shard,
      at: now,
      until,
      leaves: n,
      late,
      head,
    }))
    await insertSeals(tx, rows)
    const head = headOf(
      number,
      chains.map((chain) => chain.head),
    ).toString('hex')
    await anchor(config.dataDir, { seal: number, at: now.toISOString(), leaves, head })
    return { seal: number, leaves, late: chains.reduce((sum, chain) => sum + chain.late, 0), head }
  })
}

function grow(
  chain: Shard,
  place: { seal: number; shard: number; kind: 'entry' | 'removal' },
  commitment: Buffer,
  entry?: { id: string; salt: Buffer },
): LeafRow {
  const n = chain.n++
  chain.head = link(chain.head, { ...place, n }, commitment)
  return { ...place, n, entry_id: entry?.id ?? null, salt: entry?.salt ?? null, commitment }
}

/** Tells which sealed entries an erasure took since the last seal. */
async function sealRemovals(tx: Tx, number: number, chains: Shard[]): Promise<void> {
  const removed = await untold(tx)
  const rows = removed.map(({ seal, shard, n, erasure_id: erasure }) =>
    grow(chains[shard]!, { seal: number, shard, kind: 'removal' }, commitRemoval({ seal, shard, n, erasure })),
  )
  await insertLeaves(tx, rows)
  await markTold(tx, number)
}
